import { inspect } from "node:util";
import { expect, test } from "vitest";
import { merge } from "../../../lib/models/index.js";
import { rotation } from "./tables.js";

const observations = rotation().observations;

test("a model shows its data, scale, likelihood and prior", () => {
  const model = merge(observations, { anomalous: true, testFraction: 0.1 });
  const { data, bFactor } = model;
  const lines = inspect(model).split("\n");
  const grouped = (count: number) => count.toLocaleString("en-US");
  expect(lines).toEqual([
    "variational merge, not yet trained",
    `  data        ${grouped(observations.length)} observations of ${grouped(data.groups.count)} reflections (Friedel mates apart) on 180 images`,
    `  held out    ${data.test.filter((flag) => flag === 1).length} observations`,
    `  scale       5 layers of 10 on ${data.metadata.names.join(" ")}, a factor for each image`,
    "  likelihood  studentT (degreesOfFreedom 4)",
    `  prior       wilson, B ${bFactor.toFixed(1)} Å², fitted to the data`,
  ]);
});

test("metadata that were left out are named, with the reason", () => {
  const [first] = observations.values("BATCH");
  const image = observations.filter((row) => observations.values("BATCH")[row] === first);
  expect(String(merge(image, { scale: { network: false } }))).toContain(
    "\n              without image: it is 0 for every observation\n",
  );
});

test("a run shows how it went", async () => {
  const run = await merge(observations, { scale: { network: false, imageScales: false } }).train({
    steps: 20,
    reporters: [],
  });
  const last = run.history.steps.last();
  const [title, , held, scale] = inspect(run).split("\n");
  expect([title, held, scale]).toEqual([
    "variational merge",
    "  held out    nothing",
    "  scale       no network",
  ]);
  expect(String(run)).toMatch(/^ {2}training {4}20 steps in \d+\.\d s, finished$/m);
  expect(String(run)).toContain(
    `  at its end  NLL ${last?.nll.toPrecision(4)}  KL ${last?.kl.toPrecision(4)}  CCpred 0.`,
  );
  expect(String(run)).not.toContain("test");
});

test("N of a prediction counts the observations of its reflection that were fitted to", async () => {
  const run = await merge(observations, { testFraction: 0.3 }).train({ steps: 1, reporters: [] });
  const { reflection, test } = run.model.data;
  const counts = Array.from(reflection, (g) => reflection.filter((h, i) => h === g && test[i] === 0).length);
  expect(Array.from(run.predictions.values("N"))).toEqual(counts);
});

test("in a notebook the same facts stand in a table, with nothing of the data taken for HTML", async () => {
  const model = merge(observations, { testFraction: 0.1 });
  const run = await model.train({ steps: 10, reporters: [] });
  for (const shown of [model, run]) {
    const rows = [...shown.toHtml().matchAll(/<tr><td[^>]*>([^<]*)<\/td><td[^>]*>([^<]*)<\/td><\/tr>/g)];
    const lines = rows.map(([, name, value]) => `${`  ${name}`.padEnd(14)}${value}`);
    expect(lines).toEqual(
      String(shown)
        .split("\n")
        .slice(1)
        .map((line) => line.replace(/&/g, "&amp;").replace(/</g, "&lt;")),
    );
  }
});

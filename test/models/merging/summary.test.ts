import { inspect } from "node:util";
import { expect, test } from "vitest";
import { merge } from "../../../lib/models/index.js";
import { simulateLaue, simulateRotation } from "../../../lib/simulate/index.js";
import { mergingStatistics, table1 } from "../../../lib/statistics/index.js";
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

test("of Laue data it shows the beam, how many spots are sums of how many terms, and the metadata", () => {
  const { observations: spots } = simulateLaue({ seed: 1, dMin: 3.5, imageCount: 6 });
  const model = merge(spots, { laue: { range: [0.5, 2], dMin: 3.5 } });
  const { start, reflection } = model.data.terms;
  const sums = Array.from(start).filter((first, i) => start[i + 1] - first > 1).length;
  expect(sums).toBeGreaterThan(20);
  const lines = inspect(model).split("\n");
  const at = lines.indexOf("  Laue        Wavelength from 0.5 to 2 Å");
  expect(lines[at + 1]).toBe(
    `              ${sums} spots (${((100 * sums) / spots.length).toFixed(1)} %) are sums of harmonics to 3.50 Å, ${reflection.length} terms in all`,
  );
  expect(lines[at + 2]).toMatch(/^ {2}scale +3 layers of 32 on X Y Wavelength,/);
});

test("parts of spots, what became of them: as Table 1 of the data says it", () => {
  const { observations: parts } = simulateRotation({
    seed: 1,
    dMin: 5,
    rotationRange: 20,
    mosaicity: 0.3,
    partials: true,
    missingImages: [7],
  });
  const ofData = String(table1(mergingStatistics(parts)));
  const lines = String(merge(parts)).split("\n");
  const at = lines.findIndex((line) => line.startsWith("  partials    "));
  for (const line of lines.slice(at, at + 2)) expect(ofData).toContain(line.slice(14));
  expect(lines[at]).toMatch(/^ {2}partials {4}\d+; \d+ summed to \d+ complete spots/);
  expect(lines[at + 1]).toMatch(/^ {14}\d+ incomplete spots \(.*with a batch missing/);
  expect(String(merge(observations))).not.toContain("partials");
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

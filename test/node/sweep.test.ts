/** A sweep as a notebook asks for it; the program is fakeTrial.mjs. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { sweep } from "../../lib/node/sweep.js";
import { readPlan } from "../../lib/node/sweepFolder.js";
import type { ProgramWords } from "../../lib/node/sweepWorkers.js";
import { setProgress } from "../../lib/progress.js";
import { search } from "../../lib/sweeps/index.js";
import { activeTrainings } from "../../lib/training/index.js";
import { smallRotation } from "../cli/smallMerge.js";

const folder = mkdtempSync(join(tmpdir(), "friedel-notebook-sweep-"));
afterAll(() => rmSync(folder, { recursive: true }));
const program: ProgramWords = [process.execPath, join(import.meta.dirname, "fakeTrial.mjs")];
const base = { testFraction: 0.1, anomalous: true, scale: { layers: 3 } };

test("results, with progress shown", async () => {
  const told: string[] = [];
  const before = setProgress((name) => (done, total) => told.push(`${name} ${done} of ${total}`));
  try {
    const path = join(folder, "a");
    const space = { act: ["finish", "fail"] };
    const results = await sweep("in.mtz", { folder: path, base, space, workers: 1, program });
    expect(results.best?.hyperparameters).toEqual({ act: "finish" });
    expect(results.failed).toHaveLength(1);
    expect([told[0], told.at(-1)]).toEqual(["sweep 0 of 2", "sweep 2 of 2"]);
    const plan = await readPlan(path);
    expect(plan.base).toEqual({ testFraction: 0.1, anomalous: true, "scale.layers": 3 });
    expect(plan.data[0]).toMatch(/^\/.*in\.mtz$/);
    // the same again has nothing left to do, and failures are run again where that is asked for
    const again = { folder: path, base, space, workers: 1, program };
    expect((await sweep("in.mtz", again)).failed).toHaveLength(1);
    expect((await sweep("in.mtz", { ...again, retryFailed: true })).failed).toHaveLength(1);
    expect(readFileSync(join(path, "calls.txt"), "utf8")).toBe("1\n2\n2\n");
  } finally {
    setProgress(before);
  }
});

test("a stop from the notebook, and an abort, stop the trials", async () => {
  for (const how of ["stop", "abort"]) {
    const path = join(folder, how);
    const controller = new AbortController();
    const running = sweep("in.mtz", {
      folder: path,
      base,
      space: { act: ["hang"] },
      program,
      signal: controller.signal,
    });
    while (!existsSync(join(path, "trials/0001/history.jsonl")))
      await new Promise((done) => setTimeout(done, 20));
    const [active] = activeTrainings();
    expect(active).toMatchObject({ kind: "sweep", steps: 1 });
    if (how === "stop") expect(await active.controls.stop()).toMatchObject({ applied: true });
    else controller.abort();
    expect((await running).trials[0].state).toBe("stopped");
    expect(activeTrainings()).toEqual([]);
  }
});

test("tables are written into the folder, once", async () => {
  const { observations } = smallRotation();
  const options = { folder: join(folder, "table"), base, space: { act: ["finish"] }, program };
  await sweep(observations, options);
  expect((await readPlan(options.folder)).data).toEqual([join(options.folder, "data-1.mtz")]);
  const bytes = readFileSync(join(options.folder, "data-1.mtz"));
  await sweep(observations, options);
  expect(readFileSync(join(options.folder, "data-1.mtz")).equals(bytes)).toBe(true);
  const other = observations.filter((row) => row > 10);
  await expect(sweep(other, options)).rejects.toThrow("data-1.mtz: got the table of another sweep");
});

test("a wrong command line leaves the folder free; what is wrong before that leaves no folder", async () => {
  const path = join(folder, "wrong");
  await expect(sweep("in.mtz", { folder: path, base, space: { act: ["usage"] }, program })).rejects.toThrow(
    "trial 1: friedel merge has no option --act",
  );
  expect(existsSync(join(path, "sweep.json"))).toBe(false);
  const none = join(folder, "none");
  await expect(sweep("in.mtz", { folder: none, base: {}, space: { act: ["finish"] } })).rejects.toThrow(
    "sweep: got no test fraction",
  );
  await expect(
    sweep("in.mtz", { folder: none, base, space: { learningRate: search.log(1, 2) } }),
  ).rejects.toThrow("trials: got no number of them");
  await expect(sweep("in.mtz", { folder: "", base, space: { act: ["finish"] } })).rejects.toThrow(
    "sweep: got no folder",
  );
  expect(existsSync(none)).toBe(false);
});

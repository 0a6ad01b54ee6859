/** One trial: what `friedel sweep --trial N FOLDER` does, and what it leaves behind. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runTrial } from "../../lib/cli/sweepTrial.js";
import { folderStore } from "../../lib/node/folderStore.js";
import { writeReflections } from "../../lib/node/reflectionFiles.js";
import { makeSweep, readSweep } from "../../lib/node/sweepFolder.js";
import { planSweep } from "../../lib/sweeps/sweepPlan.js";
import { openRun } from "../../lib/training/index.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { smallRotation } from "./smallMerge.js";

const folder = temporaryFolder();
const data = join(folder, "in.mtz");
const sweep = join(folder, "sweep");
const silent = { out: () => {}, error: () => {} };
const trial = (number: number) => runProgram(["sweep", "--trial", String(number), "--threads", "1", sweep]);

beforeAll(async () => {
  await writeReflections(smallRotation().observations, data);
  const base = { "test-fraction": 0.1, iterations: 60 };
  const space = { "scale.layers": [2, 3], metadata: ["dHKL,ROT", "NOSUCH"], learningRate: [0.01, 1e20] };
  await makeSweep(sweep, planSweep([data], { base, space }));
});

test("a trial is a merge whose run folder records its hyperparameters", async () => {
  expect(await trial(1)).toMatchObject({ status: 0, error: "" });
  const run = await openRun(folderStore(join(sweep, "trials/0001")));
  expect(run).toMatchObject({
    state: "finished",
    step: 60,
    config: {
      model: { metadata: ["dHKL", "ROT"], scale: { layers: 2 }, testFraction: 0.1 },
      training: { learningRate: 0.01 },
    },
  });
  const [result] = (await readSweep(sweep)).trials;
  expect(result).toMatchObject({ state: "finished", step: 60 });
  // what is ranked is what the merge itself prints
  const statistics = JSON.parse(readFileSync(join(sweep, "trials/0001/statistics.json"), "utf8"));
  expect(Math.abs(result.ccPred - statistics.overall.ccPredTest)).toBeLessThan(1e-6);
  expect(result.ccPred).toBeGreaterThan(0.8);
});

test("one that has ended is not run again", async () => {
  rmSync(join(sweep, "trials/0001/merged.mtz"));
  expect(await trial(1)).toMatchObject({ status: 0, out: "trial 0001 has finished already\n" });
  expect(existsSync(join(sweep, "trials/0001/merged.mtz"))).toBe(false);
});

test("one that fails or diverges keeps its sentence", async () => {
  expect((await trial(3)).error).toMatch(/^friedel: column NOSUCH is not in/);
  expect((await trial(2)).error).toMatch(/^friedel: training diverged at step/);
  const { failed } = await readSweep(sweep);
  expect(failed.map(({ name, reason }) => `${name} ${reason?.slice(0, 24)}`)).toEqual([
    "0002 training diverged at ste",
    "0003 column NOSUCH is not in ",
  ]);
  expect(existsSync(join(sweep, "trials/0002/merged.mtz"))).toBe(false);
  expect(await trial(2)).toMatchObject({ status: 0, out: "trial 0002 has failed already\n" });
});

test("one that runs elsewhere is no failure of it", async () => {
  const unlock = await folderStore(join(sweep, "trials/0005")).lock?.();
  await expect(runTrial(sweep, 5, 1, silent)).rejects.toThrow("got a trial that runs already (process");
  await unlock?.();
  expect((await readSweep(sweep)).trials[4].state).toBe("waiting");
});

test("a number that no trial has, and a plan that is spoilt", async () => {
  await expect(runTrial(sweep, 9, 1, silent)).rejects.toThrow(
    `${sweep}: got trial 9, expected one from 1 to 8`,
  );
  const spoilt = join(folder, "spoilt");
  await makeSweep(
    spoilt,
    planSweep([data], { base: { "test-fraction": 0.1 }, space: { beta2: [0.9, 0.99] } }),
  );
  writeFileSync(join(spoilt, "sweep.json"), "{");
  await expect(runTrial(spoilt, 1, 1, silent)).rejects.toThrow("sweep.json: got no JSON, expected the plan");
});

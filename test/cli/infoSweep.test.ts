/** Folders of sweeps as sweepFolder.ts makes them, with run folders as trainings write them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { describeSweep, isSweep } from "../../lib/cli/infoSweep.js";
import { FormatError } from "../../lib/errors.js";
import { makeSweep, makeTrialFolder, writeOutcome } from "../../lib/node/sweepFolder.js";
import { type RunFiles, runWith, smallPlan } from "../sweeps/smallSweep.js";
import { runProgram, temporaryFolder } from "./runProgram.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);

/** Puts the run folder of a trial on the disk. */
async function trial(sweep: string, number: number, files: RunFiles): Promise<void> {
  const at = await makeTrialFolder(sweep, number);
  const store = await runWith(files);
  for (const name of ["config.json", "history.jsonl"])
    writeFileSync(join(at, name), (await store.read(name)) ?? new Uint8Array());
}

beforeAll(async () => {
  await makeSweep(path("mixed"), smallPlan());
  for (const [number, ccPred] of [
    [1, 0.81],
    [2, 0.9123456],
  ] as const) {
    await trial(path("mixed"), number, { ccPred: [0.5, ccPred], end: "finished" });
    await writeOutcome(path("mixed"), number, { state: "finished" });
  }
  await makeTrialFolder(path("mixed"), 4);
  await writeOutcome(path("mixed"), 4, { state: "failed", reason: "it diverged" });
  await makeSweep(path("new"), smallPlan());
  mkdirSync(path("spoilt"));
  writeFileSync(join(path("spoilt"), "sweep.json"), "{");
});

test("how the trials stand, which is best, what is varied, and where the table is", async () => {
  const { status, out, error } = await runProgram(["info", path("mixed")]);
  expect([status, error]).toEqual([0, ""]);
  expect(out).toContain(`${path("mixed")}: sweep of 6 trials\n`);
  expect(out).toMatch(/^ {2}trials +6: 2 finished, 3 waiting, 1 failed$/m);
  expect(out).toMatch(
    /^ {2}best +trial 0002, CCpred 0\.9123 of the observations held out: scale\.layers 3, learningRate 0\.01$/m,
  );
  expect(out).toMatch(/^ {2}failed +0004: it diverged$/m);
  expect(out).toMatch(/^ {2}varied +scale\.layers, learningRate$/m);
  expect(out).toMatch(/^ {2}the same for all +test-fraction 0\.1, iterations 100, anomalous true$/m);
  expect(out).toMatch(/^ {2}data +\/data\/a\.mtz$/m);
  expect(out).toContain(`friedel sweep status ${path("mixed")}\n`);
});

test("--json: the plan and every trial", async () => {
  const { out } = await runProgram(["info", "--json", path("mixed")]);
  const json = JSON.parse(out);
  expect(json).toMatchObject({ format: "sweep", best: 2, data: ["/data/a.mtz"] });
  expect(json.trials.map(({ state }: { state: string }) => state)).toEqual([
    ...["finished", "finished", "waiting", "failed", "waiting", "waiting"],
  ]);
  expect(json.trials[1].ccPred).toBe(0.9123456);
  expect(json.trials[3]).toMatchObject({ ccPred: null, reason: "it diverged" });
});

test("a sweep of which nothing is finished; what is no sweep, and a plan that is spoilt", async () => {
  expect(Object.fromEntries((await describeSweep(path("new"))).facts)).toMatchObject({
    trials: "6: 6 waiting",
    best: "none is finished",
    failed: "",
  });
  expect([await isSweep(path("new")), await isSweep(folder)]).toEqual([true, false]);
  await expect(describeSweep(path("spoilt"))).rejects.toThrow(FormatError);
  const { status, error } = await runProgram(["info", path("spoilt")]);
  expect(status).toBe(1);
  expect(error.trim()).toMatch(/sweep\.json: got no JSON, expected the plan of a sweep$/);
});

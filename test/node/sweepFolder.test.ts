/** The folder of a sweep: written once, gone on with by the same sweep alone. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lockFolder } from "../../lib/node/folderLock.js";
import {
  forgetFailures,
  makeSweep,
  makeTrialFolder,
  readPlan,
  readSweep,
  writeOutcome,
} from "../../lib/node/sweepFolder.js";
import { smallPlan } from "../sweeps/smallSweep.js";

const folder = mkdtempSync(join(tmpdir(), "friedel-sweep-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a plan is written once; the same sweep finds it, another is refused", async () => {
  const path = join(folder, "new", "a");
  const plan = smallPlan();
  expect(await makeSweep(path, plan)).toEqual({ plan, made: true });
  const bytes = readFileSync(join(path, "sweep.json"), "utf8");
  const later = { ...plan, created: "2030-01-01" };
  expect(await makeSweep(path, later)).toEqual({ plan, made: false });
  await expect(makeSweep(path, { ...plan, seed: 9 })).rejects.toThrow(`${path}: got a sweep with seed 0`);
  expect(readFileSync(join(path, "sweep.json"), "utf8")).toBe(bytes);
  expect(await readPlan(path)).toEqual(plan);
  expect(existsSync(join(path, "lock"))).toBe(false);
});

test("of two at once one makes it", async () => {
  const path = join(folder, "raced");
  const made = await Promise.allSettled(Array.from({ length: 5 }, () => makeSweep(path, smallPlan())));
  expect(made.filter((one) => one.status === "fulfilled" && one.value.made)).toHaveLength(1);
  const unlock = await lockFolder(path);
  await expect(makeSweep(path, smallPlan())).rejects.toThrow("this very process");
  await unlock();
});

test("outcomes are read back; failures can be forgotten", async () => {
  const path = join(folder, "b");
  await makeSweep(path, smallPlan());
  for (const trial of [1, 2]) await makeTrialFolder(path, trial);
  await writeOutcome(path, 1, { state: "finished" });
  await writeOutcome(path, 2, { state: "failed", reason: "the disk was full" });
  const results = await readSweep(path);
  expect(results.trials.map(({ state }) => state)).toEqual([
    "finished",
    "failed",
    ...Array(4).fill("waiting"),
  ]);
  expect(results.failed[0].reason).toBe("the disk was full");
  await forgetFailures(results);
  expect((await readSweep(path)).trials.slice(0, 2).map(({ state }) => state)).toEqual([
    "finished",
    "waiting",
  ]);
});

test("what is no sweep: one sentence", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "x");
  mkdirSync(join(folder, "empty"));
  await expect(readSweep(join(folder, "empty"))).rejects.toThrow(
    "empty: got no sweep.json in it, expected the folder of a sweep",
  );
  await expect(readSweep(file)).rejects.toThrow("file: got a file, expected the folder of a sweep");
  await expect(makeSweep(file, smallPlan())).rejects.toThrow(
    "file: got a file, expected a folder for the sweep",
  );
});

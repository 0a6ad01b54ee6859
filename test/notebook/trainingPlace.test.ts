import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { folderStore } from "../../lib/node/folderStore.js";
import { trainingPlace } from "../../lib/notebook/trainingPlace.js";
import { type TrainingProgress, train } from "../../lib/training/index.js";
import { Toy } from "../training/toy.js";

test.each([
  [["runs", "a"], "runs/a"],
  [["..", "elsewhere", "run"], "../elsewhere/run"],
  [["a folder", "ünïcode"], "a folder/ünïcode"],
  [["."], "."],
  [[".."], ".."],
])("the folder %j is said from the folder that the kernel runs in, with slashes", (parts, folder) => {
  expect(trainingPlace({ path: join(process.cwd(), ...parts) }).folder).toBe(folder);
});

test("nothing saved, no folder", () => {
  expect(Object.hasOwn(trainingPlace({}), "folder")).toBe(false);
});

test("kernels if known, cores and Node in words; the memory of this process in bytes", () => {
  const cores = availableParallelism();
  const machine = `${cores} ${cores === 1 ? "core" : "cores"}, Node ${process.versions.node}`;
  expect(trainingPlace({ variant: "relaxed" }).device).toBe(`relaxed kernels, ${machine}`);
  expect(trainingPlace({}).device).toBe(machine);
  const rss = vi.spyOn(process.memoryUsage, "rss").mockReturnValue(123_456_789);
  expect(trainingPlace({}).memory).toBe(123_456_789);
  rss.mockRestore();
  expect(trainingPlace({}).memory).toBeGreaterThan(1e7);
});

test("of a real training in a folder: its run folder, from here", async () => {
  const folder = "test/output/trainingPlace";
  rmSync(folder, { recursive: true, force: true });
  const reports: TrainingProgress[] = [];
  const options = { steps: 3, reporters: [(report: TrainingProgress) => reports.push(report)] };
  await train(new Toy(), { ...options, store: folderStore(folder) });
  const place = trainingPlace(reports[0]);
  expect(place).toMatchObject({
    folder,
    device: expect.stringMatching(/^reference kernels, \d+ cores?, Node \d/),
  });
  expect(JSON.parse(JSON.stringify(place))).toStrictEqual(place);
});

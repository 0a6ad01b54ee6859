/**
 * Bad input, as a list: one clear sentence each, nothing lost. What stands elsewhere: a full disk and folders of other runs
 * in resume.test.ts, names of options in mergingChecks.test.ts, metadata in metadata.test.ts.
 */
import { describe, expect, test } from "vitest";
import { FriedelError } from "../../../lib/errors.js";
import { type MergeOptions, merge } from "../../../lib/models/index.js";
import type { ReflectionTable } from "../../../lib/table/reflectionTable.js";
import { memoryStore } from "../../../lib/training/index.js";
import { changed, rotation } from "./tables.js";

const { observations } = rotation();
const n = observations.length;
const name = observations.name;
const singleImage = observations.filter((row) => observations.values("BATCH")[row] === 40);

describe("one sentence", () => {
  test.each<[string, ReflectionTable | ReflectionTable[], MergeOptions, string]>([
    [
      "a wrong metadata key",
      observations,
      { metadata: ["dHKL", "XDETT"] },
      "column XDETT is not in the metadata there are, which has image, dHKL, Hobs, Kobs, Lobs, M/ISYM, BATCH, I, SIGI, FRACTIONCALC, XDET, YDET, ROT, LP; did you mean XDET?",
    ],
    [
      "constant metadata",
      changed(observations, "LP", () => 2),
      { metadata: ["LP"] },
      "metadata LP: got the same value 2 for every observation, expected values that differ; leave it out",
    ],
    [
      "an empty test set",
      observations,
      { test: new Uint8Array(n) },
      `test: got an empty test set of ${n} observations, expected some; hold out more, or none at all`,
    ],
    [
      "all-negative intensities",
      changed(observations, "I", (x) => -1 - Math.abs(x)),
      {},
      `intensities I: got none above 0 among ${n}, expected some; is this the right column?`,
    ],
    ["no table", [], {}, "unmerged data: got no table, expected at least one unmerged reflection table"],
    [
      "merged data",
      rotation().truth,
      {},
      `data of ${rotation().truth.name}: got merged reflections, expected unmerged observations (with a column of type Y, M/ISYM); give the unmerged file that the scaling program writes`,
    ],
    [
      "a resolution beyond the data",
      observations,
      { dMax: 1.5, dMin: 1 },
      `data of ${name}: got ${n} observations and none that can be used`,
    ],
    [
      "two crystal forms",
      [observations, rotation({ randomAtoms: { spaceGroup: "P 21", atomCount: 60 }, dMin: 6 }).observations],
      {},
      "space groups of the tables: got P 21 21 21",
    ],
  ])("%s", (_name, table, options, message) => {
    let error: unknown;
    try {
      merge(table, options);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(FriedelError);
    const sentence = (error as Error).message;
    expect(sentence.startsWith(message), sentence).toBe(true);
    expect(sentence).not.toMatch(/\n|\. [A-Z]/);
  });

  test("a path for the run folder where there are no files", async () => {
    await expect(merge(observations).train({ steps: 1, folder: "runs/1" })).rejects.toThrow(
      "run folder runs/1: got a path where there are no files, expected a store",
    );
  });

  test("an early stop without a test set, naming what there is", async () => {
    const training = { steps: 5, evaluateEvery: 1, earlyStop: { metric: "nllTest" } };
    await expect(merge(observations).train(training)).rejects.toThrow(
      "early stop: got no nllTest in the evaluation, expected one of lossTrain, ccPredTrain",
    );
  });
});

describe("trains nevertheless", () => {
  async function trains(table: ReflectionTable | ReflectionTable[], options: MergeOptions = {}) {
    const run = await merge(table, { anomalous: true, ...options }).train({ steps: 30, evaluateEvery: 10 });
    expect(run.result.state).toBe("finished");
    for (const label of ["F(+)", "SIGF(+)", "I(+)", "SIGI(+)"]) {
      const values = Array.from(run.merged.values(label)).filter((value) => !Number.isNaN(value));
      expect(values.length).toBeGreaterThan(0);
      expect(values.every((value) => value > 0 && value < Number.POSITIVE_INFINITY)).toBe(true);
    }
    return run;
  }

  test("data of a single image", async () => {
    expect(new Set(singleImage.values("BATCH")).size).toBe(1);
    const run = await trains(singleImage);
    expect(run.model.data.metadata.leftOut.map(({ name: left }) => left)).toContain("image");
    expect(run.model.scale.image).toBeUndefined();
    await expect(run.halfDatasets()).rejects.toThrow("half data sets: got data of a single image");
  });

  test("data without a batch column, which are of one image", async () => {
    const run = await trains(observations.without("BATCH"));
    expect(run.model.data.images).toEqual([{ table: 0, batch: 0 }]);
  });

  test("a single observation above 0 among negative ones, a few observations, one reflection", async () => {
    await trains(changed(observations, "I", (x, row) => (row === 3 ? 5 : -Math.abs(x))));
    await trains(observations.slice(0, 3));
    const hkl = observations.hkl();
    await trains(observations.filter((row) => [0, 1, 2].every((axis) => hkl[3 * row + axis] === hkl[axis])));
  });

  test("a test set of a single observation, or of all but one", async () => {
    const one = await trains(observations, { test: Array.from({ length: n }, (_, row) => row === 7) });
    expect(one.history.evaluations.names).not.toContain("ccPredTest");
    const rest = await trains(observations, { test: Array.from({ length: n }, (_, row) => row !== 7) });
    expect(rest.merged.length).toBe(1);
  });

  test("no scale at all, no metadata, no hidden layers", async () => {
    const alone = await trains(observations, { scale: { network: false, imageScales: false } });
    expect(Object.keys(alone.parameters)).toEqual(["posterior"]);
    expect(new Set(alone.scales.mean)).toEqual(new Set([1]));
    await trains(observations, { metadata: [] });
    await trains(observations, { scale: { layers: 0 } });
    await trains(singleImage, { metadata: [] });
  });

  test("sigmas and intensities of any size", async () => {
    for (const factor of [1e-12, 1e12])
      await trains(
        changed(
          changed(observations, "I", (x) => factor * x),
          "SIGI",
          (x) => factor * x,
        ),
      );
    await trains(changed(observations, "SIGI", (x, row) => (row % 100 === 0 ? 1e6 * x : x)));
  });
});

test("after an error the data, the folder and the engine are as before", async () => {
  const folder = memoryStore();
  const model = merge(observations, { anomalous: true });
  const before = Array.from(observations.values("I"));
  await model.train({ steps: 10, folder });
  const files = await folder.list();
  await expect(model.train({ steps: 10, folder })).rejects.toThrow("got a folder that holds a run");
  await expect(model.train({ steps: 10, posteriorLearningRate: 1e30 })).rejects.toThrow("diverged");
  expect(await folder.list()).toEqual(files);
  expect(Array.from(observations.values("I"))).toEqual(before);
  expect((await model.train({ steps: 10, folder, resume: true })).result.state).toBe("finished");
});

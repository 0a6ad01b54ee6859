/** Which rows of a DIALS table are observations, and their corrections, by hand; real files in fromDials.test.ts. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readDialsExperiments } from "../../lib/formats/dialsExpt.js";
import { readDialsReflections } from "../../lib/formats/dialsRefl.js";
import { type DialsIntensity, isStill, selectDialsRows } from "../../lib/table/dialsRows.js";
import {
  exptFile,
  exptJson,
  reflFile,
  type SampleColumn,
  type SampleOptions,
  stillColumns,
} from "../formats/dialsSamples.js";

const experimentsOf = (json: unknown) => readDialsExperiments(bytesSource(exptFile(json), "x.expt"));
const stills = await experimentsOf(exptJson());
const scans = await experimentsOf({
  ...exptJson(),
  scan: [{ image_range: [1, 9], batch_offset: 0, oscillation: [0, 0.1] }],
  experiment: [{ identifier: "first", beam: 0, detector: 0, crystal: 0, scan: 0 }],
});

async function select(
  changes: Record<string, SampleColumn>,
  {
    experiments = stills,
    intensity,
    ...options
  }: SampleOptions & { experiments?: typeof stills; intensity?: DialsIntensity } = {},
) {
  const bytes = reflFile({ ...stillColumns(), ...changes }, 4, options);
  return selectDialsRows(await readDialsReflections(bytesSource(bytes, "x.refl")), experiments, intensity);
}

const both = (sum: readonly number[], prf: readonly number[]): Record<string, SampleColumn> => ({
  "intensity.sum.value": ["double", sum],
  "intensity.prf.value": ["double", prf],
  "intensity.prf.variance": ["double", [4, 9, 1, 16]],
});

test("summed intensities of stills, their sigma the root of the variance", async () => {
  const { row, experiment, intensity, sigma, counts } = await select({});
  expect([[...row], [...experiment]]).toEqual([
    [0, 1, 2, 3],
    [0, 0, 0, 0],
  ]);
  expect([[...intensity], [...sigma]]).toEqual([
    [10, 20, -3, 40],
    [2, 3, 1, 4],
  ]);
  expect(counts).toMatchObject({ total: 4, used: 4, summed: 4, profileFitted: 0, unindexed: 0 });
});

test("profile-fitted where the flag says so, else summed; one kind alone where asked for", async () => {
  const flags: SampleColumn = ["std::size_t", [0x300, 0x100, 0x200, 0x000]];
  const columns = { ...both([10, 20, 30, 40], [11, 21, 31, 41]), flags };
  const usual = await select(columns);
  expect([...usual.intensity]).toEqual([11, 20, 31]);
  expect(usual.counts).toMatchObject({ used: 3, profileFitted: 2, summed: 1, notIntegrated: 1 });
  const fitted = await select(columns, { intensity: "prf" });
  expect([[...fitted.row], [...fitted.intensity], fitted.counts.notIntegrated]).toEqual([
    [0, 2],
    [11, 31],
    2,
  ]);
  const summed = await select(columns, { intensity: "sum" });
  expect([[...summed.row], [...summed.intensity], summed.counts.notIntegrated]).toEqual([
    [0, 1],
    [10, 20],
    2,
  ]);
});

test("lp and quantum efficiency correct all; the partiality what was summed in scans, not in stills", async () => {
  const columns: Record<string, SampleColumn> = {
    ...both([10, 20, 30, 40], [10, 20, 30, 40]),
    flags: ["std::size_t", [0x200, 0x100, 0x100, 0x100]],
    lp: ["double", [0.5, 0.5, 2, 1]],
    qe: ["double", [0.25, 0.25, 1, 1]],
    partiality: ["double", [0.5, 0.5, 1, 0.1]],
  };
  const scan = await select(columns, { experiments: scans });
  expect([...scan.intensity]).toEqual([20, 80, 60, 400]);
  expect([...scan.sigma]).toEqual([4, 12, 2, 40]);
  const still = await select(columns);
  expect([...still.intensity]).toEqual([20, 40, 60, 40]);
  const { qe, ...others } = columns;
  expect([...(await select({ ...others, dqe: qe })).intensity]).toEqual([20, 40, 60, 40]);
});

test("scaled intensities are divided by the inverse scale factor, without what scaling left out", async () => {
  const columns: Record<string, SampleColumn> = {
    "intensity.scale.value": ["double", [10, 20, 30, 40]],
    "intensity.scale.variance": ["double", [4, 4, 4, 4]],
    inverse_scale_factor: ["double", [2, 0.5, 1, 0]],
    flags: ["std::size_t", [0x100, 0x100, 0x100 | (1 << 23), 0x100]],
    lp: ["double", [9, 9, 9, 9]],
  };
  const { intensity, sigma, counts } = await select(columns, { intensity: "scale" });
  expect([[...intensity], [...sigma]]).toEqual([
    [5, 40],
    [1, 4],
  ]);
  expect(counts).toMatchObject({ scaled: 2, excludedInScaling: 1, correctionNotPositive: 1 });
});

test("what has no index, no experiment, no variance or no correction is left out and counted", async () => {
  const { row, counts } = await select({
    miller_index: ["cctbx::miller::index<>", [0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1]],
    "intensity.sum.variance": ["double", [1, 0, Number.NaN, 4]],
  });
  expect([...row]).toEqual([3]);
  expect(counts).toMatchObject({ total: 4, used: 1, unindexed: 1, varianceNotPositive: 2 });
  const none = select({
    id: ["int", [-1, 0, 0, 0]],
    lp: ["double", [1, 1, -1, 1]],
    "intensity.sum.value": ["double", [1, Number.NaN, 1, 1e300]],
  });
  await expect(none).rejects.toThrow(
    /got 4 and none .* \(1 without index, 0 not .* 1 without a positive variance, 2 without a correction\)/,
  );
});

describe("experiments", () => {
  const two = {
    ...exptJson(),
    experiment: ["a", "b"].map((identifier) => ({ identifier, beam: 0, crystal: 0, detector: 0 })),
  };

  test("are found by identifier, or by number where there are none", async () => {
    const experiments = await experimentsOf(two);
    const id: SampleColumn = ["int", [7, 7, 3, 3]];
    const named = await select(
      { id },
      {
        experiments,
        identifiers: new Map([
          [7, "b"],
          [3, "a"],
        ]),
      },
    );
    expect([...named.experiment]).toEqual([1, 1, 0, 0]);
    const numbered = await select({ id: ["int", [1, 0, 1, -1]] }, { experiments, identifiers: new Map() });
    expect([...numbered.experiment]).toEqual([1, 0, 1]);
  });

  test("that are not in the .expt file are one clear sentence", async () => {
    const experiments = await experimentsOf(two);
    await expect(select({}, { experiments, identifiers: new Map([[0, "c"]]) })).rejects.toThrow(
      'experiment of reflection 0 in x.refl: got number 0, "c", expected one of the 2 in x.expt; give the .expt file that was written with it',
    );
    await expect(
      select({ id: ["int", [0, 2, 0, 0]] }, { experiments, identifiers: new Map() }),
    ).rejects.toThrow(/reflection 1 in x\.refl: got number 2, expected/);
  });
});

describe("is refused", () => {
  test("what is not integrated, with the counts", async () => {
    const refused = select({ flags: ["std::size_t", [0x20, 0x20, 0x20, 0x24]] });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(
      /^reflections of x\.refl: got 4 and none that can be used \(0 without index, 4 not integrated, .*dials\.integrate/,
    );
  });

  test("intensities that the file does not have", async () => {
    await expect(select({}, { intensity: "scale" })).rejects.toThrow(
      /got no intensity\.scale\.value among .*run dials\.scale/,
    );
    await expect(select({}, { intensity: "prf" })).rejects.toThrow(/got no intensity\.prf\.value among/);
    await expect(select({}, { intensity: "best" as DialsIntensity })).rejects.toThrow(
      'intensity: got "best", expected "prf", "sum" or "scale"',
    );
  });

  test("spots that were never indexed", async () => {
    const { miller_index: _, ...columns } = stillColumns();
    const reflections = await readDialsReflections(bytesSource(reflFile(columns, 4), "strong.refl"));
    expect(() => selectDialsRows(reflections, stills)).toThrow(
      /strong\.refl: got no miller_index .*dials\.index/,
    );
  });
});

test("a scan of oscillation 0 is a still", () => {
  expect(isStill(undefined)).toBe(true);
  expect(isStill({ imageRange: [1, 5], batchOffset: 0, oscillation: [3, 0] })).toBe(true);
  expect(isStill({ imageRange: [1, 5], batchOffset: 0, oscillation: [3, 0.1] })).toBe(false);
});

/** The list of observations against the truth that the sample was made from, and the library's merge. */
import { describe, expect, test } from "vitest";
import type { Hkl } from "../../../labextension/src/mtz/findIndex.js";
import { intensityColumns, weightedMean } from "../../../labextension/src/mtz/observations.js";
import { MtzTable } from "../../../labextension/src/mtz/table.js";
import { SpaceGroup } from "../../../lib/crystal/index.js";
import { bytesSource } from "../../../lib/formats/byteSource.js";
import { classicalMerge } from "../../../lib/statistics/index.js";
import { initFromMtz } from "../../../lib/table/mtz.js";
import { ReflectionTable } from "../../../lib/table/reflectionTable.js";
import { mergedSample, spaceGroup, unmergedSample } from "./samples.js";

const group = SpaceGroup.of(spaceGroup);
const { mtz, observations } = unmergedSample(4.5);
const table = MtzTable.open(bytesSource(mtz.toBytes(), "sample.mtz"));

describe.each([
  ["a general reflection", [2, 3, 4]],
  ["the same from an equivalent", [-2, 3, -4]],
  ["the same from its Friedel mate", [-2, -3, -4]],
  ["a centric one", [0, 3, 4]],
] as [string, Hkl][])("%s", (_, wanted) => {
  const asu = group.toAsu(...wanted);
  const expected = observations.flatMap((one, row) => {
    const other = group.toAsu(...one.hkl);
    return other.h === asu.h && other.k === asu.k && other.l === asu.l ? [{ ...one, row }] : [];
  });

  test("every observation once, as it was measured", async () => {
    const list = await (await table).observations(wanted);
    expect(expected.length).toBeGreaterThan(2);
    expect(list?.hkl).toEqual([asu.h, asu.k, asu.l]);
    expect(list?.observations.length).toBe(expected.length);
    list?.observations.forEach((one, i) => {
      const { batch, hkl, isym, intensity, sigma, row } = expected[i];
      expect(one).toMatchObject({ batch, isym, row, intensity, sigma, partial: row % 9 === 0 });
      expect(one.hkl.map((value) => value + 0)).toEqual(hkl.map((value) => value + 0));
    });
  });

  test("sides by the parity of ISYM, none for a centric reflection", async () => {
    const list = await (await table).observations(wanted);
    for (const { side, isym } of list?.observations ?? []) {
      expect(side).toBe(group.isCentric(...wanted) ? "centric" : isym % 2 === 1 ? "+" : "−");
    }
    expect((list?.plus.count ?? 0) + (list?.minus.count ?? 0)).toBe(
      group.isCentric(...wanted) ? 0 : list?.all.count,
    );
  });
});

test("the weighted mean is that of the library's classical merge", async () => {
  const merged = classicalMerge(new ReflectionTable(initFromMtz(mtz)), {
    outliers: false,
    frenchWilson: false,
  }).table;
  const hkl = merged.hkl();
  const at = Array.from({ length: merged.length }, (_, i) => i).find(
    (i) => hkl[3 * i] === 2 && hkl[3 * i + 1] === 3 && hkl[3 * i + 2] === 4,
  );
  const list = await (await table).observations([2, 3, 4]);
  expect(list?.all.mean).toBeCloseTo(merged.column("I").data[at ?? -1], 4);
  expect(list?.all.sigma).toBeCloseTo(merged.column("SIGI").data[at ?? -1], 5);
});

test("observations without a sigma or an intensity do not count", () => {
  const mean = weightedMean([
    { intensity: 10, sigma: 1 },
    { intensity: 20, sigma: 2 },
    { intensity: 100, sigma: 0 },
    { intensity: Number.NaN, sigma: 1 },
    { intensity: 5, sigma: Number.NaN },
  ]);
  expect(mean).toEqual({ count: 2, mean: 12, sigma: 1 / Math.sqrt(1.25) });
  expect(weightedMean([])).toMatchObject({ count: 0, mean: Number.NaN });
});

test("a merged file lists its amplitudes; a reflection that is not there has no observations", async () => {
  const sample = mergedSample(200);
  const merged = await MtzTable.open(bytesSource(sample.toBytes(), "merged.mtz"));
  expect(intensityColumns(merged.header)).toEqual({ intensity: 3, sigma: 4 });
  const [h, k, l] = ["H", "K", "L"].map((label) => sample.column(label)[100]);
  const list = await merged.observations([h, k, l]);
  expect(list).toMatchObject({ intensityLabel: "F", sigmaLabel: "SIGF" });
  expect(list?.observations).toMatchObject([
    { row: 100, hkl: [h, k, l], intensity: sample.column("F")[100] },
  ]);
  expect((await merged.observations([99, 99, 99]))?.observations).toEqual([]);
});

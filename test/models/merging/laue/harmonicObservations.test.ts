/**
 * Observations as sums of harmonics: against a loop over all hkl of a small cell, the truth of a simulation, and by hand.
 */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.js";
import { merge } from "../../../../lib/models/index.js";
import { harmonicObservations } from "../../../../lib/models/merging/laue/harmonicObservations.js";
import type { LaueOptions } from "../../../../lib/models/merging/laue/laueData.js";
import { laueData } from "../../../../lib/models/merging/laue/laueData.js";
import { collectMergingData, type MergingData } from "../../../../lib/models/merging/mergingData.js";
import { readReflections } from "../../../../lib/node/index.js";
import { simulateLaue } from "../../../../lib/simulate/index.js";
import { collectObservations } from "../../../../lib/statistics/index.js";
import { dataFile, dataTest } from "../../../data.js";
import { type Row, unmerged } from "../tables.js";

function collected(rows: readonly Row[], wavelengths: readonly number[], laue: LaueOptions) {
  const tables = [unmerged(rows, { Wavelength: wavelengths })];
  const observations = collectObservations(tables);
  return harmonicObservations(tables, observations, laueData(tables, observations, { laue }));
}

/** "h k l" of the terms of each observation, by its intensity. */
function termsByIntensity({ observations, terms }: ReturnType<typeof collected>) {
  const found: Record<number, string[]> = {};
  observations.intensity.forEach((intensity, i) => {
    found[intensity] = [];
    for (let t = terms.start[i]; t < terms.start[i + 1]; t++) {
      const r = terms.unique[t];
      found[intensity].push(Array.from(observations.hkl.subarray(3 * r, 3 * r + 3)).join(" "));
    }
  });
  return found;
}

/** P 21 21 21: odd h00, 0k0, 00l are absent. */
function absent([h, k, l]: readonly number[]): boolean {
  const axial = [h, k, l].filter((index) => index !== 0);
  return axial.length === 1 && axial[0] % 2 !== 0;
}

const dSpacing = ([h, k, l]: readonly number[]) => 1 / Math.hypot(h / 30, k / 32, l / 34);

test("terms are all reflections of the ray in the beam and the resolution: a loop over hkl", () => {
  const rows: Row[] = [];
  const wavelengths: number[] = [];
  for (let h = 0; h <= 4; h++)
    for (let k = 0; k <= 4; k++)
      for (let l = 0; l <= 4; l++) {
        const hkl = [h, k, l] as const;
        if (absent(hkl) || h + k + l === 0) continue;
        // a batch each: no two are of one spot
        rows.push({ hkl, intensity: rows.length + 1, batch: rows.length + 1 });
        wavelengths.push(Math.fround(0.8 + ((7 * rows.length) % 13) * 0.1));
      }
  const [range, dMin] = [[0.5, 2.1] as const, 3];
  const result = collected(rows, wavelengths, { range, dMin });
  const found = termsByIntensity(result);
  let several = 0;
  rows.forEach(({ hkl, intensity }, row) => {
    const expected: [order: number, name: string][] = [];
    for (let h = 0; h <= 12; h++)
      for (let k = 0; k <= 12; k++)
        for (let l = 0; l <= 12; l++) {
          const other = [h, k, l];
          const ratio = Math.hypot(...other) / Math.hypot(...hkl);
          const onRay = ratio > 0 && other.every((index, axis) => Math.abs(index - ratio * hkl[axis]) < 1e-9);
          const wavelength = wavelengths[row] / ratio;
          if (
            onRay &&
            !absent(other) &&
            dSpacing(other) >= dMin &&
            wavelength >= range[0] &&
            wavelength <= range[1]
          )
            expected.push([ratio, other.join(" ")]);
        }
    expected.sort(([a], [b]) => a - b);
    expect(found[intensity] ?? [], hkl.join(" ")).toEqual(expected.map(([, name]) => name));
    if (expected.length > 1) several++;
  });
  expect(several).toBeGreaterThan(20);
  const { terms, observations } = result;
  terms.observation.forEach((i, t) => {
    const hkl = observations.hkl.subarray(3 * terms.unique[t], 3 * terms.unique[t] + 3);
    expect(terms.inverseDSquared[t]).toBeCloseTo(dSpacing(Array.from(hkl)) ** -2, 12);
    const row = observations.row[i];
    expect((terms.wavelength?.[t] ?? 0) * terms.ratio[t]).toBeCloseTo(wavelengths[row], 12);
    expect(Math.hypot(...hkl) / Math.hypot(...rows[row].hkl)).toBeCloseTo(terms.ratio[t], 12);
  });
});

describe("rows of one spot", () => {
  const range = [0.4, 1.3] as const;
  const rows: Row[] = [
    { hkl: [2, 4, 6], intensity: 10 },
    { hkl: [1, 2, 3], intensity: 11 },
    { hkl: [1, 2, 3], intensity: 12, batch: 2 },
    { hkl: [-1, -2, -3], intensity: 13 },
    { hkl: [1, -2, -3], intensity: 14 },
    { hkl: [1, 2, 4], intensity: 15 },
  ];
  const result = collected(rows, [0.6, 1.2, 1.2, 1.2, 1.2, 1.2], { range, dMin: 4 });

  test("the first is kept; another image, direction or ray is another spot", () => {
    expect(Array.from(result.observations.intensity).sort((a, b) => a - b)).toEqual([10, 12, 13, 14, 15]);
    expect(result.leftOut).toEqual({ sameSpot: 1, withoutHarmonic: 0 });
  });

  test("the spot is the same sum, whichever of its reflections it was indexed as", () => {
    const found = termsByIntensity(result);
    expect(found[10]).toEqual(["1 2 3", "2 4 6"]);
    for (const intensity of [12, 13, 14]) expect(found[intensity]).toEqual(found[10]);
    expect(found[15]).toEqual(["1 2 4"]);
  });

  test("observations stand by the reflection they were indexed as, F(+) first", () => {
    const { observations } = result;
    const { hkl, start, minusStart, reflectionCount } = observations;
    const names = Array.from({ length: reflectionCount }, (_, r) => hkl.slice(3 * r, 3 * r + 3).join(" "));
    expect(names).toEqual(["1 2 3", "1 2 4", "2 4 6"]);
    const of = (from: number, to: number) => Array.from(observations.intensity.subarray(from, to)).sort();
    expect(of(start[0], minusStart[0])).toEqual([12, 14]);
    expect(of(minusStart[0], start[1])).toEqual([13]);
    expect(of(start[1], start[2])).toEqual([15]);
    expect(of(start[2], start[3])).toEqual([10]);
  });
});

describe("indices in the asymmetric unit, and no M/ISYM", () => {
  const range = [0.4, 1.3] as const;
  const rows: Row[] = [
    { hkl: [1, 2, 3], intensity: 10 },
    { hkl: [1, 2, 3], intensity: 11 },
    { hkl: [2, 4, 6], intensity: 12 },
    { hkl: [1, 2, 3], intensity: 13 },
  ];

  test("symmetry mates on an image are told apart by their wavelengths, harmonics of a spot are one", () => {
    const { observations, leftOut } = collected(rows, [1.2, 1.0, 0.6, 1.0002], { range, dMin: 4 });
    expect(Array.from(observations.intensity).sort()).toEqual([10, 11]);
    expect(leftOut).toEqual({ sameSpot: 2, withoutHarmonic: 0 });
  });

  test("an index beyond the asymmetric unit says that they are as observed: then a ray is a spot", () => {
    const more = [...rows, { hkl: [-1, 2, 3], intensity: 14 } as const];
    const { observations, leftOut } = collected(more, [1.2, 1.0, 0.6, 1.0002, 1.1], { range, dMin: 4 });
    expect(Array.from(observations.intensity).sort()).toEqual([10, 14]);
    expect(leftOut).toEqual({ sameSpot: 3, withoutHarmonic: 0 });
  });

  test("a simulation that has lost M/ISYM keeps its spots: mates of one wavelength within 0.5 % are few", () => {
    const { observations } = simulateLaue({ seed: 1, imageCount: 6 });
    const laue = { range: [0.5, 2], dMin: 2.5 } as const;
    const count = (table: typeof observations) =>
      collectMergingData(table, { laue, metadata: ["dHKL", "Wavelength"] }).observations.intensity.length;
    const known = count(observations);
    const lost = count(observations.without("M/ISYM"));
    expect(known).toBe(observations.length);
    expect(lost).toBeLessThanOrEqual(known);
    expect(lost / known).toBeGreaterThan(0.97);
  });
});

test("a row without any harmonic in the limits is left out and counted; without a single one there is nothing to do", () => {
  // (0 0 2) is there; (0 2 3) alone is at 9.2 Å
  const rows: Row[] = [
    { hkl: [1, 2, 3], intensity: 1 },
    { hkl: [1, 2, 4], intensity: 2 },
  ];
  const tables = [unmerged(rows, { Wavelength: [1, 1.2] })];
  const observations = collectObservations(tables);
  const laue = laueData(tables, observations, { laue: { range: [0.9, 1.3] } });
  if (laue === undefined) throw new Error("no Laue data");
  const between = 8;
  expect(dSpacing([1, 2, 3])).toBeGreaterThan(between);
  expect(dSpacing([1, 2, 4])).toBeLessThan(between);
  const some = harmonicObservations(tables, observations, { ...laue, dMin: between });
  expect(some.leftOut).toEqual({ sameSpot: 0, withoutHarmonic: 1 });
  expect(Array.from(some.observations.intensity)).toEqual([1]);
  const none = () => harmonicObservations(tables, observations, { ...laue, dMin: 20 });
  expect(none).toThrow(InputError);
  expect(none).toThrow(
    "Laue data: got 2 observations and none with a harmonic within 0.9 to 1.3 Å and 20.00 Å resolution, expected some",
  );
});

describe("a spot that was indexed as a systematic absence", () => {
  // P 21 21 21: h00, 0k0, 00l are absent where odd
  const rows: Row[] = [
    { hkl: [0, 0, 1], intensity: 10 },
    { hkl: [0, 0, -1], intensity: 11 },
    { hkl: [0, 0, 4], intensity: 12, batch: 2 },
    { hkl: [0, 1, 0], intensity: 13 },
    { hkl: [1, 2, 3], intensity: 14 },
    { hkl: [0, 0, 2], intensity: 15, batch: 3 },
    { hkl: [0, 0, 1], intensity: 16, batch: 4 },
  ];
  const wavelengths = [1.2, 1.2, 0.6, 0.7, 1.1, 0.6, 0.7];
  const laue = { range: [0.4, 1.3], dMin: 6 } as const;
  const table = unmerged(rows, { Wavelength: wavelengths });
  const data = collectMergingData(table, { laue, metadata: ["Wavelength"], anomalous: true });

  test("is one of the harmonics that are there, under the lowest of them", () => {
    const { observations, terms } = data;
    const named = (r: number) => observations.hkl.subarray(3 * r, 3 * r + 3).join(" ");
    const found = new Map(Array.from(observations.intensity, (value, i) => [value, i]));
    const termsOf = (intensity: number) => {
      const i = found.get(intensity) ?? Number.NaN;
      return Array.from(terms.reflection.subarray(terms.start[i], terms.start[i + 1]), (g) =>
        named(data.groups.reflection[g]),
      );
    };
    // −0 −0 −1 is another spot of the same image; 020 and 002 of the two that are missing would be at 0.35 Å
    expect(Array.from(found.keys()).sort()).toEqual([10, 11, 12, 14, 15]);
    for (const intensity of [10, 11, 15]) expect(termsOf(intensity)).toEqual(["0 0 2"]);
    // 004 at 0.6 Å: 002 is at 1.2 Å
    expect(termsOf(12)).toEqual(["0 0 2", "0 0 4"]);
    for (let g = 0; g < data.groups.count; g++) expect(named(data.groups.reflection[g])).not.toBe("0 0 1");
    const standsAs = (intensity: number) =>
      named(data.groups.reflection[data.reflection[found.get(intensity) ?? -1]]);
    expect([10, 11, 12, 14, 15].map(standsAs)).toEqual(["0 0 2", "0 0 2", "0 0 4", "1 2 3", "0 0 2"]);
  });

  test("stands in the order of reflections, and is counted with the absences where none is there", () => {
    const { observations, leftOut } = data;
    const { start, intensity, hkl } = observations;
    const of = (r: number) => Array.from(intensity.subarray(start[r], start[r + 1])).sort();
    const names = Array.from({ length: observations.reflectionCount }, (_, r) =>
      hkl.subarray(3 * r, 3 * r + 3).join(" "),
    );
    expect(names).toEqual(["0 0 2", "0 0 4", "1 2 3"]);
    expect([of(0), of(1), of(2)]).toEqual([[10, 11, 15], [12], [14]]);
    expect(leftOut).toEqual({ outsideRange: 0, sameSpot: 0, withoutHarmonic: 0 });
    expect(observations.dropped.systematicAbsence).toBe(2);
  });

  test("has the metadata of the harmonic: the wavelength at which it diffracts", () => {
    const { metadata, observations, terms } = data;
    const i = Array.from(observations.intensity).indexOf(10);
    const value = metadata.values[terms.start[i]] * metadata.deviation[0] + metadata.mean[0];
    expect(value).toBeCloseTo(0.6, 5);
  });

  test("without harmonics is left out, and says nothing of the beam", () => {
    const alone = collectMergingData(table, { laue: { harmonics: false }, metadata: ["dHKL"] });
    expect(Array.from(alone.observations.intensity)).toEqual([15, 12, 14]);
    expect(alone.observations.dropped.systematicAbsence).toBe(4);
    const wide = unmerged(rows, { Wavelength: [9, ...wavelengths.slice(1)] });
    const found = collectMergingData(wide, { laue: true, metadata: ["dHKL"] });
    expect(found.laue?.range).toEqual([0.6, 1.1].map(Math.fround));
    expect(found.observations.intensity).not.toContain(10);
  });
});

test("without harmonics, and of one wavelength, each observation is the reflection it was indexed as", () => {
  const rows: Row[] = [
    { hkl: [2, 4, 6], intensity: 10 },
    { hkl: [1, 2, 3], intensity: 11 },
  ];
  const { observations, terms, leftOut } = collected(rows, [0.6, 1.2], {
    range: [0.4, 1.3],
    harmonics: false,
  });
  expect(Array.from(observations.intensity)).toEqual([11, 10]);
  expect(Array.from(terms.unique)).toEqual([0, 1]);
  expect(Array.from(terms.wavelength ?? [])).toEqual([1.2, 0.6].map(Math.fround));
  expect(Array.from(terms.ratio)).toEqual([1, 1]);
  expect(leftOut).toEqual({ sameSpot: 0, withoutHarmonic: 0 });
  const plain = collectMergingData(unmerged(rows), { metadata: ["dHKL"] });
  expect(plain.terms).toMatchObject({ wavelength: undefined, start: Int32Array.of(0, 1, 2) });
});

describe("of a simulation", () => {
  const simulated = simulateLaue({
    seed: 1,
    imageCount: 12,
    randomAtoms: { cell: [28, 34, 40, 90, 90, 90], atomCount: 40 },
  });
  const { truth, truthOfObservations: known } = simulated;
  const range = [0.5, 2] as const;
  const data: MergingData = collectMergingData(simulated.observations, {
    laue: { range, dMin: 2.5 },
    anomalous: true,
  });

  test("the terms of each spot are those it was made of", () => {
    expect(data.observations.intensity.length).toBe(simulated.observations.length);
    const names = truth.hkl();
    let several = 0;
    for (let i = 0; i < data.observations.intensity.length; i++) {
      const row = data.rowOf[i];
      const of = (from: number, to: number, name: (t: number) => string) =>
        Array.from({ length: to - from }, (_, k) => name(from + k));
      const expected = of(known.start[row], known.start[row + 1], (t) => {
        const r = known.row[t];
        const minus =
          known.isym[t] % 2 === 0 &&
          truth.spaceGroup.isCentric(names[3 * r], names[3 * r + 1], names[3 * r + 2]) === false;
        return `${names.subarray(3 * r, 3 * r + 3).join(" ")}${minus ? " -" : ""}`;
      });
      const found = of(data.terms.start[i], data.terms.start[i + 1], (t) => {
        const g = data.terms.reflection[t];
        const r = data.groups.reflection[g];
        return `${data.observations.hkl.subarray(3 * r, 3 * r + 3).join(" ")}${data.groups.minus[g] ? " -" : ""}`;
      });
      expect(found).toEqual(expected);
      if (found.length > 1) several++;
    }
    expect(several / data.observations.intensity.length).toBeGreaterThan(0.2);
  });

  test("reflections that are met as harmonics only are groups, and are merged where they were fitted", async () => {
    const indexed = new Set(data.groups.ofObservation);
    const harmonicOnly = Array.from({ length: data.groups.count }, (_, g) => g).filter(
      (g) => !indexed.has(g),
    );
    expect(harmonicOnly.length).toBeGreaterThan(100);
    // all spots of one of them are held out: it is not fitted
    const [hidden, other] = harmonicOnly;
    const heldOut = new Uint8Array(simulated.observations.length);
    data.terms.reflection.forEach((g, t) => {
      if (g === hidden) heldOut[data.rowOf[data.terms.observation[t]]] = 1;
    });
    const model = merge(simulated.observations, {
      laue: { range, dMin: 2.5 },
      anomalous: true,
      test: heldOut,
    });
    const run = await model.train({ steps: 2, warmUpSteps: 2 });
    const hkl = run.merged.hkl();
    const countOf = (g: number) => {
      const r = data.groups.reflection[g];
      const name = data.observations.hkl.subarray(3 * r, 3 * r + 3).join();
      const row = Array.from({ length: run.merged.length }, (_, i) => i).find(
        (i) => hkl.subarray(3 * i, 3 * i + 3).join() === name,
      );
      return row === undefined ? 0 : run.merged.values(data.groups.minus[g] ? "N(-)" : "N(+)")[row];
    };
    expect(model.beginning.count[hidden]).toBe(0);
    expect(countOf(hidden)).toBe(0);
    expect(countOf(other)).toBe(model.beginning.count[other]);
    expect(countOf(other)).toBeGreaterThan(0);
  });
});

// shared/experiments/merging/README.md: harmonics touch 0.25 % of these observations
dataTest("PYP: 0.25 % of the spots hold several reflections", async () => {
  const table = await readReflections(dataFile("pyp/off.mtz"));
  const { terms, observations } = collectMergingData(table, { laue: true, metadata: ["dHKL", "Wavelength"] });
  const n = observations.intensity.length;
  const several = Array.from({ length: n }, (_, i) => terms.start[i + 1] - terms.start[i]).filter(
    (k) => k > 1,
  );
  expect(several.length / n).toBeCloseTo(0.0025, 4);
});

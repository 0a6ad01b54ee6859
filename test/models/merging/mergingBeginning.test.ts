/** What is known before training: rough intensities, the fall-off, and where posteriors start. */
import { describe, expect, test } from "vitest";
import {
  type Beginning,
  beginning,
  fittedTerms,
  posteriorStart,
} from "../../../lib/models/merging/mergingBeginning.js";
import { collectMergingData, type MergingData } from "../../../lib/models/merging/mergingData.js";
import { priorStart, roughStart } from "../../../lib/models/merging/posteriorStart.js";
import { doubleWilson } from "../../../lib/models/merging/priors/doubleWilson.js";
import { relationsOf } from "../../../lib/models/merging/relations.js";
import { roughMerge } from "../../../lib/models/merging/roughMerge.js";
import { type Row, rotation, unmerged } from "./tables.js";

const all = (data: MergingData) => new Uint8Array(data.observations.intensity.length).fill(1);

describe("rough intensities and the fall-off", () => {
  const data = collectMergingData(rotation().observations, { anomalous: true });

  test("are those of the rough merge of what is chosen, B as fitted or as given", () => {
    const chosen = all(data).map((_, i) => (i % 5 === 0 ? 0 : 1));
    const fitted = beginning(data, { chosen, bFactor: "fitted", imageScales: true });
    expect(fitted.rough).toEqual(roughMerge(data, { chosen, imageScales: true }));
    expect(fitted.count).toEqual(fitted.rough.count);
    expect(fitted.fallOff.bFactor).not.toBe(20);
    const given = beginning(data, { chosen, bFactor: 12, imageScales: true });
    expect(given.fallOff.bFactor).toBe(12);
    given.expected.forEach((value, g) => {
      const fallOff = Math.exp(-6 * data.inverseDSquared[g]);
      expect(value / (data.epsilon[g] * given.fallOff.level * fallOff)).toBeCloseTo(1, 12);
    });
  });

  test("with scales known of each term, intensities are divided by them", () => {
    const chosen = all(data);
    const scale = Float64Array.from(chosen, (_, i) => 1 + (i % 7));
    const known = beginning(data, { chosen, bFactor: 0, imageScales: false, scale });
    expect(known.rough).toEqual(roughMerge(data, { chosen, scale }));
  });
});

describe("of Laue data", () => {
  // (1 2 3) at 1.2 Å has (2 4 6) in the beam
  const rows: Row[] = [
    { hkl: [1, 2, 3], intensity: 10, sigma: 1 },
    { hkl: [2, 4, 6], intensity: 20, sigma: 1, batch: 2 },
    { hkl: [0, 2, 3], intensity: 30, sigma: 1, batch: 2 },
    { hkl: [1, 2, 4], intensity: 12, sigma: 1, batch: 3 },
    { hkl: [1, 2, 4], intensity: 8, sigma: 1, batch: 4 },
  ];
  const data = collectMergingData(unmerged(rows, { Wavelength: [1.2, 0.6, 0.7, 0.9, 1] }), {
    laue: { range: [0.5, 1.3] },
    metadata: ["Wavelength"],
  });
  const [centric, first, alone, second] = [0, 1, 2, 3];

  test("terms of chosen observations are counted, by reflection", () => {
    expect(Array.from(fittedTerms(data, all(data)))).toEqual([1, 2, 2, 2]);
    const without20 = Uint8Array.from(data.observations.intensity, (x) => (x === 20 ? 0 : 1));
    expect(Array.from(fittedTerms(data, without20))).toEqual([1, 1, 2, 1]);
  });

  test("sums of harmonics are left out of the rough merge", () => {
    const { rough } = beginning(data, { chosen: all(data), bFactor: 0, imageScales: false });
    expect(rough.sigma[first]).toBe(Number.POSITIVE_INFINITY);
    expect(rough.sigma[second]).toBe(Number.POSITIVE_INFINITY);
    expect(rough.intensity[centric]).toBeCloseTo(30, 10);
    expect(rough.intensity[alone]).toBeCloseTo(10, 10);
  });

  test("B is not fitted to the spectrum: 20 Å² until a scale is known", () => {
    const options = { chosen: all(data), imageScales: false } as const;
    expect(beginning(data, { ...options, bFactor: "fitted" }).fallOff.bFactor).toBe(20);
    expect(beginning(data, { ...options, bFactor: 7 }).fallOff.bFactor).toBe(7);
    const scale = new Float64Array(data.terms.reflection.length).fill(1);
    expect(beginning(data, { ...options, bFactor: "fitted", scale }).fallOff.bFactor).not.toBe(20);
  });
});

describe("where posteriors start", () => {
  const tables = [
    [
      { hkl: [1, 2, 3], intensity: 10, sigma: 2 },
      { hkl: [0, 2, 3], intensity: 20, sigma: 2 },
      { hkl: [2, 2, 2], intensity: 5, sigma: 2 },
    ],
    [
      { hkl: [1, 2, 3], intensity: 14, sigma: 2 },
      { hkl: [0, 2, 3], intensity: 30, sigma: 2 },
    ],
  ] as const;
  const data = collectMergingData(
    tables.map((rows, k) => unmerged(rows, {}, `${k}.mtz`)),
    { separate: true, metadata: ["dHKL"] },
  );
  const known: Beginning = beginning(data, { chosen: all(data), bFactor: 0, imageScales: false });
  const { expected } = known;
  const { centric } = data;
  const scale = Float64Array.from(data.terms.reflection, (_, t) => 1 + 0.5 * t);
  const none = { scale: undefined, relations: undefined };

  test("at the prior, at the rough merge, or there with the prior's width", () => {
    expect(posteriorStart(data, known, { ...none, from: "prior" })).toEqual(priorStart(centric));
    const merged = { ...known.rough, expected, centric };
    expect(posteriorStart(data, known, { ...none, from: "roughMerge" })).toEqual(roughStart(merged));
    const wide = posteriorStart(data, known, { ...none, from: "wideRoughMerge" });
    expect(wide).toEqual(roughStart(merged, true));
    expect(wide.scale).toEqual(priorStart(centric).scale);
    expect(wide.location).not.toEqual(priorStart(centric).location);
  });

  test("with scales known, at a merge by them, held near what is expected", () => {
    const found = posteriorStart(data, known, { from: "roughMerge", scale, relations: undefined });
    const rough = roughMerge(data, { chosen: all(data), scale, relativeError: 0.3, expected });
    expect(found).toEqual(roughStart({ ...rough, expected, centric }));
  });

  test("with a trained scale, at a merge by it as the data have it", () => {
    const how = { from: "roughMerge", scale, trained: true } as const;
    const found = posteriorStart(data, known, { ...how, relations: undefined });
    expect(found).toEqual(
      roughStart({ ...roughMerge(data, { chosen: all(data), scale }), expected, centric }),
    );
  });

  test("reflections that hang together start as one", () => {
    const relations = relationsOf(data, doubleWilson());
    // groups: (0 2 3), (1 2 3), (2 2 2) of the first, (0 2 3), (1 2 3) of the second
    const family = [0, 1, 2, 0, 1];
    expect(Array.from(relations?.parent ?? [])).toEqual([-1, -1, -1, 0, 1]);
    const found = posteriorStart(data, known, { from: "roughMerge", scale, relations });
    const together = { ...data, reflection: data.reflection.map((g) => family[g]) };
    const rough = roughMerge(together, { chosen: all(data), scale, relativeError: 0.3, expected });
    const of = (values: Float64Array) => Float64Array.from(family, (g) => values[g]);
    const merged = { intensity: of(rough.intensity), sigma: of(rough.sigma), expected, centric };
    expect(found).toEqual(roughStart(merged));
    expect(found.location[4]).toBe(found.location[1]);
  });
});

/** The columns of the rows: what each term, each observation and each generation is told, by hand. */
import { describe, expect, test } from "vitest";
import { likelihoods } from "../../../lib/models/merging/likelihoods/index.js";
import { collectMergingData, type MergingData } from "../../../lib/models/merging/mergingData.js";
import { recipes } from "../../../lib/models/merging/mergingOptions.js";
import { columnNames } from "../../../lib/models/merging/mergingProgram.js";
import { mergingRows, type RowsOptions, termCounts } from "../../../lib/models/merging/mergingRows.js";
import { doubleWilson } from "../../../lib/models/merging/priors/doubleWilson.js";
import { wilson } from "../../../lib/models/merging/priors/wilson.js";
import { ancestorName, relationNames } from "../../../lib/models/merging/relatedPosterior.js";
import { relationsOf } from "../../../lib/models/merging/relations.js";
import { scaleModel } from "../../../lib/models/merging/scale/scaleModel.js";
import { posteriorNames } from "../../../lib/models/merging/surrogatePosterior.js";
import { type Row, unmerged } from "./tables.js";

test("observations by their number of terms, ascending", () => {
  const counts = termCounts(Int32Array.of(0, 2, 3, 4, 6, 9));
  expect(counts.map(([number, of]) => [number, Array.from(of)])).toEqual([
    [1, [1, 2]],
    [2, [0, 3]],
    [3, [4]],
  ]);
});

function optionsFor(data: MergingData, changes: Partial<RowsOptions> = {}): RowsOptions {
  const g = data.groups.count;
  return {
    likelihood: likelihoods.normal(),
    prior: wilson(),
    scale: scaleModel(recipes.default.scale, data.metadata.width, data.images.length),
    relations: undefined,
    start: {
      location: Float32Array.from({ length: g }, (_, i) => 1 + i),
      scale: Float32Array.from({ length: g }, (_, i) => 0.1 + i),
    },
    expected: Float64Array.from({ length: g }, (_, i) => 10 + i),
    level: 2,
    count: Int32Array.from({ length: g }, (_, i) => i),
    chosen: new Uint8Array(data.observations.intensity.length).fill(1),
    ...changes,
  };
}

describe("of Laue data", () => {
  // (1 2 3) at 1.2 Å has (2 4 6) in the beam, the others stand alone; groups: 0 2 3, 1 2 3, 2 4 6
  const rows: Row[] = [
    { hkl: [1, 2, 3], intensity: 10, sigma: 1 },
    { hkl: [2, 4, 6], intensity: 20, sigma: 2, batch: 2 },
    { hkl: [0, 2, 3], intensity: 30, sigma: 3, batch: 2 },
  ];
  const data = collectMergingData(unmerged(rows, { Wavelength: [1.2, 0.6, 0.7], X: [1, 2, 3] }), {
    laue: { range: [0.5, 1.3] },
    metadata: ["Wavelength", "X"],
  });
  // the beam holds (1 2 3) of the second as well
  const options = optionsFor(data, {
    chosen: Uint8Array.from(data.observations.intensity, (x) => (x === 30 ? 0 : 1)),
  });
  const parts = mergingRows(data, options);
  const at = (intensity: number) => data.observations.intensity.indexOf(intensity);

  test("a part for each number of terms", () => {
    expect(parts.map(({ observations }) => Array.from(observations))).toEqual([
      [at(30)],
      [at(10), at(20)].sort(),
    ]);
  });

  test("a column is made anew when it is read, so that none is held beside the engine's copy", () => {
    const [, two] = parts;
    expect(Object.keys(two.columns)).toContain(columnNames.sigma);
    for (const column of Object.keys(two.columns)) {
      expect(two.columns[column]).toEqual(two.columns[column]);
      expect(two.columns[column]).not.toBe(two.columns[column]);
    }
  });

  test("an observation has its intensity, sigma and image's share once, in units of the level", () => {
    const [one, two] = parts;
    expect(Array.from(one.columns[columnNames.intensity])).toEqual([15]);
    expect(Array.from(one.columns[columnNames.sigma])).toEqual([1.5]);
    expect(Array.from(two.columns[columnNames.intensity], (x) => 2 * x)).toEqual(
      Array.from(two.observations, (i) => data.observations.intensity[i]),
    );
    // of its image a single observation is fitted to
    expect(Array.from(one.columns[columnNames.imageShare])).toEqual([1]);
    expect(Array.from(two.columns[columnNames.imageShare])).toEqual([1, 1]);
  });

  test("a term has its reflection, what is expected, centricity, start and share; of term k under #k", () => {
    const [one, two] = parts;
    expect(Array.from(one.indices[posteriorNames.index])).toEqual([0]);
    expect(Array.from(one.columns[columnNames.centric])).toEqual([1]);
    const [first, second] = [1, 2];
    for (const [g, suffix] of [
      [first, ""],
      [second, "#1"],
    ] as const) {
      expect(Array.from(two.indices[posteriorNames.index + suffix])).toEqual([g, g]);
      expect(Array.from(two.columns[columnNames.expected + suffix])).toEqual([10 + g, 10 + g]);
      expect(Array.from(two.columns[columnNames.centric + suffix])).toEqual([0, 0]);
      expect(Array.from(two.columns[columnNames.share + suffix])).toEqual([1 / g, 1 / g]);
      expect(Array.from(two.columns[posteriorNames.start + suffix])).toEqual(
        [1 + g, 0.1 + g, 1 + g, 0.1 + g].map(Math.fround),
      );
      expect(two.indices[columnNames.image + suffix]).toEqual(two.indices[columnNames.image]);
    }
  });

  test("metadata of a harmonic: its own wavelength, the spot's place", () => {
    const [, two] = parts;
    const width = data.metadata.width;
    const of = (suffix: string, j: number) =>
      Array.from(two.observations, (_, row) => two.columns[columnNames.metadata + suffix][row * width + j]);
    expect(of("", 1)).toEqual(of("#1", 1));
    const wavelength = data.metadata.names.indexOf("Wavelength");
    expect(wavelength).toBe(0);
    of("", 0).forEach((value, row) => {
      expect(of("#1", 0)[row]).toBeLessThan(value);
    });
  });

  test("the programs ask for nothing that the rows have not", () => {
    for (const { program, columns, indices } of parts) {
      for (const { name } of program.columns) expect(Object.keys(columns)).toContain(name);
      for (const name of program.indices) expect(Object.keys(indices)).toContain(name);
    }
  });

  test("of a frozen scale: its mean, deviation and heads, term by term", () => {
    const t = data.terms.reflection.length;
    const mean = Float32Array.from({ length: t }, (_, k) => k + 1);
    const deviation = mean.map((x) => x / 8);
    const heads = [mean.map((x) => 100 + x), mean.map((x) => 200 + x)];
    const [, two] = mergingRows(data, { ...options, scale: { mean, deviation, heads } });
    two.observations.forEach((i, row) => {
      for (const [k, suffix] of [
        [0, ""],
        [1, "#1"],
      ] as const) {
        const value = data.terms.start[i] + k + 1;
        const of = (name: string) => Array.from(two.columns[name + suffix].subarray(2 * row, 2 * row + 2));
        expect(of(columnNames.scale)).toEqual([value, value / 8]);
        expect(of(columnNames.heads)).toEqual([100 + value, 200 + value]);
      }
    });
  });
});

describe("of related data sets", () => {
  const tables = [
    [
      { hkl: [1, 2, 3], intensity: 10 },
      { hkl: [2, 2, 2], intensity: 11, batch: 2 },
    ],
    [
      { hkl: [1, 2, 3], intensity: 20 },
      { hkl: [1, 1, 4], intensity: 21 },
    ],
    [{ hkl: [1, 2, 3], intensity: 30 }],
  ] as const;
  const data = collectMergingData(
    tables.map((rows, k) => unmerged(rows, {}, `${k}.mtz`)),
    { separate: true, metadata: ["dHKL"] },
  );
  const prior = doubleWilson({ parents: [null, 0, 1] });
  const relations = relationsOf(data, prior);
  // groups: 0: (1 2 3), (2 2 2); 1: (1 1 4), (1 2 3); 2: (1 2 3)
  const [grandparent, parent, child] = [0, 3, 4];
  const options = optionsFor(data, { prior, relations, count: Int32Array.of(2, 1, 1, 3, 5) });
  const [part] = mergingRows(data, options);
  const row = (intensity: number) => data.observations.intensity.indexOf(intensity);
  const column = (name: string, j: number, intensity: number) =>
    part.columns[ancestorName(name, j)][row(intensity)];
  const index = (name: string, j: number, intensity: number) =>
    part.indices[ancestorName(name, j)][row(intensity)];

  test("a row has its reflection and those above it, itself where there is none", () => {
    expect([0, 1, 2].map((j) => index(posteriorNames.index, j, 30))).toEqual([child, parent, grandparent]);
    expect([0, 1, 2].map((j) => index(posteriorNames.index, j, 20))).toEqual([
      parent,
      grandparent,
      grandparent,
    ]);
    expect([0, 1, 2].map((j) => index(posteriorNames.index, j, 21))).toEqual([2, 2, 2]);
  });

  test("says whether there is a parent, and by which relation", () => {
    const related = (intensity: number) => [0, 1].map((j) => column(relationNames.related, j, intensity));
    expect(related(30)).toEqual([1, 1]);
    expect(related(20)).toEqual([1, 0]);
    expect(related(10)).toEqual([0, 0]);
    expect(related(21)).toEqual([0, 0]);
    expect([0, 1].map((j) => index(relationNames.index, j, 30))).toEqual([2, 1]);
  });

  test("a divergence is shared by all rows that draw its reflection, and counted by none for what is not there", () => {
    // fitted to (1 2 3): 2 of the first data set, 3 of the second, 5 of the third
    expect([0, 1, 2].map((j) => column(relationNames.share, j, 30))).toEqual(
      [1 / 5, 1 / 8, 1 / 10].map(Math.fround),
    );
    expect([0, 1, 2].map((j) => column(relationNames.share, j, 20))).toEqual(
      [1 / 8, 1 / 10, 0].map(Math.fround),
    );
    expect([0, 1, 2].map((j) => column(relationNames.share, j, 10))).toEqual([1 / 10, 0, 0].map(Math.fround));
    expect([0, 1, 2].map((j) => column(relationNames.share, j, 21))).toEqual([1, 0, 0]);
  });
});

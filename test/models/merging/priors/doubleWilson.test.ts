/** Options of the double-Wilson prior: what they relate, and every refusal. Its density: relatedPosterior.test.ts. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.js";
import {
  type DoubleWilsonOptions,
  doubleWilson,
} from "../../../../lib/models/merging/priors/doubleWilson.js";
import { wilson } from "../../../../lib/models/merging/priors/wilson.js";
import { divergences } from "./divergence.js";

const relations = (options: DoubleWilsonOptions, dataSets: number, anomalous = false) =>
  doubleWilson(options).relations?.({ dataSets, anomalous });

describe("what is related", () => {
  test("data sets hang on the first, with r = 0.99", () => {
    expect(relations({}, 3)).toEqual({
      parents: [null, 0, 0],
      reindex: [null, null, null],
      mates: false,
      correlations: [0.99, 0.99, 0.99, 0.995],
      learned: false,
    });
  });

  test("mates of a single data set, with r = 0.995; of several only where asked for", () => {
    expect(relations({}, 1, true)).toMatchObject({
      parents: undefined,
      mates: true,
      correlations: [0.99, 0.995],
    });
    expect(relations({ mates: 0.9 }, 1, true)).toMatchObject({ mates: true, correlations: [0.99, 0.9] });
    expect(relations({}, 2, true)).toMatchObject({ mates: false });
    expect(relations({ mates: true }, 2, true)).toMatchObject({
      mates: true,
      correlations: [0.99, 0.99, 0.995],
    });
    expect(relations({ mates: false }, 2, true)).toMatchObject({ mates: false, parents: [null, 0] });
  });

  test("a tree of one's own, r one by one, reindexed, learned", () => {
    const options: DoubleWilsonOptions = {
      parents: [1, null, 0],
      correlation: [0.9, 0.5, 0.8],
      reindex: [null, null, "k,h,-l"],
      learnCorrelation: true,
    };
    expect(relations(options, 3)).toEqual({
      parents: [1, null, 0],
      reindex: [null, null, "k,h,-l"],
      mates: false,
      correlations: [0.9, 0.5, 0.8, 0.995],
      learned: true,
    });
  });
});

test("what stands alone has Wilson's prior, with its B", () => {
  expect(divergences(doubleWilson())).toEqual(divergences(wilson()));
  expect(doubleWilson({ bFactor: 15 }).bFactor).toBe(15);
  expect(doubleWilson().bFactor).toBe("fitted");
});

test("says its options", () => {
  expect(doubleWilson().description).toEqual({
    name: "doubleWilson",
    bFactor: "fitted",
    parents: null,
    correlation: 0.99,
    reindex: [],
    mates: null,
    learnCorrelation: false,
  });
  const asked = doubleWilson({
    parents: [null, 0],
    correlation: [0.9, 0.8],
    mates: 0.7,
    learnCorrelation: true,
  });
  expect(asked.description).toMatchObject({
    parents: [null, 0],
    correlation: [0.9, 0.8],
    mates: 0.7,
    learnCorrelation: true,
  });
});

describe("refused in one sentence", () => {
  const refusal = (make: () => unknown) => {
    expect(make).toThrow(InputError);
    return expect(make);
  };

  test.each([0, 1, -0.5, 1.2, Number.NaN])("a correlation of %d", (r) => {
    const sentence = `double-Wilson prior: got a correlation r of ${r}, expected a number above 0 and below 1, such as 0.99`;
    refusal(() => doubleWilson({ correlation: r })).toThrow(sentence);
    refusal(() => doubleWilson({ correlation: [0.9, r] })).toThrow(sentence);
    refusal(() => doubleWilson({ mates: r })).toThrow(sentence);
  });

  test("an operator that is none", () => {
    refusal(() => doubleWilson({ reindex: [null, "k,h"] })).toThrow(
      'reindex operator: got "k,h", expected h, k, l in terms of the old ones, such as "k,h,-l"',
    );
  });

  test("mates that are merged together, and nothing to relate", () => {
    const sentence =
      "double-Wilson prior: got mates, with Friedel mates merged together, expected them apart; merge with anomalous: true";
    refusal(() => relations({ mates: true }, 2)).toThrow(sentence);
    refusal(() => relations({ mates: 0.9 }, 1)).toThrow(sentence);
    refusal(() => relations({}, 1)).toThrow(
      "double-Wilson prior: got one data set and no mates, expected something to relate; give several tables with separate: true, or anomalous: true",
    );
  });

  test("lists that are not of the number of data sets", () => {
    const sentence = (what: string, got: number) =>
      `double-Wilson prior, ${what}: got ${got} values, expected 3, one for each data set (each table, with separate: true)`;
    refusal(() => relations({ parents: [null, 0] }, 3)).toThrow(sentence("parents", 2));
    refusal(() => relations({ correlation: [0.9, 0.8] }, 3)).toThrow(sentence("correlation", 2));
    refusal(() => relations({ reindex: [null, null, null, null] }, 3)).toThrow(sentence("reindex", 4));
  });

  test.each([3, -1, 0.5])("a parent %d that is not there, whichever data set hangs on whose", (parent) => {
    const sentence = (set: number) =>
      `double-Wilson prior, parent of data set ${set}: got ${parent}, expected null or the number of another, 0 to 2`;
    refusal(() => relations({ parents: [null, 0, parent] }, 3)).toThrow(sentence(2));
    refusal(() => relations({ parents: [1, parent, null] }, 3)).toThrow(sentence(1));
  });

  test("circles: of one, of two, and below which others hang", () => {
    const sentence = (set: number, parent: number) =>
      `double-Wilson prior, parent of data set ${set}: got ${parent}, which hangs on ${set} itself, expected no circle`;
    refusal(() => relations({ parents: [null, 1, 0] }, 3)).toThrow(sentence(1, 1));
    refusal(() => relations({ parents: [1, 0, null] }, 3)).toThrow(sentence(0, 1));
    refusal(() => relations({ parents: [1, 2, 1] }, 3)).toThrow(sentence(1, 2));
  });
});

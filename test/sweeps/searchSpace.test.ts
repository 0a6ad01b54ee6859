// Oracle: the definitions of the distributions; counts by hand.
import { expect, test } from "vitest";
import { search, searchTrials, valueAt } from "../../lib/sweeps/searchSpace.js";

test("a grid is all combinations, the last name changing first", () => {
  expect(searchTrials({ "scale.layers": [3, 5], recipe: ["default", "careless"] })).toEqual([
    { "scale.layers": 3, recipe: "default" },
    { "scale.layers": 3, recipe: "careless" },
    { "scale.layers": 5, recipe: "default" },
    { "scale.layers": 5, recipe: "careless" },
  ]);
});

test("values of distributions at the ends and in the middle", () => {
  const near = 1 - 1e-9;
  expect([0, 0.5, near].map((u) => valueAt(search.linear(-2, 4), u))).toEqual([-2, 1, 4]);
  expect([0, 0.5, near].map((u) => valueAt(search.log(1e-3, 1e-1), u))).toEqual([0.001, 0.01, 0.1]);
  expect([0, 0.3, 0.34, near].map((u) => valueAt(search.integer(1, 3), u))).toEqual([1, 1, 2, 3]);
  expect([0, 0.5, near].map((u) => valueAt(search.choice(["a", "b", "c"]), u))).toEqual(["a", "b", "c"]);
});

test("whole numbers come as often as they should: alike, or as their order of magnitude", () => {
  const count = (log: boolean) => {
    const counts = new Map<unknown, number>();
    for (let i = 0; i < 10_000; i++) {
      const value = valueAt(search.integer(1, 8, { log }), (i + 0.5) / 10_000);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return Array.from({ length: 8 }, (_, i) => counts.get(i + 1) ?? 0);
  };
  expect(count(false)).toEqual(Array.from({ length: 8 }, () => 1250));
  const range = Math.log(8.5 / 0.5);
  count(true).forEach((found, i) => {
    expect(Math.abs(found - (10_000 * Math.log((i + 1.5) / (i + 0.5))) / range)).toBeLessThanOrEqual(1);
  });
});

test("drawn values are in their range, readable, and a function of the seed", () => {
  const space = { learningRate: search.log(1e-3, 1e-1), "scale.layers": search.integer(1, 8) };
  const trials = searchTrials(space, { trials: 16, seed: 3 });
  expect(searchTrials(space, { trials: 16, seed: 3 })).toEqual(trials);
  expect(searchTrials(space, { trials: 16, seed: 4 })).not.toEqual(trials);
  const rates = trials.map((trial) => Number(trial.learningRate));
  // a point in each sixteenth of the two orders of magnitude
  const cells = rates.map((rate) => Math.floor(8 * (Math.log10(rate) + 3)));
  expect(new Set(cells).size).toBe(16);
  for (const rate of rates) expect(String(rate).replace(/^0\.0*|\./g, "").length).toBeLessThanOrEqual(4);
  for (const layers of [1, 2, 3, 4, 5, 6, 7, 8])
    expect(trials.filter((trial) => trial["scale.layers"] === layers)).toHaveLength(2);
});

test("the first trials of a longer sweep are those of the shorter one", () => {
  const space = { a: search.linear(0, 1), b: search.linear(0, 1) };
  for (const sampler of ["sobol", "random"] as const)
    expect(searchTrials(space, { trials: 9, sampler }).slice(0, 5)).toEqual(
      searchTrials(space, { trials: 5, sampler }),
    );
});

test("grid and drawn together: each point with every combination", () => {
  const trials = searchTrials({ a: [1, 2], x: search.linear(0, 1), b: [true, false] }, { trials: 8 });
  expect(trials.map(({ a, b }) => [a, b])).toEqual(
    [0, 1].flatMap(() => [
      [1, true],
      [1, false],
      [2, true],
      [2, false],
    ]),
  );
  expect(new Set(trials.slice(0, 4).map(({ x }) => x)).size).toBe(1);
  expect(new Set(trials.map(({ x }) => x)).size).toBe(2);
});

test.each([
  [{}, {}, "sweep: got no hyperparameters to vary"],
  [{ a: [] }, {}, "hyperparameter a: got no values"],
  [{ a: [1, 1] }, {}, "hyperparameter a: got 1, 1, expected each value once"],
  [{ a: [Number.NaN] }, {}, "hyperparameter a: got null, expected numbers"],
  [{ a: search.linear(2, 1) }, { trials: 2 }, "hyperparameter a: got the range 2 to 1, expected two numbers"],
  [{ a: search.log(0, 1) }, { trials: 2 }, "hyperparameter a: got the range 0 to 1 on a logarithmic scale"],
  [
    { a: search.integer(1.5, 3) },
    { trials: 2 },
    "hyperparameter a: got the range 1.5 to 3, expected whole numbers",
  ],
  [{ a: search.linear(1, 2) }, {}, "trials: got no number of them"],
  [{ a: search.linear(1, 2) }, { trials: 0 }, "trials: got 0, expected a whole number"],
  [{ a: [1, 2] }, { trials: 3 }, "trials: got 3, expected 2, the combinations of the grid"],
  [{ a: [1, 2, 3], b: search.linear(1, 2) }, { trials: 2 }, "trials: got 2, expected at least 3"],
  [{ a: search.linear(1, 2) }, { trials: 200_000 }, "trials: got 200000, expected at most 100000"],
])("%o, %o is refused", (space, options, message) => {
  expect(() => searchTrials(space, options)).toThrow(message);
});

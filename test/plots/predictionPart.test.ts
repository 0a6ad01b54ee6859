// Oracle: the flags given.
import { expect, test } from "vitest";
import { choosePredictions } from "../../lib/plots/predictionPart.js";
import { careless, madePredictions } from "../statistics/careless.js";

const table = madePredictions();
const held = careless.predictions.test;

test("the test set unless told otherwise, all where there is none", () => {
  const count = held.filter((flag) => flag === 1).length;
  const { chosen, title } = choosePredictions(table);
  expect(chosen).toEqual(held.flatMap((flag, i) => (flag === 1 ? [i] : [])));
  expect(title).toBe(`${count} observations held out`);
  expect(choosePredictions(table, "train").chosen.length).toBe(held.length - count);
  expect(choosePredictions(table, "train").title).toMatch(/observations trained on$/);
  expect(choosePredictions(table.without("test")).chosen.length).toBe(held.length);
});

test("bad input", () => {
  expect(() => choosePredictions(table.without("test"), "test")).toThrow(
    'plot of the predictions of predictions.mtz: got no observations held out, expected some; choose part: "all"',
  );
});

/** What the state of an optimiser holds, and what it refuses to hold. */
import { describe, expect, test } from "vitest";
import { adam } from "../../../lib/nn/index.js";

const optimiser = adam();
const start = () => ({ w: new Float32Array(4), F: new Float64Array(6) });
const made = () => optimiser.initialise(start(), { rowWidths: { F: 2 } });

test("is named typed arrays, live, a count for each row where rows have their own", () => {
  const state = made();
  const tensors = state.tensors();
  expect(tensors).toEqual({
    "w/count": new Int32Array(1),
    "w/firstMoment": new Float64Array(4),
    "w/secondMoment": new Float64Array(4),
    "F/count": new Int32Array(3),
    "F/firstMoment": new Float64Array(6),
    "F/secondMoment": new Float64Array(6),
  });
  const { w } = start();
  optimiser.update(state, { w }, { w: Float32Array.of(1, 0, 0, 0), other: new Float32Array(1) });
  expect(tensors["w/count"][0]).toBe(1);
  expect(tensors["w/firstMoment"][0]).toBeCloseTo(0.1, 12);
});

describe("restore", () => {
  test("copies, and gives the state back", () => {
    const [state, other] = [made(), made()];
    optimiser.update(other, { w: new Float32Array(4) }, { w: Float32Array.of(1, 2, 3, 4) });
    expect(state.restore(other.tensors())).toBe(state);
    expect(state.tensors()).toEqual(other.tensors());
    expect(state.tensors()["w/count"]).not.toBe(other.tensors()["w/count"]);
  });

  test("refuses what is missing, longer, or of another type, and changes nothing then", () => {
    const state = made();
    const filled = () => {
      const tensors = made().tensors();
      for (const values of Object.values(tensors)) values.fill(7);
      return tensors;
    };
    const { "F/count": _, ...missing } = filled();
    expect(() => state.restore(missing)).toThrow(/column F\/count is not in the optimiser's state given/);
    expect(() => state.restore({ ...filled(), "F/count": new Int32Array(2) })).toThrow(
      "optimiser state F/count: got Int32Array of 2, expected Int32Array of 3; it belongs to another model or optimiser",
    );
    expect(() => state.restore({ ...filled(), "F/firstMoment": new Float32Array(6) })).toThrow(
      /F\/firstMoment: got Float32Array of 6, expected Float64Array of 6/,
    );
    expect(state.tensors()).toEqual(made().tensors());
  });
});

describe("what does not fit is refused", () => {
  const F = new Float64Array(6);
  const row = (rows: number[], numbers: number, count?: number) => ({
    rows: Int32Array.from(rows),
    values: new Float64Array(numbers),
    count,
  });

  test.each([
    ["a row out of range", row([0, 3], 4), "update of rows of F, entry 1: got 3, expected 0 to 2"],
    ["a negative row", row([-1], 2), /entry 0: got -1/],
    ["too few numbers", row([0, 1], 3), "update of rows of F: got 3 numbers, expected 4 for 2 rows"],
    ["rows of another width", row([0, 1], 6), "update of rows of F: got 6 numbers, expected 4 for 2 rows"],
    ["a count above the rows", row([0], 2, 2), "update of rows of F: got count 2, expected 0 to 1"],
  ])("%s, before anything is changed", (_, gradients, message) => {
    const state = made();
    gradients.values.fill(1);
    expect(() => optimiser.updateRows(state, "F", F, gradients)).toThrow(message);
    expect(state.tensors()).toEqual(made().tensors());
    expect(F).toEqual(new Float64Array(6));
  });

  test("a parameter that is not updated by rows", () => {
    expect(() => optimiser.updateRows(made(), "w", F, row([0], 2))).toThrow(
      "update of rows: got parameter w, expected one that has a row width (F); give it as rowWidths to initialise",
    );
  });

  test("parameters and gradients that are missing or of another length", () => {
    const w = new Float32Array(4);
    expect(() => optimiser.update(made(), {}, { w })).toThrow(/column w is not in the parameters/);
    expect(() => optimiser.update(made(), { w }, {})).toThrow(/column w is not in the gradients/);
    expect(() => optimiser.update(made(), { w }, { w: new Float32Array(5) })).toThrow(
      "w in the gradients: got 5 numbers, expected 4",
    );
    expect(() => optimiser.updateRows(made(), "F", w, row([0], 2))).toThrow(
      "F in the parameters: got 4 numbers, expected 6",
    );
  });

  test("row widths of no parameter, or that do not divide its length", () => {
    expect(() => optimiser.initialise(start(), { rowWidths: { f: 2 } })).toThrow(/did you mean F/);
    expect(() => optimiser.initialise(start(), { rowWidths: { F: 4 } })).toThrow(
      "row width of F: got 4, expected a divisor of its length 6",
    );
    expect(() => optimiser.initialise(start(), { rowWidths: { F: 0 } })).toThrow(/row width of F: got 0/);
  });
});

/** Positions along the rotation, and Gaussian-weighted knots beside the formula written out. */
import { describe, expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../../../lib/errors.js";
import {
  alongRotation,
  gaussianKnots,
  ofTables,
  ranges,
} from "../../../../lib/models/merging/scale/alongRotation.js";
import { changed, rotation } from "../tables.js";
import { dataOf } from "./termRows.js";

const { observations } = rotation();
const data = dataOf(observations);

describe("positions", () => {
  test("are the rotation angle where the tables have it, else the image", () => {
    const found = alongRotation(data);
    const angles = observations.values("ROT");
    expect(found.label).toBe("ROT");
    expect(Array.from(found.position)).toEqual(Array.from(data.row, (r) => angles[r]));
    const without = dataOf(observations.without("ROT"));
    const images = alongRotation(without);
    expect(images.label).toBe("image");
    expect(Array.from(images.position)).toEqual(Array.from(without.image));
  });

  test("of a column asked for; one that is not there, or not a number, is told", () => {
    expect(alongRotation(data, "XDET").label).toBe("XDET");
    expect(() => alongRotation(data, "ZD")).toThrow(MissingColumnError);
    const holed = changed(observations, "ROT", (old, row) => (row === 7 ? Number.NaN : old));
    expect(() => alongRotation({ ...data, tables: [holed] })).toThrow(InputError);
    expect(() => alongRotation({ ...data, tables: [holed] })).toThrow(/ROT, row 7 of .*got NaN/);
  });

  test("range over each table; of one of which nothing is merged it is empty", () => {
    const tables = [observations, observations, observations];
    const table = Int32Array.of(0, 0, 2, 2, 2);
    expect(ranges(Float64Array.of(3, -1, 10, 30, 20), { ...data, tables, table })).toEqual([
      [-1, 3],
      [0, 0],
      [10, 30],
    ]);
  });
});

describe("knots", () => {
  test("are weighted by a Gaussian of 0.65 spacings, of sum 1", () => {
    const { count, weights } = gaussianKnots([10, 40], 3);
    expect(count).toBe(5);
    for (const x of [10, 17, 25, 40]) {
      // knots at 5, 15, 25, 35, 45
      const raw = [5, 15, 25, 35, 45].map((knot) => Math.exp(-((x - knot) ** 2) / (2 * 6.5 ** 2)));
      const sum = raw.reduce((total, value) => total + value, 0);
      Array.from(weights(x)).forEach((weight, k) => {
        expect(weight).toBeCloseTo(raw[k] / sum, 14);
      });
    }
  });

  test("of a range without extent are finite", () => {
    const { weights } = gaussianKnots([5, 5], 4);
    expect(weights(5).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });
});

test("each table has columns of its own, which are 0 elsewhere", () => {
  const { width, values } = ofTables({ table: Int32Array.of(1, 0, 1) }, [
    { count: 2, of: (i) => [i + 1, i + 2] },
    { count: 1, of: (i) => [10 * (i + 1)] },
  ]);
  expect(width).toBe(3);
  expect(Array.from(values)).toEqual([0, 0, 10, 2, 3, 0, 0, 0, 30]);
});

/** What is missing must be what was left out. */
import { expect, test } from "vitest";
import { missingReflections, presenceOf } from "../../../labextension/src/reciprocal/missing.js";
import { InputError } from "../../../lib/errors.js";
import { mergedTable, someReflections } from "./someReflections.js";

const cell = [30, 40, 50, 90, 90, 90];
const dropped = (h: number, k: number, l: number) => (h * h + k + l) % 5 === 1;

test("the reflections left out, and no other", () => {
  const reflections = someReflections(cell, "P 21 21 21", 3, dropped);
  const missing = missingReflections(reflections, 3, Number.POSITIVE_INFINITY);
  const whole = mergedTable(cell, "P 21 21 21", 3).hkl();
  const wanted: number[] = [];
  for (let j = 0; j < whole.length; j += 3)
    if (dropped(whole[j], whole[j + 1], whole[j + 2])) wanted.push(...whole.subarray(j, j + 3));
  expect([...missing]).toEqual(wanted);
  expect(wanted.length).toBeGreaterThan(30);
  const near = missingReflections(reflections, 3, 5);
  expect(near.length).toBeLessThan(missing.length);
  for (let j = 0; j < near.length; j += 3)
    expect(reflections.cell.dSpacing(near[j], near[j + 1], near[j + 2])).toBeLessThanOrEqual(5.00001);
});

test("present in any equivalent, missing, absent", () => {
  const reflections = someReflections(cell, "P 21 21 21", 3, dropped);
  expect(presenceOf(reflections, -2, 3, -4)).toBe("missing");
  expect(presenceOf(reflections, -2, 3, -5)).toBe("present");
  expect(presenceOf(reflections, 2, 3, 5)).toBe("present");
  expect(presenceOf(reflections, 0, 0, 7)).toBe("absent");
});

test("a search without end is refused", () => {
  expect(() => missingReflections(someReflections(cell, "P 1", 6), 0.05, 100)).toThrow(InputError);
});

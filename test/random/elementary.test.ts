// Oracle: mpmath at 40 digits (test/reference/random/random.py).
import { expect, test } from "vitest";
import { portableExp, portableLog } from "../../lib/random/elementary.js";
import reference from "../reference/random/random.json";

/** Distance in units in the last place of the wanted value. */
function ulps(got: number, wanted: number): number {
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(wanted) || 1)) - 52);
  return Math.abs(got - wanted) / unit;
}

test("logarithms are within 1.5 units in the last place", () => {
  const worst = Math.max(...reference.log.map(([x, y]) => ulps(portableLog(x), y)));
  expect(worst).toBeLessThanOrEqual(1.5);
  expect(portableLog(1)).toBe(0);
});

test("exponentials are within 1.5 units in the last place", () => {
  const worst = Math.max(...reference.exp.map(([x, y]) => ulps(portableExp(x), y)));
  expect(worst).toBeLessThanOrEqual(1.5);
  expect(portableExp(0)).toBe(1);
});

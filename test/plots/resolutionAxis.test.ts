// Oracle: what a reader wants: ticks at good resolutions, within the range, well apart.
import { expect, test } from "vitest";
import { resolutionTicks, shellName } from "../../lib/plots/resolutionAxis.js";

test.each([
  [20, 2],
  [50, 3.5],
  [30, 1.2],
  [10, 0.8],
  [2.6, 2.2],
])("ticks from %d to %d Å", (dMax, dMin) => {
  const [from, to] = [1 / dMax ** 2, 1 / dMin ** 2];
  const ticks = resolutionTicks(from, to);
  expect(ticks.length).toBeGreaterThanOrEqual(3);
  expect(ticks.length).toBeLessThanOrEqual(7);
  ticks.forEach((tick, i) => {
    expect(tick).toBeGreaterThanOrEqual(from);
    expect(tick).toBeLessThanOrEqual(to);
    if (i > 0) expect(tick - ticks[i - 1]).toBeGreaterThan((to - from) / 9);
  });
});

test("a range without a good resolution has its ends and middle", () => {
  expect(resolutionTicks(0.3, 0.3001).length).toBe(3);
});

test("names of shells", () => {
  expect(shellName(3.0212, 2.7)).toBe("3.02 – 2.70 Å");
  expect(shellName(Number.POSITIVE_INFINITY, 4)).toBe("∞ – 4.00 Å");
});

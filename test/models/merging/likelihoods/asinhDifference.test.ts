/** Oracle: Math.asinh in float64, where it does not cancel; the float64 reference for float32. */
import { describe, expect, test } from "vitest";
import { type RowValue, runRowProgramReference, traceRowProgram } from "../../../../lib/kernels/index.js";
import { asinhDifference, asinhOfRow } from "../../../../lib/models/merging/likelihoods/asinhDifference.js";
import { engines } from "../../../kernels/wasm/agreement.js";

const program = (f: (x: RowValue, y: RowValue) => RowValue) =>
  traceRowProgram((b) => ({ out: { value: f(b.gather("x", "row"), b.gather("y", "row")), perRow: true } }));
const inputs = (x: readonly number[], y: readonly number[]) => ({
  columns: {},
  indices: { row: Int32Array.from(x.keys()) },
  parameters: { x: Float32Array.from(x), y: Float32Array.from(y) },
});

const points = [0, 1e-30, 1e-7, 1e-3, 0.4, 1, 3, 50, 4e3, 1e6, 1e9, 1e14].flatMap((x) =>
  x === 0 ? [x] : [x, -x],
);
const slope = (x: number) => 1 / Math.hypot(1, x);

test("asinh and its slope, also at 0, in float64 and float32", () => {
  const single = program((x) => asinhOfRow(x));
  const given = inputs(points, points);
  const reference = runRowProgramReference(single, given);
  const results = [
    reference,
    ...engines().map((engine) => engine.prepare(single, given).run(given.parameters)),
  ];
  results.forEach(({ perRow, gradients }, k) => {
    const tolerance = k === 0 ? 1e-14 : 4e-7;
    Array.from(given.parameters.x).forEach((x, i) => {
      const [value, derivative] = [Math.asinh(x), slope(x)];
      expect(Math.abs(perRow.out[i] - value), `asinh ${x}`).toBeLessThanOrEqual(tolerance * Math.abs(value));
      expect(Math.abs(gradients.x[i] / derivative - 1), `slope at ${x}`).toBeLessThan(tolerance);
    });
  });
});

describe("asinh x − asinh y", () => {
  const pairs = points.flatMap((x) => points.map((y) => [x, y] as const));
  const near = [0.3, 20, 7e3, -5e5].flatMap((x) => [1e-3, -1e-2, 0].map((d) => [x, x * (1 + d)] as const));
  const all = [...pairs, ...near];
  const difference = program(asinhDifference);
  const given = inputs(
    all.map(([x]) => x),
    all.map(([, y]) => y),
  );
  const [xs, ys] = [Array.from(given.parameters.x), Array.from(given.parameters.y)];

  test("is the difference", () => {
    const { perRow } = runRowProgramReference(difference, given, { gradient: false });
    xs.forEach((x, i) => {
      const [a, b] = [Math.asinh(x), Math.asinh(ys[i])];
      const scale = Math.max(Math.abs(a), Math.abs(b));
      expect(Math.abs(perRow.out[i] - (a - b)), `${x}, ${ys[i]}`).toBeLessThanOrEqual(4e-15 * scale);
    });
  });

  test("has its slopes, also where x = y, x = −y, or either is 0", () => {
    const { gradients } = runRowProgramReference(difference, given);
    xs.forEach((x, i) => {
      // What is far smaller than the other's slope may lose digits against it.
      const [byX, byY] = [slope(x), -slope(ys[i])];
      const lost = 1e-14 * Math.max(byX, -byY);
      expect(Math.abs(gradients.x[i] - byX), `d/dx at ${x}, ${ys[i]}`).toBeLessThanOrEqual(
        1e-12 * byX + lost,
      );
      expect(Math.abs(gradients.y[i] - byY), `d/dy at ${x}, ${ys[i]}`).toBeLessThanOrEqual(
        -1e-12 * byY + lost,
      );
    });
  });

  test("in float32 keeps its digits where the asinh nearly cancel", () => {
    const expected = runRowProgramReference(difference, given).perRow.out;
    for (const engine of engines()) {
      const { perRow, gradients } = engine.prepare(difference, given).run(given.parameters);
      xs.forEach((x, i) => {
        const where = `${x}, ${ys[i]}: got ${perRow.out[i]}, expected ${expected[i]}`;
        expect(Math.abs(perRow.out[i] - expected[i]), where).toBeLessThanOrEqual(
          2e-6 * Math.abs(expected[i]),
        );
        expect(Number.isFinite(gradients.x[i]) && Number.isFinite(gradients.y[i]), where).toBe(true);
      });
    }
  });
});

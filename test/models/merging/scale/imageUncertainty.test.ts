/** Numbers of images that are known within errors: samples, by row, of the right distribution; KL by quadrature. */
import { describe, expect, test } from "vitest";
import { perRow, runRowProgramReference, traceRowProgram } from "../../../../lib/kernels/index.js";
import { normalDivergence, sampledImages } from "../../../../lib/models/merging/scale/imageUncertainty.js";
import { expectGradients, normals } from "../../../kernels/gradients.js";

describe("samples", () => {
  const program = traceRowProgram((b) => {
    const c = sampledImages(b, { c: "logS" }).gather("c", "image", 2);
    const known = sampledImages(b, { c: "logS" }).gather("d", "image", 2);
    return { first: perRow(c.slice(0)), second: perRow(c.slice(1)), known: perRow(known.slice(1)) };
  });
  const n = 20_000;
  const inputs = {
    columns: {},
    indices: { image: Int32Array.from({ length: n }, (_, row) => row % 2) },
    parameters: {
      c: Float64Array.of(1, -2, 3, 0),
      logS: Float64Array.of(0.1, 0.5, 2, 1e-9).map(Math.log),
      d: Float64Array.of(7, 8, 9, 10),
    },
  };
  const { perRow: found } = runRowProgramReference(program, inputs, { gradient: false, seed: 1, step: 1 });
  const ofImage = (values: ArrayLike<number>, m: number) =>
    Array.from(values).filter((_, row) => row % 2 === m);

  test.each([
    ["first", 0, 1, 0.1],
    ["second", 0, -2, 0.5],
    ["first", 1, 3, 2],
    ["second", 1, 0, 1e-9],
  ])("%s number of image %d has mean %d and standard deviation %d", (name, m, mean, deviation) => {
    const values = ofImage(found[name], m);
    const average = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - average) ** 2, 0) / values.length;
    const error = deviation / Math.sqrt(values.length);
    expect(Math.abs(average - mean)).toBeLessThan(4 * error);
    expect(Math.abs(Math.sqrt(variance) - deviation)).toBeLessThan(4 * error);
  });

  test("of the numbers of one row, and of two rows of an image, do not correlate", () => {
    const a = ofImage(found.first, 0).map((x) => (x - 1) / 0.1);
    const b = ofImage(found.second, 0).map((x) => (x + 2) / 0.5);
    const product = (x: readonly number[], y: readonly number[]) =>
      x.reduce((sum, value, k) => sum + value * y[k], 0) / x.length;
    expect(Math.abs(product(a, b))).toBeLessThan(4 / Math.sqrt(a.length));
    expect(Math.abs(product(a.slice(1), a.slice(0, -1)))).toBeLessThan(4 / Math.sqrt(a.length));
  });

  test("what is known without errors is as it was", () => {
    expect(Array.from(found.known.slice(0, 4))).toEqual([8, 10, 8, 10]);
  });

  test("gradients are those of mean and log deviation", () => {
    const few = { ...inputs, indices: { image: Int32Array.of(0, 1, 1) } };
    expectGradients(
      traceRowProgram((b) => {
        const c = sampledImages(b, { c: "logS" }).gather("c", "image", 2);
        return { value: b.sum(c.square()) };
      }),
      { ...few, parameters: { c: normals(4, "c"), logS: normals(4, "log s", 0.5) } },
    );
  });
});

test("the divergence is ∫ q log(q/p)", () => {
  const cases = [
    { m: 0.3, s: 0.2, mu: -0.4, w: 1.5 },
    { m: 2, s: 1.4, mu: 1, w: 0.5 },
    { m: 0, s: 1, mu: 0, w: 1 },
  ];
  const program = traceRowProgram((b) => ({
    value: perRow(normalDivergence(b.column("z"), b.column("ratio"))),
  }));
  const columns = {
    z: Float64Array.from(cases, ({ m, mu, w }) => (m - mu) / w),
    ratio: Float64Array.from(cases, ({ s, w }) => Math.log(s / w)),
  };
  const { perRow: found } = runRowProgramReference(program, { columns, parameters: {} }, { gradient: false });
  cases.forEach(({ m, s, mu, w }, k) => {
    const step = s / 1000;
    let sum = 0;
    for (let x = m - 10 * s; x < m + 10 * s; x += step) {
      const logQ = -0.5 * ((x - m) / s) ** 2 - Math.log(s);
      const logP = -0.5 * ((x - mu) / w) ** 2 - Math.log(w);
      sum += (Math.exp(logQ) / Math.sqrt(2 * Math.PI)) * (logQ - logP) * step;
    }
    expect(found.value[k]).toBeCloseTo(sum, 8);
  });
});

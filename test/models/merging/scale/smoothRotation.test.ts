/** The smooth scale along the rotation beside its formula in float64, and its gradients. */
import { expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.js";
import { scaleTerms } from "../../../../lib/models/index.js";
import { expectGradients, normals } from "../../../kernels/gradients.js";
import { expectAgreement } from "../../../kernels/wasm/agreement.js";
import { rotation } from "../tables.js";
import { dataOf, farthest, termProgram, termValues } from "./termRows.js";

const { observations } = rotation();
const angles = observations.values("ROT");

/** Σ w p / Σ w over all knots, as the formula has it. */
function smooth(x: number, from: number, to: number, intervals: number, p: ArrayLike<number>): number {
  const spacing = (to - from) / intervals;
  let [top, bottom] = [0, 0];
  for (let k = 0; k < p.length; k++) {
    const w = Math.exp(-0.5 * ((x - (from + (k - 0.5) * spacing)) / (0.65 * spacing)) ** 2);
    top += w * p[k];
    bottom += w;
  }
  return top / bottom;
}

test("is the Gaussian-weighted mean of its knots, with a normal prior that is counted once", () => {
  const data = dataOf(observations);
  const term = scaleTerms.smoothRotation({ spacing: 30, spread: 0.5 }).build(data);
  const x = Array.from(data.row, (r) => angles[r]);
  const [from, to] = [Math.min(...x), Math.max(...x)];
  const p = normals(8, "knots", 0.7);
  const { logScale, penalty } = termValues(term, data, { "smoothRotation/ROT": p });
  expect(
    farthest(
      logScale,
      x.map((at) => smooth(at, from, to, 6, p)),
    ),
  ).toBeLessThan(1e-6);
  expect(penalty).toBeCloseTo(p.reduce((sum, value) => sum + value * value, 0) / (2 * 0.25), 10);
  expect(
    farthest(
      termValues(term, data, { "smoothRotation/ROT": new Float64Array(8) }).logScale,
      new Float64Array(x.length),
    ),
  ).toBe(0);
});

test("each table has knots of its own", () => {
  const data = dataOf([observations, rotation({ seed: 2, rotationRange: 90 }).observations]);
  const term = scaleTerms.smoothRotation({ spacing: 30 }).build(data);
  const p = new Float64Array(8 + 5).fill(1, 8);
  const { logScale } = termValues(term, data, { "smoothRotation/ROT": p });
  expect(farthest(logScale, data.table)).toBeLessThan(1e-6);
});

test("gradients are its slopes, and WASM agrees with the reference", () => {
  const data = dataOf(observations);
  const { program, inputs } = termProgram(scaleTerms.smoothRotation().build(data), data);
  expectGradients(program, inputs);
  expectAgreement(program, inputs, {});
});

test("spacing and spread must be above 0; what is asked for is recorded", () => {
  expect(() => scaleTerms.smoothRotation({ spacing: 0 })).toThrow(InputError);
  expect(() => scaleTerms.smoothRotation({ spread: -1 })).toThrow(/spread of smoothRotation: got -1/);
  expect(scaleTerms.smoothRotation({ column: "PHI" }).description).toEqual({
    name: "smoothRotation",
    column: "PHI",
    spacing: 5,
    spread: 1,
  });
});

/** The relative B factor beside its formula in float64 and the simulation's damage, and its gradients. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.js";
import { scaleTerms } from "../../../../lib/models/index.js";
import { gaussianKnots } from "../../../../lib/models/merging/scale/alongRotation.js";
import { expectGradients, normals } from "../../../kernels/gradients.js";
import { expectAgreement } from "../../../kernels/wasm/agreement.js";
import { rotation } from "../tables.js";
import { dataOf, farthest, termProgram, termValues } from "./termRows.js";

const { observations, truthOfObservations } = rotation({ radiationDamage: 30 });
const data = dataOf(observations);
const x = Array.from(data.row, (r) => observations.values("ROT")[r]);
const [from, to] = [Math.min(...x), Math.max(...x)];
const name = "radiationDamage/ROT";

describe("smooth", () => {
  test("is −B(x)/(2d²), B 0 at the start", () => {
    const term = scaleTerms.radiationDamage({ intervals: 3 }).build(data);
    const p = normals(5, "knots", 0.7);
    const { weights } = gaussianKnots([from, to], 3);
    const b = (at: number) => 10 * weights(at).reduce((sum, w, k) => sum + w * p[k], 0);
    const expected = x.map((at, i) => -0.5 * (b(at) - b(from)) * data.inverseDSquared[i]);
    const { logScale, penalty } = termValues(term, data, { [name]: p });
    expect(farthest(logScale, expected)).toBeLessThan(1e-6);
    expect(Math.abs(logScale[x.indexOf(from)])).toBeLessThan(1e-9);
    // −log normal(B; 0, (20 Å²)²)
    expect(penalty).toBeCloseTo(p.reduce((sum, value) => sum + (10 * value) ** 2, 0) / (2 * 400), 10);
  });

  test("gradients are its slopes, and WASM agrees with the reference", () => {
    const { program, inputs } = termProgram(scaleTerms.radiationDamage().build(data), data);
    expectGradients(program, inputs);
    expectAgreement(program, inputs, {});
  });
});

test("linear: the simulated damage, of 30 Å² over 180°", () => {
  const term = scaleTerms.radiationDamage({ linear: true }).build(data);
  const { logScale } = termValues(term, data, { [name]: Float64Array.of((3 * (to - from)) / 180) });
  // from the first observation on: the simulation counts from 0°
  const truth = Array.from(
    data.row,
    (r, i) => Math.log(truthOfObservations.decay[r]) + 0.5 * 30 * (from / 180) * data.inverseDSquared[i],
  );
  expect(farthest(logScale, truth)).toBeLessThan(1e-6);
});

test("intervals must be a whole number from 1, the spread above 0", () => {
  expect(() => scaleTerms.radiationDamage({ intervals: 0 })).toThrow(InputError);
  expect(() => scaleTerms.radiationDamage({ spread: 0 })).toThrow(/spread of radiationDamage, Å²: got 0/);
});

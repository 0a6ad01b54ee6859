/** The absorption surface beside the simulation's, which has the same coefficients, and its gradients. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.js";
import { scaleTerms } from "../../../../lib/models/index.js";
import { harmonicCount, realHarmonics } from "../../../../lib/simulate/sphericalHarmonics.js";
import { expectGradients } from "../../../kernels/gradients.js";
import { expectAgreement } from "../../../kernels/wasm/agreement.js";
import { rotation } from "../tables.js";
import { dataOf, farthest, termProgram, termValues } from "./termRows.js";

const simulated = rotation({ absorption: 0.4 });
const { observations, truthOfObservations, absorptionCoefficients } = simulated;
const data = dataOf(observations);
const truth = Array.from(data.row, (r) => Math.log(truthOfObservations.absorption[r]));

test("with the simulation's coefficients it is the simulation's absorption", () => {
  // the cell is orthorhombic: the simulation's axes of the crystal and those of Busing & Levy are the same
  const term = scaleTerms.absorption().build(data);
  const { logScale, penalty } = termValues(term, data, { absorption: absorptionCoefficients });
  expect(Math.max(...truth) - Math.min(...truth)).toBeGreaterThan(0.5);
  expect(farthest(logScale, truth)).toBeLessThan(1e-5);
  const squares = absorptionCoefficients.reduce((sum, c) => sum + c * c, 0);
  expect(penalty).toBeCloseTo(squares / (2 * 0.01), 10);
});

test("gradients are its slopes, and WASM agrees with the reference", () => {
  const { program, inputs } = termProgram(scaleTerms.absorption({ degree: 3 }).build(data), data);
  expectGradients(program, inputs);
  expectAgreement(program, inputs, {});
});

describe("degrees", () => {
  test("above oddDegree only the even ones are there", () => {
    const count = (options: Parameters<typeof scaleTerms.absorption>[0]) =>
      scaleTerms.absorption(options).build(data).parameters.absorption.values.length;
    expect(count({})).toBe(24);
    expect(count({ degree: 6 })).toBe(48);
    expect(count({ degree: 6, oddDegree: 3 })).toBe(3 + 5 + 7 + 9 + 13);
    expect(count({ degree: 2, oddDegree: 0 })).toBe(5);
    const even = scaleTerms.absorption({ degree: 2, oddDegree: 0 }).build(data);
    const second = absorptionCoefficients.slice(3, 8);
    const whole = scaleTerms.absorption({ degree: 2 }).build(data);
    const padded = Float64Array.of(0, 0, 0, ...second);
    expect(
      farthest(
        termValues(even, data, { absorption: second }).logScale,
        termValues(whole, data, { absorption: padded }).logScale,
      ),
    ).toBeLessThan(1e-12);
  });

  test("that are no whole numbers are refused", () => {
    expect(() => scaleTerms.absorption({ degree: 2.5 })).toThrow(InputError);
    expect(() => scaleTerms.absorption({ spread: 0 })).toThrow(/spread of absorption: got 0/);
  });
});

test("tables have surfaces of their own, unless they share one", () => {
  const both = dataOf([observations, rotation({ absorption: 0.4, rotationRange: 90 }).observations]);
  const count = (shared: boolean) =>
    scaleTerms.absorption({ shared }).build(both).parameters.absorption.values.length;
  expect([count(false), count(true)]).toEqual([48, 24]);
});

describe("without the crystal's orientation", () => {
  const headless = observations.derive({ columns: observations.columns, batches: [] });

  test("it is a surface about the direction to the detector", () => {
    const placed = dataOf(headless);
    const c = absorptionCoefficients;
    const { logScale } = termValues(scaleTerms.absorption().build(placed), placed, { absorption: c });
    const { geometry } = simulated;
    const [x, y] = ["XDET", "YDET"].map((label) => observations.values(label));
    const harmonics = new Float64Array(harmonicCount(4));
    const expected = Array.from(placed.row, (r) => {
      const [u, v] = [
        (x[r] - geometry.beamCentre[0]) * geometry.pixelSize,
        (y[r] - geometry.beamCentre[1]) * geometry.pixelSize,
      ];
      const length = Math.hypot(u, v, geometry.distance);
      realHarmonics(geometry.distance / length, u / length, v / length, 4, harmonics);
      return harmonics.reduce((sum, value, k) => sum + value * c[k], 0);
    });
    expect(farthest(logScale, expected)).toBeLessThan(2e-3);
  });

  test("nor a detector, it says what it needs", () => {
    expect(() => scaleTerms.absorption().build(dataOf(headless.without("XDET")))).toThrow(
      /absorption: got no direction of the diffracted beams/,
    );
  });
});

/** Oracles: numpy and scipy (forward), central differences (gradients), limits by hand. */
import { describe, expect, test } from "vitest";
import { op, Tape } from "../../../lib/autodiff/index.js";
import { type UnaryName, unary } from "../../../lib/autodiff/ops/unary.js";
import { unaryFunctions } from "../../../lib/kernels/index.js";
import { goldenTests } from "../golden.js";
import { expectGradients, input } from "../gradients.js";

const names = Object.keys(unaryFunctions) as UnaryName[];
// lgamma and digamma change fast beside their poles: the rounding of a float32 input is seen there.
const tested = goldenTests("unary", ({ op: name }, [x]) => unary(name as UnaryName, x), {
  float64: 1e-12,
  float32: 1e-4,
});

test("every function is held to a reference", () => {
  expect([...tested].sort()).toEqual([...names].sort());
});

const domains: Partial<Record<UnaryName, [number, number]>> = {
  log: [0.1, 5],
  log1p: [-0.8, 5],
  sqrt: [0.1, 5],
  reciprocal: [0.2, 3],
  lgamma: [0.2, 8],
  digamma: [0.2, 8],
  logErfc: [-3, 20],
  logNormalCdf: [-30, 6],
  normalReversedHazard: [-30, 6],
  normalQuantile: [0.1, 0.9],
  normalQuantileOfLog: [-30, -0.1],
  truncatedNormalMeanLog: [-30, 30],
};

describe.each(names)("%s", (name) => {
  const [from, to] = domains[name] ?? [-3, 3];
  test.each([[[]], [[7]], [[2, 3]], [[2, 1, 3]], [[2, 2, 1, 3]]])("gradient, shape [%s]", (shape) => {
    expectGradients((x) => unary(name, x), [input(shape, name, from, to)]);
  });
});

test("a gradient of 0 stays 0 where the derivative is infinite", () => {
  const tape = new Tape();
  const x = tape.parameter([0, 4]);
  const [gradient] = tape.gradient(op.where(op.gt(x, 0), op.sqrt(x), 0).sum(), [x]);
  expect([...gradient.data]).toEqual([0, 0.25]);
});

test("kinks and far tails", () => {
  const tape = new Tape({ precision: "float64" });
  const x = tape.parameter([-1000, 0, 1000]);
  const slope = (name: UnaryName) => [...tape.gradient(unary(name, x).sum(), [x])[0].data];
  expect(slope("abs")).toEqual([-1, 0, 1]);
  expect(slope("relu")).toEqual([0, 0, 1]);
  expect(slope("leakyRelu")).toEqual([0.01, 0.01, 1]);
  expect(slope("sign")).toEqual([0, 0, 0]);
  expect(slope("softplus")).toEqual([0, 0.5, 1]);
  expect(slope("sigmoid")).toEqual([0, 0.25, 0]);
  expect([...unary("softplus", x).data]).toEqual([0, Math.LN2, 1000]);
  expect(slope("logNormalCdf")[0]).toBeCloseTo(1000.000999998, 8);
  expect(unary("logNormalCdf", x).data[0]).toBeCloseTo(-500007.826694812, 5);
});

/** Oracle: the same functions of plain numbers. */
import { expect, test } from "vitest";
import { type RowValue, traceRowProgram, unaryFunctions } from "../../lib/kernels/index.js";
import { rowsOf } from "./gradients.js";

const methods: Readonly<Record<string, [(x: RowValue) => RowValue, (x: number) => number]>> = {
  add: [(x) => x.add(2), (x) => x + 2],
  sub: [(x) => x.sub(2), (x) => x - 2],
  mul: [(x) => x.mul(3), (x) => x * 3],
  div: [(x) => x.div(4), (x) => x / 4],
  max: [(x) => x.max(1), (x) => Math.max(x, 1)],
  min: [(x) => x.min(1), (x) => Math.min(x, 1)],
  pow: [(x) => x.pow(1.5), (x) => x ** 1.5],
  lt: [(x) => x.lt(1), (x) => Number(x < 1)],
  le: [(x) => x.le(1), (x) => Number(x <= 1)],
  gt: [(x) => x.gt(1), (x) => Number(x > 1)],
  ge: [(x) => x.ge(1), (x) => Number(x >= 1)],
  eq: [(x) => x.eq(1), (x) => Number(x === 1)],
  where: [(x) => x.gt(1).where(x, -5), (x) => (x > 1 ? x : -5)],
  sum: [(x) => x.sum(), (x) => x],
  slice: [(x) => x.slice(0), (x) => x],
  neg: [(x) => x.neg(), unaryFunctions.neg.value],
  exp: [(x) => x.exp(), unaryFunctions.exp.value],
  log: [(x) => x.log(), unaryFunctions.log.value],
  log1p: [(x) => x.log1p(), unaryFunctions.log1p.value],
  expm1: [(x) => x.expm1(), unaryFunctions.expm1.value],
  sqrt: [(x) => x.sqrt(), unaryFunctions.sqrt.value],
  square: [(x) => x.square(), unaryFunctions.square.value],
  abs: [(x) => x.abs(), unaryFunctions.abs.value],
  sign: [(x) => x.sign(), unaryFunctions.sign.value],
  reciprocal: [(x) => x.reciprocal(), unaryFunctions.reciprocal.value],
  tanh: [(x) => x.tanh(), unaryFunctions.tanh.value],
  sigmoid: [(x) => x.sigmoid(), unaryFunctions.sigmoid.value],
  softplus: [(x) => x.softplus(), unaryFunctions.softplus.value],
  relu: [(x) => x.relu(), unaryFunctions.relu.value],
  leakyRelu: [(x) => x.leakyRelu(), unaryFunctions.leakyRelu.value],
  sin: [(x) => x.sin(), unaryFunctions.sin.value],
  cos: [(x) => x.cos(), unaryFunctions.cos.value],
  lgamma: [(x) => x.lgamma(), unaryFunctions.lgamma.value],
  digamma: [(x) => x.digamma(), unaryFunctions.digamma.value],
  erf: [(x) => x.erf(), unaryFunctions.erf.value],
  erfc: [(x) => x.erfc(), unaryFunctions.erfc.value],
  logErfc: [(x) => x.logErfc(), unaryFunctions.logErfc.value],
  normalCdf: [(x) => x.normalCdf(), unaryFunctions.normalCdf.value],
  logNormalCdf: [(x) => x.logNormalCdf(), unaryFunctions.logNormalCdf.value],
  normalReversedHazard: [(x) => x.normalReversedHazard(), unaryFunctions.normalReversedHazard.value],
  normalQuantile: [(x) => x.normalQuantile(), unaryFunctions.normalQuantile.value],
  normalQuantileOfLog: [(x) => x.normalQuantileOfLog(), unaryFunctions.normalQuantileOfLog.value],
  truncatedNormalMeanLog: [(x) => x.truncatedNormalMeanLog(), unaryFunctions.truncatedNormalMeanLog.value],
};

test.each(Object.entries(methods))("%s", (_name, [traced, plain]) => {
  const x = Float64Array.of(0.25, 1, 2.5);
  const program = traceRowProgram((b) => ({ out: traced(b.column("x")) }));
  expect(rowsOf(program, { parameters: {}, columns: { x } })).toEqual(Array.from(x, plain));
});

test("every function of the table has a method", () => {
  expect(Object.keys(unaryFunctions).filter((kind) => !(kind in methods))).toEqual([]);
});

/** Oracle: the float64 reference, on every instruction, on whole models, and on programs made at random. */
import { describe, expect, test } from "vitest";
import {
  binaryFunctions,
  comparisons,
  type RowBuilder,
  type RowValue,
  traceRowProgram,
  unaryFunctions,
} from "../../../lib/kernels/index.js";
import { randomStream, uniform } from "../../../lib/random/index.js";
import { rangesOf } from "../domains.js";
import { integers, normals, uniforms, weighted } from "../gradients.js";
import { mergingModel, normalLogProbability } from "../models.js";
import { engines, expectAgreement } from "./agreement.js";

const rows = 75;
const indices = { i: integers(rows, "i", 9) };

describe("agrees with the reference on", () => {
  test.each(Object.keys(unaryFunctions) as (keyof typeof unaryFunctions)[])("%s", (kind) => {
    const program = traceRowProgram((b) => ({
      out: weighted(b, b.unary(kind, b.gather("v", "i", 3)).mul(b.column("c", 3))),
    }));
    for (const [from, to] of rangesOf(kind))
      expectAgreement(program, {
        parameters: { v: uniforms(27, kind, from, to) },
        columns: { c: normals(3 * rows, "c") },
        indices,
      });
  });

  test.each(Object.keys(binaryFunctions) as (keyof typeof binaryFunctions)[])("%s", (kind) => {
    for (const [widthA, widthB] of [
      [3, 3],
      [1, 3],
      [3, 1],
    ]) {
      const program = traceRowProgram((b) => {
        const [x, y] = [b.gather("a", "i", widthA), b.gather("b", "i", widthB)];
        return { out: weighted(b, b.binary(kind, x, y).mul(b.column("c"))) };
      });
      const parameters = { a: uniforms(9 * widthA, "a", 0.2, 3), b: uniforms(9 * widthB, "b", -2, 2.9) };
      if (kind === "div") parameters.b = uniforms(9 * widthB, "b", 0.3, 2);
      expectAgreement(program, { parameters, columns: { c: normals(rows, "c") }, indices });
    }
  });

  test.each(Object.keys(comparisons) as (keyof typeof comparisons)[])("%s and where", (kind) => {
    const program = traceRowProgram((b) => {
      const [x, y] = [b.gather("a", "i", 2), b.gather("b", "i")];
      return { out: weighted(b, b.where(b.compare(kind, b.column("c", 2), x), x.square(), y.exp())) };
    });
    const parameters = { a: Float64Array.from(integers(18, "a", 3)), b: normals(9, "b") };
    const columns = { c: Float64Array.from(integers(2 * rows, "c", 3)) };
    expectAgreement(program, { parameters, columns, indices });
  });

  test.each([1, 2, 4, 5, 6, 7, 11, 13, 33])("dense layers, normalised, of width %i", (width) => {
    const program = traceRowProgram((b) => {
      const x = b.dense(b.column("x", 3), { weights: "u", bias: "a", width }).tanh();
      const y = b.layerNorm(b.dense(x, { weights: "w", width }), { gain: "g", offset: "o", epsilon: 0.1 });
      return { out: weighted(b, y.add(x).mul(b.parameter("p", width))).mul(b.parameter("q")) };
    });
    const parameters = {
      u: normals(3 * width, "u"),
      a: normals(width, "a"),
      w: normals(width * width, "w"),
      g: normals(width, "g"),
      o: normals(width, "o"),
      p: normals(width, "p"),
      q: normals(1, "q"),
    };
    expectAgreement(program, { parameters, columns: { x: normals(3 * rows, "x") } });
  });

  test.each(["relu", "leakyRelu", "tanh", "sigmoid"] as const)(
    "layers with %s, with and without bias",
    (kind) => {
      const program = traceRowProgram((b) => {
        const x = b.dense(b.column("x", 3), { weights: "u", bias: "a", width: 8 }).apply(kind);
        const y = b.dense(x, { weights: "w", width: 8 }).apply(kind);
        return { out: weighted(b, y.add(x)), part: y.slice(3) };
      });
      const parameters = { u: normals(24, "u"), a: normals(8, "a"), w: normals(64, "w") };
      expectAgreement(program, { parameters, columns: { x: normals(3 * rows, "x") } });
    },
  );

  test("sums, slices and parts put together", () => {
    const program = traceRowProgram((b) => {
      const x = b.gather("v", "i", 4).tanh();
      const parts = b.concat(x.slice(1, 3), x, x.slice(0).relu(), x.sum(), 2);
      return { out: weighted(b, parts.square()), slice: x.slice(1).mul(x.slice(2)) };
    });
    expectAgreement(program, { parameters: { v: normals(36, "v") }, indices });
  });

  test("noise, normal and uniform, far and wide", () => {
    const program = traceRowProgram((b) => ({
      out: weighted(b, b.noise("normal", { width: 3 }))
        .mul(b.noise("uniform"))
        .mul(b.parameter("p")),
    }));
    const inputs = { parameters: { p: Float64Array.of(1.5) } };
    expectAgreement(program, inputs, { rowCount: 3000, seed: 2 ** 40 + 3, step: 4_000_000_000 });
  });

  test("a uniform number that float32 would round to 1, whose logarithm or quantile would then be out of bounds", () => {
    const program = traceRowProgram((b) => {
      const v = b.noise("uniform");
      return { v, z: v.normalQuantile() };
    });
    const rows = Int32Array.of(540_507);
    const options = { rows, rowCount: 600_000, seed: 0, step: 67 };
    const outputs = program.outputs.map((output) => ({ ...output, perRow: true }));
    for (const engine of engines()) {
      const { perRow } = engine.prepare({ ...program, outputs }, {}).run({}, options);
      expect(perRow.v[0]).toBe(1 - 2 ** -24);
      expect(perRow.z[0]).toBeCloseTo(5.2949, 3);
    }
  });

  test.each([1, 31, 32, 33, 1000, 4500])("a merging model of %i rows", (count) => {
    const { program, inputs } = mergingModel(count, { layers: 20 });
    expectAgreement(program, inputs, { seed: 1, step: 5 });
  });

  test("a wide merging model, normal errors, minibatch, own weight of every row", () => {
    const { program, inputs } = mergingModel(600, {
      width: 64,
      layers: 5,
      logProbability: normalLogProbability,
    });
    const batch = integers(130, "rows", 600);
    expectAgreement(program, inputs, { rows: batch, outputGradients: { logProbability: normals(130, "s") } });
  });
});

describe("programs made at random agree with the reference", () => {
  test.each(Array.from({ length: 60 }, (_, k) => k))("program %i", (k) => {
    const program = traceRowProgram((b) => ({ out: randomValue(b, k), again: randomValue(b, k + 1000) }));
    const shapes = program.parameters.map(({ name, use, shape }) => {
      const size = shape.reduce((product, n) => product * n, use === "gathered" ? 9 : 1);
      return [name, normals(size, `${name} ${k}`, 0.5)] as const;
    });
    const columns = Object.fromEntries(
      program.columns.map(({ name, width }) => [name, normals(width * rows, `${name} ${k}`)]),
    );
    const inputs = { parameters: Object.fromEntries(shapes), columns, indices };
    const options = {
      rowCount: program.columns.length + program.indices.length > 0 ? undefined : rows,
      seed: k,
    };
    expectAgreement(program, inputs, options);
  });
});

/**
 * A value of width 1 after some twenty operations picked by the numbers of a stream; none grows or saturates
 * much, since the gradient of a saturated function is rounding error in float32.
 */
function randomValue(b: RowBuilder, seed: number): RowValue {
  const stream = randomStream(seed, "program");
  let drawn = 0;
  const pick = (end: number) => Math.floor(uniform(stream, drawn++) * end);
  const width = 1 + pick(7);
  const values: RowValue[] = [
    b.column(`c${width}`, width),
    b.gather(`g${width}`, "i", width),
    b.parameter(`p${width}`, width),
    b.noise("normal", { width, stream: pick(3) }),
  ];
  const any = () => values[pick(values.length)];
  const steps: ((x: RowValue) => RowValue)[] = [
    (x) => x.add(any()).mul(0.5),
    (x) => x.sub(any()).mul(0.5),
    (x) => x.mul(any()).mul(0.3).tanh(),
    (x) => x.max(any()),
    (x) => x.div(any().square().add(1)),
    (x) => b.dense(x, { weights: `w${width} ${pick(2)}`, bias: `b${width}`, width }).leakyRelu(),
    (x) => b.dense(x, { weights: `w${width} ${pick(2)}`, width }).sigmoid(),
    (x) => x.softplus(),
    (x) => x.sum().mul(0.1).add(any()),
    (x) => b.concat(x, any()).slice(pick(width + 1), width),
    (x) => any().lt(any()).where(x, any()),
    (x) => x.slice(pick(width)).sin().add(x.relu()),
    (x) => x.square().add(0.3).log1p().sqrt(),
    (x) => x.abs().neg().exp(),
  ];
  for (let k = 0; k < 20; k++) values.push(steps[pick(steps.length)](any()));
  return weighted(b, values[values.length - 1].add(any()));
}

test("the same run gives the same bits, and a run leaves nothing behind for the next", () => {
  const { program, inputs } = mergingModel(700, { layers: 3 });
  const worst = [0, 1].map(() => expectAgreement(program, inputs, { seed: 8 }));
  expect(worst[0]).toBe(worst[1]);
});

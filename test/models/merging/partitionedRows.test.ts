/** A batch of observations dealt out to programs: sums and gradients are those of the parts run alone, to the bit. */
import { afterAll, describe, expect, test } from "vitest";
import { type Numbers, type RowBuilder, RowEngine, traceRowProgram } from "../../../lib/kernels/index.js";
import { PartitionedRows, type RowPart } from "../../../lib/models/merging/partitionedRows.js";
import { normals, uniforms } from "../../kernels/gradients.js";

const engine = new RowEngine({ threads: 1 });
afterAll(() => engine.close());

const f32 = (values: Float64Array) => Float32Array.from(values);

/** A sum of k terms, with a network, a gathered parameter and noise. */
function programOf(terms: number) {
  return traceRowProgram((b: RowBuilder) => {
    let sum = b.constant(0);
    for (let k = 0; k < terms; k++) {
      const hidden = b.dense(b.column(`x${k}`, 2), { weights: "weights", bias: "bias", width: 3 });
      sum = sum.add(b.sum(hidden).mul(b.gather("table", `g${k}`))).add(b.noise("normal").mul(0.1));
    }
    return { nll: sum.sub(b.column("y")).square(), kl: b.gather("table", "g0").square() };
  });
}

/** Observations 0 … 29: every third has two terms, those from 24 on three. */
const shape = Array.from({ length: 30 }, (_, i) => (i >= 24 ? 3 : i % 3 === 1 ? 2 : 1));

function partOf(terms: number): RowPart {
  const observations = Int32Array.from(Array.from(shape.keys()).filter((i) => shape[i] === terms));
  const n = observations.length;
  return {
    program: programOf(terms),
    observations,
    columns: {
      y: f32(normals(n, `y ${terms}`)),
      ...Object.fromEntries(
        Array.from({ length: terms }, (_, k) => [`x${k}`, f32(normals(2 * n, `x ${terms} ${k}`))]),
      ),
    },
    indices: Object.fromEntries(
      Array.from({ length: terms }, (_, k) => [
        `g${k}`,
        Int32Array.from(uniforms(n, `g ${terms} ${k}`, 0, 8), Math.floor),
      ]),
    ),
  };
}

const parts = [1, 2, 3].map(partOf);
const parameters = {
  weights: f32(normals(6, "weights")),
  bias: f32(normals(3, "bias")),
  table: f32(normals(8, "table")),
};
const options = { step: 4, gathered: "sparse", outputGradients: { nll: 0.7, kl: 1.1 } } as const;

/** What each part gives by itself for its share of a batch. */
function alone(batch: Int32Array, seed: number) {
  return parts.map((part, p) => {
    const rows = Int32Array.from(
      Array.from(batch, (i) => part.observations.indexOf(i)).filter((row) => row >= 0),
    );
    const prepared = engine.prepare(part.program, part);
    const result = prepared.run(parameters, { ...options, rows, seed: seed + p * 0x1_0000 });
    prepared.release();
    return result;
  });
}

describe("a batch over three programs", () => {
  const all = new PartitionedRows(engine, parts);
  const batch = Int32Array.of(29, 0, 4, 7, 3, 1, 12, 25, 22, 2);
  const together = all.run(parameters, { ...options, rows: batch, seed: 9 });
  const each = alone(batch, 9);

  test("has the sums of the parts", () => {
    for (const name of ["nll", "kl"])
      expect(together.sums[name]).toBe(each.reduce((sum, { sums }) => sum + sums[name], 0));
  });

  test("has the gradients of the parts", () => {
    expect(Object.keys(together.gradients).sort()).toEqual(["bias", "weights"]);
    for (const [name, values] of Object.entries(together.gradients))
      values.forEach((value: number, i: number) => {
        expect(value, `${name}[${i}]`).toBe(each.reduce((sum, { gradients }) => sum + gradients[name][i], 0));
      });
  });

  test("has each gathered row once, ascending, with the parts' gradients added", () => {
    const { rows, values } = together.sparse.table;
    const expected = new Map<number, number>();
    for (const { sparse } of each)
      sparse.table.rows.forEach((row, k) => {
        expected.set(row, (expected.get(row) ?? 0) + sparse.table.values[k]);
      });
    expect(Array.from(rows)).toEqual(Array.from(expected.keys()).sort((a, b) => a - b));
    rows.forEach((row, k) => {
      expect(values[k]).toBe(expected.get(row));
    });
  });

  test("takes observations of a single part, and each as often as it is asked for", () => {
    const single = Int32Array.of(1, 4, 4);
    const found = all.run(parameters, { ...options, rows: single, seed: 9 });
    const [, second] = alone(single, 9);
    expect(found.sums).toEqual(second.sums);
    expect(Array.from(found.sparse.table.rows)).toEqual(Array.from(second.sparse.table.rows));
    expect(Array.from(found.sparse.table.values)).toEqual(Array.from(second.sparse.table.values));
  });

  test("without gradients: the sums alone", () => {
    const found = all.run(parameters, { rows: batch, seed: 9, step: 4, gradient: false });
    expect(found.sums).toEqual(together.sums);
    expect(found.gradients).toEqual({});
  });

  test("rows of different parts have noise of their own", () => {
    // the first row of each, of the same program: noise is of the row and the seed
    const noise = traceRowProgram((b) => ({ nll: b.noise("normal").mul(b.column("one")) }));
    const twins = [0, 1].map(
      (i): RowPart => ({
        program: noise,
        observations: Int32Array.of(i),
        columns: { one: Float32Array.of(1) },
        indices: {},
      }),
    );
    const rows = new PartitionedRows(engine, twins);
    const of = (i: number) => rows.run({}, { rows: Int32Array.of(i), seed: 3, gradient: false }).sums.nll;
    expect(of(0)).not.toBe(of(1));
    rows.release();
  });

  test("what is released gives its memory back", () => {
    all.release();
    expect(() => all.run(parameters, { ...options, rows: batch })).toThrow("got a run after their release");
  });
});

test("one part is the rows as prepared: same bits, rows one by one too", () => {
  const part: RowPart = { ...parts[0], observations: Int32Array.from(parts[0].observations.keys()) };
  const single = new PartitionedRows(engine, [part]);
  const prepared = engine.prepare(part.program, part);
  const rows = Int32Array.of(5, 2, 0);
  const run = { ...options, rows, seed: 2 };
  const copied = (value: { sums: object; gradients: Readonly<Record<string, Numbers>>; sparse: object }) =>
    structuredClone({ sums: value.sums, gradients: value.gradients, sparse: value.sparse });
  expect(copied(single.run(parameters, run))).toEqual(copied(prepared.run(parameters, run)));
  prepared.release();
  single.release();
});

/** What a term of a row reads: its own columns and indices, and everybody's parameters. */
import { expect, test } from "vitest";
import { perRow, runRowProgramReference, traceRowProgram } from "../../../lib/kernels/index.js";
import { renamedSource, termName, termSource } from "../../../lib/models/merging/rowSource.js";

test("the first term has the plain names, the k-th those with #k", () => {
  expect([0, 1, 2].map((k) => termName("expected", k))).toEqual(["expected", "expected#1", "expected#2"]);
});

const columns = {
  x: Float64Array.of(1, 2, 3),
  "x#1": Float64Array.of(10, 20, 30),
  "pair#1": Float64Array.of(1, 2, 3, 4, 5, 6),
};
const indices = { at: Int32Array.of(0, 1, 0), "at#1": Int32Array.of(1, 1, 0) };
const parameters = {
  values: Float64Array.of(5, 7),
  shift: Float64Array.of(100),
  weights: Float64Array.of(2, -1),
  bias: Float64Array.of(0.5),
};

test("columns and indices of a term are its own, parameters shared; values of terms can be added", () => {
  const program = traceRowProgram((b) => {
    const of = (k: number) => {
      const source = termSource(b, k);
      return source.column("x").add(source.gather("values", "at")).add(source.parameter("shift", 1));
    };
    return { first: perRow(of(0)), second: perRow(of(1)), sum: perRow(of(0).add(of(1))) };
  });
  expect(program.parameters.map(({ name }) => name).sort()).toEqual(["shift", "values"]);
  const { perRow: rows } = runRowProgramReference(program, { columns, indices, parameters });
  expect(Array.from(rows.first)).toEqual([106, 109, 108]);
  expect(Array.from(rows.second)).toEqual([117, 127, 135]);
  expect(Array.from(rows.sum)).toEqual([223, 236, 243]);
});

test("layers, slices, sums and noise are those of the builder", () => {
  const program = traceRowProgram((b) => {
    const source = termSource(b, 1);
    const pair = source.column("pair", 2);
    return {
      dense: perRow(source.dense(pair, { weights: "weights", bias: "bias", width: 1 })),
      sum: perRow(source.sum(pair)),
      swapped: perRow(source.sum(source.concat(pair.slice(1), source.slice(pair, 0, 1)).mul(pair))),
      constant: perRow(source.constant(3)),
      noise: perRow(source.noise("uniform")),
    };
  });
  const plain = traceRowProgram((b) => ({ noise: perRow(b.noise("uniform")) }));
  const inputs = { columns, indices, parameters };
  const { perRow: rows } = runRowProgramReference(program, inputs, { seed: 3, rowCount: 3 });
  expect(Array.from(rows.dense)).toEqual([0.5, 2.5, 4.5]);
  expect(Array.from(rows.sum)).toEqual([3, 7, 11]);
  expect(Array.from(rows.swapped)).toEqual([4, 24, 60]);
  expect(Array.from(rows.constant)).toEqual([3, 3, 3]);
  expect(rows.noise).toEqual(
    runRowProgramReference(plain, { parameters: {} }, { seed: 3, rowCount: 3 }).perRow.noise,
  );
});

test("layer normalisation too, and renaming twice", () => {
  const program = traceRowProgram((b) => {
    const source = renamedSource(termSource(b, 1), (name) => (name === "both" ? "pair" : name));
    return {
      values: perRow(
        source.sum(source.layerNorm(source.column("both", 2), { gain: "weights", offset: "shifts" })),
      ),
    };
  });
  const direct = traceRowProgram((b) => ({
    values: perRow(b.sum(b.layerNorm(b.column("pair#1", 2), { gain: "weights", offset: "shifts" }))),
  }));
  const inputs = { columns, parameters: { ...parameters, shifts: Float64Array.of(0.1, 0.2) } };
  expect(runRowProgramReference(program, inputs).perRow).toEqual(
    runRowProgramReference(direct, inputs).perRow,
  );
});

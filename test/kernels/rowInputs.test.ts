import { expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../lib/errors.js";
import { traceRowProgram } from "../../lib/kernels/index.js";
import { bindInputs, type RowInputs, type RowRunOptions } from "../../lib/kernels/rowInputs.js";

const program = traceRowProgram((b) => ({
  out: b
    .dense(b.column("metadata", 2), { weights: "w", width: 1 })
    .add(b.gather("F", "reflection", 1))
    .mul(b.column("SIGI")),
}));
const inputs: RowInputs = {
  parameters: { w: new Float64Array(2), F: new Float64Array(5) },
  columns: { metadata: new Float64Array(6), SIGI: new Float64Array(3) },
  indices: { reflection: Int32Array.of(0, 4, 2) },
};

test("inputs come in the program's order", () => {
  const bound = bindInputs(program, inputs, { rows: Int32Array.of(2, 2, 1, 0) });
  expect(bound.columns.map(({ length }) => length)).toEqual([6, 3]);
  expect(bound.parameters.map(({ length }) => length)).toEqual([2, 5]);
  expect(bound.rowCount).toBe(4);
  expect(bindInputs(program, inputs).rowCount).toBe(3);
  expect(bound.outputGradients).toEqual([1]);
});

const wrong: [string, Partial<RowInputs>, RowRunOptions, string][] = [
  [
    "length of a parameter",
    { parameters: { w: new Float64Array(3), F: new Float64Array(5) } },
    {},
    "parameter w: got 3 numbers, expected 2",
  ],
  [
    "rows that disagree",
    { columns: { metadata: new Float64Array(6), SIGI: new Float64Array(4) } },
    {},
    "column SIGI: got 4 rows, expected 3 as in the others",
  ],
  [
    "a torn column",
    { columns: { metadata: new Float64Array(5), SIGI: new Float64Array(3) } },
    {},
    "column metadata: got 5 numbers, expected a multiple of its width 2",
  ],
  [
    "an index out of range",
    { indices: { reflection: Int32Array.of(0, 5, 2) } },
    {},
    "index column reflection into F, entry 1: got 5, expected 0 to 4",
  ],
  [
    "a negative index",
    { indices: { reflection: Int32Array.of(0, 1, -1) } },
    {},
    "index column reflection, entry 2: got -1, expected 0 or more",
  ],
  ["a row out of range", {}, { rows: Int32Array.of(0, 3) }, "row, entry 1: got 3, expected 0 to 2"],
  [
    "too few gradients",
    {},
    { outputGradients: { out: new Float64Array(2) } },
    "gradient of output out: got 2 numbers, expected 3, one per row run",
  ],
];

test.each(wrong)("%s", (_name, change, options, message) => {
  const run = () => bindInputs(program, { ...inputs, ...change }, options);
  expect(run).toThrow(InputError);
  expect(run).toThrow(message);
});

test("a way to give gradients that there is not", () => {
  const gathered = "spares" as "sparse";
  expect(() => bindInputs(program, inputs, { gathered })).toThrow(
    'gathered: got spares, expected "dense" or "sparse"',
  );
});

test("a missing name names the nearest", () => {
  const run = () =>
    bindInputs(program, { ...inputs, columns: { metadata: new Float64Array(6), SIGJ: new Float64Array(3) } });
  expect(run).toThrow(MissingColumnError);
  expect(run).toThrow("did you mean SIGJ?");
});

test("a program of parameters alone needs a number of rows", () => {
  const alone = traceRowProgram((b) => ({ x: b.parameter("x") }));
  expect(() => bindInputs(alone, { parameters: { x: new Float64Array(1) } })).toThrow("got no rowCount");
  expect(bindInputs(alone, { parameters: { x: new Float64Array(1) } }, { rowCount: 4 }).rowCount).toBe(4);
});

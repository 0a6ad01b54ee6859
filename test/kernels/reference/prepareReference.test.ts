import { expect, test } from "vitest";
import { MissingColumnError } from "../../../lib/errors.js";
import { prepareReference, runRowProgramReference, traceRowProgram } from "../../../lib/kernels/index.js";
import { integers } from "../gradients.js";
import { mergingModel } from "../models.js";

test("rows prepared once give what the reference gives", () => {
  const { program, inputs } = mergingModel(200, { layers: 2 });
  const rows = prepareReference(program, inputs);
  expect(rows.rowCount).toBe(200);
  for (const options of [{ step: 1 }, { step: 2, rows: integers(30, "rows", 200) }, { gradient: false }]) {
    const expected = runRowProgramReference(program, inputs, options);
    expect(rows.run(inputs.parameters, options)).toEqual(expected);
    expect(rows.runReference(inputs.parameters, options)).toEqual(expected);
  }
});

test("a program without data has no number of rows of its own", () => {
  const rows = prepareReference(
    traceRowProgram((b) => ({ x: b.parameter("x").square() })),
    {},
  );
  expect(rows.rowCount).toBeUndefined();
  expect(rows.run({ x: Float64Array.of(3) }, { rowCount: 4 }).sums.x).toBe(36);
});

test("columns are checked at once, parameters when it runs", () => {
  const { program, inputs } = mergingModel(20, { layers: 1 });
  expect(() => prepareReference(program, { ...inputs, columns: {} })).toThrow(MissingColumnError);
  expect(() => prepareReference(program, inputs).run({})).toThrow(MissingColumnError);
});

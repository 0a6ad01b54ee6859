import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { perRow, type RowValue, runRowProgramReference, traceRowProgram } from "../../lib/kernels/index.js";
import { rowsOf } from "./gradients.js";

test("what is computed twice is computed once; noises are told apart", () => {
  const program = traceRowProgram((b) => {
    const z = b.column("I").sub(b.gather("F", "reflection"));
    const again = b.column("I").sub(b.gather("F", "reflection"));
    return { out: z.mul(again).add(b.noise()).add(b.noise()) };
  });
  expect(program.instructions.map(({ op }) => op)).toEqual([
    "column",
    "gather",
    "binary",
    "binary",
    "noise",
    "binary",
    "noise",
    "binary",
  ]);
});

test("registers are numbered as the instructions that write them", () => {
  const program = traceRowProgram((b) => ({ out: b.column("x", 3).exp().sum() }));
  program.instructions.forEach(({ out }, k) => {
    expect(out.id).toBe(k);
  });
});

test("numbers that JSON cannot tell apart stay apart", () => {
  const program = traceRowProgram((b) => ({
    out: b.column("x").max(-Infinity).min(Infinity).add(0).add(-0).mul(b.constant(1)),
  }));
  expect(program.instructions.filter(({ op }) => op === "constant").length).toBe(5);
  expect(rowsOf(program, { parameters: {}, columns: { x: Float64Array.of(-2, 3) } })).toEqual([-2, 3]);
});

test("perRow keeps every row besides the sum", () => {
  const program = traceRowProgram((b) => ({ kept: perRow(b.column("x")), only: b.column("x").square() }));
  const { sums, perRow: rows } = runRowProgramReference(program, {
    parameters: {},
    columns: { x: Float64Array.of(1, 2) },
  });
  expect(sums).toEqual({ kept: 3, only: 5 });
  expect(rows).toEqual({ kept: Float64Array.of(1, 2) });
});

test("a parameter declared in two ways, a wide output, a value of another program, mismatched widths", () => {
  const message = (trace: Parameters<typeof traceRowProgram>[0]) => {
    expect(() => traceRowProgram(trace)).toThrow(InputError);
    try {
      traceRowProgram(trace);
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
    return "";
  };
  let foreign: RowValue | undefined;
  traceRowProgram((b) => {
    foreign = b.column("x");
    return { x: foreign };
  });
  expect(message((b) => ({ x: b.gather("F", "hkl").add(b.parameter("F")) }))).toBe(
    "parameter F: got use shared, shape [1], expected use gathered, shape [1] as where it was first used",
  );
  expect(message((b) => ({ x: b.column("m", 4) }))).toBe(
    "output x: got width 4, expected 1; sum over the features first",
  );
  expect(message((b) => ({ x: b.column("y").add(foreign ?? 0) }))).toContain(
    "row value of another row program",
  );
  expect(message((b) => ({ x: b.column("m", 4).add(b.column("n", 3)).sum() }))).toBe(
    "add: got widths 4 and 3, expected equal ones or 1",
  );
  expect(message((b) => ({ x: b.column("m", 4).slice(3, 2).sum() }))).toBe(
    "slice: got features 3 to 4, expected some of 0 to 3",
  );
  expect(message((b) => ({ x: b.concat() }))).toContain("concat: got no row values");
});

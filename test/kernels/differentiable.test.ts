import { expect, test } from "vitest";
import { differentiableRegisters } from "../../lib/kernels/differentiable.js";
import { traceRowProgram } from "../../lib/kernels/index.js";

test("a gradient flows from parameters on, not through data, noise or comparisons", () => {
  const program = traceRowProgram((b) => {
    const data = b.column("I").square().add(b.noise());
    const trained = b.gather("F", "reflection").add(b.parameter("a"));
    return { out: trained.lt(data).where(data, trained) };
  });
  const flows = differentiableRegisters(program);
  const ops = program.instructions.filter((_, k) => flows[k]).map(({ op }) => op);
  expect(ops).toEqual(["gather", "parameter", "binary", "where"]);
});

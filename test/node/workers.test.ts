import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { traceRowProgram } from "../../lib/kernels/index.js";
import { enableRelaxedSimd, nodeRowEngine } from "../../lib/node/workers.js";

test("an engine of Node has relaxed SIMD and a thread for every core", () => {
  expect(enableRelaxedSimd()).toBe(true);
  const engine = nodeRowEngine();
  expect(engine.variant).toBe("relaxed");
  expect(engine.workers.threads).toBe(availableParallelism());
  const program = traceRowProgram((b) => ({ out: b.column("x").mul(b.parameter("p")) }));
  const x = Float32Array.from({ length: 1000 }, (_, k) => k % 10);
  const { sums, gradients } = engine.prepare(program, { columns: { x } }).run({ p: Float32Array.of(2) });
  expect(sums.out).toBe(9000);
  expect(gradients.p).toEqual(Float32Array.of(4500));
  engine.close();
});

test("options given are kept", () => {
  const engine = nodeRowEngine({ threads: 1, variant: "plain" });
  expect([engine.variant, engine.workers.threads]).toEqual(["plain", 1]);
});

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { plainModule, sourceHash } from "../../../lib/kernels/wasm/wasmModules.js";

test("the compiled kernels were made from the sources as they are", () => {
  const folder = join(import.meta.dirname, "../../../lib/kernels/wasm/assembly");
  const sources = [
    "vectorMath.as",
    "normalMath.as",
    "noise.as",
    "rowKernel.as",
    "gradients.as",
    "build.mjs",
  ].map((name) => readFileSync(join(folder, name), "utf8"));
  expect(createHash("sha256").update(sources.join("\n")).digest("hex")).toBe(sourceHash);
});

test("their constants stay below the memory's reserve", () => {
  const module = new WebAssembly.Module(Buffer.from(plainModule, "base64"));
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  new WebAssembly.Instance(module, { env: { memory, abort() {} } });
  expect(
    Math.max(
      ...Array.from(new Uint8Array(memory.buffer), (byte, k) => (byte === 0 ? 0 : k)).filter((k) => k > 0),
    ),
  ).toBeLessThan(65536);
});

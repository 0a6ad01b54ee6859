/** What the words do is tested in rowRun.test.ts; here their form. */
import { expect, test } from "vitest";
import { encodeRun, gradientLayout, writeSettings } from "../../../lib/kernels/wasm/encode.js";
import { planStorage } from "../../../lib/kernels/wasm/storage.js";
import { mergingModel } from "../models.js";

const { program } = mergingModel(1, { layers: 2, width: 3 });

test("shared gradients lie one after the other; gathered ones have no place among them", () => {
  const { starts, count } = gradientLayout(program);
  const names = program.parameters.map(({ name }) => name);
  expect(count).toBe(9 + 3 + 9 + 3 + 6 + 2 + 1);
  expect(starts[names.indexOf("w1")]).toBe(12);
  expect(starts[names.indexOf("logError")]).toBe(count - 1);
});

test("the header points at a table of the instructions but slices and fused activations; settings are added", () => {
  const zeros = (items: readonly unknown[]) => items.map(() => 0);
  const { columns, indices, parameters, instructions, outputs } = program;
  const words = encodeRun(
    program,
    planStorage(program, true),
    {
      columns: zeros(columns),
      indices: zeros(indices),
      stride: 24,
      parameters: zeros(parameters),
      packed: zeros(instructions),
      gathered: zeros(instructions),
      rows: 7,
      seeds: zeros(outputs),
      perRow: zeros(outputs),
    },
    true,
    4096,
  );
  writeSettings(words, 4096, { seed: 2 ** 32 * 5 + 3, step: 6, outputGradients: [1] });
  expect(words[1]).toBe(
    instructions.filter((i) => i.op !== "slice" && !(i.op === "unary" && i.kind === "leakyRelu")).length,
  );
  expect([...words.subarray(2, 4), ...words.subarray(6, 9)]).toEqual([7, 1, 3, 5, 6]);
  const table = (words[0] - 4096) / 4;
  const first = (words[table] - 4096) / 4;
  expect(words[first]).toBe(0);
  expect(words[first + 2]).toBe(3);
  expect(words[first + 7]).toBe(24);
  expect(words[(words[4] - 4096) / 4 + 2]).toBe(0x3f800000);
});

import { expect, test } from "vitest";
import { traceRowProgram } from "../../../lib/kernels/index.js";
import { bindData } from "../../../lib/kernels/rowInputs.js";
import { EngineMemory } from "../../../lib/kernels/wasm/engineMemory.js";
import { placeData, placedData } from "../../../lib/kernels/wasm/placeData.js";

test("the columns and indices of a row lie together", () => {
  const program = traceRowProgram((b) => ({
    out: b.column("xy", 2).sum().add(b.gather("F", "i")).mul(b.column("z")).add(b.gather("G", "j")),
  }));
  const data = bindData(program, {
    columns: { z: Float64Array.of(10, 20), xy: Float32Array.of(1, 2, 3, 4) },
    indices: { j: Int32Array.of(7, 8), i: Int32Array.of(5, 6) },
  });
  const memory = new EngineMemory();
  const { address, columns, indices, stride } = placeData(memory, program, data);
  expect(stride).toBe(20);
  expect(columns.map((at) => at - address)).toEqual([0, 8]);
  expect(indices.map((at) => at - address)).toEqual([12, 16]);
  const row = (r: number) => [
    ...memory.float32(address + r * stride, 3),
    ...memory.int32(address + r * stride + 12, 2),
  ];
  expect(row(0)).toEqual([1, 2, 10, 5, 7]);
  expect(row(1)).toEqual([3, 4, 20, 6, 8]);
  expect(placedData(memory, program, { columns, indices, stride }, 2)).toEqual({
    columns: [Float32Array.of(1, 2, 3, 4), Float32Array.of(10, 20)],
    indices: [Int32Array.of(5, 6), Int32Array.of(7, 8)],
  });
});

test("a program without data has an address to give back all the same", () => {
  const program = traceRowProgram((b) => ({ x: b.parameter("x") }));
  const memory = new EngineMemory();
  const start = memory.arenaStart;
  memory.release(placeData(memory, program, bindData(program, {})).address);
  expect(memory.arenaStart).toBe(start);
});

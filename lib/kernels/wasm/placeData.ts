/**
 * Copies the data of a row program into the engine's memory, all columns of a row together: a row picked at random costs
 * one or two cache lines, not one for every column.
 */
import type { BoundData, Numbers } from "../rowInputs.js";
import type { RowProgram } from "../rowProgram.js";
import type { DataAddresses } from "./encode.js";
import type { EngineMemory } from "./engineMemory.js";

export interface PlacedData extends DataAddresses {
  /** What to give back in the end. */
  readonly address: number;
}

/** @throws InputError where the memory's limit is passed */
export function placeData(
  memory: EngineMemory,
  program: RowProgram,
  { columns, indices, rows = 0 }: BoundData,
): PlacedData {
  const words = program.columns.reduce((sum, { width }) => sum + width, program.indices.length);
  const address = memory.allocate(4 * words * rows);
  const floats = memory.float32(address, words * rows);
  const integers = memory.int32(address, words * rows);
  let first = 0;
  const place = (to: Float32Array | Int32Array, values: Numbers | Int32Array, width: number): number => {
    for (let r = 0; r < rows; r++)
      for (let j = 0; j < width; j++) to[r * words + first + j] = values[r * width + j];
    first += width;
    return address + 4 * (first - width);
  };
  return {
    address,
    columns: columns.map((values, c) => place(floats, values, program.columns[c].width)),
    indices: indices.map((values) => place(integers, values, 1)),
    stride: 4 * words,
  };
}

/** Copies of the columns as they lie there, in single precision, and of the indices. */
export function placedData(
  memory: EngineMemory,
  program: RowProgram,
  { columns, indices, stride }: DataAddresses,
  rows: number,
): { readonly columns: Float32Array[]; readonly indices: Int32Array[] } {
  const words = stride / 4;
  const read = <T extends Float32Array | Int32Array>(from: T, out: T): T => {
    const width = out.length / rows;
    for (let k = 0; k < out.length; k++) out[k] = from[Math.floor(k / width) * words + (k % width)];
    return out;
  };
  // what lies at an address, to the end of its last row
  const reach = (width: number) => Math.max(0, (rows - 1) * words + width);
  return {
    columns: columns.map((at, c) => {
      const { width } = program.columns[c];
      return read(memory.float32(at, reach(width)), new Float32Array(rows * width));
    }),
    indices: indices.map((at) => read(memory.int32(at, reach(1)), new Int32Array(rows))),
  };
}

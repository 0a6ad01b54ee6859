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

/** Danfo data frames to tables, as a plain function. */
import { type DanfoFrame, type FromDanfoOptions, initFromDanfo } from "./danfo.js";
import { ReflectionTable } from "./reflectionTable.js";

/** The table of a Danfo DataFrame; see {@link ReflectionTable.fromDanfo}. @throws InputError */
export function fromDanfo(frame: DanfoFrame, options: FromDanfoOptions): ReflectionTable {
  return new ReflectionTable(initFromDanfo(frame, options));
}

/** From MTZ and back. */
import { InputError } from "../errors.js";
import type { Mtz } from "../formats/mtz.js";
import type { ReflectionTable, ReflectionTableInit } from "./reflectionTable.js";

/** What the table of an MTZ is made from. */
export function initFromMtz(mtz: Mtz, _options: { readonly name?: string } = {}): ReflectionTableInit {
  throw new InputError(`not yet ${mtz.title}`);
}

/** The MTZ of a table. */
export function toMtz(table: ReflectionTable): Mtz {
  if (table.source !== undefined) return table.source;
  throw new InputError("not yet");
}

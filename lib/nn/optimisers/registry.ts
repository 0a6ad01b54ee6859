/**
 * All optimisers by name, for options and files that name one. A new optimiser is one file, its lines here, one test
 * and one row in docs/nn.md.
 */
import { fromTable } from "../options.js";
import { type AdamOptions, adam } from "./adam.js";
import type { Optimiser } from "./optimiserTypes.js";
import { type SgdOptions, sgd } from "./sgd.js";

/** An optimiser as plain data: its name and options. */
export type OptimiserSpec =
  | ({ readonly name: "adam" } & Partial<AdamOptions>)
  | ({ readonly name: "sgd" } & Partial<SgdOptions>);

export const optimisers: { readonly adam: typeof adam; readonly sgd: typeof sgd } = { adam, sgd };

/**
 * The optimiser named in `spec`, with its options.
 * @throws InputError for an unknown name, or an option that is unknown or out of range
 */
export function optimiser({ name, ...options }: OptimiserSpec): Optimiser {
  const table: Readonly<Record<string, (options: object) => Optimiser>> = optimisers;
  return fromTable("optimiser", table, name)(options);
}

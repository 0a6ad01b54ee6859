/** Options as plain objects: defaults filled in, misspelt names and numbers out of range refused in a sentence. */
import { InputError, nearestName } from "../errors.js";

/**
 * The options with defaults where they are not given.
 * @param what the thing the options are of, for the message: "adam"
 * @throws InputError for an option that has no default, which is one that is not known
 */
export function readOptions<T extends object>(what: string, given: Partial<T>, defaults: T): T {
  const known = Object.keys(defaults);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownName(`option of ${what}`, unknown, known);
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}

/** The entry of a table by its name. @throws InputError, with the nearest name, where there is none */
export function fromTable<T>(what: string, table: Readonly<Record<string, T>>, name: string): T {
  if (!Object.hasOwn(table, name)) throw unknownName(what, name, Object.keys(table));
  return table[name];
}

/** An interval of numbers: its ends, and whether they are outside of it. */
export interface Range {
  readonly low?: number;
  readonly high?: number;
  readonly openLow?: boolean;
  readonly openHigh?: boolean;
}

/** @throws InputError where the value is not a finite number in the range */
export function checkNumber(
  what: string,
  value: number,
  { low = -Infinity, high = Infinity, openLow = false, openHigh = false }: Range,
): void {
  const inside = (openLow ? value > low : value >= low) && (openHigh ? value < high : value <= high);
  if (Number.isFinite(value) && inside) return;
  const bounds: string[] = [];
  if (low > -Infinity) bounds.push(`${openLow ? "above" : "of at least"} ${low}`);
  if (high < Infinity) bounds.push(`${openHigh ? "below" : "of at most"} ${high}`);
  throw new InputError(`${what}: got ${value}, expected a number ${bounds.join(" and ")}`);
}

/** @throws InputError where the value is not a whole number of at least `low` */
export function checkCount(what: string, value: number, low = 1): void {
  if (!Number.isSafeInteger(value) || value < low)
    throw new InputError(`${what}: got ${value}, expected a whole number of at least ${low}`);
}

function unknownName(what: string, name: string, names: readonly string[]): InputError {
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return new InputError(`${what}: got ${name}, expected one of ${names.join(", ")}${hint}`);
}

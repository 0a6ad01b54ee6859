/**
 * The chemical elements: symbol, atomic number, atomic weight. Deuterium (D) is an element of number 1 here, as in
 * coordinate files; X is an atom of unknown element, number 0.
 * Source of the weights: IUPAC, standard atomic weights.
 */
import { InputError, nearestName } from "../errors.js";
import { elementTable } from "./elementTable.js";

/** One chemical element. */
export interface Element {
  /** As written, "Fe". */
  readonly symbol: string;
  /** Atomic number Z; 0 for X, unknown. */
  readonly number: number;
  /** Standard atomic weight, Da; 0 for X. */
  readonly weight: number;
}

const bySymbol = new Map<string, Element>([
  ["X", { symbol: "X", number: 0, weight: 0 }],
  ["D", { symbol: "D", number: 1, weight: 2.0141 }],
]);
elementTable.split(" ").forEach((word, i) => {
  const [symbol, weight] = word.split(":");
  bySymbol.set(symbol.toUpperCase(), { symbol, number: i + 1, weight: Number(weight) });
});

/** The element of a symbol in any letter case ("FE", "Fe"); undefined where there is none. */
export function findElement(symbol: string): Element | undefined {
  return bySymbol.get(symbol) ?? bySymbol.get(symbol.trim().toUpperCase());
}

/**
 * The element of a symbol in any letter case.
 * @throws InputError if there is none, naming the nearest
 */
export function elementOf(symbol: string): Element {
  const element = findElement(symbol);
  if (element === undefined) {
    const nearest = nearestName(
      symbol,
      [...bySymbol.values()].map((known) => known.symbol),
    );
    const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
    throw new InputError(`element: got ${JSON.stringify(symbol)}, expected a symbol such as C or Fe${hint}`);
  }
  return element;
}

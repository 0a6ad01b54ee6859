/**
 * Where a Miller index stands in a table: the index itself, else one that was measured as it, else a symmetry equivalent
 * (h R for an operation R of the space group), else a Friedel mate (−h R), else the nearest one in reciprocal space,
 * |h − h′| in Å⁻¹ with the metric of the cell.
 */
import { InputError, type MtzBlock, packHkl, type SpaceGroup, type UnitCell } from "friedel/browser";
import type { BlockCache } from "./blockCache.js";
import { isymColumn, measuredIndex, millerColumns, type ViewCrystal } from "./columns.js";
import { forEachBlock, type PassOptions, placesOf } from "./passes.js";

/** A Miller index. */
export type Hkl = readonly [number, number, number];

/** How what was found is related to what was asked for, the best first. */
export const matches = ["exact", "measured", "equivalent", "friedel", "nearest"] as const;
export type Match = (typeof matches)[number];

/** What was found. */
export interface FoundIndex {
  readonly match: Match;
  /** Place in the table as it is shown, from 0. */
  readonly place: number;
  /** Row of the file, from 0. */
  readonly row: number;
  /** The index that stands there. */
  readonly hkl: Hkl;
  /** Whether a better match is in the file, but kept out by the filter. */
  readonly hidden: boolean;
}

/** Reads an index as people type it: three integers, with blanks, commas, or in parentheses. @throws InputError */
export function parseHkl(text: string): Hkl {
  const words = text
    .replace(/[()[\]]/g, " ")
    .replace(/−/g, "-")
    .split(/[\s,;]+/)
    .filter((word) => word !== "");
  const numbers = words.map(Number);
  if (numbers.length !== 3 || words.some((word) => !/^[+-]?\d{1,5}$/.test(word))) {
    throw new InputError(`Miller index: got "${text.trim()}", expected three integers such as 1 -2 3`);
  }
  return [numbers[0], numbers[1], numbers[2]];
}

/** The keys of all equivalents of an index: those by operations, and those that are Friedel mates besides. */
export function equivalentKeys(
  [h, k, l]: Hkl,
  spaceGroup: SpaceGroup | undefined,
): { readonly plus: ReadonlySet<number>; readonly minus: ReadonlySet<number> } {
  const plus = new Set<number>();
  const minus = new Set<number>();
  for (const operation of spaceGroup?.primitiveOperations ?? []) {
    const [p, q, r] = operation.applyToHkl(h, k, l);
    plus.add(packHkl(p, q, r));
    minus.add(packHkl(-p, -q, -r));
  }
  if (spaceGroup === undefined) {
    plus.add(packHkl(h, k, l));
    minus.add(packHkl(-h, -k, -l));
  }
  return { plus, minus };
}

/**
 * Finds an index in the rows shown.
 * @param order the rows shown, in their order; undefined for all in the order of the file
 * @returns undefined where no row is shown, or the file has no Miller index
 * @throws InputError for an index that no file holds
 */
export async function findIndex(
  cache: BlockCache,
  crystal: ViewCrystal,
  wanted: Hkl,
  order: Int32Array | undefined,
  options?: PassOptions,
): Promise<FoundIndex | undefined> {
  const { header } = cache;
  const miller = millerColumns(header);
  if (miller === undefined) return undefined;
  const places = order === undefined ? undefined : placesOf(order, cache.rowCount);
  const isym = isymColumn(header);
  const { plus, minus } = equivalentKeys(wanted, crystal.spaceGroup);
  const exact = packHkl(...wanted);
  const best = new Best();
  const visit = (block: MtzBlock): void => {
    const [h, k, l] = miller.map((index) => block.column(index));
    for (let i = 0; i < block.rowCount; i++) {
      const row = block.from + i;
      const place = places === undefined ? row : places[row];
      const key = keyOf(h[i], k[i], l[i]);
      if (key === undefined) continue;
      const hkl = [h[i], k[i], l[i]] as const;
      let match: Match = "nearest";
      if (key === exact) match = "exact";
      else if (plus.has(key)) match = "equivalent";
      else if (minus.has(key)) match = "friedel";
      if (match === "nearest") {
        if (place >= 0) best.offer(match, place, row, hkl, distance(crystal.cell, wanted, hkl));
        continue;
      }
      if (match !== "exact" && isym >= 0 && crystal.spaceGroup !== undefined) {
        const observed = measuredIndex(crystal.spaceGroup, block, i, miller, isym);
        if (observed?.every((value, axis) => value === wanted[axis])) match = "measured";
      }
      best.offer(match, place, row, hkl, 0);
    }
  };
  await forEachBlock(cache, visit, options);
  return best.found;
}

/** The key of an index, undefined where it is missing or none. */
export function keyOf(h: number, k: number, l: number): number | undefined {
  // indices beyond 32767 are no indices of a crystal
  const sound = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < 32768;
  return sound(h) && sound(k) && sound(l) ? packHkl(h, k, l) : undefined;
}

/** Squared distance in Å⁻²; in units of indices where the cell is impossible. */
function distance(cell: UnitCell | undefined, [h, k, l]: Hkl, [p, q, r]: Hkl): number {
  if (cell === undefined) return (h - p) ** 2 + (k - q) ** 2 + (l - r) ** 2;
  return cell.inverseDSquared(h - p, k - q, l - r);
}

/** The best of what is offered: by match, then distance, then place. */
class Best {
  found: FoundIndex | undefined;
  #distance = Number.POSITIVE_INFINITY;
  #hiddenRank: number = matches.length;

  offer(match: Match, place: number, row: number, hkl: Hkl, distance: number): void {
    const rank = matches.indexOf(match);
    if (place < 0) {
      this.#hiddenRank = Math.min(this.#hiddenRank, rank);
      this.#renew();
      return;
    }
    const before = this.found === undefined ? matches.length : matches.indexOf(this.found.match);
    const better =
      rank < before ||
      (rank === before &&
        (distance < this.#distance ||
          (distance === this.#distance && place < (this.found?.place ?? Number.POSITIVE_INFINITY))));
    if (!better) return;
    this.found = { match, place, row, hkl, hidden: this.#hiddenRank < rank };
    this.#distance = distance;
  }

  #renew(): void {
    const { found } = this;
    if (found === undefined) return;
    this.found = { ...found, hidden: this.#hiddenRank < matches.indexOf(found.match) };
  }
}

const signed = (value: number): string => (value < 0 ? `−${-value}` : String(value));

/** An index as the field writes it, with a true minus sign. */
export function hklText(hkl: Hkl): string {
  return hkl.map(signed).join(" ");
}

/** One sentence on what was found. */
export function describeFound(wanted: Hkl, found: FoundIndex | undefined): string {
  if (found === undefined) return `${hklText(wanted)}: no row to go to`;
  const at = `row ${found.row + 1}`;
  const hidden = found.hidden ? "; a better match is kept out by the filter" : "";
  const here = hklText(found.hkl);
  switch (found.match) {
    case "exact":
      return `${here}: ${at}${hidden}`;
    case "measured":
      return `${hklText(wanted)} was measured as such and stands as ${here}: ${at}${hidden}`;
    case "equivalent":
      return `${hklText(wanted)} is not there, its symmetry equivalent ${here} is: ${at}${hidden}`;
    case "friedel":
      return `${hklText(wanted)} is not there, ${here}, equivalent to its Friedel mate, is: ${at}${hidden}`;
    default:
      return `${hklText(wanted)} is not there, nor an equivalent; the nearest is ${here}: ${at}${hidden}`;
  }
}

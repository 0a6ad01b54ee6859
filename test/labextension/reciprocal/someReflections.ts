/** Reflections for the tests of this room: small crystals with a column of intensities that tells the index. */

import type { Reflections } from "../../../labextension/src/reciprocal/reflections.js";
import { reflectionsOf } from "../../../labextension/src/reciprocal/reflections.js";
import { generateHkl } from "../../../lib/crystal/millerIndex.js";
import type { ColumnInit } from "../../../lib/table/columnTypes.js";
import { ReflectionTable } from "../../../lib/table/reflectionTable.js";

/** Columns H, K, L of interleaved indices. */
export function millerColumns(hkl: ArrayLike<number>): ColumnInit[] {
  return ["H", "K", "L"].map((label, axis) => ({
    label,
    type: "H",
    data: Int32Array.from({ length: hkl.length / 3 }, (_, i) => hkl[3 * i + axis]),
  }));
}

/** A value that tells an index from its equivalents. */
export function intensityOf(h: number, k: number, l: number): number {
  return 1000 + 100 * Math.sin(h) + 10 * Math.cos(2 * k) + l / 8;
}

/** A merged table of all unique reflections to dMin but those that `drop` names, with I and SIGI. */
export function mergedTable(
  cell: readonly number[],
  spaceGroup: string,
  dMin: number,
  drop: (h: number, k: number, l: number) => boolean = () => false,
): ReflectionTable {
  const all = generateHkl(cell, spaceGroup, dMin);
  const kept: number[] = [];
  for (let j = 0; j < all.length; j += 3)
    if (!drop(all[j], all[j + 1], all[j + 2])) kept.push(all[j], all[j + 1], all[j + 2]);
  const data = Float32Array.from({ length: kept.length / 3 }, (_, i) =>
    intensityOf(kept[3 * i], kept[3 * i + 1], kept[3 * i + 2]),
  );
  const columns: ColumnInit[] = [
    ...millerColumns(kept),
    { label: "I", type: "J", data },
    { label: "SIGI", type: "Q", data: data.map((value) => value / 20) },
  ];
  return new ReflectionTable({ columns, cell, spaceGroup, merged: true, name: "test.mtz" });
}

/** The same as reflections. */
export function someReflections(...parameters: Parameters<typeof mergedTable>): Reflections {
  return reflectionsOf(mergedTable(...parameters));
}

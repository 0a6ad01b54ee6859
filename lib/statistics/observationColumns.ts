/**
 * Which columns of an unmerged table hold intensities, sigmas, batch numbers and Friedel signs.
 * By CCP4 type: J intensities, Q their standard deviations, B batch number, Y M/ISYM (256·M + ISYM; odd ISYM: an I(+),
 * even: an I(−)). Source: CCP4 documentation, "MTZ format" and "mtzlib".
 */
import { InputError, MissingColumnError } from "../errors.js";
import type { ReflectionTable } from "../table/reflectionTable.js";

/**
 * Labels of the intensities and their sigmas: those asked for, else found by type.
 * @throws MissingColumnError naming the columns that exist; InputError where one asked for has another type
 */
export function intensityColumns(
  table: ReflectionTable,
  asked: { readonly intensity?: string; readonly sigma?: string } = {},
): { intensity: string; sigma: string } {
  const intensity = asked.intensity ?? findByType(table, "J", ["I", "IMEAN", "I_full"]) ?? "I";
  const sigma =
    asked.sigma ?? findByType(table, "Q", [`SIG${intensity}`, "SIGI", "SIGIMEAN"]) ?? `SIG${intensity}`;
  for (const label of [intensity, sigma]) {
    if (!table.has(label)) throw new MissingColumnError(label, table.labels, table.name);
  }
  for (const [label, types, meaning] of [
    [intensity, "JKR", "intensities (type J)"],
    [sigma, "QMR", "standard deviations (type Q)"],
  ] as const) {
    const { type } = table.column(label);
    if (!types.includes(type))
      throw new InputError(
        `column ${label} of ${table.name}: got type ${type}, expected ${meaning}; name another column`,
      );
  }
  return { intensity, sigma };
}

function findByType(table: ReflectionTable, type: string, preferred: readonly string[]): string | undefined {
  const labels = table.columns.filter((column) => column.type === type).map((column) => column.label);
  return preferred.find((label) => labels.includes(label)) ?? labels[0];
}

/** Batch number of each row: the column of type B, else BATCH; zeros where there is none. */
export function batchNumbers(table: ReflectionTable): Int32Array {
  const label = findByType(table, "B", ["BATCH"]) ?? (table.has("BATCH") ? "BATCH" : undefined);
  return label === undefined ? new Int32Array(table.length) : Int32Array.from(table.values(label));
}

/**
 * Asymmetric-unit Miller index of each row (3n interleaved) and 1 where it is of an I(−). Without an M/ISYM column the
 * indices are as observed. With one they were mapped, and it says which mate was observed; a row at minus an index of
 * the asymmetric unit (mates kept apart in one column) is an I(−), and an index in another asymmetric unit than CCP4's is
 * carried into CCP4's.
 */
export function friedelSigns(table: ReflectionTable): { hkl: Int32Array; minus: Uint8Array } {
  const { spaceGroup } = table;
  const given = table.hkl();
  const minus = new Uint8Array(table.length);
  const label = findByType(table, "Y", ["M/ISYM", "M_ISYM"]);
  if (label === undefined) {
    const { hkl, isym } = spaceGroup.mapToAsu(given);
    for (let i = 0; i < minus.length; i++) minus[i] = isym[i] % 2 === 0 ? 1 : 0;
    return { hkl, minus };
  }
  const values = table.values(label);
  for (let i = 0; i < minus.length; i++) {
    const even = values[i] % 2 === 0 ? 1 : 0;
    const h = given[3 * i];
    const k = given[3 * i + 1];
    const l = given[3 * i + 2];
    minus[i] = even;
    if (spaceGroup.isInAsu(h, k, l)) continue;
    const asu = spaceGroup.toAsu(h, k, l);
    given.set([asu.h, asu.k, asu.l], 3 * i);
    const opposite = spaceGroup.isInAsu(-h, -k, -l);
    minus[i] = opposite ? 1 : even ^ (asu.isym % 2 === 0 ? 1 : 0);
  }
  return { hkl: given, minus };
}

/**
 * Miller indices to the CCP4 asymmetric unit of reciprocal space and back. ISYM = 2n − 1 where h_asu = h R_n, and 2n
 * where h_asu = −h R_n; the M/ISYM column holds 256 M + ISYM, M being the partiality flag. Going back h = ±h_asu R_n⁻¹.
 * n counts the operations in the order of the file's SYMM records, which a SpaceGroup read from a file keeps.
 * A table has an M/ISYM column if and only if its indices were mapped, so mapping twice is mapping once.
 * Source: CCP4 MTZ format documentation; International Tables B, section 1.4.2.
 */
import type { SpaceGroup } from "../crystal/spaceGroup.js";
import { InputError } from "../errors.js";
import type { ColumnInit } from "./columnTypes.js";
import { hasPhases, moveToEquivalent, withMillerIndices } from "./equivalents.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** Options of {@link hklToAsu}. */
export interface AsuOptions {
  /**
   * Leaves acentric Friedel minus reflections in the minus half: their index is −h_asu, so that mates keep rows apart
   * (one-column anomalous data). Default false: everything goes to the asu.
   */
  readonly anomalous?: boolean;
}

const isymLabel = "M/ISYM";
const partialLabel = "PARTIAL";

/**
 * Maps Miller indices to the asu; adds or renews the M/ISYM column (type Y), and moves phases, Hendrickson–Lattman
 * coefficients, anomalous differences and columns of Friedel mates along. Phases come out in −180 … 180.
 * A PARTIAL column (from {@link hklToObserved}) goes back into M/ISYM.
 * @throws InputError for missing Miller indices, or an M/ISYM that the space group does not know
 */
export function hklToAsu(table: ReflectionTable, options: AsuOptions = {}): ReflectionTable {
  const known = findIsym(table);
  const observed = known === undefined ? table : hklToObserved(table);
  const group = observed.spaceGroup;
  const from = observed.hkl();
  const { hkl, isym } = group.mapToAsu(from);
  const apart =
    options.anomalous === true ? group.centricFlags(hkl).map((centric) => 1 - centric) : undefined;
  const mate = new Uint8Array(observed.length);
  for (let i = 0; i < mate.length; i++) {
    if (isym[i] % 2 === 1) continue;
    if (apart?.[i] === 1) {
      for (let axis = 0; axis < 3; axis++) hkl[3 * i + axis] = 0 - hkl[3 * i + axis];
    } else mate[i] = 1;
  }
  const shift = hasPhases(observed) ? phaseShifts(observed, from, isym) : undefined;
  const columns = withMillerIndices(observed, moveToEquivalent(observed, { mate, shift }), hkl);
  const partial = columns.findIndex((column) => column.label === partialLabel && column.type === "I");
  const flags = partial >= 0 ? columns.splice(partial, 1)[0].data : undefined;
  const afterIndex = 1 + columns.findIndex((column) => column.label === observed.millerLabels[2]);
  const place = known === undefined ? afterIndex : table.labels.indexOf(known);
  const data = flags === undefined ? isym : isym.map((value, i) => value + 256 * flags[i]);
  const { datasetId } = table.column(known ?? table.millerLabels[2]);
  columns.splice(place, 0, { label: known ?? isymLabel, type: "Y", data, datasetId });
  return observed.derive({ columns, merged: table.merged });
}

/**
 * Maps Miller indices back to where they were observed, by the M/ISYM column, which goes away; phases and the like
 * move along. Where a row of M/ISYM holds a partiality flag, the flags are kept in an integer column PARTIAL.
 * @throws InputError where there is no M/ISYM column, or a value in it that the space group does not know
 */
export function hklToObserved(table: ReflectionTable): ReflectionTable {
  const { label, partial, mate, hkl, isym } = mappedBack(table);
  const shift = hasPhases(table) ? phaseShifts(table, hkl, isym) : undefined;
  if (shift !== undefined) {
    // φ_asu = ±(φ + shift) ⇔ φ = ±(φ_asu ∓ shift)
    for (let i = 0; i < shift.length; i++) shift[i] *= mate[i] === 1 ? 1 : -1;
  }
  const columns = withMillerIndices(table, moveToEquivalent(table, { mate, shift }), hkl).flatMap(
    (column): ColumnInit[] => {
      if (column.label !== label) return [column];
      return partial === undefined ? [] : [{ ...column, label: partialLabel, type: "I", data: partial }];
    },
  );
  return table.derive({ columns, merged: table.merged });
}

/**
 * Miller indices as observed, 3n: those of {@link hklToObserved} without its table; as they are where no column of type Y
 * tells where they come from.
 * @throws InputError as {@link hklToObserved}
 */
export function observedHkl(table: ReflectionTable): Int32Array {
  return table.columns.some(({ type }) => type === "Y") ? mappedBack(table).hkl : table.hkl();
}

/** The observed indices, by which M/ISYM, and which rows are Friedel mates. */
function mappedBack(table: ReflectionTable) {
  const label = findIsym(table);
  if (label === undefined) {
    throw new InputError(
      `M/ISYM column of ${table.name}: got none among ${table.labels.join(", ") || "no columns"}, expected one of ` +
        "type Y as hklToAsu makes it",
    );
  }
  const { isym, partial } = splitIsym(table, label);
  const mapped = table.hkl();
  const inAsu = table.spaceGroup.asuFlags(mapped);
  const mate = new Uint8Array(table.length);
  for (let i = 0; i < mate.length; i++) {
    if (isym[i] % 2 === 1) continue;
    // hklToAsu with `anomalous` leaves an acentric minus reflection at −h_asu, which is the observed h times R_n
    if (inAsu[i] === 1) mate[i] = 1;
    else for (let axis = 0; axis < 3; axis++) mapped[3 * i + axis] = 0 - mapped[3 * i + axis];
  }
  return { label, isym, partial, mate, hkl: table.spaceGroup.mapFromAsu(mapped, isym).hkl };
}

/** Whether two groups have the same operations in the same order, so that an M/ISYM means the same in both. */
export function sameOrder(one: SpaceGroup, other: SpaceGroup): boolean {
  if (one === other) return true;
  const [ours, theirs] = [one.primitiveOperations, other.primitiveOperations];
  return ours.length === theirs.length && ours.every((operation, i) => operation.equals(theirs[i]));
}

/** Label of the M/ISYM column: type Y and named so, or the only one of that type in an unmerged table. */
export function findIsym(table: ReflectionTable): string | undefined {
  const labels = table.columns.filter((column) => column.type === "Y").map((column) => column.label);
  const named = labels.find((label) => label === isymLabel || label === "M_ISYM");
  return named ?? (labels.length === 1 && !table.merged ? labels[0] : undefined);
}

function splitIsym(
  table: ReflectionTable,
  label: string,
): { isym: Int32Array; partial: Int32Array | undefined } {
  const values = table.values(label);
  const isym = new Int32Array(values.length);
  const partial = new Int32Array(values.length);
  const highest = 2 * table.spaceGroup.primitiveOperations.length;
  let flagged = false;
  for (let i = 0; i < values.length; i++) {
    isym[i] = values[i] % 256;
    partial[i] = (values[i] - isym[i]) / 256;
    if (partial[i] !== 0) flagged = true;
    if (!(isym[i] >= 1 && isym[i] <= highest)) {
      throw new InputError(
        `${label} in row ${i} of ${table.name}: got ${values[i]}, expected a symmetry number from 1 to ${highest} ` +
          `as space group ${table.spaceGroup} has (after taking 256 M away)`,
      );
    }
  }
  return { isym, partial: flagged ? partial : undefined };
}

/** −2π h·t_n of each row, h being the observed index. */
function phaseShifts(table: ReflectionTable, hkl: Int32Array, isym: Int32Array): Float64Array {
  const operations = table.spaceGroup.primitiveOperations;
  const shift = new Float64Array(isym.length);
  for (let i = 0; i < shift.length; i++) {
    shift[i] = operations[(isym[i] - 1) >> 1].phaseShift(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]);
  }
  return shift;
}

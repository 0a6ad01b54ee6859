/**
 * Everything that is known of one reflection: d, symmetry (multiplicity, ε, centric, absent), the values of its row, its Friedel
 * mate with the differences, and the equivalents that are in the data.
 */
import { isIntegerType } from "friedel/browser";
import { moveIndex, type Vector3 } from "./lattice.js";
import type { Reflections } from "./reflections.js";
import { formatNumber } from "./scales.js";

/** A value with its label. */
export interface LabelledValue {
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

/** The difference of Friedel mates in one column. */
export interface MateDifference {
  readonly label: string;
  readonly plus: number;
  readonly minus: number;
  readonly difference: number;
}

/** One of the data that is equivalent. */
export interface Equivalent {
  readonly hkl: Vector3;
  readonly row: number;
  /** Whether it is related by way of a Friedel mate. */
  readonly mate: boolean;
}

/** What a pick shows. */
export interface ReflectionDetails {
  readonly hkl: Vector3;
  /** Å */
  readonly d: number;
  readonly multiplicity: number;
  readonly epsilon: number;
  readonly centric: boolean;
  readonly absent: boolean;
  /** The row whose values these are; undefined where no equivalent is in the data. */
  readonly row: number | undefined;
  readonly values: readonly LabelledValue[];
  /** The reflection with opposite signs, if its values can be told apart. */
  readonly mateIndex: Vector3;
  readonly mates: readonly MateDifference[];
  /** All rows of the data that are equivalent, the row itself first. */
  readonly equivalents: readonly Equivalent[];
}

/**
 * The details of h k l.
 * @param row the row that was drawn there; by default that of h k l itself, or of the first equivalent
 */
export function reflectionDetails(reflections: Reflections, hkl: Vector3, row?: number): ReflectionDetails {
  const { spaceGroup, cell } = reflections;
  const [h, k, l] = hkl;
  const rows = reflections.rowsOf(h, k, l);
  const own = row ?? rows.find((candidate) => isAt(reflections, candidate, hkl)) ?? rows[0];
  const centric = spaceGroup.isCentric(h, k, l);
  const reference = spaceGroup.toAsu(h, k, l).isym & 1;
  const equivalents = Array.from(
    rows,
    (other): Equivalent => ({
      hkl: reflections.index(other),
      row: other,
      mate: !centric && (reflections.asu.isym[other] & 1) !== reference,
    }),
  );
  equivalents.sort((a, b) => Number(b.row === own) - Number(a.row === own) || a.row - b.row);
  return {
    hkl,
    d: cell.dSpacing(h, k, l),
    multiplicity: spaceGroup.multiplicity(h, k, l),
    epsilon: spaceGroup.epsilon(h, k, l),
    centric,
    absent: spaceGroup.isAbsent(h, k, l),
    row: own,
    values: own === undefined ? [] : valuesOfRow(reflections, own),
    mateIndex: moveIndex([-1, 0, 0, 0, -1, 0, 0, 0, -1], hkl),
    mates: centric || own === undefined ? [] : mateDifferences(reflections, own, equivalents),
    equivalents,
  };
}

function isAt(reflections: Reflections, row: number, [h, k, l]: Vector3): boolean {
  const [p, q, r] = reflections.index(row);
  return p === h && q === k && r === l;
}

function valuesOfRow({ columns }: Reflections, row: number): LabelledValue[] {
  return columns.map(({ label, type, data }) => ({
    label,
    value: data[row],
    text: isIntegerType(type) && Number.isInteger(data[row]) ? String(data[row]) : formatNumber(data[row]),
  }));
}

/** From columns of both mates in one row, else from the first row of the data that is a mate. */
function mateDifferences(
  { columns }: Reflections,
  row: number,
  equivalents: readonly Equivalent[],
): MateDifference[] {
  const side = equivalents.find((equivalent) => equivalent.row === row)?.mate;
  const other = equivalents.find((equivalent) => equivalent.mate !== side);
  const found: MateDifference[] = [];
  for (const { label, type, data } of columns) {
    const minusLabel = label.includes("(+)") ? label.replace("(+)", "(-)") : undefined;
    const pair = columns.find((column) => column.label === minusLabel);
    if (pair !== undefined) found.push(difference(label.replace("(+)", ""), data[row], pair.data[row]));
    else if (other !== undefined && "JFEGKR".includes(type) && !/\([+-]\)/.test(label)) {
      const [plus, minus] = side ? [data[other.row], data[row]] : [data[row], data[other.row]];
      found.push(difference(label, plus, minus));
    }
  }
  return found;
}

function difference(label: string, plus: number, minus: number): MateDifference {
  return { label, plus, minus, difference: plus - minus };
}

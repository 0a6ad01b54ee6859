/**
 * What the space group says of each reflection: centric (some operation takes h to −h), systematically absent, ε (the
 * number of operations that leave h as it is); and how often each index stands in the table.
 * Source: International Tables B, section 1.4.2; Iwasaki & Ito (1977), Acta Cryst. A33, 227 (ε).
 */
import { groupBy } from "./groupBy.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** Adds the column CENTRIC (type I): 1 where the reflection is centric, else 0. */
export function labelCentrics(table: ReflectionTable): ReflectionTable {
  return table.with({
    label: "CENTRIC",
    type: "I",
    data: Int32Array.from(table.spaceGroup.centricFlags(table.hkl())),
  });
}

/** Adds the column ABSENT (type I): 1 where the reflection is systematically absent, else 0. */
export function labelAbsences(table: ReflectionTable): ReflectionTable {
  return table.with({
    label: "ABSENT",
    type: "I",
    data: Int32Array.from(table.spaceGroup.absenceFlags(table.hkl())),
  });
}

/** Without systematically absent reflections. */
export function removeAbsences(table: ReflectionTable): ReflectionTable {
  const absent = table.spaceGroup.absenceFlags(table.hkl());
  return table.filter((row) => absent[row] === 0);
}

/**
 * Adds the column EPSILON (type I): the number of operations that leave the index as it is.
 * @param options.centring counts the centring translations too; default false
 */
export function computeEpsilon(
  table: ReflectionTable,
  options: { centring?: boolean } = {},
): ReflectionTable {
  const factor = options.centring === true ? table.spaceGroup.centringTranslations.length : 1;
  const data = Int32Array.from(table.spaceGroup.epsilons(table.hkl()), (epsilon) => factor * epsilon);
  return table.with({ label: "EPSILON", type: "I", data });
}

/** Adds the column MULTIPLICITY (type I): the number of rows with the same Miller index as it stands in the table. */
export function computeMultiplicity(table: ReflectionTable): ReflectionTable {
  const groups = groupBy(table);
  const sizes = groups.sizes();
  const data = groups.groupOf().map((group) => sizes[group]);
  return table.with({ label: "MULTIPLICITY", type: "I", data });
}

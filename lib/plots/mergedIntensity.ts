/** The intensities (or amplitudes) of a merged table, whichever of the customary columns it has. */
import { InputError, MissingColumnError } from "../errors.js";
import type { ReflectionTable } from "../table/index.js";

/**
 * The values of column `label`; by default of `stem` ("I", "F"), `stem`MEAN, or the mean of `stem`(+) and `stem`(-),
 * in which a mate that is missing does not count.
 * @throws InputError for an unmerged table, MissingColumnError
 */
export function mergedIntensity(
  table: ReflectionTable,
  label?: string,
  stem: "I" | "F" | "SIGI" | "SIGF" = "I",
): Float64Array {
  if (!table.merged) {
    throw new InputError(
      `plot of ${table.name}: got unmerged observations, expected merged reflections; merge them first`,
    );
  }
  const single = [label, stem, `${stem}MEAN`].find((name) => name !== undefined && table.has(name));
  if (label !== undefined && single !== label) throw new MissingColumnError(label, table.labels, table.name);
  if (single !== undefined) return Float64Array.from(table.values(single));
  if (!table.has(`${stem}(+)`) || !table.has(`${stem}(-)`)) {
    throw new MissingColumnError(stem, table.labels, table.name);
  }
  const plus = table.values(`${stem}(+)`);
  const minus = table.values(`${stem}(-)`);
  const isSigma = stem.startsWith("SIG");
  return Float64Array.from(plus, (value, i) => {
    if (Number.isNaN(value)) return minus[i];
    if (Number.isNaN(minus[i])) return value;
    // Centric reflections stand in both columns with the same numbers: their σ is not that of a mean of two.
    if (isSigma) return value === minus[i] ? value : Math.hypot(value, minus[i]) / 2;
    return (value + minus[i]) / 2;
  });
}

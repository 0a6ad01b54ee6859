/**
 * French–Wilson amplitudes of a merged reflection table: columns F and SIGF from I and SIGI, or F(+) SIGF(+) F(-) SIGF(-)
 * from those of the mates. Σ of a reflection is ε times the local mean intensity; mates share it, for anomalous
 * scattering changes single intensities, not their mean. See frenchWilson.ts for the formula.
 */
import { InputError, MissingColumnError } from "../errors.js";
import type { ColumnInit } from "../table/columnTypes.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { frenchWilson } from "./frenchWilson.js";
import { type LocalIntensityOptions, localIntensity } from "./localIntensity.js";

/** Which columns. */
export interface FrenchWilsonTableOptions extends LocalIntensityOptions {
  /** Label of the intensities; "SIG" before it is their sigmas. Default: I(+) and I(-) if both are there, else I, else IMEAN. */
  readonly intensity?: string;
}

/**
 * The table with amplitudes before its intensities: F SIGF, or F(+) SIGF(+) F(-) SIGF(-). The intensities stay as they
 * are; a missing one gives a missing amplitude.
 * @throws InputError for an unmerged table; MissingColumnError without intensities
 */
export function addFrenchWilsonAmplitudes(
  table: ReflectionTable,
  options: FrenchWilsonTableOptions = {},
): ReflectionTable {
  if (!table.merged) {
    throw new InputError(
      `French-Wilson amplitudes of ${table.name}: got unmerged observations, expected merged intensities; merge first`,
    );
  }
  const sources = intensityLabels(table, options.intensity);
  const hkl = table.hkl();
  const { cell, spaceGroup } = table;
  const inverseDSquared = new Float64Array(table.length);
  const epsilon = new Float64Array(table.length);
  const centric = new Uint8Array(table.length);
  for (let i = 0; i < table.length; i++) {
    const [h, k, l] = hkl.subarray(3 * i, 3 * i + 3);
    inverseDSquared[i] = cell.inverseDSquared(h, k, l);
    epsilon[i] = spaceGroup.epsilon(h, k, l);
    centric[i] = spaceGroup.isCentric(h, k, l) ? 1 : 0;
  }
  const pairs = sources.map((label) => [
    Float64Array.from(table.values(label)),
    Float64Array.from(table.values(`SIG${label}`)),
  ]);
  const mean = averageOfPresent(pairs.map(([intensity]) => intensity));
  const wilson = localIntensity(inverseDSquared, mean, epsilon, options).mean.map(
    (value, i) => value * epsilon[i],
  );
  const columns: ColumnInit[] = [];
  sources.forEach((label, mate) => {
    const [intensity, sigma] = pairs[mate];
    const { amplitude, amplitudeSigma } = frenchWilson(intensity, sigma, wilson, centric);
    const suffix = label.match(/\([+-]\)$/)?.[0] ?? "";
    const datasetId = table.column(label).datasetId;
    const [type, sigmaType] = suffix === "" ? (["F", "Q"] as const) : (["G", "L"] as const);
    columns.push({ label: `F${suffix}`, type, data: Float32Array.from(amplitude), datasetId });
    columns.push({
      label: `SIGF${suffix}`,
      type: sigmaType,
      data: Float32Array.from(amplitudeSigma),
      datasetId,
    });
  });
  return insertBefore(table, sources[0], columns);
}

function intensityLabels(table: ReflectionTable, asked: string | undefined): string[] {
  const candidates = asked === undefined ? [["I(+)", "I(-)"], ["I"], ["IMEAN"]] : [[asked]];
  const found = candidates.find((labels) => labels.every((label) => table.has(label)));
  if (found === undefined) throw new MissingColumnError(asked ?? "I", table.labels, table.name);
  for (const label of found) {
    if (!table.has(`SIG${label}`)) throw new MissingColumnError(`SIG${label}`, table.labels, table.name);
  }
  return found;
}

/** Element-wise mean of what is not NaN. */
function averageOfPresent(series: readonly Float64Array[]): Float64Array {
  return series[0].map((_, i) => {
    const present = series.map((values) => values[i]).filter((value) => !Number.isNaN(value));
    return present.length === 0
      ? Number.NaN
      : present.reduce((sum, value) => sum + value, 0) / present.length;
  });
}

/** `columns` put before the column `label`, in place of any that had their labels. */
function insertBefore(
  table: ReflectionTable,
  label: string,
  columns: readonly ColumnInit[],
): ReflectionTable {
  const labels = columns.map((column) => column.label);
  const others: ColumnInit[] = table.columns.filter((column) => !labels.includes(column.label));
  const place = others.findIndex((column) => column.label === label);
  return table.derive({ columns: [...others.slice(0, place), ...columns, ...others.slice(place)] });
}

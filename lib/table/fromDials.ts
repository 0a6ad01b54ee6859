/**
 * Tables from DIALS files (.refl with its .expt): unmerged observations in the CCP4 asu under the labels of `dials.export`
 * (H K L M/ISYM BATCH I SIGI XDET YDET ROT LP QE FRACTIONCALC), with WAVELENGTH, and of stills ewald_offset. What was
 * left out is counted in the history.
 */
import { InputError } from "../errors.js";
import type { DialsExperiments, DialsReflections } from "../formats/dialsTypes.js";
import { hklToAsu } from "./asu.js";
import type { ColumnInit, ColumnType } from "./columnTypes.js";
import { dialsColumn } from "./dialsColumns.js";
import { crystalsOfDials } from "./dialsCrystals.js";
import { dialsGeometryColumns, geometryOfDials } from "./dialsGeometry.js";
import {
  type DialsCounts,
  type DialsIntensity,
  type DialsRows,
  dialsRowColumns,
  indicesOfDials,
  isStill,
  selectDialsRows,
} from "./dialsRows.js";
import { type CrystalCellOptions, cellText } from "./isomorphism.js";
import { ReflectionTable } from "./reflectionTable.js";

/** Options of {@link fromDials}; tolerances are those of the cells of crystals in one file. */
export interface FromDialsOptions extends CrystalCellOptions {
  /** Which intensities. By default profile-fitted where a reflection was fitted, else summed. */
  readonly intensity?: DialsIntensity;
}

/** Columns of a reflection table that {@link fromDials} uses: no others need be read. */
export const dialsTableColumns: readonly string[] = [...dialsRowColumns, ...dialsGeometryColumns];

/**
 * The table of DIALS reflections.
 * @throws InputError where columns or experiments are missing, no reflection is integrated, or crystals differ;
 *   SymmetryError for an unknown space group
 */
export function fromDials(
  reflections: DialsReflections,
  experiments: DialsExperiments,
  options: FromDialsOptions = {},
): ReflectionTable {
  const { name } = reflections;
  const rows = selectDialsRows(reflections, experiments, options.intensity);
  const used = [...new Set(rows.experiment)].sort((one, other) => one - other);
  const crystals = used.map((place) => {
    const { crystal } = experiments.experiments[place];
    if (crystal === undefined)
      throw new InputError(
        `crystal of experiment ${place} in ${experiments.name}: got none, expected one; give the .expt file that was written with ${name}`,
      );
    return [place, crystal] as const;
  });
  const stills = used.every((place) => isStill(experiments.experiments[place].scan));
  const { cell, spaceGroup, others } = crystalsOfDials({ name: experiments.name, crystals, stills }, options);
  const kept = used.filter((place) => !others.has(place));
  const wavelength = medianWavelength(experiments, kept);
  const home = { project: "DIALS", crystal: "crystal", cell: cell.toArray() };
  const table = new ReflectionTable({
    columns: columnsOf(reflections, experiments, rows),
    cell,
    spaceGroup,
    merged: false,
    name,
    title: `DIALS, ${kept.length} ${stills ? "stills" : "scans"}`,
    // at most 80 letters, as MTZ files have them
    history: [
      ...historyOf(reflections, rows.counts, used.length),
      ...(others.size === 0
        ? []
        : [`DIALS: left out ${others.size} crystals of other cells than ${cellText(cell)}`]),
    ].map((line) => line.replace(/\p{Cc}/gu, " ").slice(0, 80)),
    datasets: [
      { id: 0, ...home, project: "HKL_base", crystal: "HKL_base", name: "HKL_base", wavelength: 0 },
      { id: 1, ...home, name: "DIALS", wavelength },
    ],
  });
  return hklToAsu(others.size === 0 ? table : table.filter((row) => !others.has(rows.experiment[row])));
}

function columnsOf(
  reflections: DialsReflections,
  experiments: DialsExperiments,
  rows: DialsRows,
): ColumnInit[] {
  const { row, intensity, sigma } = rows;
  const hkl = indicesOfDials(reflections);
  const { batch, position, panel, rotation, wavelength, ewaldOffset } = geometryOfDials(
    reflections,
    experiments,
    rows,
  );
  const own = (name: string): Float32Array | undefined => {
    const values = dialsColumn(reflections, name, "double");
    return values && Float32Array.from(row, (i) => values[i]);
  };
  const columns: [label: string, type: ColumnType, data: Int32Array | Float32Array | undefined][] = [
    ...["H", "K", "L"].map((label, axis): [string, ColumnType, Int32Array] => [
      label,
      "H",
      row.map((i) => hkl[3 * i + axis]),
    ]),
    ["BATCH", "B", batch],
    ["I", "J", intensity],
    ["SIGI", "Q", sigma],
    ["XDET", "R", position?.x],
    ["YDET", "R", position?.y],
    ["PANEL", "I", panel],
    ["ROT", "R", rotation],
    ["LP", "R", own("lp")],
    ["QE", "R", own(reflections.columns.has("qe") ? "qe" : "dqe")],
    ["FRACTIONCALC", "R", own("partiality")],
    ["WAVELENGTH", "R", wavelength],
    ["ewald_offset", "R", ewaldOffset],
  ];
  return columns.flatMap(([label, type, data]) => (data === undefined ? [] : [{ label, type, data }]));
}

/** Å; 0, the MTZ's "unknown", of a polychromatic beam. */
function medianWavelength({ experiments }: DialsExperiments, used: readonly number[]): number {
  const values = used.flatMap((place) => experiments[place].beam?.wavelength ?? []).sort((a, b) => a - b);
  return values.length === used.length ? values[values.length >> 1] : 0;
}

function historyOf({ unknown }: DialsReflections, counts: DialsCounts, experiments: number): string[] {
  const reasons: [count: number, reason: string][] = [
    [counts.unindexed, "without index"],
    [counts.notIntegrated, "not integrated"],
    [counts.excludedInScaling, "excluded in scaling"],
    [counts.varianceNotPositive, "without a positive variance"],
    [counts.correctionNotPositive, "that cannot be corrected (lp, qe, partiality, scale)"],
  ];
  const kinds: [count: number, kind: string][] = [
    [counts.profileFitted, "profile-fitted"],
    [counts.summed, "summed"],
    [counts.scaled, "scaled"],
  ];
  const some = (list: [number, string][]): string[] =>
    list.filter(([count]) => count > 0).map((words) => words.join(" "));
  return [
    `From DIALS: ${counts.used} of ${counts.total} reflections, ${experiments} experiments`,
    `DIALS: intensities ${some(kinds).join(", ")}`,
    ...some(reasons).map((words) => `DIALS: left out ${words}`),
    ...unknown.map(({ name, type }) => `DIALS: column ${name} not read, of unknown type ${type}`),
  ];
}

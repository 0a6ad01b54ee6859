/**
 * Statistics by resolution shell as a table for a page, whatever computed them: what has `shells`, each an object of numbers
 * with `dMax` and `dMin`, and `overall`. Columns that are undefined everywhere are left out, and a standard error stands
 * beside its value.
 */
import { isObject } from "../json.js";
import type { StatisticsColumn, StatisticsPayload } from "./mimeTypes.js";

/** Statistics by shell, as `mergingStatistics`, `run.statistics()`, `halfMergeStatistics` and `ccPred` give them. */
export interface ShellTable {
  readonly shells: readonly object[];
  readonly overall: object;
}

interface Known extends StatisticsColumn {
  /** By which the value is multiplied. */
  readonly factor?: number;
}

/** What the fields of the library's statistics are called, and mean. */
const known: Readonly<Record<string, Known>> = {
  dMax: { label: "d max (Å)", help: "Low-resolution limit of the shell", digits: 2 },
  dMin: { label: "d min (Å)", help: "High-resolution limit of the shell", digits: 2 },
  observations: { label: "Observations", help: "Measurements merged", digits: 0 },
  reflections: {
    label: "Reflections",
    help: "Unique reflections measured, Friedel mates together",
    digits: 0,
  },
  possible: { label: "Possible", help: "Unique reflections that exist in the shell", digits: 0 },
  multiplicity: { label: "Multiplicity", help: "Observations per unique reflection", digits: 2 },
  completeness: {
    label: "Complete (%)",
    help: "Unique reflections measured, of those that exist",
    digits: 1,
    factor: 100,
  },
  anomalousCompleteness: {
    label: "Anom. compl. (%)",
    help: "Acentric reflections of which both Friedel mates were measured, of those that exist",
    digits: 1,
    factor: 100,
  },
  anomalousMultiplicity: { label: "Anom. mult.", help: "Observations per Friedel mate", digits: 2 },
  meanIntensity: { label: "⟨I⟩", help: "Mean merged intensity" },
  meanIOverSigma: {
    label: "⟨I/σ(I)⟩",
    help: "Mean of merged intensity over its standard deviation",
    digits: 1,
  },
  meanFOverSigma: { label: "⟨F/σ(F)⟩", help: "Mean of amplitude over its standard deviation", digits: 1 },
  rMerge: { label: "Rmerge", help: "Σ|I − ⟨I⟩| / ΣI", digits: 3 },
  rMeas: {
    label: "Rmeas",
    help: "Σ √(n/(n−1)) |I − ⟨I⟩| / ΣI: Rmerge without the effect of multiplicity",
    digits: 3,
  },
  rPim: {
    label: "Rpim",
    help: "Σ √(1/(n−1)) |I − ⟨I⟩| / ΣI: the precision of the merged intensity",
    digits: 3,
  },
  ccHalf: {
    label: "CC1/2",
    help: "Correlation of intensities merged from two random halves of the data",
    digits: 3,
  },
  ccHalfError: { label: "±", help: "Standard error of CC1/2", digits: 3 },
  ccStar: {
    label: "CC*",
    help: "√(2 CC1/2 / (1 + CC1/2)): correlation with the true intensities",
    digits: 3,
  },
  rSplit: {
    label: "Rsplit",
    help: "(1/√2) Σ|I₁ − I₂| / ½Σ(I₁ + I₂) of two random halves of the data",
    digits: 3,
  },
  rSplitError: { label: "±", help: "Standard error of Rsplit", digits: 3 },
  ccAnomalous: {
    label: "CCanom",
    help: "Correlation of anomalous differences of two random halves of the data",
    digits: 3,
  },
  ccAnomalousError: { label: "±", help: "Standard error of CCanom", digits: 3 },
  anomalousSignal: {
    label: "|ΔI|/σ(ΔI)",
    help: "Mean anomalous difference over its mean standard deviation; 0.8 is noise",
    digits: 2,
  },
  ccPredTrain: {
    label: "CCpred",
    help: "Rank correlation of observed with predicted intensities, of those fitted to",
    digits: 3,
  },
  ccPredTest: {
    label: "CCpred test",
    help: "The same of observations held out: what the fit is judged by",
    digits: 3,
  },
  testObservations: { label: "Held out", help: "Observations held out from the fit", digits: 0 },
  pairs: { label: "Pairs", help: "Reflections that both halves have", digits: 0 },
  anomalousPairs: {
    label: "Anom. pairs",
    help: "Acentric reflections of which both halves have both mates",
    digits: 0,
  },
  "train.spearman": {
    label: "CCpred",
    help: "Rank correlation (Spearman) of observed with predicted intensities, of those fitted to",
    digits: 3,
  },
  "train.observations": { label: "Fitted to", help: "Observations fitted to", digits: 0 },
  "train.weighted": {
    label: "weighted",
    help: "Pearson's correlation with weights 1/σ², of observations fitted to",
    digits: 3,
  },
  "test.spearman": {
    label: "CCpred test",
    help: "Rank correlation of observations held out: what the fit is judged by",
    digits: 3,
  },
  "test.observations": { label: "Held out", help: "Observations held out from the fit", digits: 0 },
  "test.weighted": {
    label: "weighted, test",
    help: "Pearson's correlation with weights 1/σ², of observations held out",
    digits: 3,
  },
};

/** Whether a value is statistics by shell. */
export function isShellTable(value: unknown): value is ShellTable {
  if (!isObject(value) || !Array.isArray(value.shells) || !isObject(value.overall)) return false;
  return (
    value.shells.length > 0 &&
    value.shells.every((shell) => isObject(shell) && typeof shell.dMin === "number")
  );
}

/**
 * The table for a page.
 * @param title what stands above it
 * @param notes what is said below it
 */
export function statisticsPayload(
  { shells, overall }: ShellTable,
  {
    title = "Statistics by resolution",
    notes = [],
  }: { readonly title?: string; readonly notes?: readonly string[] } = {},
): StatisticsPayload {
  const rows = shells.map(flat);
  const last = flat(overall);
  const names = new Set([...rows, last].flatMap(Object.keys));
  const keys = [...names].filter(
    (key) => Object.hasOwn(known, key) && [...rows, last].some((row) => Number.isFinite(row[key])),
  );
  const cells = (row: Readonly<Record<string, number>>) =>
    keys.map((key) => (Number.isFinite(row[key]) ? row[key] * (known[key].factor ?? 1) : null));
  return {
    version: 1,
    title,
    columns: keys.map((key) => {
      const { factor: _, ...column } = known[key];
      return column;
    }),
    rows: rows.map(cells),
    overall: cells(last),
    notes,
  };
}

/** The numbers of a shell; those of an object inside it as "name.field". */
function flat(shell: object): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [key, value] of Object.entries(shell)) {
    if (typeof value === "number") found[key] = value;
    else if (isObject(value))
      for (const [inner, number] of Object.entries(value))
        if (typeof number === "number") found[`${key}.${inner}`] = number;
  }
  return found;
}

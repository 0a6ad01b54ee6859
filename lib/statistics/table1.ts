/**
 * "Table 1" of merging statistics: overall, lowest-resolution shell and (in parentheses, as journals print it) the highest,
 * followed by all shells; as text, and as JSON in which an undefined value is null. R factors and completeness are in
 * per cent. An undefined value is shown as –.
 */
import type { MergingStatistics, ShellStatistics } from "./mergingStatistics.js";
import type { DroppedObservations } from "./observations.js";
import type { PartialReport } from "./partials.js";

/** JSON of a shell: as {@link ShellStatistics}, null for what is undefined. */
export type Table1Shell = { readonly [key in keyof ShellStatistics]: number | null };

/** Table 1 as JSON. */
export interface Table1Json {
  readonly spaceGroup: string;
  readonly cell: readonly number[];
  readonly wavelength: number | null;
  readonly wilsonB: number | null;
  readonly outliers: number;
  readonly dropped: MergingStatistics["dropped"];
  /** Records marked as parts of spots, and what became of them. */
  readonly partials: number;
  readonly partialSums: MergingStatistics["partials"]["sums"];
  readonly overall: Table1Shell;
  readonly lowShell: Table1Shell;
  readonly highShell: Table1Shell;
  readonly shells: readonly Table1Shell[];
}

/** Table 1: its text is `toString()`; `JSON.stringify` takes it. */
export interface Table1 {
  toString(): string;
  toJSON(): Table1Json;
}

/** Table 1 of merging statistics. */
export function table1(statistics: MergingStatistics): Table1 {
  return {
    toString: () =>
      ["Table 1", "", ...heading(statistics), "", ...summary(statistics), "", ...shellTable(statistics)].join(
        "\n",
      ),
    toJSON: () => toJson(statistics),
  };
}

function toJson(statistics: MergingStatistics): Table1Json {
  const shells = statistics.shells.map(jsonShell);
  return {
    spaceGroup: statistics.spaceGroup,
    cell: statistics.cell,
    wavelength: statistics.wavelength ?? null,
    wilsonB: orNull(statistics.wilson?.bFactor),
    outliers: statistics.outliers.count,
    dropped: statistics.dropped,
    partials: statistics.partials.partial,
    partialSums: statistics.partials.sums,
    overall: jsonShell(statistics.overall),
    lowShell: shells[0],
    highShell: shells[shells.length - 1],
    shells,
  };
}

function orNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function jsonShell(shell: ShellStatistics): Table1Shell {
  const { dMax, dMin, observations, reflections, possible, ...others } = shell;
  const result: Record<string, number | null> = {
    dMax: orNull(dMax),
    dMin: orNull(dMin),
    observations,
    reflections,
    possible,
  };
  for (const [key, value] of Object.entries(others)) result[key] = orNull(value);
  return result as Table1Shell;
}

/** A number with `digits` decimals; – where it is undefined. */
export function format(value: number | undefined, digits: number, factor = 1): string {
  return value === undefined || !Number.isFinite(value) ? "–" : (factor * value).toFixed(digits);
}

/** How many observations were left out before merging, and why. */
export function droppedText(dropped: DroppedObservations): string {
  const reasons = [
    [dropped.missing, "missing"],
    [dropped.sigmaNotPositive, "with sigma zero or negative"],
    [dropped.systematicAbsence, "systematically absent"],
    [dropped.outsideResolution, "outside the resolution limits"],
    [dropped.incompletePartial, "parts of spots"],
    [dropped.weak, "below the I/σ cut-off"],
  ].filter(([count]) => count !== 0);
  const total = Object.values(dropped).reduce((sum: number, count: number) => sum + count, 0);
  return `${total}${reasons.length ? ` (${reasons.map((r) => r.join(" ")).join(", ")})` : ""}`;
}

/** What became of records that are parts of spots; nothing where there are none. */
export function partialText({ partial, flagged, sums }: PartialReport): string[] {
  const lines: string[] = [];
  const asTheyAre = partial - flagged;
  if (flagged > 0 && sums.policy === "keep") lines.push(`${flagged}, used as they are, one by one`);
  if (flagged > 0 && sums.policy === "drop") lines.push(`${flagged}, left out`);
  if (flagged > 0 && (sums.policy === "sum" || sums.policy === "scale")) {
    const unstated =
      sums.fractionNotStated > 0
        ? ` (of ${sums.fractionNotStated} the file does not say what fraction was recorded)`
        : "";
    lines.push(`${flagged}; ${sums.completeParts} summed to ${sums.complete} complete spots${unstated}`);
    const incomplete = [
      [sums.tooSmall, "of too small a fraction"],
      [sums.gaps, "with a batch missing"],
      [sums.tooLarge, "of too large a fraction"],
    ].filter(([count]) => count !== 0);
    const count = sums.tooSmall + sums.gaps + sums.tooLarge;
    if (count > 0) {
      const scaled = sums.scaled > 0 ? `${sums.scaled} scaled by 1/fraction, ` : "";
      const reasons = incomplete.map((reason) => reason.join(" ")).join(", ");
      lines.push(`${count} incomplete spots (${reasons}): ${scaled}${count - sums.scaled} left out`);
    }
  }
  if (asTheyAre > 0)
    lines.push(`${asTheyAre} without M flag, with FRACTIONCALC outside 0.95–1.05 or MPART: used as they are`);
  return lines;
}

/** More outliers than this are no accident: the data are not scaled, or the sigmas are far too small. */
const SUSPICIOUS_SHARE = 0.03;

function heading(statistics: MergingStatistics): string[] {
  const { wilson, outliers, dropped, partials, overall } = statistics;
  const tests = Object.entries(outliers.byTest).filter(([, count]) => count > 0);
  const lines: [string, string][] = [
    ["Space group", statistics.spaceGroup],
    ["Cell a b c (Å), α β γ (°)", statistics.cell.map((value) => String(Number(value.toFixed(3)))).join(" ")],
    ["Wavelength (Å)", format(statistics.wavelength, 5)],
    [
      "Wilson B (Å²)",
      wilson === undefined ? "–" : `${format(wilson.bFactor, 1)} ± ${format(wilson.bFactorError, 1)}`,
    ],
    ["Observations used", String(overall.observations)],
    ["Dropped before merging", droppedText(dropped)],
    [
      "Outliers rejected",
      `${outliers.count}${tests.length ? ` (${tests.map(([test, count]) => `${count} ${testNames[test]}`).join(", ")})` : ""}`,
    ],
  ];
  const share = outliers.count / (outliers.count + overall.observations);
  if (share > SUSPICIOUS_SHARE) {
    lines.push([
      "",
      `${(100 * share).toFixed(0)} % of the observations: are they on one scale, and their sigmas right?`,
    ]);
  }
  for (const [i, line] of partialText(partials).entries())
    lines.push([i === 0 ? "Partial records" : "", line]);
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

const testNames: Readonly<Record<string, string>> = {
  within: "within I(+) or I(−)",
  all: "among all observations",
  pair: "of pairs",
  E: "by E",
};

/** Rows of the summary: what, and how to write it. */
const rows: readonly (readonly [string, (shell: ShellStatistics) => string])[] = [
  ["Resolution (Å)", (s) => `${format(s.dMax, 2)}–${format(s.dMin, 2)}`],
  ["Total observations", (s) => format(s.observations, 0)],
  ["Unique reflections", (s) => format(s.reflections, 0)],
  ["Multiplicity", (s) => format(s.multiplicity, 2)],
  ["Completeness (%)", (s) => format(s.completeness, 1, 100)],
  ["Anomalous completeness (%)", (s) => format(s.anomalousCompleteness, 1, 100)],
  ["Anomalous multiplicity", (s) => format(s.anomalousMultiplicity, 2)],
  ["Mean I/σ(I)", (s) => format(s.meanIOverSigma, 1)],
  ["Rmerge (%)", (s) => format(s.rMerge, 1, 100)],
  ["Rmeas (%)", (s) => format(s.rMeas, 1, 100)],
  ["Rpim (%)", (s) => format(s.rPim, 1, 100)],
  ["Rmerge within I+/I− (%)", (s) => format(s.rMergeWithin, 1, 100)],
  ["Rmeas within I+/I− (%)", (s) => format(s.rMeasWithin, 1, 100)],
  ["Rpim within I+/I− (%)", (s) => format(s.rPimWithin, 1, 100)],
  ["Rsplit (%)", (s) => format(s.rSplit, 1, 100)],
  ["CC1/2", (s) => format(s.ccHalf, 4)],
  ["CCanom", (s) => format(s.ccAnomalous, 3)],
  ["|ΔI|/σ(ΔI)", (s) => format(s.anomalousSignal, 2)],
];

function summary({ overall, shells }: MergingStatistics): string[] {
  const cells = [
    ["", "Overall", "Low shell", "(High shell)"],
    ...rows.map(([name, write]) => [
      name,
      write(overall),
      write(shells[0]),
      `(${write(shells[shells.length - 1])})`,
    ]),
  ];
  return align(cells);
}

function shellTable({ overall, shells }: MergingStatistics): string[] {
  const columns: readonly (readonly [string, (shell: ShellStatistics) => string])[] = [
    ["dMax", (s) => format(s.dMax, 2)],
    ["dMin", (s) => format(s.dMin, 2)],
    ["obs", (s) => format(s.observations, 0)],
    ["unique", (s) => format(s.reflections, 0)],
    ["mult", (s) => format(s.multiplicity, 2)],
    ["comp%", (s) => format(s.completeness, 1, 100)],
    ["⟨I⟩", (s) => format(s.meanIntensity, 1)],
    ["I/σ", (s) => format(s.meanIOverSigma, 1)],
    ["Rmerge", (s) => format(s.rMerge, 3)],
    ["Rmeas", (s) => format(s.rMeas, 3)],
    ["Rpim", (s) => format(s.rPim, 3)],
    ["CC1/2", (s) => format(s.ccHalf, 3)],
    ["±", (s) => format(s.ccHalfError, 3)],
    ["CCanom", (s) => format(s.ccAnomalous, 3)],
    ["±", (s) => format(s.ccAnomalousError, 3)],
  ];
  const line = (shell: ShellStatistics) => columns.map(([, write]) => write(shell));
  return align([columns.map(([name]) => name), ...shells.map(line), line(overall)]);
}

/** Rows of cells as lines. Columns of equal width, two spaces apart: the first flush left where it is words, the others flush right. */
export function align(cells: readonly (readonly string[])[]): string[] {
  const widths = cells[0].map((_, c) => Math.max(...cells.map((row) => row[c].length)));
  return cells.map((row) =>
    row
      .map((cell, c) => (c === 0 && cells[0][0] === "" ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
      .join("  ")
      .trimEnd(),
  );
}

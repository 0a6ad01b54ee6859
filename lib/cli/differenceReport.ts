/** What `friedel difference` prints: the data, the map, the extremes beside residues and the peaks, as text and as JSON. */
import type { DensityExtreme, DifferenceWeighting } from "../maps/index.js";
import { align } from "../statistics/table1.js";
import type { Atom } from "../structure/index.js";
import type { DifferenceMap } from "../table/differenceMap.js";

/** All that is printed. */
export interface DifferenceReport {
  /** Names of the files. */
  readonly dark: string;
  readonly light: string;
  readonly map: DifferenceMap;
  /** The extremes beside the residues asked for. */
  readonly near:
    | {
        readonly residues: readonly string[];
        readonly radius: number;
        readonly maximum: DensityExtreme<Atom>;
        readonly minimum: DensityExtreme<Atom>;
      }
    | undefined;
}

function atomText({ residueName, chain, residueNumber, name }: Atom): string {
  return `${residueName} ${chain}${residueNumber} ${name}`;
}

function signed(height: number, digits = 1): string {
  return `${height < 0 ? "−" : "+"}${Math.abs(height).toFixed(digits)}`;
}

function places(values: readonly number[], digits: number): string {
  return values.map((value) => value.toFixed(digits)).join(" ");
}

/** The report as text. */
export function differenceText({ dark, light, map, near }: DifferenceReport): string {
  const { coefficients, reflections, resolution, grid, peaks } = map;
  const { scale, weighting, correlation, rIso, leftOut } = coefficients;
  const out = Object.values(leftOut).reduce((sum, count) => sum + count, 0);
  const bFactor = scale.bFactor === undefined ? "" : `, B ${scale.bFactor.toFixed(2)} Å²`;
  const lines: [string, string][] = [
    ["Dark", `${dark}: ${reflections.dark} reflections`],
    ["Light", `${light}: ${reflections.light} reflections`],
    [
      "Common",
      `${reflections.common}${out > 0 ? `, of which ${out} cannot be used (${leftOut.missing} without an amplitude, ${leftOut.sigmaNotPositive} without a positive sigma, ${leftOut.noPhase} without a phase)` : ""}`,
    ],
    ["Resolution (Å)", `${resolution[0].toFixed(2)} to ${resolution[1].toFixed(2)}`],
    ["Scale of the light amplitudes", `${scale.overall.toFixed(4)}${bFactor} (${scale.kind})`],
    ["Weights", weightText(weighting)],
    ["Correlation of amplitudes", correlation.toFixed(4)],
    ["Riso (%)", (100 * rIso).toFixed(1)],
    [
      "Map",
      `${grid.shape.join(" × ")} points, ${signed(grid.statistics().minimum)} to ${signed(grid.statistics().maximum)} σ on the grid`,
    ],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  const heading = lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  return [...heading, ...nearText(near), "", ...peakText(peaks)].join("\n");
}

function weightText({ kind, alpha, shells, shellsAtLimit }: DifferenceWeighting): string {
  if (kind === "k") return `k, alpha ${alpha}`;
  if (kind === "sigma") return "sigma, 1/σ²";
  if (kind === "none") return "none";
  const limited = `in ${shellsAtLimit} of them σ explains more than half of the differences`;
  return `q, ${shells} shells${shellsAtLimit > 0 ? `, ${limited}` : ""}`;
}

function nearText(near: DifferenceReport["near"]): string[] {
  if (near === undefined) return [];
  const line = (name: string, { height, position, nearest }: DensityExtreme<Atom>) =>
    `  ${name} ${signed(height)} σ at ${places(position, 2)} Å, ${nearest.distance.toFixed(2)} Å from ${atomText(nearest.atom)}`;
  return [
    "",
    `Within ${near.radius} Å of ${near.residues.join(", ")}:`,
    line("highest", near.maximum),
    line("lowest ", near.minimum),
  ];
}

function peakText(peaks: DifferenceMap["peaks"]): string[] {
  if (peaks.length === 0) return ["No peak of either sign is as high as was asked for."];
  const named = peaks.some(({ nearest }) => nearest !== undefined);
  const rows = peaks.map(({ height, fractional, nearest }) => [
    signed(height),
    places(fractional, 3),
    ...(named
      ? [nearest?.distance.toFixed(2) ?? "–", nearest === undefined ? "–" : atomText(nearest.atom)]
      : []),
  ]);
  return align([["height (σ)", "fractional", ...(named ? ["Å", "from"] : [])], ...rows]);
}

/** The report as JSON. */
export function differenceJson({ dark, light, map, near }: DifferenceReport): Record<string, unknown> {
  const { coefficients, reflections, resolution, grid, peaks } = map;
  const { kind, overall, bFactor } = coefficients.scale;
  const { weighting } = coefficients;
  const place = (nearest: { readonly atom: Atom; readonly distance: number } | undefined) => {
    if (nearest === undefined) return null;
    const { residueName, residueNumber, chain, name } = nearest.atom;
    return { residueName, residueNumber, chain, name, distance: nearest.distance };
  };
  const extreme = ({ height, position, nearest }: DensityExtreme<Atom>) => ({
    height,
    position,
    nearest: place(nearest),
  });
  return {
    dark,
    light,
    reflections,
    leftOut: coefficients.leftOut,
    resolution,
    scale: { kind, overall, bFactor: bFactor ?? null },
    weights: { ...weighting, alpha: weighting.alpha ?? null },
    correlation: coefficients.correlation,
    rIso: coefficients.rIso,
    map: { shape: grid.shape, minimum: grid.statistics().minimum, maximum: grid.statistics().maximum },
    near:
      near === undefined
        ? null
        : {
            residues: near.residues,
            radius: near.radius,
            maximum: extreme(near.maximum),
            minimum: extreme(near.minimum),
          },
    peaks: peaks.map(({ height, gridHeight, fractional, position, nearest }) => ({
      height,
      gridHeight,
      fractional,
      position,
      nearest: place(nearest),
    })),
  };
}

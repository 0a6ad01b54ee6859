/**
 * Wilson plot: ln(⟨I/ε⟩ / Σf²) against 1/d² is a straight line, ln k − (B/2)(1/d²), for atoms placed at random.
 * Σf² is that of the contents of the asymmetric unit times the number of primitive symmetry operations; by default an
 * average protein of the size that a solvent content of 50 % suggests (Matthews coefficient 2.46 Å³/Da), of residues
 * C 5, N 1.35, O 1.5, S 0.05, H 8 (mean mass 110 Da). A wrong size moves k, not B.
 * The line is fitted by least squares between 4.5 Å and the high-resolution limit, where protein follows it (below, chains
 * and solvent do not); a shell has the weight of its relative variance, (Σ(I/ε)²)/(ΣI/ε)², and shells off the line
 * (ice rings) are weighed down by Huber's function.
 * Sources: Wilson, A. J. C. (1942) Nature 150, 152; French & Wilson (1978), section 4; Matthews, B. W. (1968) J. Mol.
 * Biol. 33, 491–497; form factors of International Tables C, table 6.1.1.4.
 */
import type { SpaceGroup } from "../crystal/spaceGroup.js";
import type { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import { evaluateFormFactor, formFactor } from "../structure/formFactors.js";
import { divideIntoShells } from "./shells.js";

/** Number of atoms of each element. */
export type Composition = Readonly<Record<string, number>>;

/** A Wilson plot and its line. */
export interface WilsonPlot {
  /** Overall B factor, Å². */
  readonly bFactor: number;
  /** Standard error of B from the fit, Å². */
  readonly bFactorError: number;
  /** k of I = k Σf² exp(−B/2d²): what intensities must be divided by to be in electrons². */
  readonly scale: number;
  /** Correlation of the points fitted. */
  readonly correlation: number;
  /** Limits of the fit, Å. */
  readonly dMax: number;
  readonly dMin: number;
  /** Points of the plot, from low to high resolution, also outside the fit. */
  readonly points: readonly WilsonPoint[];
}

/** One shell of a Wilson plot. */
export interface WilsonPoint {
  /** Mean 1/d² of the shell, Å⁻². */
  readonly inverseDSquared: number;
  /** ln(⟨I/ε⟩/Σf²); NaN where ⟨I/ε⟩ is not positive. */
  readonly value: number;
  /** Value of the line. */
  readonly fitted: number;
  readonly reflections: number;
  /** Whether it is within the limits of the fit. */
  readonly used: boolean;
}

/** How to plot and fit. */
export interface WilsonPlotOptions {
  /** Contents of the asymmetric unit. Default: an average protein filling half of it. */
  readonly composition?: Composition;
  /** Low-resolution limit of the fit, Å. Default 4.5, or all where fewer than five shells would be left. */
  readonly dMax?: number;
  /** High-resolution limit of the fit, Å. */
  readonly dMin?: number;
  /** Number of shells. Default: one for each 100 reflections, at most 50. */
  readonly shells?: number;
  /** Weights by variance and Huber's function. Default true; false gives all shells the same weight. */
  readonly weighted?: boolean;
}

/** What is plotted: merged intensities and where they stand, n each. */
export interface WilsonData {
  /** 1/d², Å⁻². */
  readonly inverseDSquared: Float64Array;
  /** NaN where missing. */
  readonly intensity: Float64Array;
  readonly epsilon: Float64Array;
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
}

const residue: Composition = { C: 5, N: 1.35, O: 1.5, S: 0.05, H: 8 };
const residueMass = 110;
const matthews = 2.46;

/** The average protein that fills half of an asymmetric unit of `volume` Å³. */
export function averageProtein(volume: number): Composition {
  const residues = volume / (matthews * residueMass);
  return Object.fromEntries(Object.entries(residue).map(([element, n]) => [element, n * residues]));
}

/** Σ n f² of a composition at 1/d² (Å⁻²), electrons². @throws InputError for an unknown element */
export function scatteringPower(composition: Composition, inverseDSquared: number): number {
  let sum = 0;
  for (const [element, n] of Object.entries(composition)) {
    sum += n * evaluateFormFactor(formFactor(element), inverseDSquared) ** 2;
  }
  return sum;
}

/**
 * The Wilson plot of merged intensities.
 * @throws InputError for fewer than two shells of positive mean intensity within the limits
 */
export function wilsonPlot(data: WilsonData, options: WilsonPlotOptions = {}): WilsonPlot {
  const shells = shellMeans(data, options);
  const order = data.spaceGroup.operations.length;
  const primitive = data.spaceGroup.primitiveOperations.length;
  const composition = options.composition ?? averageProtein(data.cell.volume / order);
  // Reflections of a centred cell have |F|² = (centrings)² × that of the primitive cell: as many times order again.
  const copies = (order * order) / primitive;
  const value = shells.map(({ mean, x }) => Math.log(mean / (copies * scatteringPower(composition, x))));
  const limits = fitLimits(shells, options);
  const used = shells.map(({ x }, s) => x >= limits[0] && x <= limits[1] && Number.isFinite(value[s]));
  const points = shells.flatMap((shell, s) =>
    used[s]
      ? [{ x: shell.x, y: value[s], weight: options.weighted === false ? 1 : 1 / shell.relativeVariance }]
      : [],
  );
  if (points.length < 2) {
    throw new InputError(
      `Wilson plot: got ${points.length} shells of positive mean intensity between ${dOf(limits[0])} and ` +
        `${dOf(limits[1])} Å, expected at least two; widen dMax and dMin`,
    );
  }
  const line = fitLine(points, options.weighted !== false);
  const fittedShells = shells.filter((_, s) => used[s]);
  return {
    bFactor: -2 * line.slope,
    bFactorError: 2 * line.slopeError,
    scale: Math.exp(line.intercept),
    correlation: line.correlation,
    dMax: 1 / Math.sqrt(fittedShells[0].low),
    dMin: 1 / Math.sqrt(fittedShells[fittedShells.length - 1].high),
    points: shells.map(({ x, reflections }, s) => ({
      inverseDSquared: x,
      value: value[s],
      fitted: line.intercept + line.slope * x,
      reflections,
      used: used[s],
    })),
  };
}

function dOf(inverseDSquared: number): string {
  return inverseDSquared > 0 ? (1 / Math.sqrt(inverseDSquared)).toFixed(2) : "∞";
}

interface ShellMean {
  readonly x: number;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly relativeVariance: number;
  readonly reflections: number;
}

function shellMeans(data: WilsonData, options: WilsonPlotOptions): ShellMean[] {
  const present = Array.from(data.intensity.keys()).filter((i) => Number.isFinite(data.intensity[i]));
  const x = Float64Array.from(present, (i) => data.inverseDSquared[i]);
  const y = Float64Array.from(present, (i) => data.intensity[i] / data.epsilon[i]);
  const count = options.shells ?? Math.min(50, Math.max(1, Math.round(x.length / 100)));
  const shells = divideIntoShells(x, { shells: count, binning: "count" });
  const [n, sumX, sumY, sumYY] = Array.from({ length: 4 }, () => new Float64Array(shells.count));
  shells.ofReflection.forEach((s, i) => {
    n[s]++;
    sumX[s] += x[i];
    sumY[s] += y[i];
    sumYY[s] += y[i] * y[i];
  });
  return Array.from(n, (reflections, s) => ({
    x: sumX[s] / reflections,
    low: shells.edges[s],
    high: shells.edges[s + 1],
    mean: sumY[s] / reflections,
    relativeVariance: sumYY[s] / (sumY[s] * sumY[s]),
    reflections,
  })).filter(({ reflections }) => reflections > 0);
}

/** 1/d² of the limits of the fit. */
function fitLimits(shells: readonly ShellMean[], { dMax, dMin }: WilsonPlotOptions): [number, number] {
  const high = dMin === undefined ? Number.POSITIVE_INFINITY : 1 / (dMin * dMin);
  if (dMax !== undefined) return [1 / (dMax * dMax), high];
  const low = 1 / (4.5 * 4.5);
  const left = shells.filter(({ x, mean }) => x >= low && x <= high && mean > 0).length;
  return [left >= 5 ? low : 0, high];
}

interface LinePoint {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

/** Weighted least squares; where `robust`, points more than 2 robust deviations off count as if they were 2 off. */
function fitLine(points: readonly LinePoint[], robust: boolean) {
  let weights = points.map(({ weight }) => weight);
  let line = leastSquares(points, weights);
  for (let pass = 0; robust && points.length > 3 && pass < 10; pass++) {
    const off = points.map(
      ({ x, y, weight }) => Math.abs(y - line.intercept - line.slope * x) * Math.sqrt(weight),
    );
    const scale = 1.4826 * [...off].sort((a, b) => a - b)[points.length >> 1];
    if (!(scale > 0)) break;
    weights = points.map(({ weight }, i) => weight * Math.min(1, (2 * scale) / off[i]));
    line = leastSquares(points, weights);
  }
  return line;
}

function leastSquares(points: readonly LinePoint[], weights: readonly number[]) {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const meanX = points.reduce((sum, { x }, i) => sum + weights[i] * x, 0) / total;
  const meanY = points.reduce((sum, { y }, i) => sum + weights[i] * y, 0) / total;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  points.forEach(({ x, y }, i) => {
    xx += weights[i] * (x - meanX) ** 2;
    xy += weights[i] * (x - meanX) * (y - meanY);
    yy += weights[i] * (y - meanY) ** 2;
  });
  const slope = xy / xx;
  const residual = Math.max(0, yy - slope * xy);
  return {
    slope,
    intercept: meanY - slope * meanX,
    slopeError: points.length > 2 ? Math.sqrt(residual / ((points.length - 2) * xx)) : Number.NaN,
    correlation: xy / Math.sqrt(xx * yy),
  };
}

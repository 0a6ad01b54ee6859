/**
 * From two merged data sets, "dark" and "light", and phases of the dark state to a weighted difference map, its coefficients as
 * a table that Coot and Phenix read, and its peaks of both signs with the nearest atoms. The formulas are in
 * maps/differenceCoefficients.ts and maps/differenceWeights.ts.
 */
import { InputError } from "../errors.js";
import {
  type DifferenceCoefficients,
  type DifferenceWeights,
  differenceCoefficients,
  findSignedPeaks,
  type Grid,
  mapFromCoefficients,
  type Peak,
  type RelativeScaleOptions,
} from "../maps/index.js";
import { type Atom, Structure } from "../structure/index.js";
import { type AmplitudeLabels, amplitudesOf } from "./amplitudeColumns.js";
import { hklToAsu } from "./asu.js";
import {
  cellsAgree,
  cellText,
  checkIsomorphous,
  type IsomorphismOptions,
  toleranceText,
} from "./isomorphism.js";
import { modelPhases } from "./modelPhases.js";
import { ReflectionTable } from "./reflectionTable.js";

/** Phases in degrees from a column of type P, such as PHIC of a refinement's MTZ. */
export interface PhaseColumn {
  readonly table: ReflectionTable;
  readonly phase: string;
}

/** Options of {@link differenceMap}. */
export interface DifferenceMapOptions extends Omit<IsomorphismOptions, "allowMixed"> {
  /** Columns of the dark data, and of the light ones (default: the same as of the dark, where given). */
  readonly dark?: AmplitudeLabels;
  readonly light?: AmplitudeLabels;
  /** How the light amplitudes are brought to the scale of the dark ones. Default: one factor, ΣF_dark/ΣF_light. */
  readonly scale?: RelativeScaleOptions;
  /** Default "k": 1/(1 + σ²/⟨σ²⟩ + α ΔF²/⟨ΔF²⟩). The formulas are in maps/differenceWeights.ts. */
  readonly weights?: DifferenceWeights;
  /** α of the k weights. Default 0.05. */
  readonly alpha?: number;
  /** Resolution limits, Å. Default: all reflections that both have. */
  readonly dMin?: number;
  readonly dMax?: number;
  /** Grid points per high-resolution limit. Default 3. */
  readonly sampleRate?: number;
  /** The model whose atoms name the peaks. Default: the model that gave the phases, if one did. */
  readonly structure?: Structure;
  /** How many peaks to list. Default 20. */
  readonly peaks?: number;
  /** Smallest peak listed, in σ of the map, of either sign. Default 4. */
  readonly minimum?: number;
}

/** A difference map of two data sets. */
export interface DifferenceMap {
  /** In units of σ: mean 0, σ 1. */
  readonly grid: Grid;
  /** What one σ of the map is, in electrons/Å³ of the amplitudes' scale, times the weights. */
  readonly sigma: number;
  /** Of both signs, by the size of their height; heights in σ, distances in Å. */
  readonly peaks: readonly Peak<Atom>[];
  readonly coefficients: DifferenceCoefficients;
  /** Reflections of the dark and of the light data, and those that both have within the limits. */
  readonly reflections: { readonly dark: number; readonly light: number; readonly common: number };
  /** Å, of the reflections used: the lowest and the highest. */
  readonly resolution: readonly [number, number];
  /**
   * H K L, FDIFF (w |ΔF|), PHIDIFF, W, and what they are made of: DELF (ΔF with its sign), SIGDELF, PHIDARK, in the dark
   * data's cell. A map of FDIFF and PHIDIFF needs no further weight.
   */
  readonly table: ReflectionTable;
}

/**
 * The difference map F_light − F_dark, phased by a model of the dark state or by a column of phases.
 * @throws MissingColumnError without amplitudes, sigmas or phases under the labels; InputError for unmerged data, cells
 *   that differ by more than `edgeTolerance` (default 1 %) or `angleTolerance` (1°), of the data or the model, another space
 *   group, or no reflection in common
 */
export function differenceMap(
  dark: ReflectionTable,
  light: ReflectionTable,
  phases: Structure | PhaseColumn,
  options: DifferenceMapOptions = {},
): DifferenceMap {
  const { sampleRate = 3, peaks = 20, minimum = 4, edgeTolerance = 0.01, angleTolerance = 1 } = options;
  const tolerance = { edgeTolerance, angleTolerance };
  checkIsomorphous([dark, light], tolerance, "");
  checkPhases(dark, phases, tolerance);
  const { cell, spaceGroup } = dark;
  const first = within(amplitudesOf(dark, options.dark), options);
  const second = amplitudesOf(light, options.light ?? options.dark);
  const joined = first.join(second, { ...tolerance, suffixes: ["_dark", "_light"], relation: "one-to-one" });
  if (joined.length === 0) {
    throw new InputError(
      `difference map of ${dark.name} and ${light.name}: got no common reflection among ${first.length} and ${second.length} ` +
        "within the resolution limits, expected two data sets of one crystal form",
    );
  }
  const hkl = joined.hkl();
  const phase = phases instanceof Structure ? modelPhases(phases, cell, hkl) : phasesOfColumn(joined, phases);
  const coefficients = differenceCoefficients(
    {
      hkl,
      dark: joined.values("F_dark"),
      sigmaDark: joined.values("SIGF_dark"),
      light: joined.values("F_light"),
      sigmaLight: joined.values("SIGF_light"),
      phase,
    },
    { cell, spaceGroup, scale: options.scale, weights: options.weights, alpha: options.alpha },
  );
  const map = mapFromCoefficients(coefficients.hkl, coefficients, { cell, spaceGroup, sampleRate });
  const grid = map.normalized();
  const structure = options.structure ?? (phases instanceof Structure ? phases : undefined);
  const table = coefficientTable(dark, light, coefficients);
  const spacings = cell.dSpacings(coefficients.hkl);
  return {
    grid,
    sigma: map.statistics().sigma,
    peaks: findSignedPeaks<Atom>(grid, { structure, count: peaks, minimumSigma: minimum }),
    coefficients,
    reflections: { dark: dark.length, light: light.length, common: joined.length },
    resolution: [Math.max(...spacings), Math.min(...spacings)],
    table,
  };
}

/** Phases must be of a crystal like the dark one. */
function checkPhases(
  dark: ReflectionTable,
  phases: Structure | PhaseColumn,
  tolerance: { edgeTolerance: number; angleTolerance: number },
): void {
  if (!(phases instanceof Structure)) {
    checkIsomorphous([dark, phases.table], tolerance, "");
    return;
  }
  if (!phases.spaceGroup.equals(dark.spaceGroup)) {
    throw new InputError(
      `difference map: got data in ${dark.spaceGroup} (${dark.name}) and the model ${phases.name} in ${phases.spaceGroup}, ` +
        "expected the same space group",
    );
  }
  const { edgeTolerance, angleTolerance } = tolerance;
  if (cellsAgree(dark.cell, phases.cell, edgeTolerance, angleTolerance)) return;
  throw new InputError(
    `difference map: got the cell ${cellText(dark.cell)} of ${dark.name} and ${cellText(phases.cell)} of the model ${phases.name}, ` +
      `expected ${toleranceText(edgeTolerance, angleTolerance)}; refine the model in the data's cell, or raise edgeTolerance or angleTolerance`,
  );
}

function within(table: ReflectionTable, { dMin, dMax }: DifferenceMapOptions): ReflectionTable {
  if (dMin === undefined && dMax === undefined) return table;
  const d = table.cell.dSpacings(table.hkl());
  return table.filter((row) => d[row] >= (dMin ?? 0) - 1e-9 && d[row] <= (dMax ?? Infinity) + 1e-9);
}

/** Phases of a column at the rows of `joined`, NaN where there is none. */
function phasesOfColumn(joined: ReflectionTable, { table, phase }: PhaseColumn): ArrayLike<number> {
  const { type } = table.column(phase);
  if (type !== "P") {
    throw new InputError(
      `column ${phase} of ${table.name}: got type ${type}, expected phases in degrees (type P)`,
    );
  }
  const [h, k, l] = table.millerLabels;
  const plain = table.derive({
    columns: [
      ...[h, k, l].map((label, i) => ({ ...table.column(label), label: "HKL"[i] })),
      { ...table.column(phase), label: "PHASE" },
    ],
  });
  const mapped = hklToAsu(plain.derive({ merged: true })).select(["H", "K", "L", "PHASE"]);
  const found = joined
    .select(["H", "K", "L"])
    .join(mapped, { allowMixed: true, how: "left", relation: "one-to-one" });
  return found.values("PHASE");
}

function coefficientTable(
  dark: ReflectionTable,
  light: ReflectionTable,
  { hkl, amplitude, phase, weight, difference, sigma }: DifferenceCoefficients,
): ReflectionTable {
  const axis = (i: number) => Int32Array.from(weight, (_, row) => hkl[3 * row + i]);
  const model = phase.map((value, i) => (difference[i] < 0 ? value + (value < 180 ? 180 : -180) : value));
  return new ReflectionTable({
    columns: [
      { label: "H", type: "H", data: axis(0) },
      { label: "K", type: "H", data: axis(1) },
      { label: "L", type: "H", data: axis(2) },
      { label: "FDIFF", type: "F", data: amplitude },
      { label: "PHIDIFF", type: "P", data: phase },
      { label: "W", type: "W", data: weight },
      { label: "DELF", type: "R", data: difference },
      { label: "SIGDELF", type: "Q", data: sigma },
      { label: "PHIDARK", type: "P", data: model },
    ],
    cell: dark.cell,
    spaceGroup: dark.spaceGroup,
    merged: true,
    name: `${light.name} - ${dark.name}`,
    title: "weighted difference map coefficients",
  });
}

/**
 * The crystal that a simulation measures, and what all simulations share: where its true structure factors come from
 * (atoms, random or given, or a table of amplitudes), which reflections it has, the table of its observations, and the words
 * SIMULATED in every file.
 */
import { HklIndex } from "../crystal/millerIndex.js";
import type { SpaceGroup } from "../crystal/spaceGroup.js";
import type { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import type { MtzDataset } from "../formats/mtzTypes.js";
import type { AnomalousFactor, Structure } from "../structure/index.js";
import type { ColumnInit } from "../table/columnTypes.js";
import { ReflectionTable } from "../table/reflectionTable.js";
import { backgroundProfile } from "./counting.js";
import { type RandomStructureOptions, randomStructure } from "./randomStructure.js";
import {
  enumerateReflections,
  type FullSphere,
  type TrueStructureFactors,
  trueStructureFactors,
} from "./trueStructureFactors.js";

/** Which crystal is measured. */
export interface CrystalOptions {
  /** The model; default: random atoms. */
  readonly structure?: Structure;
  /** How to strew random atoms where no structure is given: cell, space group, heavy atoms. */
  readonly randomAtoms?: RandomStructureOptions;
  /**
   * True amplitudes instead of atoms: a merged table in the asymmetric unit with F(+) and F(-), or F where mates are
   * equal, of every reflection to dMin, for example the `truth` of another simulation or what a table makes of it.
   */
  readonly structureFactors?: ReflectionTable;
}

/** The crystal, its reflections to dMin and their truth. */
export interface SimulatedCrystal {
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  /** Undefined where structure factors were given. */
  readonly structure: Structure | undefined;
  readonly sphere: FullSphere;
  readonly factors: TrueStructureFactors;
  /** What the history of the files says of it. */
  readonly description: string;
}

/** No reflection lies at lower resolution, Å: only 0 0 0 is left out. */
const NO_LIMIT = 1e6;

/**
 * The crystal of a simulation, all its reflections to dMin, and their structure factors.
 * @param anomalous gives f′ and f″ of the elements of a structure
 * @param defaults of random atoms where the options say nothing
 * @throws InputError where amplitudes are given that are not complete to dMin
 */
export function simulatedCrystal(
  options: CrystalOptions & { readonly seed: number; readonly dMin: number },
  anomalous: (elements: readonly string[]) => Readonly<Record<string, AnomalousFactor>>,
  defaults: RandomStructureOptions,
): SimulatedCrystal {
  const { seed, dMin, structureFactors: table } = options;
  if (table !== undefined) {
    if (options.structure !== undefined || options.randomAtoms !== undefined) {
      throw new InputError(
        "crystal of the simulation: got structureFactors and atoms too, expected one of structureFactors, structure and randomAtoms",
      );
    }
    const { cell, spaceGroup } = table;
    const { unique, sphere } = enumerateReflections(cell, spaceGroup, dMin, NO_LIMIT);
    const factors = factorsOfTable(table, unique, dMin);
    return { cell, spaceGroup, structure: undefined, sphere, factors, description: `F of ${table.name}` };
  }
  const structure = options.structure ?? randomStructure({ seed, ...defaults, ...options.randomAtoms });
  const { cell, spaceGroup } = structure;
  const { unique, sphere } = enumerateReflections(cell, spaceGroup, dMin, NO_LIMIT);
  return {
    cell,
    spaceGroup,
    structure,
    sphere,
    factors: trueStructureFactors(structure, unique, anomalous(structure.elements())),
    description: `${structure.length} atoms (${structure.name})`,
  };
}

/** The amplitudes of `unique` from a table that holds them all. */
function factorsOfTable(table: ReflectionTable, unique: Int32Array, dMin: number): TrueStructureFactors {
  const labels = table.has("F(+)") ? ["F(+)", "F(-)"] : ["F", "F"];
  const [plus, minus] = labels.map((label) => table.values(label));
  const rows = new HklIndex(table.hkl());
  if (rows.size < table.length) {
    throw new InputError(
      `structureFactors of the simulation: got ${table.name} with ${table.length - rows.size} reflections twice, ` +
        "expected merged amplitudes",
    );
  }
  const centric = table.spaceGroup.centricFlags(unique);
  const n = unique.length / 3;
  const [amplitudePlus, amplitudeMinus] = [new Float64Array(n), new Float64Array(n)];
  const missing: number[] = [];
  rows.findAll(unique).forEach((row, i) => {
    amplitudePlus[i] = row < 0 ? Number.NaN : plus[row];
    amplitudeMinus[i] = centric[i] === 1 || row < 0 ? amplitudePlus[i] : minus[row];
    if (!(amplitudePlus[i] >= 0 && amplitudeMinus[i] >= 0)) missing.push(i);
  });
  if (missing.length > 0) {
    const first = unique.subarray(3 * missing[0], 3 * missing[0] + 3).join(" ");
    throw new InputError(
      `structureFactors of the simulation: got ${table.name} without ${missing.length} of the ${n} reflections to ` +
        `${dMin} Å (the first is ${first}), expected an amplitude from 0 up for each; fill them in or raise dMin`,
    );
  }
  return { hkl: unique, amplitudePlus, amplitudeMinus, phasePlus: new Float64Array(n).fill(Number.NaN) };
}

/** |F|² of rows of the crystal's sphere, electrons²: of h or of its Friedel mate. */
export function trueIntensities({ sphere, factors }: SimulatedCrystal, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => {
    const amplitude = sphere.isym[row] % 2 === 1 ? factors.amplitudePlus : factors.amplitudeMinus;
    return amplitude[sphere.unique[row]] ** 2;
  });
}

/** K: makes the mean of the spots' photons `meanCounts`. @param total Σ of what is expected in them without K */
export function overallScale(total: number, spots: number, meanCounts: number): number {
  const k = (meanCounts * spots) / total;
  if (!Number.isFinite(k)) {
    throw new InputError(
      "crystal of the simulation: got one that does not scatter, expected atoms with occupancies above 0 or amplitudes above 0",
    );
  }
  return k;
}

/** Background photons beneath spots at rows of the crystal's sphere, by resolution, `meanBackground` in the mean. */
export function backgroundBeneath(
  { cell, sphere }: SimulatedCrystal,
  rows: Int32Array,
  meanBackground: number,
): Float64Array {
  const profile = Float64Array.from(rows, (row) =>
    backgroundProfile(
      1 / cell.dSpacing(sphere.hkl[3 * row], sphere.hkl[3 * row + 1], sphere.hkl[3 * row + 2]),
    ),
  );
  const level = (meanBackground * rows.length) / profile.reduce((sum, value) => sum + value, 0);
  return profile.map((value) => value * level);
}

/** How the tables say that they are simulated: nobody must take them for a measurement. */
export interface SimulationLabels {
  readonly title: string;
  readonly history: readonly string[];
  readonly datasets: readonly MtzDataset[];
}

/** The longest line of an MTZ file's history. */
const LONGEST_LINE = 80;

/**
 * Title, history and data set names of a simulation.
 * @param kind "rotation data", for example @param lines more of the history, each marked and cut to length
 */
export function labelSimulation(
  seed: number,
  cell: UnitCell,
  wavelength: number,
  kind: string,
  lines: readonly string[],
): SimulationLabels {
  const label = `SIMULATED by Friedel, seed ${seed}`;
  const project = { project: "SIMULATED", cell: cell.toArray() };
  const base = "HKL_base";
  return {
    title: `${label}: not measured data`,
    history: [`${label}: ${kind}`, ...lines.map((line) => `SIMULATED: ${line}`)].map((line) =>
      line.slice(0, LONGEST_LINE),
    ),
    datasets: [
      { id: 0, ...project, project: base, crystal: base, name: base, wavelength: 0 },
      { id: 1, ...project, crystal: `seed-${seed}`, name: `SIMULATED-seed-${seed}`, wavelength },
    ],
  };
}

/** The labels of a simulation of this crystal. @param line what else the history is to say of it */
export function crystalLabels(
  { cell, spaceGroup, description }: SimulatedCrystal,
  { seed, noise }: { readonly seed: number; readonly noise: boolean },
  wavelength: number,
  kind: string,
  line: string,
): SimulationLabels {
  return labelSimulation(seed, cell, wavelength, `${kind}${noise ? "" : ", without noise"}`, [
    `${description}, ${spaceGroup.hermannMauguin}`,
    line,
  ]);
}

/**
 * The unmerged table of a simulation: H K L M/ISYM and the columns of its own.
 * @param rows of the crystal's sphere, as indexed
 */
export function unmergedTable(
  name: string,
  { cell, spaceGroup, sphere, factors }: SimulatedCrystal,
  rows: Int32Array,
  labels: SimulationLabels,
  columns: readonly ColumnInit[],
): ReflectionTable {
  const index = (axis: number): Int32Array => rows.map((row) => factors.hkl[3 * sphere.unique[row] + axis]);
  return new ReflectionTable({
    ...labels,
    name,
    cell,
    spaceGroup,
    merged: false,
    columns: [
      { label: "H", type: "H", data: index(0) },
      { label: "K", type: "H", data: index(1) },
      { label: "L", type: "H", data: index(2) },
      { label: "M/ISYM", type: "Y", data: rows.map((row) => sphere.isym[row]) },
      ...columns,
    ],
  });
}

/**
 * Small MTZ files made in memory, the same bytes each time: for tests of the format, for the fuzz test, and for
 * test/reference/formats/mtzWritten.py, which shows them to gemmi, cctbx and reciprocalspaceship.
 */
import { type ColumnType, Mtz, type MtzColumnInit, type MtzInit } from "../../lib/formats/mtz.js";
import { applyChanges } from "../../lib/formats/mtzChange.js";
import { emptyParts, withDefaults } from "../../lib/formats/mtzCreate.js";
import type { MtzParts } from "../../lib/formats/mtzParts.js";

const cells = {
  orthorhombic: [34.15, 54.81, 68, 90, 90, 90],
  hexagonal: [61.2, 61.2, 110.5, 90, 90, 120],
  monoclinic: [43.1, 55.5, 61.75, 90, 104.25, 90],
  cubic: [78.1, 78.1, 78.1, 90, 90, 90],
};

/** Columns H, K, L of the first indices with h ≤ 2, k ≤ 3, ascending, each `times` times, `count` in all. */
function index(count: number, offset = 1, times = 1): MtzColumnInit[] {
  const hkl = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  const perRow = Math.max(1, Math.ceil(count / times / 12));
  for (let row = 0; row < count; row++) {
    const i = Math.floor(row / times);
    hkl[0][row] = Math.floor(i / (4 * perRow));
    hkl[1][row] = Math.floor(i / perRow) % 4;
    hkl[2][row] = (i % perRow) + offset;
  }
  return ["H", "K", "L"].map((label, i) => ({ label, type: "H", data: hkl[i] }));
}

/** A column of quarters, NaN in every row that `missing` divides (0: in none). */
function quarters(
  label: string,
  type: ColumnType,
  count: number,
  options: { missing?: number; from?: number; datasetId?: number; source?: string } = {},
): MtzColumnInit {
  const { missing = 0, from = 10, ...rest } = options;
  const data = Float32Array.from({ length: count }, (_, i) =>
    missing > 0 && i % missing === 0 ? Number.NaN : from + ((i * 37) % 101) / 4,
  );
  return { label, type, data, ...rest };
}

function integers(
  label: string,
  type: ColumnType,
  count: number,
  value: (i: number) => number,
): MtzColumnInit {
  return { label, type, data: Int32Array.from({ length: count }, (_, i) => value(i)) };
}

const merged = (count: number): MtzColumnInit[] => [
  ...index(count),
  quarters("F", "F", count, { missing: 7 }),
  quarters("SIGF", "Q", count, { missing: 7, from: 0.5 }),
  quarters("PHI", "P", count, { from: -90 }),
  integers("FreeR_flag", "I", count, (i) => i % 20),
];

const unmerged = (count: number, batches: number): MtzColumnInit[] => [
  ...index(count, 1, 4),
  integers("M/ISYM", "Y", count, (i) => 1 + (i % 8)),
  integers("BATCH", "B", count, (i) => 1 + (i % batches)),
  quarters("I", "J", count, { from: -5 }),
  quarters("SIGI", "Q", count, { from: 1 }),
  quarters("ROT", "R", count, { from: 0 }),
];

function batch(number: number): NonNullable<MtzInit["batches"]>[number] {
  return {
    number,
    title: `image ${number}`,
    datasetId: 1,
    axes: ["AXIS"],
    cell: cells.orthorhombic,
    uMatrix: [1, 0, 0, 0, 0.6, -0.8, 0, 0.8, 0.6],
    phiStart: number - 1,
    phiEnd: number,
    phiRange: 1,
    mosaicity: 0.25,
    scanAxis: [0, 0, 1],
    beam: [-1, 0, 0],
    wavelength: 1.54179,
    detectorDistance: 150,
    detectorLimits: [0, 2048, 0, 2048],
  };
}

const plain: MtzInit = {
  title: "small merged sample",
  cell: cells.orthorhombic,
  spaceGroup: "P 21 21 21",
  datasets: [{ project: "lysozyme", crystal: "native", name: "native1", wavelength: 0.9763 }],
  columns: merged(48),
  history: ["made by Friedel's tests", "second line"],
};

const inits: Readonly<Record<string, MtzInit>> = {
  merged: plain,
  bigEndian: { ...plain, bigEndian: true },
  flagged: { ...plain, title: "VALM -999", missingValue: -999 },
  noRows: { ...plain, columns: merged(0) },
  noHistory: { ...plain, history: [] },
  longHistory: { ...plain, history: Array.from({ length: 30 }, (_, i) => `history line ${i + 1} of 30`) },
  unmerged: {
    title: "small unmerged sample",
    cell: cells.orthorhombic,
    spaceGroup: "P 21 21 21",
    datasets: [{ project: "lysozyme", crystal: "native", name: "sweep1", wavelength: 1.54179 }],
    columns: unmerged(40, 3),
    batches: [1, 2, 3].map(batch),
    history: ["three images"],
  },
  oneBatch: {
    cell: cells.orthorhombic,
    spaceGroup: 19,
    columns: unmerged(12, 1),
    batches: [batch(1)],
  },
  manyBatches: {
    cell: cells.orthorhombic,
    spaceGroup: 19,
    columns: unmerged(40, 30),
    batches: Array.from({ length: 30 }, (_, i) => batch(i + 1)),
    bigEndian: true,
  },
  manyDatasets: {
    title: "many data sets",
    cell: cells.cubic,
    spaceGroup: "I 2 3",
    datasets: Array.from({ length: 24 }, (_, i) => ({
      project: `project${(i % 7) % 3}`,
      crystal: `crystal${i % 7}`,
      name: `set${i + 1}`,
      cell: [78 + (i % 7) / 8, 78 + (i % 7) / 8, 78 + (i % 7) / 8, 90, 90, 90],
      wavelength: 0.9 + i / 128,
    })),
    columns: [
      ...index(24, 2),
      ...Array.from({ length: 24 }, (_, i) => [
        quarters(`F${i + 1}`, "F", 24, { datasetId: i + 1, missing: 5 + (i % 3), source: "CREATED_sample" }),
        quarters(`SIGF${i + 1}`, "Q", 24, { datasetId: i + 1, missing: 5 + (i % 3) }),
      ]).flat(),
    ],
  },
  rhombohedral: { cell: cells.hexagonal, spaceGroup: "R 3:H", columns: merged(30) },
  rhombohedralAxes: { cell: [71, 71, 71, 95.5, 95.5, 95.5], spaceGroup: "R 3:R", columns: merged(30) },
  hexagonal: { cell: cells.hexagonal, spaceGroup: "P 61 2 2", columns: merged(30) },
  monoclinic: { cell: cells.monoclinic, spaceGroup: "C 1 2 1", columns: merged(30) },
  bodyCentred: { cell: cells.monoclinic, spaceGroup: "I 1 2 1", columns: merged(30) },
  faceCentred: { cell: cells.cubic, spaceGroup: "F 4 3 2", columns: merged(30) },
  originChoice2: { cell: cells.cubic, spaceGroup: "F d -3 m:2", columns: merged(30) },
};

/** Names of the samples. */
export const sampleNames: readonly string[] = Object.keys(inits);

/** What the sample `name` is made from. */
export function sampleInit(name: string): MtzInit {
  return inits[name];
}

/** The sample `name`. */
export function sampleMtz(name: string): Mtz {
  return Mtz.create(inits[name]);
}

/** The sample `name`, cut into its parts. */
export function sampleParts(name: string): MtzParts {
  return applyChanges(emptyParts(inits[name]), withDefaults(inits[name]));
}

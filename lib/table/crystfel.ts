/**
 * Tables from CrystFEL streams. Each crystal is a batch, numbered from 1 in the order of the stream, with its own cell,
 * orientation and wavelength; indices are mapped to the CCP4 asu. The Ewald offset |s₀ + A h| − |s₀| is computed of the
 * crystal's axes as refined, s₀ along z of length 1/λ. A stream states no space group: it must be given.
 */
import { SpaceGroup, type SpaceGroupLike, UnitCell, type UnitCellLike } from "../crystal/index.js";
import { SymmetryError } from "../errors.js";
import type { CrystfelCrystal, CrystfelStream } from "../formats/crystfelTypes.js";
import type { MtzBatch, MtzDataset } from "../formats/mtzTypes.js";
import { hklToAsu } from "./asu.js";
import {
  batchWords,
  cambridgeFrame,
  cross,
  dot,
  orientationMatrix,
  type Vector,
} from "./batchOrientation.js";
import type { ColumnInit } from "./columnTypes.js";
import { crystalsOfCell, crystfelCell } from "./crystfelCell.js";
import { ewaldOffsets } from "./ewaldOffset.js";
import { type CrystalCellOptions, cellText } from "./isomorphism.js";
import { ReflectionTable } from "./reflectionTable.js";

/** What a stream does not say. */
export interface FromCrystfelOptions extends CrystalCellOptions {
  /** Required: a stream states the lattice only. */
  readonly spaceGroup?: SpaceGroupLike;
  /** Takes the place of the header's cell and of the median of the crystals'. */
  readonly cell?: UnitCellLike;
}

/**
 * The table of a stream, by `readCrystfel`: H K L M/ISYM BATCH I SIGI PEAK BACKGROUND XDET YDET (fs, ss in pixels) PANEL (from
 * 1) WAVELENGTH (Å) PROFILERADIUS (Å⁻¹) RESOLUTIONLIMIT (Å) ewald_offset (Å⁻¹), as far as the stream has them.
 * @throws SymmetryError if no space group is given, or an unknown one
 * @throws InputError if cells of crystals differ by more than the tolerance, or there is neither cell nor crystal
 */
export function fromCrystfel(stream: CrystfelStream, options: FromCrystfelOptions = {}): ReflectionTable {
  const spaceGroup = groupOf(stream, options.spaceGroup);
  const cell = options.cell === undefined ? crystfelCell(stream, spaceGroup) : UnitCell.of(options.cell);
  const used = crystalsOfCell(stream, cell, options);
  const table = new ReflectionTable({
    columns: columnsOf(stream),
    cell,
    spaceGroup,
    merged: false,
    name: stream.name,
    title: (stream.generatedBy || "CrystFEL").slice(0, 70),
    datasets: datasetsOf(stream, cell),
    batches: batchesOf(stream, used),
    history: historyOf(stream, used, cell, spaceGroup),
  });
  const kept = used.includes(0) ? table.filter((row) => used[stream.crystal[row]] === 1) : table;
  return hklToAsu(kept);
}

function groupOf({ name, lattice }: CrystfelStream, given: SpaceGroupLike | undefined): SpaceGroup {
  if (given !== undefined) return SpaceGroup.of(given);
  const { type, centring } = lattice;
  const known = type === "" ? "no lattice" : `the lattice ${type} ${centring}`.trim();
  throw new SymmetryError(
    `${name}: got a CrystFEL stream, which states ${known} and no space group, expected one; give it as the option ` +
      'spaceGroup, e.g. "P 21 21 21"',
  );
}

/** Columns by their name in the stream. */
const labels = [
  ["I", "I", "J"],
  ["SIGI", "sigma(I)", "Q"],
  ["PEAK", "peak", "R"],
  ["BACKGROUND", "background", "R"],
  ["XDET", "fs/px", "R"],
  ["YDET", "ss/px", "R"],
] as const;

function columnsOf(stream: CrystfelStream): ColumnInit[] {
  const { hkl, crystal, crystals, columns, panel } = stream;
  const axis = (j: number): Int32Array => crystal.map((_, i) => hkl[3 * i + j]);
  const perCrystal = (label: string, value: (of: CrystfelCrystal) => number | undefined): ColumnInit[] => {
    const values = crystals.map(value);
    if (values.every((number) => number === undefined)) return [];
    return [{ label, type: "R", data: Float32Array.from(crystal, (number) => values[number] ?? Number.NaN) }];
  };
  const offsets = offsetsOf(stream);
  return [
    { label: "H", type: "H", data: axis(0) },
    { label: "K", type: "H", data: axis(1) },
    { label: "L", type: "H", data: axis(2) },
    { label: "BATCH", type: "B", data: crystal.map((number) => number + 1) },
    ...labels.flatMap(([label, name, type]): ColumnInit[] =>
      columns[name] === undefined ? [] : [{ label, type, data: columns[name] }],
    ),
    ...(panel === undefined
      ? []
      : [{ label: "PANEL", type: "I", data: panel.map((number) => number + 1) } as const]),
    ...perCrystal("WAVELENGTH", ({ wavelength }) => wavelength),
    ...perCrystal("PROFILERADIUS", ({ profileRadius }) => profileRadius),
    ...perCrystal("RESOLUTIONLIMIT", ({ resolutionLimit }) => resolutionLimit),
    ...(offsets === undefined ? [] : [{ label: "ewald_offset", type: "R", data: offsets } as const]),
  ];
}

/** Ewald offsets; NaN for a crystal without axes or wavelength; undefined where all are such. */
function offsetsOf({ crystals, hkl }: CrystfelStream): Float32Array | undefined {
  const offsets = new Float32Array(hkl.length / 3).fill(Number.NaN);
  let known = false;
  for (const { reciprocalAxes, wavelength, start, count } of crystals) {
    const axes = reciprocalAxes && directAxes(reciprocalAxes);
    if (axes === undefined || wavelength === undefined) continue;
    known = true;
    const own = hkl.subarray(3 * start, 3 * (start + count));
    offsets.set(ewaldOffsets(axes, [0, 0, 1 / wavelength], own), start);
  }
  return known ? offsets : undefined;
}

const row = (axes: readonly number[], i: number): Vector => [axes[3 * i], axes[3 * i + 1], axes[3 * i + 2]];

/** a, b, c of a*, b*, c*, 9 numbers an axis a row; undefined where they span no cell. */
function directAxes(reciprocal: readonly number[]): number[] | undefined {
  const [a, b, c] = [0, 1, 2].map((i) => row(reciprocal, i));
  const volume = dot(a, cross(b, c));
  const axes = [cross(b, c), cross(c, a), cross(a, b)].flatMap((v) => v.map((x) => x / volume));
  return axes.every(Number.isFinite) ? axes : undefined;
}

function datasetsOf({ crystals }: CrystfelStream, unitCell: UnitCell): MtzDataset[] {
  const wavelengths = crystals.flatMap(({ wavelength }) => wavelength ?? []).sort((a, b) => a - b);
  const cell = unitCell.toArray();
  const base = "HKL_base";
  return [
    { id: 0, project: base, crystal: base, name: base, cell, wavelength: 0 },
    {
      id: 1,
      project: "CrystFEL",
      crystal: "crystals",
      name: "stream",
      cell,
      wavelength: wavelengths[wavelengths.length >> 1] ?? 0,
    },
  ];
}

function batchesOf({ crystals }: CrystfelStream, used: Uint8Array): MtzBatch[] {
  const words = batchWords();
  // the beam is along z; what stands for a rotation axis of stills is x
  const frame = cambridgeFrame([0, 0, 1], [1, 0, 0])!;
  const none = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  return crystals.flatMap((crystal, i): MtzBatch[] => {
    if (used[i] === 0 || crystal.count === 0) return [];
    const { reciprocalAxes: axes, cell, wavelength = 0, filename, event } = crystal;
    return [
      {
        ...words,
        number: i + 1,
        title: `${filename} ${event}`.trim().slice(-70),
        datasetId: 1,
        axes: ["PHI"],
        cell,
        uMatrix: (axes && orientationMatrix(row(axes, 0), row(axes, 1), frame)) ?? none,
        missettingAngles: [0, 0, 0, 0, 0, 0],
        mosaicity: 0,
        phiStart: 0,
        phiEnd: 0,
        phiRange: 0,
        scanAxis: [0, 0, 1],
        timeStart: 0,
        timeEnd: 0,
        scale: 1,
        bFactor: 0,
        beam: [-1, 0, 0],
        wavelength,
        detectorDistance: 0,
        detectorLimits: [0, 0, 0, 0],
      },
    ];
  });
}

/** What was read, left out and doubted: lines of at most 80 letters, as an MTZ has them. */
function historyOf(
  stream: CrystfelStream,
  used: Uint8Array,
  cell: UnitCell,
  spaceGroup: SpaceGroup,
): string[] {
  const { crystals, imageCount, unmeasured, lattice } = stream;
  const others = used.reduce((sum, kept) => sum + 1 - kept, 0);
  const centring = lattice.centring === "H" ? "R" : lattice.centring;
  const doubts: [boolean, string][] = [
    [others > 0, `left out ${others} crystals of other cells than ${cellText(cell)}`],
    [unmeasured > 0, `left out ${unmeasured} reflections without I or sigma(I)`],
    [
      /^[PABCIFR]$/.test(centring) && centring !== spaceGroup.centring,
      `indexed with lattice ${centring}, but ${spaceGroup.name} is given`,
    ],
    [!spaceGroup.isCompatibleWith(cell, 0.02), `the cell does not have the symmetry of ${spaceGroup.name}`],
  ];
  return [
    `From CrystFEL: ${crystals.length} crystals of ${imageCount} images`,
    ...doubts.flatMap(([doubtful, text]) => (doubtful ? [`CrystFEL: ${text}`] : [])),
  ].map((line) => line.slice(0, 80));
}

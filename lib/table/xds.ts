/**
 * Tables from reflection files of XDS. Indices are mapped to the CCP4 asu; BATCH is the image on which a spot was centred,
 * ⌊ZD⌋ + 1, and ROT its spindle angle, STARTING_ANGLE + OSCILLATION_RANGE (ZD − STARTING_FRAME + 1). The sets of an XSCALE
 * file get batches of their own, thousands apart. Source: XDS documentation (xds.mr.mpg.de, "xds_files").
 */
import type { MtzBatch, MtzDataset } from "../formats/mtzTypes.js";
import type { XdsReflections } from "../formats/xdsTypes.js";
import { hklToAsu } from "./asu.js";
import {
  batchWords,
  cambridgeFrame,
  cross,
  dot,
  orientationMatrix,
  unit,
  type Vector,
} from "./batchOrientation.js";
import type { ColumnInit, ColumnType } from "./columnTypes.js";
import { ReflectionTable } from "./reflectionTable.js";

/** XDS's names that have others in an MTZ file, as Pointless writes them; RLP is the LP factor that was applied. */
const labels: Readonly<Record<string, string>> = {
  IOBS: "I",
  SIGMA: "SIGI",
  XD: "XDET",
  YD: "YDET",
  XCAL: "XDET",
  YCAL: "YDET",
  ZCAL: "ZD",
  RLP: "LP",
};
const types: Readonly<Record<string, ColumnType>> = {
  I: "J",
  SIGI: "Q",
  ISET: "I",
  MAXC: "I",
  ISEG: "I",
};
/** In this order; what XDS writes besides follows under its own name. */
const order = ["I", "SIGI", "XDET", "YDET", "ROT", "ZD", "LP", "PEAK", "CORR", "PSI"];

/**
 * The table of a file of XDS, by `readXds`. PEAK and CORR are in percent as in XDS: the intensity is that of the whole
 * spot also where PEAK is below 100. Spots of INTEGRATE that were not found (XOBS YOBS ZOBS 0) have no observed position.
 * A merged file gives a merged table, in which Friedel mates stand apart where FRIEDEL'S_LAW=FALSE.
 * @throws InputError where items would share a label
 */
export function fromXds(xds: XdsReflections): ReflectionTable {
  const { cell, spaceGroup, name, merged } = xds;
  const images = merged ? undefined : imagesOf(xds);
  const datasets = datasetsOf(xds);
  const columns = [
    ...millerColumns(xds.hkl),
    ...(images === undefined ? [] : [batchColumn(images)]),
    ...valueColumns(xds),
  ];
  const table = new ReflectionTable({
    columns,
    cell,
    spaceGroup,
    merged,
    name,
    datasets,
    title: `${xds.program || "XDS"} ${xds.experiment.template ?? ""}`.trim().slice(0, 70),
    history: historyOf(xds),
    batches: images === undefined ? [] : batchesOf(xds, images),
  });
  const mapped = hklToAsu(table, { anomalous: merged && xds.friedelsLaw === false });
  return merged ? mapped.without("M/ISYM") : mapped;
}

function millerColumns(hkl: Int32Array): ColumnInit[] {
  return ["H", "K", "L"].map((label, axis) => {
    const data = new Int32Array(hkl.length / 3);
    for (let i = 0; i < data.length; i++) data[i] = hkl[3 * i + axis];
    return { label, type: "H", data };
  });
}

function valueColumns(xds: XdsReflections): ColumnInit[] {
  const columns = new Map<string, ColumnInit[]>();
  const add = (label: string, values: ArrayLike<number>): void => {
    const data = values instanceof Float32Array ? values : Float32Array.from(values);
    const column = { label, type: types[label] ?? "R", data } as const;
    columns.set(label, [...(columns.get(label) ?? []), column]);
  };
  for (const [item, data] of Object.entries(withoutUnfound(xds.columns))) add(labels[item] ?? item, data);
  const angles = rotationAngles(xds);
  if (angles !== undefined) add("ROT", angles);
  const others = [...columns.keys()].filter((label) => !order.includes(label));
  return [...order, ...others].flatMap((label) => columns.get(label) ?? []);
}

/** The columns, with NaN for the observed position of a spot that INTEGRATE did not find. */
function withoutUnfound(columns: XdsReflections["columns"]): XdsReflections["columns"] {
  const { XOBS, YOBS, ZOBS } = columns;
  if (XOBS === undefined || YOBS === undefined || ZOBS === undefined) return columns;
  const observed = [XOBS, YOBS, ZOBS];
  const found = observed.map((column) =>
    column.map((value, i) => (observed.every((other) => other[i] === 0) ? Number.NaN : value)),
  );
  return { ...columns, XOBS: found[0], YOBS: found[1], ZOBS: found[2] };
}

function imagePositions({ columns }: XdsReflections): ArrayLike<number> | undefined {
  return columns.ZD ?? columns.ZCAL;
}

function rotationAngles(xds: XdsReflections): Float64Array | undefined {
  const positions = imagePositions(xds);
  const { oscillationRange, startingAngle, startingFrame } = xds.experiment;
  if (positions === undefined || oscillationRange === undefined || startingAngle === undefined)
    return undefined;
  return Float64Array.from(
    positions,
    (z) => startingAngle + oscillationRange * (z - (startingFrame ?? 1) + 1),
  );
}

/** The batch of each row, and what each batch is. */
interface Images {
  readonly batch: Int32Array;
  readonly batches: ReadonlyMap<number, { readonly image: number; readonly set: number }>;
}

function imagesOf(xds: XdsReflections): Images {
  const positions = imagePositions(xds);
  const n = xds.hkl.length / 3;
  const image = new Int32Array(n);
  // a spot centred before the first image was recorded on it
  for (let i = 0; i < n; i++)
    image[i] = positions === undefined ? 1 : Math.max(1, Math.floor(positions[i]) + 1);
  const set = xds.columns.ISET ?? new Float32Array(n);
  const last = new Map<number, number>();
  for (let i = 0; i < n; i++) last.set(set[i], Math.max(image[i], last.get(set[i]) ?? 0));
  const offsets = new Map<number, number>();
  let free = 0;
  for (const id of [...last.keys()].sort((a, b) => a - b)) {
    offsets.set(id, free);
    free += 1000 * Math.ceil((last.get(id)! + 1) / 1000);
  }
  const batches = new Map<number, { image: number; set: number }>();
  const batch = image.map((number, i) => {
    const own = number + offsets.get(set[i])!;
    if (!batches.has(own)) batches.set(own, { image: number, set: set[i] });
    return own;
  });
  return { batch, batches: new Map([...batches].sort(([a], [b]) => a - b)) };
}

function batchColumn({ batch }: Images): ColumnInit {
  return { label: "BATCH", type: "B", data: batch };
}

/** The data set of a row of set `id`: its place among the sets, or the only one. */
function datasetId({ sets }: XdsReflections, id: number): number {
  return (
    1 +
    Math.max(
      0,
      sets.findIndex((set) => set.id === id),
    )
  );
}

function datasetsOf(xds: XdsReflections): MtzDataset[] {
  const cell = xds.cell.toArray();
  const stem = (path: string): string => path.replace(/^.*[/\\]/, "").replace(/(_*\?+)?(\.\S*)?(\s.*)?$/, "");
  const dataset = (id: number, path: string, own: readonly number[], wavelength = 0): MtzDataset => {
    const crystal = (stem(path) || "XDS").replace(/\s+/g, "_").slice(0, 60);
    return { id, project: "XDS", crystal, name: crystal, cell: own, wavelength };
  };
  const base = { ...dataset(0, "HKL_base", cell), project: "HKL_base" };
  const { sets, experiment, wavelength, name } = xds;
  if (sets.length === 0) return [base, dataset(1, experiment.template ?? name, cell, wavelength)];
  return [
    base,
    ...sets.map((set, i) =>
      dataset(i + 1, set.inputFile || `set_${set.id}`, set.cell ?? cell, set.wavelength ?? wavelength),
    ),
  ];
}

function historyOf(xds: XdsReflections): string[] {
  const count = xds.columns.IOBS.length;
  const lines = [`From ${xds.program || "XDS"}: ${count} reflections`];
  if (xds.misfits > 0) lines.push(`XDS: ${xds.misfits} misfits (negative sigma) left out`);
  if (xds.unmeasured > 0) lines.push(`XDS: ${xds.unmeasured} without intensity or sigma left out`);
  return [...lines, ...xds.warnings].map((line) => line.slice(0, 80));
}

const vector = ([x, y, z]: readonly number[]): Vector => [x, y, z];

function batchesOf(xds: XdsReflections, { batches }: Images): MtzBatch[] {
  const { experiment, cell } = xds;
  const {
    rotationAxis,
    incidentBeam,
    oscillationRange = 0,
    startingAngle = 0,
    startingFrame = 1,
  } = experiment;
  const words = batchWords();
  const frame =
    rotationAxis === undefined || incidentBeam === undefined
      ? undefined
      : cambridgeFrame(vector(incidentBeam), vector(rotationAxis));
  const axes = experiment.cellAxes;
  const [a, b, c] = axes === undefined ? [] : [0, 3, 6].map((at) => vector(axes.slice(at, at + 3)));
  const uMatrix = frame && a && orientationMatrix(cross(b, c), cross(c, a), frame);
  const beam = frame && unit(vector(incidentBeam!));
  const [width, height] = experiment.detectorSize ?? [0, 0];
  return [...batches].map(([number, { image, set }]): MtzBatch => {
    const id = datasetId(xds, set);
    const own = xds.sets.find((candidate) => candidate.id === set);
    const phiStart = startingAngle + oscillationRange * (image - startingFrame);
    return {
      ...words,
      number,
      title: `image ${image}`,
      datasetId: id,
      axes: ["PHI"],
      cell: own?.cell ?? cell.toArray(),
      uMatrix: uMatrix ?? [0, 0, 0, 0, 0, 0, 0, 0, 0],
      missettingAngles: [0, 0, 0, 0, 0, 0],
      mosaicity: experiment.mosaicity ?? 0,
      phiStart,
      phiEnd: phiStart + oscillationRange,
      phiRange: oscillationRange,
      scanAxis: [0, 0, 1],
      timeStart: 0,
      timeEnd: 0,
      scale: 1,
      bFactor: 0,
      // the direction of the source, so minus the beam's
      beam: frame === undefined ? [-1, 0, 0] : frame.map((axis) => 0 - dot(axis, beam!)),
      wavelength: own?.wavelength ?? xds.wavelength ?? 0,
      detectorDistance: experiment.detectorDistance ?? 0,
      detectorLimits: width > 0 ? [1, width, 1, height] : [0, 0, 0, 0],
    };
  });
}

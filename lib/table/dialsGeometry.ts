/**
 * Where and when the reflections of a DIALS table were recorded, one value for each observation:
 * - batch: of a still the number of its experiment (from 1); of a scan the image on which the spot was centred, ⌊z⌋ + 1, z
 *   in images, plus the scan's batch offset; scans whose batches collide are moved by multiples of 1000;
 * - position: x, y in pixels as predicted. Where a detector has several panels, pixels would say nothing across them:
 *   then (X·f₀, X·s₀) / pixel size, X being the spot in the laboratory frame, f₀ and s₀ the axes of panel 0;
 * - rotation angle of scans, degrees; wavelength, Å; Ewald offset of stills in a monochromatic beam, Å⁻¹.
 * Source: DIALS, util/batch_handling.py, for the image; dxtbx, model/panel.h, for positions.
 */
import { InputError } from "../errors.js";
import type {
  DialsExperiment,
  DialsExperiments,
  DialsPanel,
  DialsReflections,
} from "../formats/dialsTypes.js";
import { dialsColumn, requiredDialsColumn } from "./dialsColumns.js";
import { type DialsRows, indicesOfDials, isStill } from "./dialsRows.js";
import { ewaldOffsets } from "./ewaldOffset.js";

/** Columns that this uses. */
export const dialsGeometryColumns: readonly string[] = [
  "panel",
  "xyzcal.px",
  "xyzcal.mm",
  "xyzobs.px.value",
  "xyzobs.mm.value",
  "wavelength",
  "Wavelength",
  "wavelength_cal",
];

/** One value for each observation. What is undefined, the file does not tell. */
export interface DialsGeometry {
  readonly batch: Int32Array;
  readonly position: { readonly x: Float32Array; readonly y: Float32Array } | undefined;
  /** Number of the panel, where there are several. */
  readonly panel: Int32Array | undefined;
  readonly rotation: Float32Array | undefined;
  readonly wavelength: Float32Array | undefined;
  readonly ewaldOffset: Float32Array | undefined;
}

/** @throws InputError where positions are needed and missing, or a panel is not in the detector */
export function geometryOfDials(
  reflections: DialsReflections,
  experiments: DialsExperiments,
  rows: DialsRows,
): DialsGeometry {
  const panel = panelsOf(reflections, experiments, rows);
  return {
    batch: batchesOf(reflections, experiments, rows),
    position: positionsOf(reflections, experiments, rows, panel),
    panel,
    rotation: rotationsOf(reflections, experiments, rows),
    wavelength: wavelengthsOf(reflections, experiments, rows),
    ewaldOffset: offsetsOf(reflections, experiments, rows),
  };
}

/** Whether the images of an experiment are counted by z: a scan, turning or not, of more than one image. */
function isCounted({ scan }: DialsExperiment): boolean {
  return scan !== undefined && (!isStill(scan) || scan.imageRange[1] > scan.imageRange[0]);
}

function batchesOf(
  reflections: DialsReflections,
  all: DialsExperiments,
  { row, experiment }: DialsRows,
): Int32Array {
  const { experiments } = all;
  const counted = experiments.map(isCounted);
  const used = new Set(experiment);
  if (![...used].some((place) => counted[place])) return experiment.map((place) => place + 1);
  const z = requiredDialsColumn(reflections, "xyzobs.px.value", "vec3<double>", "it says the image");
  const offsets = batchOffsets(all, used, counted);
  return experiment.map((place, i) => {
    const { scan } = experiments[place];
    if (scan === undefined || !counted[place]) return place + 1;
    const [first, last] = scan.imageRange;
    const image = Math.floor(z[3 * row[i] + 2]) + 1;
    if (!(image >= first - 1 && image <= last + 1))
      throw new InputError(
        `image of reflection ${row[i]} in ${reflections.name}: got ${image}, expected one of ${first} to ${last}; ` +
          "give the .expt file that was written with it",
      );
    // a spot on the very edge of the scan may be centred a hair outside
    return Math.min(last, Math.max(first, image)) + offsets[place];
  });
}

/** What is added to the image number in each experiment. */
function batchOffsets(
  { name, experiments }: DialsExperiments,
  used: ReadonlySet<number>,
  counted: readonly boolean[],
): number[] {
  const taken: [number, number][] = counted.every((is) => is) ? [] : [[1, experiments.length]];
  return experiments.map(({ scan }, place) => {
    if (scan === undefined || !counted[place] || !used.has(place)) return 0;
    const [first, last] = scan.imageRange;
    let offset = scan.batchOffset;
    const collides = ([from, to]: [number, number]): boolean => first + offset <= to && last + offset >= from;
    for (let other = taken.find(collides); other !== undefined; other = taken.find(collides))
      offset += 1000 * Math.ceil((other[1] - (first + offset) + 1) / 1000);
    if (last + offset > 0x7fffffff)
      throw new InputError(
        `batches of ${name}: got more images than there are batch numbers, expected scans of fewer images`,
      );
    taken.push([first + offset, last + offset]);
    return offset;
  });
}

/** The panel of each observation, where a detector has several. */
function panelsOf(
  reflections: DialsReflections,
  { experiments }: DialsExperiments,
  { row, experiment }: DialsRows,
): Int32Array | undefined {
  if (!experiments.some(({ detector }) => detector !== undefined && detector.panels.length > 1))
    return undefined;
  const values = requiredDialsColumn(reflections, "panel", "std::size_t", "the detector has several");
  return experiment.map((place, i) => {
    const count = experiments[place].detector?.panels.length ?? 0;
    const panel = values[row[i]];
    if (panel < count) return panel;
    throw new InputError(
      `panel of reflection ${row[i]} in ${reflections.name}: got ${panel}, expected one of the ${count} of its detector; ` +
        "give the .expt file that was written with it",
    );
  });
}

function positionsOf(
  reflections: DialsReflections,
  { experiments }: DialsExperiments,
  { row, experiment }: DialsRows,
  panel: Int32Array | undefined,
): DialsGeometry["position"] {
  const pixels = predictedOrObserved(reflections, "px");
  if (pixels === undefined) return undefined;
  const x = new Float32Array(row.length);
  const y = new Float32Array(row.length);
  const millimetres = panel && predictedOrObserved(reflections, "mm");
  for (let i = 0; i < row.length; i++) {
    const at = 3 * row[i];
    const panels = experiments[experiment[i]].detector?.panels;
    if (panel === undefined || panels === undefined || panels.length < 2) {
      [x[i], y[i]] = [pixels[at], pixels[at + 1]];
      continue;
    }
    const own = panels[panel[i]];
    const [u, v] =
      millimetres === undefined
        ? [pixels[at] * own.pixelSize[0], pixels[at + 1] * own.pixelSize[1]]
        : [millimetres[at], millimetres[at + 1]];
    [x[i], y[i]] = acrossPanels(own, panels[0], u, v);
  }
  return { x, y };
}

/** A point u, v (mm) of a panel along the axes of the first panel, in its pixels. */
function acrossPanels(own: DialsPanel, first: DialsPanel, u: number, v: number): [number, number] {
  const { origin: o, fast: f, slow: s } = own;
  const spot = [0, 1, 2].map((i) => o[i] + u * f[i] + v * s[i]);
  const along = (axis: readonly number[]): number =>
    spot[0] * axis[0] + spot[1] * axis[1] + spot[2] * axis[2];
  return [along(first.fast) / first.pixelSize[0], along(first.slow) / first.pixelSize[1]];
}

/** x, y, z in pixels and images, or in mm and radians: as predicted, else as observed. */
function predictedOrObserved(reflections: DialsReflections, unit: "px" | "mm"): Float64Array | undefined {
  return (
    dialsColumn(reflections, `xyzcal.${unit}`, "vec3<double>") ??
    dialsColumn(reflections, `xyzobs.${unit}.value`, "vec3<double>")
  );
}

function rotationsOf(
  reflections: DialsReflections,
  { experiments }: DialsExperiments,
  { row, experiment }: DialsRows,
): Float32Array | undefined {
  const angles = predictedOrObserved(reflections, "mm");
  const still = experiments.map(({ scan }) => isStill(scan));
  if (angles === undefined || !experiment.some((place) => !still[place])) return undefined;
  return Float32Array.from(experiment, (place, i) =>
    still[place] ? Number.NaN : (angles[3 * row[i] + 2] * 180) / Math.PI,
  );
}

/** Those of the reflections (Laue) where the table has them, else those of the beams. */
function wavelengthsOf(
  reflections: DialsReflections,
  { experiments }: DialsExperiments,
  { row, experiment }: DialsRows,
): Float32Array | undefined {
  const name = ["wavelength", "Wavelength", "wavelength_cal"].find((label) => reflections.columns.has(label));
  const own = name === undefined ? undefined : dialsColumn(reflections, name, "double");
  if (own !== undefined) return Float32Array.from(row, (i) => own[i]);
  if (!experiment.some((place) => experiments[place].beam?.wavelength !== undefined)) return undefined;
  return Float32Array.from(experiment, (place) => experiments[place].beam?.wavelength ?? Number.NaN);
}

function offsetsOf(
  reflections: DialsReflections,
  { experiments }: DialsExperiments,
  { row, experiment }: DialsRows,
): Float32Array | undefined {
  const hkl = indicesOfDials(reflections);
  const rowsOf = new Map<number, number[]>();
  experiment.forEach((place, i) => {
    const list = rowsOf.get(place);
    if (list === undefined) rowsOf.set(place, [i]);
    else list.push(i);
  });
  const offsets = new Float32Array(row.length).fill(Number.NaN);
  let found = false;
  for (const [place, own] of rowsOf) {
    const { scan, crystal, beam } = experiments[place];
    if (!isStill(scan) || crystal === undefined || beam?.wavelength === undefined) continue;
    const { wavelength, direction } = beam;
    // the direction is that of the source
    const incident = direction.map((value) => -value / wavelength);
    const indices = own.flatMap((i) => [0, 1, 2].map((axis) => hkl[3 * row[i] + axis]));
    const values = ewaldOffsets(crystal.axes, incident, indices);
    own.forEach((i, j) => {
      offsets[i] = values[j];
    });
    found = true;
  }
  return found ? offsets : undefined;
}

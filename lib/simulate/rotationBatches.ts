/**
 * Batch headers of a simulated sweep, in the frame that scaling programs expect: the Cambridge laboratory frame, in which
 * the source lies at −x and the rotation axis along z, so that they can find the direction of every diffracted beam in the
 * crystal from U, the cell, φ and the Miller index. Source: CCP4's "MTZ format", batch headers, and mtzdata.h.
 */
import type { UnitCell } from "../crystal/unitCell.js";
import type { MtzBatch } from "../formats/mtzTypes.js";
import type { RotationGeometry } from "./rotationGeometry.js";

// Words of the orientation block that have no name of their own in MtzBatch.
const INTEGER = { goniostatAxes: 17, detectors: 19, dataType: 14, crystal: 12, scanAxis: 15, axis: 11 };
const REAL = { firstAxis: 59, source: 80, idealSource: 83, wavelengthSpread: 87 };

/** The header of each image. @param orientation U of the crystal's Cartesian axes, 9 numbers row-major */
export function rotationBatches(
  cell: UnitCell,
  orientation: ArrayLike<number>,
  geometry: RotationGeometry,
  title: string,
): MtzBatch[] {
  const uMatrix = Array.from(busingLevyOrientation(cell, orientation));
  const integers = new Int32Array(29);
  integers.set([185, 29, 156]);
  integers[INTEGER.axis] = 1;
  integers[INTEGER.crystal] = 1;
  integers[INTEGER.dataType] = 2;
  integers[INTEGER.scanAxis] = 1;
  integers[INTEGER.goniostatAxes] = 1;
  integers[INTEGER.detectors] = 1;
  const reals = new Float32Array(156);
  reals.set([0, 0, 1], REAL.firstAxis);
  reals.set([-1, 0, 0], REAL.source);
  reals.set([-1, 0, 0], REAL.idealSource);
  const [width, height] = geometry.detectorSize;
  return Array.from({ length: geometry.imageCount }, (_, i): MtzBatch => {
    const phiStart = geometry.startAngle + i * geometry.imageWidth;
    return {
      number: i + 1,
      title: `${title}, image ${i + 1}`,
      datasetId: 1,
      axes: ["PHI"],
      cell: cell.toArray(),
      uMatrix,
      missettingAngles: [0, 0, 0, 0, 0, 0],
      mosaicity: geometry.mosaicity,
      phiStart,
      phiEnd: phiStart + geometry.imageWidth,
      phiRange: geometry.imageWidth,
      scanAxis: [0, 0, 1],
      timeStart: 0,
      timeEnd: 0,
      scale: 1,
      bFactor: 0,
      beam: [-1, 0, 0],
      wavelength: geometry.wavelength,
      detectorDistance: geometry.distance,
      detectorLimits: [0, width, 0, height],
      integers,
      reals,
    };
  });
}

/** U of Busing & Levy (a* along x, b* in the xy plane), which batch headers carry, from U of our Cartesian axes. */
export function busingLevyOrientation(cell: UnitCell, orientation: ArrayLike<number>): Float64Array {
  const f = cell.fractionalization;
  // Rows: the crystal's own axes of Busing & Levy in our crystal Cartesian frame: a*, then b* made orthogonal to it.
  const x = unit([f[0], f[1], f[2]]);
  const dot = f[3] * x[0] + f[4] * x[1] + f[5] * x[2];
  const y = unit([f[3] - dot * x[0], f[4] - dot * x[1], f[5] - dot * x[2]]);
  const z = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]];
  const out = new Float64Array(9);
  [x, y, z].forEach((axis, column) => {
    for (let i = 0; i < 3; i++) {
      for (let k = 0; k < 3; k++) out[3 * i + column] += orientation[3 * i + k] * axis[k];
    }
  });
  return out;
}

function unit(v: readonly number[]): number[] {
  const length = Math.hypot(...v);
  return v.map((value) => value / length);
}

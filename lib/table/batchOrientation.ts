/**
 * The orientation of a crystal as batch headers of an MTZ carry it: U takes the crystal's Cartesian axes of Busing & Levy
 * (x along a*, y in the plane of a* and b*) to the Cambridge laboratory frame, in which the beam runs along x and the
 * rotation axis along z. Source: CCP4's "MTZ format", batch headers; Busing, W. R. & Levy, H. A. (1967) Acta Cryst. 22,
 * 457–464.
 */

/** Three numbers. */
export type Vector = readonly [number, number, number];

/** Words of the orientation block without a name of their own in MtzBatch. */
const INTEGER = { axis: 11, crystal: 12, dataType: 14, scanAxis: 15, goniostatAxes: 17, detectors: 19 };
const REAL = { firstAxis: 59, source: 80 };

/** Words that are the same in all batches of a file: read-only, shared by them. */
export function batchWords(): { integers: Int32Array; reals: Float32Array } {
  const integers = new Int32Array(29);
  integers.set([185, 29, 156]);
  for (const place of [INTEGER.axis, INTEGER.crystal, INTEGER.scanAxis, INTEGER.goniostatAxes]) {
    integers[place] = 1;
  }
  integers[INTEGER.detectors] = 1;
  // 2: a sweep's images, 3 would be Laue
  integers[INTEGER.dataType] = 2;
  const reals = new Float32Array(156);
  reals.set([0, 0, 1], REAL.firstAxis);
  reals.set([-1, 0, 0], REAL.source);
  return { integers, reals };
}

/** The Cambridge frame in a laboratory's own frame: its x, y and z; undefined where beam and axis do not span it. */
export function cambridgeFrame(beam: Vector, rotationAxis: Vector): readonly Vector[] | undefined {
  const z = unit(rotationAxis);
  const y = unit(cross(z, beam));
  const x = cross(y, z);
  return [x, y, z].flat().every(Number.isFinite) ? [x, y, z] : undefined;
}

/**
 * U, 9 numbers row-major, of a crystal whose a* and b* are given in a laboratory's frame, in the axes `frame` of the
 * Cambridge frame; undefined where a* and b* are not two directions.
 */
export function orientationMatrix(
  aStar: Vector,
  bStar: Vector,
  frame: readonly Vector[],
): readonly number[] | undefined {
  const x = unit(aStar);
  const z = unit(cross(aStar, bStar));
  const axes = [x, cross(z, x), z];
  const u = frame.flatMap((row) => axes.map((axis) => dot(row, axis)));
  return u.every(Number.isFinite) ? u : undefined;
}

/** The product a × b. */
export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The product a · b. */
export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** A vector of length 1; NaN where it has no direction. */
export function unit(v: Vector): Vector {
  const length = Math.hypot(v[0], v[1], v[2]);
  return [v[0] / length, v[1] / length, v[2] / length];
}

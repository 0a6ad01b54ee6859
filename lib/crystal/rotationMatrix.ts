/**
 * The rotation matrix of a unit quaternion q = (x, y, z, w), which turns by 2 arccos w about (x, y, z):
 *
 *   R = (w² − |v|²) I + 2 v vᵀ + 2 w [v]×,   v = (x, y, z)
 *
 * Source: K. Shoemake, Animating rotation with quaternion curves, Computer Graphics 19 (1985) 245–254.
 */

/** x, y, z, w. */
export type Quaternion = readonly [number, number, number, number];

/** The rotation matrix of a quaternion of length 1: 9 numbers, row-major. */
export function rotationMatrix([x, y, z, w]: Quaternion): Float64Array {
  return Float64Array.of(
    1 - 2 * (y * y + z * z),
    2 * (x * y - z * w),
    2 * (x * z + y * w),
    2 * (x * y + z * w),
    1 - 2 * (x * x + z * z),
    2 * (y * z - x * w),
    2 * (x * z - y * w),
    2 * (y * z + x * w),
    1 - 2 * (x * x + y * y),
  );
}

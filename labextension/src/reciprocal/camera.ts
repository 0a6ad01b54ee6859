/**
 * The camera of the cloud: a unit quaternion that turns reciprocal space, a span (half of the height of the picture in Å⁻¹)
 * and a shift of the finished picture. Orthographic, or perspective from the distance D = span / tan(fov/2), at which the
 * plane through the origin is as large as in the orthographic picture. Coordinates of the eye: x to the right, y up, z
 * towards the reader. The shift comes after the projection, so that spheres about the origin stay circles.
 * Trackball: K. Shoemake, ARCBALL, Graphics Interface (1992), with Bell's hyperbola outside of the ball.
 */
import { type Quaternion, rotationMatrix } from "friedel/browser";
import type { Matrix3, Vector3 } from "./lattice.js";
import { transform } from "./lattice.js";

/** What is seen from where. */
export interface Camera {
  readonly rotation: Quaternion;
  /** Half of the picture's height, Å⁻¹. */
  readonly span: number;
  /** Shift of the picture in halves of its height: to the right, and up. */
  readonly pan: readonly [number, number];
  readonly perspective: boolean;
}

/** Opening angle of the perspective camera, from bottom to top, degrees. */
export const fieldOfView = 30;

const tangent = Math.tan((fieldOfView * Math.PI) / 360);

/** Where a point is in the picture: pixels from its top left corner, and how far in front of the origin it lies, Å⁻¹. */
export interface Projected {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  /** Pixels of one Å⁻¹ there; 0 or less where it is behind the reader. */
  readonly scale: number;
}

/** Distance of a perspective camera from the origin, Å⁻¹. */
export function cameraDistance({ span }: Pick<Camera, "span">): number {
  return span / tangent;
}

/** First `b`, then `a`. */
export function compose(a: Quaternion, b: Quaternion): Quaternion {
  const [ax, ay, az, aw] = a;
  const [bx, by, bz, bw] = b;
  return unit([
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ]);
}

/** A turn by `angle` (radians) about an axis. */
export function turnAbout(axis: Vector3, angle: number): Quaternion {
  const [x, y, z] = normalise(axis);
  const s = Math.sin(angle / 2);
  return [x * s, y * s, z * s, Math.cos(angle / 2)];
}

/** The turn of a pointer's way over the ball: from and to in halves of the picture's height from its middle, y up. */
export function trackball(from: readonly [number, number], to: readonly [number, number]): Quaternion {
  const [p, q] = [onBall(from), onBall(to)];
  const axis = cross(p, q);
  const sine = Math.hypot(...axis);
  return sine < 1e-12 ? [0, 0, 0, 1] : turnAbout(axis, Math.atan2(sine, dot(p, q)));
}

function onBall([x, y]: readonly [number, number]): Vector3 {
  const squared = x * x + y * y;
  return normalise([x, y, squared < 0.5 ? Math.sqrt(1 - squared) : 0.5 / Math.sqrt(squared)]);
}

/** The rotation under which `direction` points at the reader and `upwards`, as far as it can, up. */
export function lookAlong(direction: Vector3, upwards: Vector3): Quaternion {
  const z = normalise(direction);
  const along = dot(upwards, z);
  const y = normalise([upwards[0] - along * z[0], upwards[1] - along * z[1], upwards[2] - along * z[2]]);
  const x = cross(y, z);
  return quaternionOf([...x, ...y, ...z]);
}

/** The quaternion of a rotation matrix, by the largest of its four components (Shepperd, 1978). */
export function quaternionOf(m: Matrix3): Quaternion {
  const squares = [
    1 + m[0] - m[4] - m[8],
    1 - m[0] + m[4] - m[8],
    1 - m[0] - m[4] + m[8],
    1 + m[0] + m[4] + m[8],
  ];
  const largest = squares.indexOf(Math.max(...squares));
  const [a, b, c] = [m[7] - m[5], m[2] - m[6], m[3] - m[1]];
  const [d, e, f] = [m[1] + m[3], m[2] + m[6], m[5] + m[7]];
  const rows: Quaternion[] = [
    [squares[0], d, e, a],
    [d, squares[1], f, b],
    [e, f, squares[2], c],
    [a, b, c, squares[3]],
  ];
  return unit(rows[largest]);
}

/** Where points of reciprocal space are in a picture of `width` × `height` pixels. */
export function projector(
  camera: Camera,
  width: number,
  height: number,
): (x: number, y: number, z: number) => Projected {
  const r = rotationMatrix(camera.rotation);
  const half = height / 2;
  const [middleX, middleY] = [width / 2 + camera.pan[0] * half, half - camera.pan[1] * half];
  const distance = cameraDistance(camera);
  const perPixel = half / camera.span;
  return (x, y, z) => {
    const depth = r[6] * x + r[7] * y + r[8] * z;
    const scale = camera.perspective ? (perPixel * distance) / (distance - depth) : perPixel;
    return {
      x: middleX + (r[0] * x + r[1] * y + r[2] * z) * scale,
      y: middleY - (r[3] * x + r[4] * y + r[5] * z) * scale,
      depth,
      scale,
    };
  };
}

/**
 * The same as a matrix for the graphics card: 16 numbers column-major, clip coordinates from s in Å⁻¹.
 * @param reach the largest |s| that is drawn: depths from −reach to reach are kept apart
 */
export function clipMatrix(camera: Camera, width: number, height: number, reach: number): Float32Array {
  const r = rotationMatrix(camera.rotation);
  const [aspect, distance] = [width / height, cameraDistance(camera)];
  const f = 1 / camera.span;
  // rows of the matrix: x, y, z, w as factors of (eye x, eye y, eye z, 1)
  const w = camera.perspective ? [0, 0, -1 / distance, 1] : [0, 0, 0, 1];
  const [px, py] = [camera.pan[0] / aspect, camera.pan[1]];
  const xRow = [f / aspect, 0, px * w[2], px * w[3]];
  const yRow = [0, f, py * w[2], py * w[3]];
  const zRow = depthRow(camera, distance, reach);
  const out = new Float32Array(16);
  [xRow, yRow, zRow, w].forEach((row, i) => {
    for (let column = 0; column < 3; column++)
      out[4 * column + i] = row[0] * r[column] + row[1] * r[3 + column] + row[2] * r[6 + column];
    out[12 + i] = row[3];
  });
  return out;
}

/** z of the clip coordinates: from −w at the nearest depth that is drawn to w at the farthest. */
function depthRow({ perspective }: Camera, distance: number, reach: number): number[] {
  if (!perspective) return [0, 0, -1 / reach, 0];
  const far = distance + reach;
  const near = Math.max(distance - reach, far / 1000);
  // z = (a e + b) with e the depth in front of the origin, w = (distance − e) / distance
  const scale = distance * (far - near);
  return [0, 0, -(far + near) / scale, ((far + near) * distance - 2 * far * near) / scale];
}

/** Radius in pixels of the outline of a sphere about the origin; undefined where the reader is inside of it. */
export function outlineRadius(camera: Camera, height: number, radius: number): number | undefined {
  const pixels = (radius * height) / 2 / camera.span;
  if (!camera.perspective) return pixels;
  const ratio = radius / cameraDistance(camera);
  return ratio < 1 ? pixels / Math.sqrt(1 - ratio * ratio) : undefined;
}

/** A direction of reciprocal space in the coordinates of the eye. */
export function toEye(camera: Camera, direction: Vector3): Vector3 {
  return transform(rotationMatrix(camera.rotation), direction);
}

/** Scalar product. */
export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Vector product. */
export function cross(a: Vector3, b: Vector3): [number, number, number] {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The vector of length 1 in the same direction. */
export function normalise(v: Vector3): [number, number, number] {
  const length = Math.hypot(...v);
  return [v[0] / length, v[1] / length, v[2] / length];
}

function unit(q: Quaternion): Quaternion {
  const length = Math.hypot(...q);
  return [q[0] / length, q[1] / length, q[2] / length, q[3] / length];
}

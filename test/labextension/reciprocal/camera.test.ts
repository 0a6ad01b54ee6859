/** The camera against itself: what the matrix of the graphics card does must be what the projector of picking does. */
import { describe, expect, test } from "vitest";
import {
  type Camera,
  cameraDistance,
  clipMatrix,
  compose,
  cross,
  dot,
  lookAlong,
  normalise,
  outlineRadius,
  projector,
  quaternionOf,
  toEye,
  trackball,
  turnAbout,
} from "../../../labextension/src/reciprocal/camera.js";
import { multiply, transform, type Vector3 } from "../../../labextension/src/reciprocal/lattice.js";
import { rotationMatrix } from "../../../lib/crystal/index.js";

const rotation = compose(turnAbout([1, 2, -1], 0.7), turnAbout([0, 1, 0.3], -1.9));
const cameras: Camera[] = [
  { rotation, span: 0.6, pan: [0, 0], perspective: false },
  { rotation, span: 0.35, pan: [0.2, -0.4], perspective: false },
  { rotation, span: 0.6, pan: [0, 0], perspective: true },
  { rotation, span: 0.8, pan: [-0.3, 0.1], perspective: true },
];
const points: Vector3[] = [
  [0, 0, 0],
  [0.5, 0, 0],
  [-0.1, 0.3, 0.4],
  [0.2, -0.5, 0.1],
  [0.01, 0.02, -0.55],
];
const [width, height, reach] = [900, 600, 0.6];

describe.each(cameras)("camera $span perspective $perspective", (camera) => {
  test("the matrix and the projector put points at the same place, the nearer in front", () => {
    const m = clipMatrix(camera, width, height, reach);
    const project = projector(camera, width, height);
    const placed = points.map(([x, y, z]) => {
      const clip = [0, 1, 2, 3].map((row) => m[row] * x + m[4 + row] * y + m[8 + row] * z + m[12 + row]);
      const [cx, cy, cz, w] = clip;
      const { x: px, y: py, depth, scale } = project(x, y, z);
      expect(((cx / w + 1) * width) / 2).toBeCloseTo(px, 2);
      expect(((1 - cy / w) * height) / 2).toBeCloseTo(py, 2);
      expect(Math.abs(cz / w)).toBeLessThanOrEqual(1 + 1e-5);
      expect(scale / w).not.toBeNaN();
      expect((scale * w) / (height / 2 / camera.span)).toBeCloseTo(1, 5);
      return { depth, z: cz / w };
    });
    placed.sort((a, b) => b.depth - a.depth);
    for (let i = 1; i < placed.length; i++) expect(placed[i].z).toBeGreaterThan(placed[i - 1].z);
  });

  test("the outline of a sphere is as far from the middle as its outermost point", () => {
    const [radius, centred] = [0.3, { ...camera, pan: [0, 0] as const }];
    const project = projector(centred, width, height);
    let largest = 0;
    for (let i = 0; i < 400; i++)
      for (let j = 0; j <= 200; j++) {
        const [phi, theta] = [(i / 400) * 2 * Math.PI, (j / 200) * Math.PI];
        const s = [Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi), Math.cos(theta)];
        const { x, y } = project(radius * s[0], radius * s[1], radius * s[2]);
        largest = Math.max(largest, Math.hypot(x - width / 2, y - height / 2));
      }
    expect(outlineRadius(centred, height, radius)! / largest).toBeCloseTo(1, 3);
  });
});

test("a sphere about the reader has no outline", () => {
  const camera = { ...cameras[2], span: 0.1 };
  expect(outlineRadius(camera, 600, cameraDistance(camera) * 1.01)).toBeUndefined();
  expect(outlineRadius({ ...camera, perspective: false }, 600, 5)).toBeGreaterThan(0);
});

test("quaternions and matrices are the same rotations", () => {
  const other = turnAbout([0.2, -0.4, 1], 2.8);
  const product = multiply(rotationMatrix(rotation), rotationMatrix(other));
  rotationMatrix(compose(rotation, other)).forEach((value, i) => {
    expect(value).toBeCloseTo(product[i], 12);
  });
  for (const axis of [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 1, 1],
  ] as const)
    for (const angle of [0.1, 1.5, 3.1, Math.PI]) {
      const m = rotationMatrix(turnAbout(axis, angle));
      rotationMatrix(quaternionOf(m)).forEach((value, i) => {
        expect(value).toBeCloseTo(m[i], 12);
      });
    }
});

test("looking along an axis brings it to the reader, and the other one up", () => {
  const [axis, up] = [
    [0.3, 0.5, -0.2],
    [0.1, -1, 0.4],
  ] as const;
  const camera: Camera = { rotation: lookAlong(axis, up), span: 1, pan: [0, 0], perspective: false };
  const seen = toEye(camera, axis);
  expect(seen[0]).toBeCloseTo(0, 12);
  expect(seen[1]).toBeCloseTo(0, 12);
  expect(seen[2]).toBeCloseTo(Math.hypot(...axis), 12);
  expect(toEye(camera, up)[0]).toBeCloseTo(0, 12);
  expect(toEye(camera, up)[1]).toBeGreaterThan(0);
});

test("the trackball takes the point under the pointer with it", () => {
  for (const [from, to] of [
    [
      [0, 0],
      [0.3, 0.1],
    ],
    [
      [-0.2, 0.4],
      [0.1, 0.2],
    ],
    [
      [0.9, 0.1],
      [0.8, -0.6],
    ],
  ] as const) {
    const onBall = ([x, y]: readonly [number, number]): Vector3 => {
      const squared = x * x + y * y;
      return normalise([x, y, squared < 0.5 ? Math.sqrt(1 - squared) : 0.5 / Math.sqrt(squared)]);
    };
    const turned = transform(rotationMatrix(trackball(from, to)), onBall(from));
    onBall(to).forEach((value, axis) => {
      expect(turned[axis]).toBeCloseTo(value, 12);
    });
  }
  expect(trackball([0.2, 0.2], [0.2, 0.2])).toEqual([0, 0, 0, 1]);
});

test("vectors", () => {
  expect(cross([1, 0, 0], [0, 1, 0])).toEqual([0, 0, 1]);
  expect(dot([1, 2, 3], [4, 5, 6])).toBe(32);
  expect(normalise([3, 0, 4])).toEqual([0.6, 0, 0.8]);
});

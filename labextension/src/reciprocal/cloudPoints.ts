/**
 * The drawn points of the cloud as the page itself computes them, with the conditions and sizes that the graphics card
 * applies: for picking, and for the picture as SVG.
 */
import { type Camera, projector } from "./camera.js";
import { type Clip, isInside } from "./clipping.js";
import { sizeRange } from "./cloudData.js";
import { type Matrix3, multiply, transform } from "./lattice.js";
import type { PicturePoints } from "./pickGrid.js";
import { missingCode } from "./scales.js";

/** What is drawn, and how. */
export interface CloudPoints {
  readonly basis: Matrix3;
  readonly matrices: readonly Int32Array[];
  readonly hkl: Int32Array;
  readonly colourCodes: Uint16Array;
  readonly sizeCodes: Uint16Array;
  /** Codes of colour below this are hidden. */
  readonly hiddenBelow: number;
  readonly withoutValue: boolean;
  readonly clip: Clip;
  readonly camera: Camera;
  readonly width: number;
  readonly height: number;
  /** Radius in pixels of a point of middle size at the depth of the origin. */
  readonly radius: number;
}

/** The points in the picture, and which reflection and matrix each is of. */
export interface DrawnPoints extends PicturePoints {
  readonly row: Int32Array;
  readonly matrix: Uint8Array;
}

/** Radius in pixels of a point: `scaled` is the size of the picture there against that at the origin. */
export function pointRadius(radius: number, sizeCode: number, scaled: number): number {
  const share = sizeCode === missingCode ? 0 : sizeCode / 65_534;
  return Math.max(0.5, radius * (sizeRange[0] + share * (sizeRange[1] - sizeRange[0])) * scaled);
}

/**
 * The points that are drawn within the picture.
 * @param most stops after so many
 */
export function drawnPoints(scene: CloudPoints, most: number = Number.POSITIVE_INFINITY): DrawnPoints {
  const { hkl, matrices, colourCodes, hiddenBelow, withoutValue } = scene;
  const kept = new GrowingPoints(Math.min(most, (hkl.length / 3) * matrices.length));
  const project = projector(scene.camera, scene.width, scene.height);
  const atOrigin = scene.height / 2 / scene.camera.span;
  matrices.forEach((matrix, m) => {
    const basis = multiply(scene.basis, matrix);
    for (let row = 0, j = 0; j < hkl.length && kept.count < most; row++, j += 3) {
      const code = colourCodes[row];
      if (code === missingCode ? !withoutValue : code < hiddenBelow) continue;
      const s = transform(basis, [hkl[j], hkl[j + 1], hkl[j + 2]]);
      if (!isInside(scene.clip, s)) continue;
      const { x, y, depth, scale } = project(s[0], s[1], s[2]);
      if (!(scale > 0) || x < -20 || y < -20 || x > scene.width + 20 || y > scene.height + 20) continue;
      kept.add(
        x,
        y,
        depth * atOrigin,
        pointRadius(scene.radius, scene.sizeCodes[row], scale / atOrigin),
        row,
        m,
      );
    }
  });
  return kept.points();
}

/** Arrays that are as long as need be at the end. */
class GrowingPoints {
  count = 0;
  readonly #x: Float32Array;
  readonly #y: Float32Array;
  readonly #depth: Float32Array;
  readonly #radius: Float32Array;
  readonly #row: Int32Array;
  readonly #matrix: Uint8Array;

  constructor(capacity: number) {
    this.#x = new Float32Array(capacity);
    this.#y = new Float32Array(capacity);
    this.#depth = new Float32Array(capacity);
    this.#radius = new Float32Array(capacity);
    this.#row = new Int32Array(capacity);
    this.#matrix = new Uint8Array(capacity);
  }

  add(x: number, y: number, depth: number, radius: number, row: number, matrix: number): void {
    const i = this.count++;
    this.#x[i] = x;
    this.#y[i] = y;
    this.#depth[i] = depth;
    this.#radius[i] = radius;
    this.#row[i] = row;
    this.#matrix[i] = matrix;
  }

  points(): DrawnPoints {
    const end = this.count;
    return {
      x: this.#x.subarray(0, end),
      y: this.#y.subarray(0, end),
      depth: this.#depth.subarray(0, end),
      radius: this.#radius.subarray(0, end),
      row: this.#row.subarray(0, end),
      matrix: this.#matrix.subarray(0, end),
    };
  }
}

/**
 * A map: values on a regular grid over one whole unit cell, point (u, v, w) at the fractional coordinate
 * (u/n_u, v/n_v, w/n_w), periodic; its statistics, interpolation between points, and the choice of grid sizes.
 *
 * Interpolation is trilinear, or tricubic with Catmull and Rom's spline (Computer Aided Geometric Design, 1974,
 * 317–326), which passes through the points with continuous slope.
 */
import { SpaceGroup, type SpaceGroupLike } from "../crystal/spaceGroup.js";
import { greatestCommonDivisor } from "../crystal/symmetryOperation.js";
import { UnitCell, type UnitCellLike } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import { goodSize } from "./fft.js";
import { checkShape, type GridShape } from "./realFft3.js";

/** What a map's values are like, over the whole cell. */
export interface MapStatistics {
  readonly mean: number;
  /** Root-mean-square deviation from the mean (of the population, no n − 1). */
  readonly sigma: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** What a {@link Grid} is made of; `data` is taken as it is (not copied), and is zero where absent. */
export interface GridInit {
  readonly cell: UnitCellLike;
  readonly spaceGroup: SpaceGroupLike;
  readonly shape: GridShape;
  readonly data?: Float32Array;
}

/** A map over one unit cell. */
export class Grid {
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  /** Points along a, b, c. */
  readonly shape: GridShape;
  /** Values, w fastest: point (u, v, w) is at (u·n_v + v)·n_w + w. */
  readonly data: Float32Array;

  /** @throws InputError if the shape is not of whole numbers, or the data do not fill it */
  constructor(init: GridInit) {
    const { shape } = init;
    for (const size of shape) {
      if (!Number.isSafeInteger(size) || size < 1) {
        throw new InputError(`grid shape: got ${shape.join(" × ")}, expected three positive whole numbers`);
      }
    }
    const points = shape[0] * shape[1] * shape[2];
    if (init.data !== undefined && init.data.length !== points) {
      throw new InputError(
        `data of a ${shape.join(" × ")} grid: got ${init.data.length} values, expected ${points}`,
      );
    }
    this.cell = UnitCell.of(init.cell);
    this.spaceGroup = SpaceGroup.of(init.spaceGroup);
    this.shape = [shape[0], shape[1], shape[2]];
    this.data = init.data ?? new Float32Array(points);
  }

  /** Where the value of point (u, v, w) is in `data`; the point may lie in any cell. */
  index(u: number, v: number, w: number): number {
    const [nu, nv, nw] = this.shape;
    return (modulo(u, nu) * nv + modulo(v, nv)) * nw + modulo(w, nw);
  }

  /** The value at grid point (u, v, w), which may lie in any cell. */
  at(u: number, v: number, w: number): number {
    return this.data[this.index(u, v, w)];
  }

  /** Mean, σ and range of the values; NaN where the map holds a NaN. */
  statistics(): MapStatistics {
    const { data } = this;
    let [sum, minimum, maximum] = [0, Infinity, -Infinity];
    for (let i = 0; i < data.length; i++) {
      sum += data[i];
      minimum = Math.min(minimum, data[i]);
      maximum = Math.max(maximum, data[i]);
    }
    const mean = sum / data.length;
    let squares = 0;
    for (let i = 0; i < data.length; i++) squares += (data[i] - mean) ** 2;
    return { mean, sigma: Math.sqrt(squares / data.length), minimum, maximum };
  }

  /**
   * The map in units of σ: mean 0, σ 1.
   * @throws InputError if the map is flat or holds a value that is not finite
   */
  normalized(): Grid {
    const { mean, sigma } = this.statistics();
    if (!(sigma > 0 && sigma < Infinity)) {
      throw new InputError(`map to normalise: got σ = ${sigma}, expected a map that varies and is finite`);
    }
    const data = new Float32Array(this.data.length);
    for (let i = 0; i < data.length; i++) data[i] = (this.data[i] - mean) / sigma;
    return new Grid({ cell: this.cell, spaceGroup: this.spaceGroup, shape: this.shape, data });
  }

  /**
   * The value between grid points.
   * @param fractional fractional coordinates, in any cell
   * @param order "linear" (trilinear, from 8 points) or "cubic" (tricubic, from 64)
   * @throws InputError if a coordinate is not finite
   */
  interpolate(fractional: ArrayLike<number>, order: "linear" | "cubic" = "linear"): number {
    const axes = [0, 1, 2].map((axis) => {
      const x = fractional[axis] * this.shape[axis];
      if (!Number.isFinite(x)) {
        throw new InputError(
          `coordinates to interpolate at: got ${Array.from(fractional).join(", ")}, expected three finite numbers`,
        );
      }
      const below = Math.floor(x);
      const weights = order === "cubic" ? catmullRom(x - below) : [1 - (x - below), x - below];
      return { first: order === "cubic" ? below - 1 : below, weights };
    });
    const [a, b, c] = axes;
    let sum = 0;
    for (let i = 0; i < a.weights.length; i++) {
      for (let j = 0; j < b.weights.length; j++) {
        const w = a.weights[i] * b.weights[j];
        for (let k = 0; k < c.weights.length; k++) {
          sum += w * c.weights[k] * this.at(a.first + i, b.first + j, c.first + k);
        }
      }
    }
    return sum;
  }
}

/** Weights of the points at −1, 0, 1, 2 for the value at t in [0, 1]. */
function catmullRom(t: number): [number, number, number, number] {
  return [
    (t * (-1 + t * (2 - t))) / 2,
    (2 + t * t * (-5 + 3 * t)) / 2,
    (t * (1 + t * (4 - 3 * t))) / 2,
    (t * t * (t - 1)) / 2,
  ];
}

function modulo(x: number, n: number): number {
  const r = x % n;
  return r < 0 ? r + n : r;
}

/** What the symmetry asks of a grid's sizes so that it maps the grid onto itself. */
export interface GridFactors {
  /** Each size is a multiple of this (from the translations). */
  readonly multiples: readonly [number, number, number];
  /** Axes with the same number are mixed by a rotation and have the same size. */
  readonly classes: readonly [number, number, number];
}

/** The factors that the translations of a space group need, and the axes that its rotations exchange. */
export function gridFactors(spaceGroup: SpaceGroup): GridFactors {
  const multiples: [number, number, number] = [1, 1, 1];
  const classes: [number, number, number] = [0, 1, 2];
  for (const { rotation, translation } of spaceGroup.operations) {
    for (let i = 0; i < 3; i++) {
      multiples[i] = leastCommonMultiple(
        multiples[i],
        24 / greatestCommonDivisor(24, Math.abs(translation[i])),
      );
      for (let j = 0; j < 3; j++) {
        if (rotation[3 * i + j] !== 0 && classes[i] !== classes[j]) {
          const [keep, drop] = [Math.min(classes[i], classes[j]), Math.max(classes[i], classes[j])];
          for (let k = 0; k < 3; k++) if (classes[k] === drop) classes[k] = keep;
        }
      }
    }
  }
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      if (classes[i] === classes[j]) multiples[i] = leastCommonMultiple(multiples[i], multiples[j]);
    }
  }
  return { multiples, classes };
}

/** Options of {@link gridShape}. */
export interface GridShapeOptions {
  /** Resolution, Å. */
  readonly dMin: number;
  /** Points per dMin along the normal of each face of the cell (default 3; 2 is the Nyquist limit). */
  readonly sampleRate?: number;
  /** Sizes are at least these, e.g. 2|h| + 1 for the largest Miller indices. */
  readonly minimum?: readonly [number, number, number];
}

/**
 * Sizes of a grid for a resolution: n_i ≥ sampleRate/(dMin·a*_i), even products of 2, 3 and 5 (even as in other
 * programs, so that maps can be compared point by point), such that every operation of the space group maps the grid
 * onto itself.
 * @throws InputError if dMin or the rate is not positive, or the grid would have more than 2^30 points
 */
export function gridShape(cell: UnitCell, spaceGroup: SpaceGroup, options: GridShapeOptions): GridShape {
  const { dMin, sampleRate = 3, minimum = [1, 1, 1] } = options;
  if (!(dMin > 0)) throw new InputError(`resolution of a grid: got ${dMin} Å, expected a positive number`);
  if (!(sampleRate > 0))
    throw new InputError(`sample rate of a grid: got ${sampleRate}, expected a positive number`);
  const { multiples, classes } = gridFactors(spaceGroup);
  const wanted = [0, 1, 2].map((i) => {
    const reciprocalLength = Math.sqrt(cell.reciprocalMetric[4 * i]);
    return Math.max(minimum[i], sampleRate / (dMin * reciprocalLength) - 1e-9);
  });
  const sizes = [0, 1, 2].map((i) =>
    goodSize(
      Math.max(...wanted.filter((_, j) => classes[j] === classes[i])),
      leastCommonMultiple(2, multiples[i]),
    ),
  );
  const shape: GridShape = [sizes[0], sizes[1], sizes[2]];
  checkShape(shape);
  return shape;
}

function leastCommonMultiple(a: number, b: number): number {
  return (a * b) / greatestCommonDivisor(a, b);
}

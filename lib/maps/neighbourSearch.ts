/**
 * Points of a crystal near a given place, through all symmetry operations and lattice translations, exactly: the
 * points of the asymmetric unit are sorted into bins of the unit cell, and every image R·q + t of the place q is
 * looked up among them. A sphere of radius r spans r·a*_i of the fractional coordinate i on either side of its centre
 * (a*_i the reciprocal axis, 1/Å), whatever the angles; all bins in that box are searched, wrapped around the cell as
 * often as it takes.
 */
import type { SpaceGroup } from "../crystal/spaceGroup.js";
import type { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";

/** A point found near a place. */
export interface Neighbour {
  /** Which of the points. */
  readonly index: number;
  /** Å. */
  readonly distance: number;
  /** Fractional coordinates of the image of the place that lies next to the point as it was given. */
  readonly image: readonly [number, number, number];
  /** Which of the space group's operations makes that image, but for a lattice translation. */
  readonly operation: number;
}

/** A search among n points of the asymmetric unit of a crystal. */
export class NeighbourSearch {
  /** Points wrapped into the cell, and the lattice translation that was taken off. */
  private readonly wrapped: Float64Array;
  private readonly lattice: Float64Array;
  private readonly bins: readonly [number, number, number];
  /** Points by bin: those of bin b are order[start[b]] … order[start[b + 1] − 1]. */
  private readonly start: Int32Array;
  private readonly order: Int32Array;
  private readonly reciprocalLengths: readonly [number, number, number];
  private readonly binSize: number;

  /**
   * @param cell the unit cell
   * @param spaceGroup the space group
   * @param points 3n fractional coordinates, interleaved, in any cell
   * @param binSize size of the bins, Å (default 4): a matter of speed alone
   * @throws InputError if a coordinate is not finite
   */
  constructor(
    private readonly cell: UnitCell,
    private readonly spaceGroup: SpaceGroup,
    points: ArrayLike<number>,
    binSize = 4,
  ) {
    this.binSize = binSize;
    const count = Math.floor(points.length / 3);
    const g = cell.reciprocalMetric;
    this.reciprocalLengths = [Math.sqrt(g[0]), Math.sqrt(g[4]), Math.sqrt(g[8])];
    const most = Math.max(1, Math.min(64, Math.ceil(2 * Math.cbrt(count))));
    const binsAlong = (i: number) =>
      Math.max(1, Math.min(most, Math.floor(1 / (this.reciprocalLengths[i] * binSize))));
    this.bins = [binsAlong(0), binsAlong(1), binsAlong(2)];
    this.wrapped = new Float64Array(3 * count);
    this.lattice = new Float64Array(3 * count);
    for (let i = 0; i < 3 * count; i++) {
      const whole = Math.floor(points[i]);
      if (!Number.isFinite(whole)) {
        throw new InputError(
          `fractional coordinates of point ${Math.floor(i / 3)}: got ${points[i]}, expected a finite number`,
        );
      }
      this.lattice[i] = whole;
      this.wrapped[i] = points[i] - whole;
    }
    const total = this.bins[0] * this.bins[1] * this.bins[2];
    this.start = new Int32Array(total + 1);
    this.order = new Int32Array(count);
    for (let i = 0; i < count; i++) this.start[this.binOf(i) + 1]++;
    for (let b = 0; b < total; b++) this.start[b + 1] += this.start[b];
    const filled = this.start.slice();
    for (let i = 0; i < count; i++) this.order[filled[this.binOf(i)]++] = i;
  }

  /**
   * The nearest point to a place.
   * @param fractional the place, in any cell
   * @param maximum how far to look, Å (default: until one is found)
   * @returns undefined if there is none within `maximum`
   * @throws InputError if a coordinate is not finite
   */
  nearest(fractional: ArrayLike<number>, maximum: number = Infinity): Neighbour | undefined {
    if (this.order.length === 0) return undefined;
    for (let radius = Math.min(this.binSize, maximum); ; radius = Math.min(2 * radius, maximum)) {
      let best: Neighbour | undefined;
      this.visit(fractional, radius, (found) => {
        if (best === undefined || found.distance < best.distance) best = found;
      });
      if (best !== undefined || !(radius < maximum)) return best;
    }
  }

  /**
   * All points within a radius of a place, nearest first: one entry for each image of a point, so that a point may
   * come more than once, and a place on a rotation axis meets each point once for every operation of the axis.
   * @param radius Å
   * @throws InputError if a coordinate is not finite
   */
  within(fractional: ArrayLike<number>, radius: number): Neighbour[] {
    const found: Neighbour[] = [];
    this.visit(fractional, radius, (neighbour) => found.push(neighbour));
    return found.sort((a, b) => a.distance - b.distance || a.index - b.index);
  }

  private visit(fractional: ArrayLike<number>, radius: number, take: (found: Neighbour) => void): void {
    if (!Number.isFinite(fractional[0] + fractional[1] + fractional[2])) {
      throw new InputError(
        `place to search around: got ${Array.from(fractional).join(", ")}, expected three finite fractional coordinates`,
      );
    }
    this.spaceGroup.operations.forEach(({ rotation: r, translation: t }, operation) => {
      const image = [0, 1, 2].map(
        (i) =>
          r[3 * i] * fractional[0] + r[3 * i + 1] * fractional[1] + r[3 * i + 2] * fractional[2] + t[i] / 24,
      );
      this.visitImage(image, radius, operation, take);
    });
  }

  private visitImage(
    image: readonly number[],
    radius: number,
    operation: number,
    take: (found: Neighbour) => void,
  ): void {
    const [na, nb, nc] = this.bins;
    const low = image.map((x, i) =>
      Math.floor((x - radius * this.reciprocalLengths[i]) * this.bins[i] - 1e-9),
    );
    const high = image.map((x, i) =>
      Math.floor((x + radius * this.reciprocalLengths[i]) * this.bins[i] + 1e-9),
    );
    for (let a = low[0]; a <= high[0]; a++) {
      const shiftA = Math.floor(a / na);
      for (let b = low[1]; b <= high[1]; b++) {
        const shiftB = Math.floor(b / nb);
        for (let c = low[2]; c <= high[2]; c++) {
          const shiftC = Math.floor(c / nc);
          const bin = ((a - shiftA * na) * nb + (b - shiftB * nb)) * nc + (c - shiftC * nc);
          for (let j = this.start[bin]; j < this.start[bin + 1]; j++) {
            const index = this.order[j];
            const distance = this.distance(
              image[0] - shiftA - this.wrapped[3 * index],
              image[1] - shiftB - this.wrapped[3 * index + 1],
              image[2] - shiftC - this.wrapped[3 * index + 2],
            );
            if (distance > radius) continue;
            const near = [image[0] - shiftA, image[1] - shiftB, image[2] - shiftC];
            take({
              index,
              distance,
              image: [
                near[0] + this.lattice[3 * index],
                near[1] + this.lattice[3 * index + 1],
                near[2] + this.lattice[3 * index + 2],
              ],
              operation,
            });
          }
        }
      }
    }
  }

  /** Length in Å of a vector in fractional coordinates. */
  private distance(x: number, y: number, z: number): number {
    const g = this.cell.metric;
    const square =
      g[0] * x * x + g[4] * y * y + g[8] * z * z + 2 * (g[1] * x * y + g[2] * x * z + g[5] * y * z);
    return Math.sqrt(Math.max(0, square));
  }

  private binOf(index: number): number {
    const [a, b, c] = [0, 1, 2].map((i) =>
      Math.min(this.bins[i] - 1, Math.floor(this.wrapped[3 * index + i] * this.bins[i])),
    );
    return (a * this.bins[1] + b) * this.bins[2] + c;
  }
}

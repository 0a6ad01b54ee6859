/**
 * Finds the point of a picture under the pointer: points in tiles by a counting sort, so that a look-up sees only those of the
 * tiles about. Of the points whose disc lies under the pointer the one is meant whose sphere is there nearest to the reader, at
 * depth + √(r² − x² − y²); where there is none, the one whose disc is the nearest within a tolerance.
 */

/** Points of a picture: pixels from its top left corner. */
export interface PicturePoints {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Depth in pixels; larger is nearer to the reader. */
  readonly depth: Float32Array;
  /** Radius of each disc in pixels. */
  readonly radius: Float32Array;
}

const tile = 16;

/** A look-up of one picture. */
export class PickGrid {
  readonly #points: PicturePoints;
  readonly #columns: number;
  readonly #rows: number;
  readonly #start: Int32Array;
  readonly #order: Int32Array;
  readonly #largest: number;

  /** @param width, height of the picture in pixels; points outside of it are left out */
  constructor(points: PicturePoints, width: number, height: number) {
    this.#points = points;
    this.#columns = Math.max(1, Math.ceil(width / tile));
    this.#rows = Math.max(1, Math.ceil(height / tile));
    const count = points.x.length;
    const tiles = new Int32Array(count);
    const start = new Int32Array(this.#columns * this.#rows + 1);
    let largest = 0;
    for (let i = 0; i < count; i++) {
      const [column, row] = [Math.floor(points.x[i] / tile), Math.floor(points.y[i] / tile)];
      const inside = column >= 0 && column < this.#columns && row >= 0 && row < this.#rows;
      tiles[i] = inside ? row * this.#columns + column : -1;
      if (!inside) continue;
      start[tiles[i] + 1]++;
      largest = Math.max(largest, points.radius[i]);
    }
    for (let i = 1; i < start.length; i++) start[i] += start[i - 1];
    const next = start.slice(0, -1);
    this.#order = new Int32Array(start[start.length - 1]);
    for (let i = 0; i < count; i++) if (tiles[i] >= 0) this.#order[next[tiles[i]]++] = i;
    this.#start = start;
    this.#largest = largest;
  }

  /** The point meant at a place of the picture, or −1. */
  find(x: number, y: number, tolerance = 4): number {
    const reach = this.#largest + tolerance;
    const from = (at: number): number => Math.floor((at - reach) / tile);
    const to = (at: number): number => Math.floor((at + reach) / tile);
    let best = new Candidate(tolerance);
    for (let row = Math.max(0, from(y)); row <= Math.min(this.#rows - 1, to(y)); row++)
      for (let column = Math.max(0, from(x)); column <= Math.min(this.#columns - 1, to(x)); column++)
        best = this.#inTile(row * this.#columns + column, x, y, best);
    return best.point;
  }

  #inTile(index: number, x: number, y: number, best: Candidate): Candidate {
    const points = this.#points;
    for (let n = this.#start[index]; n < this.#start[index + 1]; n++) {
      const i = this.#order[n];
      best.consider(i, Math.hypot(points.x[i] - x, points.y[i] - y), points.radius[i], points.depth[i]);
    }
    return best;
  }
}

/** The best point so far. */
export class Candidate {
  point = -1;
  #gap: number;
  #depth = Number.NEGATIVE_INFINITY;

  /** @param tolerance how far outside of a disc still counts, pixels */
  constructor(tolerance: number) {
    this.#gap = tolerance;
  }

  /** @param distance of its middle from the pointer; all in pixels */
  consider(point: number, distance: number, radius: number, depth: number): void {
    const outside = Math.max(0, distance - radius);
    if (outside > this.#gap) return;
    const surface = depth + Math.sqrt(Math.max(0, radius * radius - distance * distance));
    if (outside === this.#gap && this.point >= 0 && surface <= this.#depth) return;
    this.point = point;
    this.#gap = outside;
    this.#depth = surface;
  }
}

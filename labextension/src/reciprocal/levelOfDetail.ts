/**
 * Which points are drawn when. The points stand in the buffer in a random order that is the same each time, so that the first
 * m of them are an even sample, whatever m. While the camera moves only as many are drawn as the budget allows, shared by all
 * symmetry mates; at rest all are drawn, a piece a frame, so that the page answers meanwhile. The order is a Fisher–Yates
 * shuffle with the generator x ← 48271 x mod 2³¹ − 1 (Park, Miller & Stockmeyer, Comm. ACM 36 (1993) 108), which is five times
 * as fast as the library's and random enough for a sample.
 */
/** What is drawn in one call: `count` points from `first` on, moved by one matrix. */
export interface DrawPiece {
  readonly matrix: number;
  readonly first: number;
  readonly count: number;
}

/** The rows in random order. */
export function evenOrder(count: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  let state = 1;
  for (let i = count - 1; i > 0; i--) {
    state = (state * 48_271) % 2_147_483_647;
    const j = Math.floor((state / 2_147_483_647) * (i + 1));
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}

/** What is drawn in a frame while the camera moves: at most about `budget` points in all. */
export function movingPieces(count: number, matrices: number, budget: number): DrawPiece[] {
  const each = count * matrices <= budget ? count : Math.max(1, Math.floor(budget / matrices));
  return Array.from({ length: matrices }, (_, matrix) => ({
    matrix,
    first: 0,
    count: Math.min(count, each),
  }));
}

/**
 * What is drawn in the frames at rest after one of {@link movingPieces}: everything else, each frame at most `budget` points.
 */
export function restingPieces(count: number, matrices: number, budget: number): DrawPiece[][] {
  const frames: DrawPiece[][] = [];
  let frame: DrawPiece[] = [];
  let left = budget;
  for (const { matrix, count: drawn } of movingPieces(count, matrices, budget)) {
    for (let first = drawn; first < count; ) {
      const size = Math.min(left, count - first);
      frame.push({ matrix, first, count: size });
      first += size;
      left -= size;
      if (left > 0) continue;
      frames.push(frame);
      frame = [];
      left = budget;
    }
  }
  return frame.length > 0 ? [...frames, frame] : frames;
}

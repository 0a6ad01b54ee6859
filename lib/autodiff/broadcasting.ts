/**
 * Shapes, and the rule by which two shapes become one (numpy's): aligned at their last axis, axes must be equal or 1; an
 * axis of 1, or one that is missing, is repeated. Data are contiguous, the last axis fastest.
 */
import { InputError } from "../errors.js";

/** Length of each axis; [] is a scalar. */
export type Shape = readonly number[];

/** How many numbers a shape holds. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

/** "[2, 3]", as shapes read in messages. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** "[2, 3] and [4]". */
export function formatShapes(shapes: readonly Shape[]): string {
  return shapes.map(formatShape).join(" and ");
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, axis) => n === b[axis]);
}

/** The common shape. @throws InputError, naming the op, where an axis differs and is not 1 */
export function broadcastShapes(name: string, shapes: readonly Shape[]): Shape {
  if (shapes.every((shape) => sameShape(shape, shapes[0]))) return shapes[0];
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const lengths = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const length = lengths.find((n) => n !== 1) ?? 1;
    if (lengths.some((n) => n !== 1 && n !== length))
      throw new InputError(
        `${name}: got shapes ${formatShapes(shapes)}, expected axes that are equal or 1, counted from the last`,
      );
    return length;
  });
}

/** Distance in memory between neighbours along each axis. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** Strides of data of a shape when it is read with the indices of the shape it is broadcast to: 0 where repeated. */
export function broadcastStrides(shape: Shape, to: Shape): number[] {
  const strides = stridesOf(shape);
  const missing = to.length - shape.length;
  return to.map((n, axis) => {
    const own = axis - missing;
    return own < 0 || (shape[own] === 1 && n !== 1) ? 0 : strides[own];
  });
}

/** An axis counted from the front (0, 1, …) or from the back (−1, −2, …), from the front. */
export function normalizeAxis(name: string, axis: number, shape: Shape): number {
  const rank = shape.length;
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank)
    throw new InputError(
      `${name}: got axis ${axis} for shape ${formatShape(shape)}, expected ${
        rank === 0 ? "none: a scalar has no axes" : `a whole number from ${-rank} to ${rank - 1}`
      }`,
    );
  return axis < 0 ? axis + rank : axis;
}

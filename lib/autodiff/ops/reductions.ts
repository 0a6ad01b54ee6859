/**
 * Many numbers made one, over some axes or all: sum, mean, largest, smallest, log Σ exp. Sums run in float64 in the order
 * of the data. Where several are largest (or smallest) the first one gets the gradient.
 * log Σ exp x = m + log Σ exp(x − m) with m the largest, so nothing overflows; its gradient is exp(x − y).
 */
import { InputError } from "../../errors.js";
import { applyOp } from "../apply.js";
import { formatShape, normalizeAxis, stridesOf } from "../broadcasting.js";
import type { AxisOptions, OpDefinition } from "../opTypes.js";
import type { Tensor } from "../tensor.js";
import { Walk } from "../walk.js";

/** Visits every number of the input with its place in the output. */
type EachPair = (visit: (from: number, to: number) => void) => void;

interface Reduction {
  readonly name: string;
  /** Whether it has a value over no numbers at all. */
  readonly empty: boolean;
  forward(pairs: EachPair, x: Tensor, y: Tensor, count: number): void;
  adjoint(
    pairs: EachPair,
    x: Tensor,
    y: Tensor,
    gradient: Float64Array,
    into: Float64Array,
    count: number,
  ): void;
}

function reduce(reduction: Reduction, x: Tensor, { axis, keepDims = false }: AxisOptions = {}): Tensor {
  const { name } = reduction;
  const { shape } = x;
  const given = axis === undefined ? shape.map((_, a) => a) : typeof axis === "number" ? [axis] : axis;
  const axes = new Set(given.map((a) => normalizeAxis(name, a, shape)));
  const kept = shape.map((n, a) => (axes.has(a) ? 1 : n));
  const count = shape.reduce((product, n, a) => (axes.has(a) ? product * n : product), 1);
  // Strides of the output in the input's indices: 0 along the axes taken together.
  const strides = stridesOf(kept).map((stride, a) => (axes.has(a) ? 0 : stride));
  const walk = new Walk(shape, [stridesOf(shape), strides]);
  const { length, steps } = walk;
  const pairs: EachPair = (visit) =>
    walk.runs((from, to) => {
      for (let i = 0; i < length; i++) visit(from + i, to + i * steps[1]);
    });
  const definition: OpDefinition = {
    name,
    shape() {
      if (!reduction.empty && count === 0)
        throw new InputError(
          `${name}: got shape ${formatShape(shape)}, expected at least one number to reduce`,
        );
      return keepDims ? kept : shape.filter((_, a) => !axes.has(a));
    },
    forward([input], output) {
      reduction.forward(pairs, input, output, count);
    },
    adjoint({ inputs: [input], output, gradient, gradients: [into] }) {
      reduction.adjoint(pairs, input, output, gradient, into, count);
    },
  };
  return applyOp(definition, [x]);
}

const summing: Reduction = {
  name: "sum",
  empty: true,
  forward(pairs, { data: x, tape }, { data: y }) {
    const totals = tape.scratch(y.length);
    pairs((from, to) => {
      totals[to] += x[from];
    });
    y.set(totals);
  },
  adjoint(pairs, _x, _y, gradient, into) {
    pairs((from, to) => {
      into[from] += gradient[to];
    });
  },
};

const averaging: Reduction = {
  name: "mean",
  empty: false,
  forward(pairs, { data: x, tape }, { data: y }, count) {
    const totals = tape.scratch(y.length);
    pairs((from, to) => {
      totals[to] += x[from];
    });
    for (let i = 0; i < y.length; i++) y[i] = totals[i] / count;
  },
  adjoint(pairs, _x, _y, gradient, into, count) {
    pairs((from, to) => {
      into[from] += gradient[to] / count;
    });
  },
};

/** @param sign 1 for the largest, −1 for the smallest */
function extreme(name: string, sign: 1 | -1): Reduction {
  return {
    name,
    empty: false,
    forward(pairs, { data: x }, { data: y }) {
      y.fill(-sign * Infinity);
      pairs((from, to) => {
        // Written so that NaN wins: a value that is not a number must not go unseen.
        if (!(sign * x[from] <= sign * y[to]) && !Number.isNaN(y[to])) y[to] = x[from];
      });
    },
    adjoint(pairs, { data: x, tape }, { data: y }, gradient, into) {
      const taken = tape.scratch(y.length);
      pairs((from, to) => {
        if (taken[to] !== 0 || x[from] !== y[to]) return;
        taken[to] = 1;
        into[from] += gradient[to];
      });
    },
  };
}

const findingLargest = extreme("largest", 1);
const findingSmallest = extreme("smallest", -1);

const summingExponentials: Reduction = {
  name: "logsumexp",
  empty: false,
  forward(pairs, x, y, count) {
    findingLargest.forward(pairs, x, y, count);
    const [data, top] = [x.data, y.data];
    const totals = x.tape.scratch(y.size);
    pairs((from, to) => {
      // Where the largest is infinite, x − m would be NaN.
      totals[to] += data[from] === top[to] ? 1 : Math.exp(data[from] - top[to]);
    });
    for (let i = 0; i < top.length; i++) if (Number.isFinite(top[i])) top[i] += Math.log(totals[i]);
  },
  adjoint(pairs, { data: x }, { data: y }, gradient, into) {
    pairs((from, to) => {
      if (gradient[to] !== 0 && x[from] !== -Infinity) into[from] += gradient[to] * Math.exp(x[from] - y[to]);
    });
  },
};

/** Σ x over the axes (default all). */
export function sum(x: Tensor, options?: AxisOptions): Tensor {
  return reduce(summing, x, options);
}

/** Arithmetic mean over the axes (default all). @throws InputError where there is nothing to average */
export function mean(x: Tensor, options?: AxisOptions): Tensor {
  return reduce(averaging, x, options);
}

/** The largest over the axes (default all); of two operands, element by element, it is `max`. */
export function largest(x: Tensor, options?: AxisOptions): Tensor {
  return reduce(findingLargest, x, options);
}

/** The smallest over the axes (default all); of two operands, element by element, it is `min`. */
export function smallest(x: Tensor, options?: AxisOptions): Tensor {
  return reduce(findingSmallest, x, options);
}

/** log Σ exp x over the axes (default all). */
export function logsumexp(x: Tensor, options?: AxisOptions): Tensor {
  return reduce(summingExponentials, x, options);
}

/** The truncated-normal posterior in row programs and its moments, against lib/distributions (itself held to mpmath). */
import { describe, expect, test } from "vitest";
import { truncatedNormal } from "../../../lib/distributions/index.js";
import {
  perRow,
  type RowResult,
  runRowProgramReference,
  traceRowProgram,
} from "../../../lib/kernels/index.js";
import {
  amplitudeMoments,
  posteriorLocationScale,
  posteriorNames,
  posteriorValues,
} from "../../../lib/models/merging/surrogatePosterior.js";
import { expectFit, kolmogorovSmirnov } from "../../random/goodness.js";

// µ₀, s₀, a, b of reflections from far below 0 to far above
const reflections = [
  { start: [-0.8, 0.2], trained: [0.3, -0.1] },
  { start: [0.1, 0.4], trained: [-1.2, 0.4] },
  { start: [0, 0.5], trained: [0, 0] },
  { start: [0.9, 0.3], trained: [0.5, -0.7] },
  { start: [2, 0.05], trained: [-2, 0.3] },
];
const location = reflections.map(({ start, trained }) => start[0] + start[1] * trained[0]);
const scale = reflections.map(({ start, trained }) => start[1] * Math.exp(trained[1]));
const q = truncatedNormal({ location, scale });

const program = traceRowProgram((b) => {
  const values = posteriorValues(b);
  return {
    location: perRow(posteriorLocationScale(b).location),
    scale: perRow(posteriorLocationScale(b).scale),
    sample: perRow(values.sample),
    logProbabilityOfSample: perRow(values.logProbabilityOfSample),
    entropy: perRow(values.entropy),
    meanSquare: perRow(values.meanSquare),
    meanLog: perRow(values.meanLog),
    meanSquareFromHalf: perRow(values.meanSquareFrom(b.constant(0.5))),
  };
});

/** The posterior of reflection g in each of `rows` rows. */
function rowsOf(g: number, rows: number): RowResult["perRow"] {
  return runRowProgramReference(
    program,
    {
      columns: {
        [posteriorNames.start]: Float64Array.from(
          { length: 2 * rows },
          (_, k) => reflections[g].start[k % 2],
        ),
      },
      indices: { [posteriorNames.index]: new Int32Array(rows).fill(g) },
      parameters: {
        [posteriorNames.parameter]: Float64Array.from(reflections.flatMap(({ trained }) => trained)),
      },
    },
    { seed: 4, gradient: false },
  ).perRow;
}

describe.each(reflections.map((_, g) => ({ g, width: location[g] / scale[g] })))(
  "a posterior of location $width widths",
  ({ g }) => {
    test("has the location and scale that its trained numbers stand for", () => {
      const rows = rowsOf(g, 1);
      expect(rows.location[0]).toBeCloseTo(location[g], 14);
      expect(rows.scale[0]).toBeCloseTo(scale[g], 14);
    });

    test("has samples of its own distribution, a new one for each row", () => {
      const { sample, logProbabilityOfSample } = rowsOf(g, 20_000);
      expectFit(kolmogorovSmirnov(sample, (x) => q.cdf(x, g)));
      expect(new Set(sample).size).toBe(sample.length);
      for (let i = 0; i < 1000; i++)
        expect(logProbabilityOfSample[i]).toBeCloseTo(q.logProbability(sample[i], g), 9);
    });

    test("has the entropy and the moments of the distribution", () => {
      const rows = rowsOf(g, 1);
      expect(rows.entropy[0]).toBeCloseTo(q.entropy(g), 10);
      expect(rows.meanSquare[0] / (q.mean(g) ** 2 + q.variance(g))).toBeCloseTo(1, 10);
      expect(rows.meanSquareFromHalf[0] / ((q.mean(g) - 0.5) ** 2 + q.variance(g))).toBeCloseTo(1, 10);
      expect(rows.meanLog[0]).toBeCloseTo(q.family.meanLog?.(q.at(g)) ?? Number.NaN, 9);
    });
  },
);

test("moments of amplitudes: mean, standard deviation, E[E²] and its standard deviation", () => {
  const { mean, standardDeviation, meanSquare, squareDeviation } = amplitudeMoments(location, scale);
  for (let g = 0; g < reflections.length; g++) {
    expect(mean[g]).toBeCloseTo(q.mean(g), 12);
    expect(standardDeviation[g] / Math.sqrt(q.variance(g))).toBeCloseTo(1, 10);
    expect(meanSquare[g] / (q.mean(g) ** 2 + q.variance(g))).toBeCloseTo(1, 10);
    expect(squareDeviation[g] / squareDeviationOf(g)).toBeCloseTo(1, 7);
  }
});

/** √(E[E⁴] − E[E²]²) by the trapezium rule. */
function squareDeviationOf(g: number): number {
  const [low, high] = [q.quantile(1e-15, g), q.quantile(1 - 1e-15, g)];
  const n = 20_000;
  const square = q.mean(g) ** 2 + q.variance(g);
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    const x = low + ((high - low) * k) / n;
    sum += (k === 0 || k === n ? 0.5 : 1) * (x * x - square) ** 2 * Math.exp(q.logProbability(x, g));
  }
  return Math.sqrt((sum * (high - low)) / n);
}

test("a sharp posterior keeps its moments: no cancellation to 0", () => {
  const { standardDeviation, squareDeviation } = amplitudeMoments([3], [1e-3]);
  expect(standardDeviation[0] / 1e-3).toBeCloseTo(1, 9);
  expect(squareDeviation[0] / (2 * 3 * 1e-3)).toBeCloseTo(1, 6);
});

test("posteriors far below 0 keep their moments", () => {
  const [mu, s] = [-30, 1];
  const far = truncatedNormal({ location: mu, scale: s });
  const { mean, standardDeviation, meanSquare, squareDeviation } = amplitudeMoments([mu], [s]);
  expect(mean[0] / far.mean()).toBeCloseTo(1, 6);
  expect(standardDeviation[0] / Math.sqrt(far.variance())).toBeCloseTo(1, 6);
  expect(meanSquare[0] / (far.mean() ** 2 + far.variance())).toBeCloseTo(1, 6);
  // nearly exponential of mean m: E[E⁴] = 24 m⁴, E[E²]² = 4 m⁴
  expect(squareDeviation[0] / (Math.sqrt(20) * far.mean() ** 2)).toBeCloseTo(1, 1);
});

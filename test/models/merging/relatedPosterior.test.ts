/**
 * The double-Wilson distribution against SciPy (test/reference/models/doubleWilson.py); the programs with related amplitudes
 * against central differences, and their divergence against its integral.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { klDivergence, truncatedNormal, wilsonAmplitude } from "../../../lib/distributions/index.js";
import { perRow, runRowProgramReference, traceRowProgram } from "../../../lib/kernels/index.js";
import { likelihoods } from "../../../lib/models/merging/likelihoods/index.js";
import { trainingProgram } from "../../../lib/models/merging/mergingProgram.js";
import { priors } from "../../../lib/models/merging/priors/index.js";
import {
  ancestorName,
  doubleWilson,
  logScaledBesselI0,
  relatedPosterior,
  relationNames,
} from "../../../lib/models/merging/relatedPosterior.js";
import { posteriorNames } from "../../../lib/models/merging/surrogatePosterior.js";
import { expectGradients } from "../../kernels/gradients.js";
import { expectAgreement } from "../../kernels/wasm/agreement.js";
import { relatedInputs, smallScale } from "./made.js";

interface Reference {
  /** r, E, E_p, centric, log p. */
  readonly doubleWilson: readonly (readonly [number, number, number, number, number])[];
  readonly logScaledBesselI0: { readonly x: readonly number[]; readonly values: readonly number[] };
}
const file = join(import.meta.dirname, "../../reference/models/doubleWilson.json");
const reference = JSON.parse(readFileSync(file, "utf8")) as Reference;

const besselProgram = traceRowProgram((b) => ({ value: perRow(logScaledBesselI0(b.column("x"))) }));
const densityProgram = traceRowProgram((b) => {
  const [amplitude, center, v, centric] = ["e", "center", "v", "centric"].map((name) => b.column(name));
  return { value: perRow(doubleWilson({ amplitude, center, v, centric })) };
});

/** log p(E | E_p) of the reference engine: float64. */
function logDensities(cases: readonly (readonly number[])[]): Float64Array | Float32Array {
  const of = (value: (c: readonly number[]) => number) => Float64Array.from(cases, value);
  const columns = {
    e: of(([, e]) => e),
    center: of(([r, , p]) => r * p),
    v: of(([r]) => 1 - r * r),
    centric: of(([, , , centric]) => centric),
  };
  return runRowProgramReference(densityProgram, { columns, parameters: {} }, { gradient: false }).perRow
    .value;
}

test("log e⁻ˣ I₀(x) is SciPy's to 1e-7", () => {
  const { x, values } = reference.logScaledBesselI0;
  const inputs = { columns: { x: Float64Array.from(x) }, parameters: {} };
  const found = runRowProgramReference(besselProgram, inputs, { gradient: false }).perRow.value;
  values.forEach((value, i) => {
    expect(Math.abs(found[i] - value), `x = ${x[i]}`).toBeLessThan(1e-7);
  });
});

test("p(E | E_p) is SciPy's Rice or folded normal, r from 0.1 to 0.999", () => {
  const { doubleWilson: cases } = reference;
  expect(cases.length).toBeGreaterThan(400);
  const found = logDensities(cases);
  cases.forEach(([r, e, parent, centric, value], i) => {
    const deviation = Math.abs(found[i] - value) / Math.max(1, Math.abs(value));
    expect(deviation, JSON.stringify({ r, e, parent, centric })).toBeLessThan(centric ? 1e-12 : 1e-7);
  });
});

test.each([0, 1])(
  "neither of two amplitudes comes first: the joint density is symmetric, centric %d",
  (centric) => {
    const p = wilsonAmplitude({ centric: [centric] });
    for (const r of [0.2, 0.9, 0.99])
      for (const [a, b] of [
        [0.2, 1.1],
        [0.9, 0.95],
        [2.1, 1.7],
      ]) {
        const [given, other] = logDensities([
          [r, a, b, centric],
          [r, b, a, centric],
        ]);
        expect(given + p.logProbability(b)).toBeCloseTo(other + p.logProbability(a), 6);
      }
  },
);

describe.each([1, 2])("programs of depth %d", (depth) => {
  describe.each([1, 2, 3])("with %d terms", (terms) => {
    const objective = { likelihood: likelihoods.studentT(), prior: priors.wilson() };
    const scale = smallScale({ link: "log", imageScales: false, oneHotImages: true });
    const program = trainingProgram(objective, scale, { terms, depth });
    const inputs = relatedInputs(scale, { terms, depth });
    const options = { seed: 5, step: 3, outputGradients: { nll: 0.9, kl: 1.3 } };

    test("gradients, r's too, are the slopes of the objective", () => {
      expect(program.parameters.map(({ name }) => name)).toContain(relationNames.parameter);
      expectGradients(program, inputs, options, { step: 1e-4, most: 14 });
    });

    // draws in which the rows' slopes by r do not happen to cancel: the tolerance is of their sum
    test("WASM agrees with the reference", () => {
      for (const step of [5, 6, 7, 8]) expectAgreement(program, inputs, { ...options, step });
    });
  });
});

/** Divergence of a child (location m, scale s of its u) of a parent (own location and scale), in each of n rows. */
const divergenceProgram = traceRowProgram((b) => {
  const { sample, divergence } = relatedPosterior(b, priors.wilson(), 1);
  return { sample: perRow(sample), divergence: perRow(divergence) };
});

interface Pair {
  readonly r: number;
  /** Of the posterior, where r is being learned. */
  readonly first?: number;
  readonly centric: number;
  readonly parent: readonly [location: number, scale: number];
  readonly child: readonly [m: number, s: number];
}

const logOdds = (r: number) => Float64Array.of(Math.log((1 - r * r) / (r * r)));

function draws({ r, first = r, centric, parent, child }: Pair, rows: number) {
  const ones = (value: number) => new Float64Array(rows).fill(value);
  const start = Float64Array.from({ length: 2 * rows }, (_, k) => parent[k % 2]);
  const ancestor = (name: string) => ancestorName(name, 1);
  return runRowProgramReference(
    divergenceProgram,
    {
      columns: {
        [posteriorNames.start]: start,
        [relationNames.centric]: ones(centric),
        [relationNames.share]: ones(1),
        [relationNames.related]: ones(1),
        [ancestor(posteriorNames.start)]: start,
        [ancestor(relationNames.centric)]: ones(centric),
        // the parent's own divergence is known: the child's alone is looked at
        [ancestor(relationNames.share)]: ones(0),
      },
      indices: {
        [posteriorNames.index]: new Int32Array(rows).fill(1),
        [relationNames.index]: new Int32Array(rows),
        [ancestor(posteriorNames.index)]: new Int32Array(rows),
      },
      parameters: {
        [posteriorNames.parameter]: Float64Array.of(0, 0, child[0], Math.log(child[1])),
        [relationNames.parameter]: logOdds(r),
        [relationNames.first]: logOdds(first),
      },
    },
    { seed: 11, gradient: false },
  ).perRow;
}

/** Mean of draws, held to an expectation by their standard error, and by what quadrature leaves where they hardly scatter. */
function expectMean(values: ArrayLike<number>, expected: number, most: number): void {
  const all = Array.from(values);
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  const variance = all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (all.length - 1);
  const error = Math.sqrt(variance / all.length);
  expect(error).toBeLessThan(most);
  expect(Math.abs(mean - expected), `mean ${mean}, expected ${expected} ± ${error}`).toBeLessThan(
    4 * error + 1e-10,
  );
}

const tau = ({ r, first = r, centric }: Pair) => Math.sqrt((1 - first * first) * (centric ? 1 : 0.5));

describe("the divergence", () => {
  test.each([0, 1])("is Wilson's in the mean where r is next to 0, centric %d", (centric) => {
    const pair: Pair = { r: 1e-3, centric, parent: [0.9, 0.2], child: [0.7, 0.6] };
    const [m, s] = pair.child.map((value) => value * tau(pair));
    const exact = klDivergence(
      truncatedNormal({ location: pair.r * pair.parent[0] + m, scale: s }),
      wilsonAmplitude({ centric: [centric] }),
    );
    expectMean(draws(pair, 20_000).divergence, exact, 0.01);
  });

  test.each<Pair>([
    { r: 0.9, centric: 0, parent: [0.9, 0.2], child: [0.4, 0.7] },
    { r: 0.9, centric: 1, parent: [0.5, 0.4], child: [-0.5, 0.8] },
    { r: 0.99, centric: 0, parent: [0.2, 0.3], child: [0, 1] },
    { r: 0.99, centric: 1, parent: [1.5, 0.1], child: [1, 0.5] },
    { r: 0.95, first: 0.99, centric: 0, parent: [0.8, 0.3], child: [0.5, 0.8] },
    { r: 0.99, first: 0.9, centric: 1, parent: [0.8, 0.3], child: [0, 0.6] },
  ])(
    "is in the mean ∫ q(E_p) KL(q(E | E_p) ‖ p(E | E_p)): $r (at first $first), centric $centric",
    (pair) => {
      expectMean(draws(pair, 20_000).divergence, integral(pair), 0.02);
    },
  );

  // a draw of log q − log p itself would scatter by about 1
  test.each([
    [0, 0.02],
    [1, 1e-9],
  ])("hardly scatters where the prior is narrow, centric %d: by less than %d", (centric, most) => {
    const pair: Pair = { r: 0.999, centric, parent: [1, 0.1], child: [0.3, 0.9] };
    const divergence = Array.from(draws(pair, 1000).divergence);
    const expected = integral(pair);
    expect(Math.sqrt(divergence.reduce((sum, x) => sum + (x - expected) ** 2 / 1000, 0))).toBeLessThan(most);
  });

  test("is small at the start: the posterior given the parent is nearly the prior", () => {
    const { divergence } = draws({ r: 0.99, centric: 0, parent: [1, 0.2], child: [0, 1] }, 20_000);
    const mean = Array.from(divergence).reduce((sum, x) => sum + x, 0) / divergence.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
  });
});

/** At the middles of 100 parts of the parent; in E by the midpoint rule in √E, which stands log E at 0. */
function integral(pair: Pair): number {
  const { r, first = r, centric, parent, child } = pair;
  const above = truncatedNormal({ location: parent[0], scale: parent[1] });
  const [parts, n] = [100, 200];
  const parents = Array.from({ length: parts }, (_, k) => above.quantile((k + 0.5) / parts, 0));
  const given = truncatedNormal({
    location: parents.map((e) => first * e + tau(pair) * child[0]),
    scale: parents.map(() => tau(pair) * child[1]),
  });
  const points = parents.flatMap((_, k) => {
    const [low, high] = [1e-13, 1 - 1e-13].map((p) => Math.sqrt(given.quantile(p, k)));
    const step = (high - low) / n;
    return Array.from({ length: n }, (_, i) => low + (i + 0.5) * step).map((root) => {
      const logQ = given.logProbability(root * root, k);
      return { k, e: root * root, logQ, weight: 2 * root * step * Math.exp(logQ) };
    });
  });
  const logP = logDensities(points.map(({ k, e }) => [r, e, parents[k], centric]));
  return points.reduce((sum, { logQ, weight }, i) => sum + (weight * (logQ - logP[i])) / parts, 0);
}

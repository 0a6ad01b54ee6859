// Oracle: mpmath's integral of q (log q − log p) (test/reference/distributions/families.py); Monte Carlo.
import { describe, expect, test } from "vitest";
import {
  distribution,
  gamma,
  halfNormal,
  hasExactKl,
  klDivergence,
  klDivergences,
  klEstimate,
  normal,
  studentT,
  truncatedNormal,
  wilsonAmplitude,
} from "../../lib/distributions/index.js";
import reference from "../reference/distributions/families.json";
import { deviation } from "./compare.js";
import { parametersOf } from "./familySuite.js";

describe.each(
  reference.kl.map((row) => ({
    row,
    title: `${row.q} ${JSON.stringify(row.parametersQ)} ‖ ${row.p} ${JSON.stringify(row.parametersP)}`,
  })),
)("$title", ({ row }) => {
  const q = distribution(row.q, parametersOf(row.parametersQ));
  const p = distribution(row.p, parametersOf(row.parametersP));

  test("is exact to 1e-11 (absolute below 1)", () => {
    expect(hasExactKl(q, p)).toBe(true);
    expect(deviation(klDivergence(q, p), row.kl, 1)).toBeLessThan(1e-11);
  });

  test("in float32, from parameters in float32, to 2e-5", () => {
    const single = (d: typeof q) =>
      distribution(
        d.name,
        Object.fromEntries(Object.entries(d.parameters).map(([k, v]) => [k, Float32Array.of(Number(v))])),
      );
    const [kl] = klDivergences(single(q), single(p), new Float32Array(1));
    expect(deviation(kl, row.kl, 1)).toBeLessThan(2e-5);
  });

  test("the estimate is within five standard errors", () => {
    const { value, standardError } = klEstimate(q, p, { samples: 4000 });
    expect(Math.abs(value - row.kl)).toBeLessThan(5 * standardError + 1e-9);
  });
});

test("nearly equal normal distributions keep their digits", () => {
  const kl = klDivergence(
    normal({ location: 1000, scale: 1 }),
    normal({ location: 1000, scale: 1 + 2 ** -20 }),
  );
  expect(deviation(kl, 2 ** -40)).toBeLessThan(3e-6); // δ² (1 − 8δ/3 + …)
});

test("a pair without a formula is estimated, always the same", () => {
  const q = normal({ location: 0, scale: 1 });
  const p = studentT({ location: 0, scale: 1, degreesOfFreedom: 4 });
  expect(hasExactKl(q, p)).toBe(false);
  expect(klDivergence(q, p)).toBe(klEstimate(q, p).value);
  expect(klEstimate(q, p).standardError).toBeLessThan(0.01);
});

test("infinite where q reaches values that p excludes, or has tails too heavy", () => {
  const q = normal({ location: 5, scale: 1 });
  expect(klDivergence(q, halfNormal({ scale: 1 }))).toBe(Infinity);
  expect(klEstimate(q, studentT({ location: 0, scale: 1, degreesOfFreedom: 1 })).value).toBeLessThan(
    Infinity,
  );
  for (const degreesOfFreedom of [0.5, 1.5])
    expect(klDivergence(studentT({ location: 0, scale: 1, degreesOfFreedom }), q)).toBe(Infinity);
});

test("a batch of posteriors against the Wilson prior", () => {
  const q = truncatedNormal({ location: [3, 20, -1], scale: [1, 2, 4] });
  const p = wilsonAmplitude({ meanIntensity: 100, dSpacing: [2, 3, 4], bFactor: 20, centric: [0, 1, 0] });
  const out = new Float32Array(3);
  expect(klDivergences(q, p, out)).toBe(out);
  expect([...klDivergences(q, p)]).toEqual([0, 1, 2].map((i) => klDivergence(q, p, i)));
  expect(() => klDivergences(q, p, new Float64Array(2))).toThrow(
    "KL of truncatedNormal: got 3 elements, expected 2, as many as results",
  );
  expect(() => klEstimate(q, gamma({ shape: 1, scale: 1 }), { samples: 1 })).toThrow(
    "KL estimate: got 1 samples, expected a whole number of at least 2",
  );
});

// Oracles: mpmath (test/reference/distributions/klGradient.py); central differences of klDivergence, which is held to
// mpmath itself; for the estimates the exact gradients.
import { describe, expect, test } from "vitest";
import {
  type Distribution,
  distribution,
  hasExactKlGradient,
  klDivergence,
  klGradient,
  klGradientEstimate,
  klGradients,
  logNormal,
  normal,
  studentT,
  truncatedNormal,
  wilsonAmplitude,
} from "../../lib/distributions/index.js";
import families from "../reference/distributions/families.json";
import reference from "../reference/distributions/klGradient.json";
import { centralDifference, deviation } from "./compare.js";
import { parametersOf } from "./familySuite.js";

const titled = <Row extends { q: string; p: string; parametersQ: unknown; parametersP: unknown }>(
  rows: readonly Row[],
) =>
  rows.map((row) => ({
    row,
    title: `${row.q} ${JSON.stringify(row.parametersQ)} ‖ ${row.p} ${JSON.stringify(row.parametersP)}`,
  }));

const changed = (d: Distribution, parameter: string, value: number) =>
  distribution(d.name, { ...d.parameters, [parameter]: value });

describe.each(titled(reference.kl))("$title", ({ row }) => {
  const q = distribution(row.q, parametersOf(row.parametersQ));
  const p = distribution(row.p, parametersOf(row.parametersP));

  test("agrees with mpmath to 1e-9", () => {
    expect(hasExactKlGradient(q, p)).toBe(true);
    const got = klGradient(q, p);
    expect(Object.keys(got.q)).toEqual(Object.keys(row.byQ));
    expect(Object.keys(got.p)).toEqual(Object.keys(row.byP));
    const check = (
      values: Partial<Record<string, number>>,
      exact: Readonly<Record<string, number | undefined>>,
    ) => {
      for (const [name, value] of Object.entries(exact))
        expect(deviation(values[name] ?? Number.NaN, value ?? Number.NaN, 1e-6), name).toBeLessThan(1e-9);
    };
    check(got.q, row.byQ);
    check(got.p, row.byP);
  });

  test("the estimate is within five standard errors", () => {
    const exact = klGradient(q, p);
    const { value, standardError } = klGradientEstimate(q, p, { samples: 4000 });
    const check = (side: "q" | "p") => {
      for (const [name, x] of Object.entries(exact[side])) {
        const error = standardError[side][name] ?? Number.NaN;
        const bound = 5 * error + 1e-9 * Math.abs(x ?? 0);
        expect(Math.abs((value[side][name] ?? Number.NaN) - (x ?? 0)), name).toBeLessThanOrEqual(bound);
      }
    };
    check("q");
    check("p");
  });
});

describe.each(titled(families.kl))("$title", ({ row }) => {
  const q = distribution(row.q, parametersOf(row.parametersQ));
  const p = distribution(row.p, parametersOf(row.parametersP));

  test("agrees with central differences to 1e-6", () => {
    const got = klGradient(q, p);
    const check = (
      d: Distribution,
      values: Partial<Record<string, number>>,
      kl: (changed: Distribution) => number,
    ) => {
      for (const parameter of d.family.parameters) {
        const at = Number(d.parameters[parameter]);
        const unit = parameter === "location" ? Number(d.parameters.scale) : at || 1;
        const step = 0.002 * unit;
        const exact = centralDifference((v) => kl(changed(d, parameter, v)), at, step);
        // What rounding of the divergence, and of the terms it is the sum of, leaves of the difference.
        const noise = (1e-13 * Math.max(1, kl(d))) / step;
        const value = values[parameter] ?? Number.NaN;
        const where = `${d.name} ${parameter}: got ${value}, expected ${exact}`;
        expect(Math.abs(value - exact), where).toBeLessThanOrEqual(1e-6 * Math.abs(exact) + noise);
      }
    };
    check(q, got.q, (other) => klDivergence(other, p));
    check(p, got.p, (other) => klDivergence(q, other));
  });
});

test("vanishes where q is p", () => {
  const q = truncatedNormal({ location: 3, scale: 2 });
  const { q: byQ, p: byP } = klGradient(q, truncatedNormal({ location: 3, scale: 2 }));
  for (const value of [byQ.location, byQ.scale, byP.location, byP.scale])
    expect(Math.abs(value ?? Number.NaN)).toBeLessThan(1e-13);
});

test("nearly equal normal distributions keep their digits", () => {
  const delta = 2 ** -20;
  const { q, p } = klGradient(
    normal({ location: 1000, scale: 1 + delta }),
    normal({ location: 1000, scale: 1 }),
  );
  expect(deviation(q.scale ?? Number.NaN, (delta * (2 + delta)) / (1 + delta))).toBeLessThan(1e-15);
  expect(deviation(p.scale ?? Number.NaN, -delta * (2 + delta))).toBeLessThan(1e-15);
});

test("a pair without a formula is estimated, always the same", () => {
  const q = normal({ location: 1, scale: 1 });
  const p = studentT({ location: 0, scale: 1, degreesOfFreedom: 4 });
  expect(hasExactKlGradient(q, p)).toBe(false);
  const { value, standardError } = klGradientEstimate(q, p);
  expect(klGradient(q, p)).toEqual(value);
  // By differences of the divergence over 20,001 points of q.
  const kl = (a: Distribution, b: Distribution) => {
    let sum = 0;
    for (let k = -10_000; k <= 10_000; k++) {
      const x = 1 + k / 800;
      sum += Math.exp(a.logProbability(x)) * (a.logProbability(x) - b.logProbability(x));
    }
    return sum / 800;
  };
  for (const name of ["location", "scale"] as const) {
    const exact = centralDifference((v) => kl(changed(q, name, v), p), 1);
    expect(Math.abs((value.q[name] ?? Number.NaN) - exact)).toBeLessThan(5 * (standardError.q[name] ?? 0));
  }
  for (const name of p.family.parameters) {
    const exact = centralDifference((v) => kl(q, changed(p, name, v)), Number(p.parameters[name]));
    expect(Math.abs((value.p[name] ?? Number.NaN) - exact)).toBeLessThan(5 * (standardError.p[name] ?? 0));
  }
  expect(standardError.q.location).toBeLessThan(0.02);
  expect(() => klGradientEstimate(q, p, { samples: 1 })).toThrow(
    "KL gradient estimate: got 1 samples, expected a whole number of at least 2",
  );
});

test("NaN where the divergence is infinite", () => {
  const prior = wilsonAmplitude();
  expect(klGradient(normal({ location: 5, scale: 1 }), prior)).toEqual({
    q: { location: Number.NaN, scale: Number.NaN },
    p: { meanIntensity: Number.NaN, bFactor: Number.NaN },
  });
  const heavy = studentT({ location: 0, scale: 1, degreesOfFreedom: 1.5 });
  expect(klGradient(heavy, normal({ location: 5, scale: 1 })).q.scale).toBeNaN();
  expect(
    klGradientEstimate(normal({ location: 5, scale: 1 }), logNormal({ location: 0, scale: 1 })).value.q,
  ).toEqual({ location: Number.NaN, scale: Number.NaN });
});

describe("a batch of posteriors against the Wilson prior", () => {
  const q = truncatedNormal({ location: [3, 20, -1], scale: [1, 2, 4] });
  const p = wilsonAmplitude({ meanIntensity: 100, dSpacing: [2, 3, 4], bFactor: 20, centric: [0, 1, 0] });

  test("holds the single gradients", () => {
    const batch = klGradients(q, p);
    for (const i of [0, 1, 2]) {
      const single = klGradient(q, p, i);
      expect(batch.q?.location?.[i]).toBe(single.q.location);
      expect(batch.q?.scale?.[i]).toBe(single.q.scale);
      expect(batch.p?.meanIntensity?.[i]).toBe(single.p.meanIntensity);
      expect(batch.p?.bFactor?.[i]).toBe(single.p.bFactor);
    }
  });

  test("written where asked, only what is asked", () => {
    const out = { p: { bFactor: new Float32Array(3) } };
    expect(klGradients(q, p, out)).toBe(out);
    expect(Object.keys(out)).toEqual(["p"]);
    expect(out.p.bFactor[2]).toBeCloseTo(klGradient(q, p, 2).p.bFactor ?? Number.NaN, 6);
  });

  test("refuses other lengths", () => {
    expect(() => klGradients(q, p, { q: { scale: new Float64Array(2) } })).toThrow(
      "KL gradient of truncatedNormal: got an array of 2, expected 3, as many as elements",
    );
    expect(() => klGradients(q, wilsonAmplitude({ dSpacing: [1, 2] }))).toThrow(
      "KL of wilsonAmplitude: got 2 elements, expected 3, as many as results",
    );
  });
});

/**
 * Oracles: numpy with gemmi's ε on made-up amplitudes (test/reference/simulate/truthComparison.py); the truth itself; unrelated
 * amplitudes with the same fall-off; normal errors, whose intervals are known.
 */
import { expect, test } from "vitest";
import { fillNormal, randomStream } from "../../lib/random/index.js";
import { compareWithTruth, simulateLaue, type TruthAgreement } from "../../lib/simulate/index.js";
import { pearson } from "../../lib/statistics/index.js";
import { anomalousFactors } from "../../lib/structure/index.js";
import { type ColumnInit, ReflectionTable } from "../../lib/table/index.js";
import golden from "../reference/simulate/truthComparison.json" with { type: "json" };

function tableOf(columns: Record<string, readonly number[]>): ReflectionTable {
  const index = ["H", "K", "L"].map((label, axis): ColumnInit => {
    const data = Int32Array.from(golden.truth, (_, i) => golden.hkl[3 * i + axis]);
    return { label, type: "H", data };
  });
  const others = Object.entries(columns).map(
    ([label, data]): ColumnInit => ({
      label,
      type: label.startsWith("S") ? "Q" : "F",
      data: Float64Array.from(data),
    }),
  );
  const { cell, spaceGroup } = golden;
  return new ReflectionTable({ cell, spaceGroup, merged: true, columns: [...index, ...others] });
}

const truth = tableOf({ F: golden.truth });
const merged = tableOf({ F: golden.merged, SIGF: golden.sigma });
/** Small simulated truth, mates apart. */
const simulated = simulateLaue({
  imageCount: 10,
  imageStep: 18,
  anomalous: anomalousFactors(["C", "N", "O", "S", "Se"], 0.97),
  randomAtoms: { cell: [22, 27, 31, 90, 90, 90], heavyAtoms: [{ element: "Se", count: 2 }] },
});

function expectAgreement(found: TruthAgreement | undefined, expected: typeof golden.all): void {
  for (const key of ["count", "correlation", "withinOneSigma", "withinTwoSigma"] as const) {
    const { shells, overall } = found![key];
    [...shells, overall].forEach((value, i) => {
      expect(value, `${key} ${i}`).toBeCloseTo(expected[key][i], 9);
    });
  }
}

test("counts, correlations and shares are numpy's, for all, for some apart and for the rest", () => {
  const found = compareWithTruth(merged, truth, { shells: golden.shells, apart: golden.apart });
  expectAgreement(found.all, golden.all);
  expectAgreement(found.apart, golden.inApart);
  expectAgreement(found.rest, golden.rest);
  const whole = compareWithTruth(merged, truth, { shells: golden.shells });
  expectAgreement(whole.all, golden.all);
  expect([whole.apart, whole.rest]).toEqual([undefined, undefined]);
});

test("the columns may have other names, rows any order, and reflections without a number are passed over", () => {
  const renamed = tableOf({ FBEST: golden.merged, SIGFBEST: golden.sigma });
  const columns = { amplitude: "FBEST", sigma: "SIGFBEST" };
  const order = Array.from(golden.truth.keys()).reverse();
  expectAgreement(compareWithTruth(renamed.take(order), truth, { shells: 4, columns }).all, golden.all);
  const holes = golden.merged.map((value, i) => (i % 3 === 0 ? Number.NaN : value));
  const fewer = compareWithTruth(tableOf({ F: holes, SIGF: golden.sigma }), truth);
  expect(fewer.all.count.overall).toBe(golden.truth.filter((_, i) => i % 3 !== 0).length);
});

test("the truth on another scale and with another B is found to be right", () => {
  const s = truth.cell.dSpacings(truth.hkl()).map((d) => d ** -2);
  const same = golden.truth.map((f, i) => 7 * f * Math.exp(-1.5 * s[i]));
  const none = golden.truth.map(() => 1e-9);
  const found = compareWithTruth(tableOf({ F: same, SIGF: none }), truth, { shells: 15 });
  expect(found.all.correlation.overall).toBeGreaterThan(0.999);
  const exact = compareWithTruth(tableOf({ F: golden.truth, SIGF: none }), truth);
  expect(exact.all.correlation.overall).toBeCloseTo(1, 12);
});

test("amplitudes that share no more than the fall-off do not correlate, though their F do", () => {
  // Fᵢ of the reflection before, with the fall-off of its own
  const s = truth.cell.dSpacings(truth.hkl()).map((d) => d ** -2);
  const n = golden.truth.length;
  const wrong = golden.truth.map(
    (_, i) => golden.truth[(i + 150) % n] * Math.exp(12 * (s[(i + 150) % n] - s[i])),
  );
  const { correlation } = compareWithTruth(tableOf({ F: wrong, SIGF: golden.sigma }), truth).all;
  expect(pearson(wrong, golden.truth)).toBeGreaterThan(0.2);
  expect(Math.abs(correlation.overall)).toBeLessThan(0.15);
});

test("mates apart are compared each with its own truth, a centric reflection once", () => {
  const noise = fillNormal(randomStream(3, "errors"), new Float64Array(2 * simulated.truth.length));
  const columns = ["F(+)", "F(-)"].flatMap((label, mate): ColumnInit[] => {
    const f = simulated.truth.values(label);
    const sigma = Float64Array.from(f, (value) => 0.02 * value + 1);
    const data = Float64Array.from(f, (value, i) => value + sigma[i] * noise[mate * f.length + i]);
    return [
      { label, type: "G", data },
      { label: `SIG${label}`, type: "L", data: sigma },
    ];
  });
  const index = simulated.truth.columns.slice(0, 3);
  const apart = simulated.truth.derive({ columns: [...index, ...columns] });
  const found = compareWithTruth(apart, simulated.truth);
  const centric = simulated.truth.spaceGroup
    .centricFlags(simulated.truth.hkl())
    .filter((flag) => flag === 1).length;
  const n = 2 * simulated.truth.length - centric;
  expect(found.all.count.overall).toBe(n);
  expect(found.all.correlation.overall).toBeGreaterThan(0.99);
  expect(Math.abs(found.all.withinOneSigma.overall - 0.683)).toBeLessThan(4 * Math.sqrt((0.683 * 0.317) / n));
  expect(Math.abs(found.all.withinTwoSigma.overall - 0.954)).toBeLessThan(4 * Math.sqrt((0.954 * 0.046) / n));
  const swapped = apart.rename({ "F(+)": "a", "F(-)": "b" }).rename({ a: "F(-)", b: "F(+)" });
  const wrong = compareWithTruth(swapped, simulated.truth);
  expect(wrong.all.correlation.overall).toBeLessThan(found.all.correlation.overall);
});

test("it prints as a table, with the apart and the rest where asked for", () => {
  const text = String(compareWithTruth(merged, truth, { shells: 4, apart: golden.apart }));
  const lines = text.split("\n");
  expect(lines.length).toBe(6);
  expect(lines[0]).toMatch(/^d, Å +\| +all +CC\(E\) +1σ +2σ \| +apart .* \| +rest /);
  expect(lines[5]).toMatch(/^overall +\| +315 +0\.9432 +0\.702 +0\.946 \| +95 +0\.9295/);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(String(compareWithTruth(merged, truth))).not.toContain("apart");
  const none = compareWithTruth(merged, truth, { apart: new Uint8Array(truth.length) });
  expect(none.apart?.correlation.overall).toBeNaN();
  expect(String(none)).toContain("–");
});

test("what cannot be compared is refused in a sentence", () => {
  expect(() => compareWithTruth(merged, truth, { apart: [1] })).toThrow(
    `got 1 values, expected one for each of the ${truth.length} rows`,
  );
  expect(() => compareWithTruth(truth, truth)).toThrow("column SIGF is not in");
  const elsewhere = merged.take([0]).derive({
    columns: merged.take([0]).columns.map((c) => (c.label === "L" ? { ...c, data: Int32Array.of(99) } : c)),
  });
  expect(() => compareWithTruth(elsewhere, truth)).toThrow("got no amplitude of");
});

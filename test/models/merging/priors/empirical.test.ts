/**
 * The reference prior: its divergence against quadrature, its numbers against those put in, and merges of weak simulated data
 * beside the truth. The densities themselves are held to SciPy in relatedPosterior.test.ts.
 */
import { describe, expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../../../lib/errors.js";
import { likelihoods, merge, type PriorData, priors } from "../../../../lib/models/index.js";
import { trainingProgram } from "../../../../lib/models/merging/mergingProgram.js";
import { priorColumn } from "../../../../lib/models/merging/surrogatePosterior.js";
import { fillNormal, randomStream } from "../../../../lib/random/index.js";
import { pearson } from "../../../../lib/statistics/index.js";
import { ReflectionTable } from "../../../../lib/table/reflectionTable.js";
import { expectGradients, uniforms } from "../../../kernels/gradients.js";
import { expectAgreement } from "../../../kernels/wasm/agreement.js";
import { made, relatedInputs } from "../made.js";
import { changed, rotation } from "../tables.js";
import { amplitudes } from "../trained.js";
import { divergences, posteriors, q } from "./divergence.js";

const weak = { seed: 6, meanCounts: 8, radiationDamage: 0, absorption: 0, scaleDrift: 0, imageJitter: 0 };
const { observations, truth } = rotation(weak);
/** The data's reflections as a prior is given them. */
const dataOf = (table = observations, anomalous = true): PriorData => {
  const { data } = merge(table, { anomalous });
  const { groups, centric } = data;
  const { hkl, cell, spaceGroup } = data.observations;
  const own = Array.from(groups.reflection, (r) => Array.from(hkl.subarray(3 * r, 3 * r + 3))).flat();
  return { cell, spaceGroup, anomalous, centric, minus: groups.minus, hkl: Int32Array.from(own) };
};
const columnsOf = (options: Parameters<typeof priors.empirical>[0], data = dataOf()) =>
  priors.empirical(options).columns?.(data) ?? {};
/** Row of each of the data's reflections in the truth. */
const rowsIn = (table: ReflectionTable, { hkl }: PriorData) => {
  const own = table.hkl();
  const rows = new Map(
    Array.from({ length: table.length }, (_, i) => [own.subarray(3 * i, 3 * i + 3).join(), i]),
  );
  return Array.from(
    { length: hkl.length / 3 },
    (_, g) => rows.get(hkl.subarray(3 * g, 3 * g + 3).join()) ?? -1,
  );
};

describe("the divergence", () => {
  const r = 0.8;
  const n = posteriors.length;
  const columns = {
    centre: new Float64Array(n).fill(r * 1.3),
    variance: new Float64Array(n).fill(1 - r * r),
    known: Float64Array.from(posteriors, (_, i) => (i < n - 2 ? 1 : 0)),
  };
  const prior = priors.empirical({ reference: truth, correlation: r });

  /** log p(E | E_ref) with I₀ as an integral. */
  const logPrior = (e: number, centric: number) => {
    const [c, v] = [r * 1.3, 1 - r * r];
    if (centric)
      return Math.log(
        (Math.exp(-((e - c) ** 2) / (2 * v)) + Math.exp(-((e + c) ** 2) / (2 * v))) /
          Math.sqrt(2 * Math.PI * v),
      );
    let scaled = 0;
    for (let k = 0; k < 400; k++)
      scaled += Math.exp(((2 * e * c) / v) * (Math.cos((Math.PI * (k + 0.5)) / 400) - 1));
    return Math.log((2 * e) / v) - (e - c) ** 2 / v + Math.log(scaled / 400);
  };

  test("has the right mean, and is Wilson's where the reference has nothing", () => {
    const draws = Array.from({ length: 400 }, (_, step) => divergences(prior, step, columns));
    const plain = divergences(priors.wilson());
    posteriors.forEach(({ location, scale, centric }, i) => {
      if (!columns.known[i]) {
        expect(draws[0][i]).toBeCloseTo(plain[i], 12);
        return;
      }
      // ∫ q (log q − log p)
      const end = Math.max(0, location) + 12 * scale;
      let exact = 0;
      for (let k = 0; k < 4000; k++) {
        const e = ((k + 0.5) / 4000) * end;
        const logQ = q.logProbability(e, i);
        exact += Math.exp(logQ) * (logQ - logPrior(e, centric)) * (end / 4000);
      }
      const mean = draws.reduce((sum, draw) => sum + draw[i], 0) / draws.length;
      const variance = draws.reduce((sum, draw) => sum + (draw[i] - mean) ** 2, 0) / (draws.length - 1);
      const error = Math.sqrt(variance / draws.length);
      expect(Math.abs(mean - exact), JSON.stringify(posteriors[i])).toBeLessThan(4 * error + 1e-4);
    });
  });

  test("has gradients that are its slopes, and WASM agrees with the reference engine", () => {
    const program = trainingProgram({ likelihood: likelihoods.studentT(), prior }, "frozen");
    const inputs = relatedInputs("frozen", {});
    const withPrior = {
      ...inputs,
      columns: {
        ...inputs.columns,
        [priorColumn("centre")]: uniforms(made.rows, "centre", 0.1, 1.5),
        [priorColumn("variance")]: uniforms(made.rows, "variance", 0.2, 0.9),
        [priorColumn("known")]: Float64Array.from({ length: made.rows }, (_, i) => (i % 3 === 0 ? 0 : 1)),
      },
    };
    const options = { seed: 5, step: 3, outputGradients: { nll: 0.9, kl: 1.3 } };
    expectGradients(program, withPrior, options, { step: 1e-4 });
    expectAgreement(program, withPrior, options);
  });
});

describe("the reference", () => {
  const data = dataOf();
  const first = columnsOf({ reference: truth, correlation: 0.9 });

  test("is found by asu index, mates from their own columns", () => {
    const rows = rowsIn(truth, data);
    const [plus, minus] = ["F(+)", "F(-)"].map((label) => truth.values(label));
    const e = rows.map((row, g) => first.centre[g] / 0.9 / (data.minus[g] ? minus : plus)[row]);
    // of one reflection both mates are normalised by the same
    for (let g = 1; g < rows.length; g++)
      if (rows[g] === rows[g - 1]) expect(e[g] / e[g - 1]).toBeCloseTo(1, 9);
    expect(first.known.every((flag) => flag === 1)).toBe(true);
    expect(first.variance.every((v) => Math.abs(v - (1 - 0.81)) < 1e-12)).toBe(true);
    const squares = first.centre.reduce((sum, c) => sum + (c / 0.9) ** 2, 0) / rows.length;
    expect(Math.abs(squares - 1)).toBeLessThan(0.1);
  });

  test("in other settings of its indices is the same, mates exchanged where they are", () => {
    const turned = truth.derive({
      columns: truth.columns.map((column) =>
        ["H", "K", "L"].includes(column.label)
          ? { ...column, data: Int32Array.from(column.data, (x) => -x) }
          : column,
      ),
    });
    const swapped = columnsOf({ reference: turned, correlation: 0.9, F: ["F(-)", "F(+)"] });
    expect(swapped.centre.every((c, g) => Math.abs(c - first.centre[g]) < 1e-9)).toBe(true);
    const wrong = columnsOf({ reference: turned, correlation: 0.9, F: ["F(+)", "F(-)"] });
    expect(wrong.centre.some((c, g) => Math.abs(c - first.centre[g]) > 1e-3)).toBe(true);
  });

  test("may be on any scale and of any B", () => {
    const d = truth.computeDHKL().values("dHKL");
    const other = ["F", "F(+)", "F(-)"].reduce(
      (table, label) => changed(table, label, (f, row) => 50 * f * Math.exp(-10 / (4 * d[row] ** 2))),
      truth,
    );
    const { centre } = columnsOf({ reference: other, correlation: 0.9 });
    expect(centre.every((c, g) => Math.abs(c / first.centre[g] - 1) < 1e-4)).toBe(true);
  });

  test("has errors that widen the prior, twice for acentric ones", () => {
    const [s, f] = [0.3, truth.values("F")];
    const withSigma = truth.with({ label: "SIGF", type: "Q", data: Float32Array.from(f, (x) => s * x) });
    const { centre, variance } = columnsOf({ reference: withSigma, correlation: 0.9, F: "F", sigma: "SIGF" });
    centre.forEach((c, g) => {
      expect(variance[g]).toBeCloseTo(0.19 + (data.centric[g] ? 1 : 2) * (s * c) ** 2, 5);
    });
  });

  test("need not be complete", () => {
    const half = truth.slice(0, Math.floor(truth.length / 2));
    const { known, centre, variance } = columnsOf({ reference: half });
    const rows = rowsIn(half, data);
    expect(Array.from(known)).toEqual(rows.map((row) => (row < 0 ? 0 : 1)));
    known.forEach((flag, g) => {
      if (!flag) expect([centre[g], variance[g]]).toEqual([0, 1]);
    });
  });

  test("that cannot be used is told", () => {
    expect(() => priors.empirical({ reference: truth, correlation: 1 })).toThrow(/correlation r of 1/);
    expect(() => priors.empirical({ reference: observations })).toThrow(/unmerged observations/);
    expect(() => priors.empirical({ reference: truth, F: "FX" })).toThrow(MissingColumnError);
    expect(() => columnsOf({ reference: truth.select(["H", "K", "L"]) })).toThrow(InputError);
    const other = new ReflectionTable({
      ...truth,
      columns: truth.columns,
      cell: [60, 32, 34, 90, 90, 90],
      merged: true,
    });
    expect(() => columnsOf({ reference: other })).toThrow(/expected the crystal form of the data/);
    const far = truth.slice(0, 1).with({ label: "H", type: "H", data: Int32Array.of(90) });
    expect(() => columnsOf({ reference: far })).toThrow(/got none of the \d+ reflections/);
  });
});

describe("merges of weak data", () => {
  const noise = fillNormal(randomStream(9, "reference"), new Float64Array(truth.length));
  const reference = ["F", "F(+)", "F(-)"].reduce(
    (table, label) => changed(table, label, (f, row) => Math.abs(f * (1 + 0.2 * noise[row]))),
    truth,
  );
  const scale = { network: false, imageScales: false };
  const fit = async (prior: ReturnType<typeof priors.wilson>) => {
    const run = await merge(observations, { anomalous: true, testFraction: 0.1, scale, prior }).train({
      steps: 500,
      evaluateEvery: 500,
    });
    const found = amplitudes(rotation(weak), run);
    return { run, cc: pearson(found.merged, found.truth), test: run.ccPred().overall.test.spearman };
  };

  test("are nearer to the truth with a good reference, and predict better what is held out", async () => {
    const [plain, empirical] = [
      await fit(priors.wilson()),
      await fit(priors.empirical({ reference, correlation: 0.95 })),
    ];
    // found: F 0.930 and 0.765, CCpred 0.341 and 0.291
    expect(empirical.cc).toBeGreaterThan(plain.cc + 0.1);
    expect(empirical.test).toBeGreaterThan(plain.test + 0.02);
    const halves = await empirical.run.halfDatasets({ steps: 50 });
    expect(halves.length).toBeGreaterThan(0);
  });

  test("reflections that are held out altogether start at the reference; what is held out has no part in it", async () => {
    const model = (table: ReflectionTable) =>
      merge(table, {
        anomalous: true,
        test: observations
          .hkl()
          .filter((_, k) => k % 3 === 0)
          .map((h) => (h % 4 === 0 ? 1 : 0)),
        prior: priors.empirical({ reference, correlation: 0.95 }),
      });
    const first = model(observations);
    const held = Array.from(first.beginning.count.keys()).filter((g) => first.beginning.count[g] === 0);
    expect(held.length).toBeGreaterThan(20);
    const { moments, columns } = first.priorNumbers;
    const { context } = await first.train({ steps: 1, evaluateEvery: 1 });
    for (const g of held) {
      const { centre, variance } = columns;
      const square = (moments?.mean[g] ?? 0) ** 2 + (moments?.deviation[g] ?? 0) ** 2;
      expect(square).toBeCloseTo(centre[g] ** 2 + variance[g], 6);
      expect(context.start.location[g]).toBeCloseTo(moments?.mean[g] ?? Number.NaN, 6);
    }
    const spoilt = model(
      changed(observations, "I", (old, row) => (observations.hkl()[3 * row] % 4 === 0 ? 9 * old : old)),
    );
    expect(spoilt.priorNumbers).toEqual(first.priorNumbers);
    expect(spoilt.beginning.expected).toEqual(first.beginning.expected);
  });
});

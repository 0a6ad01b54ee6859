// Oracles: the truth the simulation keeps (noiseless data must merge back to it, noisy data must scatter about it by
// their sigmas), Wilson's ratios ⟨I²⟩/⟨I⟩² (2 acentric, 3 centric), gemmi-tested direct summation for the truth itself,
// and the batch headers read on their own.
import { beforeAll, describe, expect, test } from "vitest";
import { anomalousDifferenceMap, findPeaks } from "../../lib/maps/index.js";
import { fillNormal, randomStream } from "../../lib/random/index.js";
import { type RotationData, randomStructure, simulateRotation } from "../../lib/simulate/index.js";
import { classicalMerge, mergingStatistics } from "../../lib/statistics/index.js";
import type { ReflectionTable } from "../../lib/table/index.js";
import { expectFit, kolmogorovSmirnov, normalCdf } from "../random/goodness.js";

const noErrors = { scaleDrift: 0, imageJitter: 0, absorption: 0, radiationDamage: 0, noise: false };
let noisy: RotationData;

beforeAll(() => {
  noisy = simulateRotation();
});

/** Row of the truth of each observation, found by Miller index. */
function truthRows(observations: ReflectionTable, truth: ReflectionTable): Int32Array {
  const rows = new Map<string, number>();
  const hkl = truth.hkl();
  for (let i = 0; i < truth.length; i++) rows.set(hkl.subarray(3 * i, 3 * i + 3).join(), i);
  const observed = observations.hkl();
  return Int32Array.from(
    { length: observations.length },
    (_, i) => rows.get(observed.subarray(3 * i, 3 * i + 3).join())!,
  );
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

test("the default data set is of a useful size, and complete enough to merge", () => {
  expect(noisy.observations.length).toBeGreaterThan(30_000);
  expect(noisy.observations.length).toBeLessThan(40_000);
  expect(noisy.observations.merged).toBe(false);
  expect(noisy.truth.merged).toBe(true);
  expect(noisy.observations.labels).toEqual([
    "H",
    "K",
    "L",
    "M/ISYM",
    "BATCH",
    "I",
    "SIGI",
    "FRACTIONCALC",
    "XDET",
    "YDET",
    "ROT",
    "LP",
  ]);
  const measured = new Set(truthRows(noisy.observations, noisy.truth));
  expect(measured.size / noisy.truth.length).toBeGreaterThan(0.95);
});

test("it says that it is simulated wherever a file can say so", () => {
  for (const table of [noisy.observations, noisy.truth]) {
    expect(table.title).toBe("SIMULATED by Friedel, seed 1: not measured data");
    for (const line of table.history) expect(line).toContain("SIMULATED");
    expect(table.datasets[1]).toMatchObject({
      project: "SIMULATED",
      name: "SIMULATED-seed-1",
      wavelength: 1.54178,
    });
    for (const line of table.history) expect(line.length).toBeLessThanOrEqual(80);
  }
  expect(noisy.observations.batches[6].title).toBe("SIMULATED, image 7");
});

test("rows are sorted by Miller index, M/ISYM and batch, and stand for what was observed", () => {
  const { observations } = noisy;
  const hkl = observations.hkl();
  const isym = observations.values("M/ISYM");
  const batch = observations.values("BATCH");
  const key = (i: number) => [...hkl.subarray(3 * i, 3 * i + 3), isym[i], batch[i]];
  for (let i = 1; i < observations.length; i++) {
    const [a, b] = [key(i - 1), key(i)];
    const at = a.findIndex((value, j) => value !== b[j]);
    expect(at === -1 || a[at] < b[at]).toBe(true);
  }
  const rot = observations.values("ROT");
  for (let i = 0; i < observations.length; i++) expect(Math.floor(rot[i]) + 1).toBe(batch[i]);
});

describe("without noise", () => {
  test("and without systematic errors, every observation is K |F|², and a merge gives the truth back", () => {
    const data = simulateRotation({ ...noErrors, dMin: 2.5 });
    const { observations, truth, overallScale } = data;
    const rows = truthRows(observations, truth);
    const intensity = observations.values("I");
    const isym = observations.values("M/ISYM");
    const [plus, minus] = [truth.values("I(+)"), truth.values("I(-)")];
    for (let i = 0; i < observations.length; i++) {
      const wanted = overallScale * (isym[i] % 2 === 1 ? plus : minus)[rows[i]];
      expect(Math.abs(intensity[i] - wanted)).toBeLessThanOrEqual(3e-7 * wanted);
    }
    const merged = classicalMerge(observations, {
      anomalous: true,
      frenchWilson: false,
      outliers: false,
    }).table;
    const at = truthRows(merged, truth);
    for (const mate of ["(+)", "(-)"]) {
      const got = merged.values(`I${mate}`);
      const wanted = truth.values(`I${mate}`);
      for (let i = 0; i < merged.length; i++) {
        if (Number.isNaN(got[i])) continue;
        expect(Math.abs(got[i] / overallScale - wanted[at[i]])).toBeLessThanOrEqual(4e-7 * wanted[at[i]]);
      }
    }
  });

  test("the systematic factors that the truth names are those of the data", () => {
    const {
      observations,
      truthOfObservations: known,
      overallScale,
    } = simulateRotation({ noise: false, dMin: 2.5 });
    const intensity = observations.values("I");
    for (let i = 0; i < observations.length; i++) {
      const scale = known.imageScale[i] * known.absorption[i] * known.decay[i] * overallScale;
      expect(Math.abs(intensity[i] / (scale * known.trueIntensity[i]) - 1)).toBeLessThan(3e-7);
      expect(known.expectedIntensity[i]).toBeCloseTo(scale * known.trueIntensity[i], 6);
    }
  });

  test("scaled data are free of them", () => {
    const {
      observations,
      truthOfObservations: known,
      overallScale,
    } = simulateRotation({ noise: false, scaled: true, dMin: 2.5 });
    const intensity = observations.values("I");
    const scaleUsed = observations.values("SCALEUSED");
    for (let i = 0; i < observations.length; i++) {
      expect(Math.abs(intensity[i] / (overallScale * known.trueIntensity[i]) - 1)).toBeLessThan(3e-7);
      const total = known.imageScale[i] * known.absorption[i] * known.decay[i];
      expect(scaleUsed[i] * total).toBeCloseTo(1, 6);
    }
  });
});

test("the truth is the structure's: amplitudes and phases by direct summation, Friedel mates apart", () => {
  const { truth, structure } = noisy;
  const hkl = truth.hkl();
  const centric = structure.spaceGroup.centricFlags(hkl);
  const [plus, minus] = [truth.values("F(+)"), truth.values("F(-)")];
  let [difference, total] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    if (centric[i]) expect(Math.abs(plus[i] - minus[i])).toBeLessThan(1e-4 * plus[i] + 1e-4);
    else {
      difference += Math.abs(plus[i] - minus[i]);
      total += (plus[i] + minus[i]) / 2;
    }
    expect(truth.values("I(+)")[i]).toBeCloseTo(plus[i] ** 2, -1);
  }
  // Hendrickson & Teeter (1981): ⟨|ΔF|⟩/⟨F⟩ ≈ √2 f″ √N_A / (√N_P ⟨f⟩), with √N_P ⟨f⟩ the r.m.s. amplitude.
  const power = sum(structure.filter((atom) => !atom.hetero).atoms.map(() => 6.7 ** 2));
  const anomalous = Math.SQRT2 * 7.36 * Math.hypot(0.9, 0.4) * (2 / Math.sqrt(Math.PI) / Math.SQRT2);
  const expected = (anomalous / Math.sqrt(power)) * 1;
  expect(difference / total / expected).toBeGreaterThan(0.7);
  expect(difference / total / expected).toBeLessThan(1.5);
});

test("no anomalous factors, no anomalous differences", () => {
  const { truth } = simulateRotation({ ...noErrors, anomalous: {}, rotationRange: 5, dMin: 3 });
  const [plus, minus] = [truth.values("F(+)"), truth.values("F(-)")];
  for (let i = 0; i < truth.length; i++) expect(Math.abs(plus[i] - minus[i])).toBeLessThan(1e-3);
});

test("intensities follow Wilson: ⟨I²⟩/⟨I⟩² is 2 for acentric reflections and 3 for centric ones", () => {
  const { truth } = simulateRotation({ ...noErrors, rotationRange: 2, dMin: 1.6, anomalous: {} });
  const hkl = truth.hkl();
  const { cell, spaceGroup } = truth;
  const centric = spaceGroup.centricFlags(hkl);
  const epsilon = spaceGroup.epsilons(hkl);
  const intensity = truth.values("I");
  const order = Array.from({ length: truth.length }, (_, i) => i)
    .filter((i) => cell.dSpacing(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]) < 4)
    .sort(
      (a, b) =>
        cell.inverseDSquared(hkl[3 * a], hkl[3 * a + 1], hkl[3 * a + 2]) -
        cell.inverseDSquared(hkl[3 * b], hkl[3 * b + 1], hkl[3 * b + 2]),
    );
  const ratio = (kind: number, size: number): number => {
    const rows = order.filter((i) => centric[i] === kind);
    const ratios: number[] = [];
    for (let start = 0; start + size <= rows.length; start += size) {
      const values = rows.slice(start, start + size).map((i) => intensity[i] / epsilon[i]);
      const mean = sum(values) / size;
      ratios.push(sum(values.map((v) => v * v)) / size / mean ** 2);
    }
    return sum(ratios) / ratios.length;
  };
  // 8,000 acentric and 1,500 centric reflections: standard errors near 0.03 and 0.15, and 1/size of bias.
  expect(Math.abs(ratio(0, 400) - 2)).toBeLessThan(0.1);
  expect(Math.abs(ratio(1, 200) - 3)).toBeLessThan(0.4);
});

test("the Wilson B is that of the atoms' distribution of B factors, where they may overlap", () => {
  // B = 0.4 B̄ + 0.2 B̄ Γ(3), B̄ = 18: −2 d ln⟨exp(−B x/2)⟩/dx = 7.2 + 10.8/(1 + 1.8 x), 15.5 at the middle x = 0.17 Å⁻².
  const found = [1, 2, 3, 4].map((seed) => {
    const { observations, structure } = simulateRotation({
      ...noErrors,
      seed,
      randomAtoms: { heavyAtoms: [], minimumDistance: 0 },
    });
    const composition = structure.elementCounts();
    return mergingStatistics(observations, { wilson: { composition } }).wilson!.bFactor;
  });
  // The standard error of each is about 0.6 Å².
  expect(Math.abs(sum(found) / 4 - 15.5)).toBeLessThan(1);
});

test("noise has the variance of counting, and the sigmas say so", () => {
  const { observations, truthOfObservations: known } = noisy;
  const [intensity, sigma] = [observations.values("I"), observations.values("SIGI")];
  const z: number[] = [];
  const share: number[] = [];
  for (let i = 0; i < observations.length; i++) {
    if (known.outlier[i]) continue;
    const counts = known.expectedCounts[i];
    const variance = counts + 1.25 * known.backgroundCounts[i] + (0.02 * counts) ** 2;
    const perPhoton = known.expectedIntensity[i] / counts;
    z.push((intensity[i] - known.expectedIntensity[i]) / (perPhoton * Math.sqrt(variance)));
    share.push(sigma[i] ** 2 / (perPhoton ** 2 * variance));
  }
  const meanSquare = sum(z.map((v) => v * v)) / z.length;
  // Standard error of the mean square √(2/35,000) = 0.0076, of the mean 0.0053.
  expect(Math.abs(meanSquare - 1)).toBeLessThan(0.03);
  expect(Math.abs(sum(z) / z.length)).toBeLessThan(0.02);
  expect(Math.abs(sum(share) / share.length - 1)).toBeLessThan(0.01);
});

test("the systematic errors can be found again in the noisy data", () => {
  const { observations, truthOfObservations: known, overallScale, imageScales } = noisy;
  const [intensity, sigma, batch] = ["I", "SIGI", "BATCH"].map((label) => observations.values(label));
  const images = imageScales.length;
  const [top, bottom] = [new Float64Array(images), new Float64Array(images)];
  for (let i = 0; i < observations.length; i++) {
    if (known.outlier[i]) continue;
    // Weighted fit of g: I = g · m, with the weight of the expected σ left out to keep the fit linear and unbiased.
    const m = overallScale * known.trueIntensity[i] * known.absorption[i] * known.decay[i];
    top[batch[i] - 1] += (m * intensity[i]) / sigma[i] ** 2;
    bottom[batch[i] - 1] += (m * m) / sigma[i] ** 2;
  }
  const pulls = imageScales.map((g, k) => (top[k] / bottom[k] - g) * Math.sqrt(bottom[k]));
  expect(Math.sqrt(sum(pulls.map((p) => p * p)) / images)).toBeLessThan(1.6);
  expect(Math.max(...imageScales) / Math.min(...imageScales)).toBeGreaterThan(1.3);
});

test("radiation damage is found as a slope in dose and 1/d²", () => {
  const damage = 10;
  const {
    observations,
    truthOfObservations: known,
    overallScale,
  } = simulateRotation({
    ...noErrors,
    noise: true,
    radiationDamage: damage,
    outlierFraction: 0,
  });
  const hkl = observations.hkl();
  const [intensity, rot] = [observations.values("I"), observations.values("ROT")];
  // ln(ΣI/ΣI_true) of late against early images, shell by shell.
  const bins = 5;
  const sums = Array.from({ length: 2 * bins }, () => ({ observed: 0, exact: 0, s: 0, dose: 0, n: 0 }));
  for (let i = 0; i < observations.length; i++) {
    const s = observations.cell.inverseDSquared(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]);
    const late = rot[i] > 90 ? 1 : 0;
    const bin = sums[2 * Math.min(bins - 1, Math.floor(s * 4 * bins)) + late];
    const weight = known.trueIntensity[i];
    bin.observed += intensity[i];
    bin.exact += overallScale * weight;
    bin.s += weight * s;
    bin.dose += (weight * rot[i]) / 180;
    bin.n += weight;
  }
  for (let b = 1; b < bins; b++) {
    const [early, late] = [sums[2 * b], sums[2 * b + 1]];
    const fall = Math.log(late.observed / late.exact) - Math.log(early.observed / early.exact);
    const dose = late.dose / late.n - early.dose / early.n;
    const found = (-2 * fall) / (dose * ((early.s + late.s) / (early.n + late.n)));
    expect(Math.abs(found - damage)).toBeLessThan(1.2);
  }
});

test("outliers: the share asked for, and far from what was expected", () => {
  const { truthOfObservations: known, observations } = noisy;
  const n = observations.length;
  const count = sum(known.outlier);
  expect(Math.abs(count - 0.002 * n)).toBeLessThan(4 * Math.sqrt(0.002 * n));
});

test("xenon stands out of the anomalous difference map of merged, noisy, scaled data", () => {
  const data = simulateRotation({ scaled: true });
  const { table } = classicalMerge(data.observations, { anomalous: true });
  const rows = truthRows(table, data.truth);
  const phases = data.truth.values("PHI(+)");
  const { grid } = anomalousDifferenceMap(
    {
      hkl: table.hkl(),
      plus: table.values("F(+)"),
      minus: table.values("F(-)"),
      sigmaPlus: table.values("SIGF(+)"),
      sigmaMinus: table.values("SIGF(-)"),
      phase: Float64Array.from(rows, (row) => phases[row]),
    },
    { cell: table.cell, spaceGroup: table.spaceGroup },
  );
  const [first, second, third] = findPeaks(grid, { structure: data.structure, count: 3, minimumSigma: 2 });
  expect([first, second].map((peak) => peak.nearest?.atom.element)).toEqual(["Xe", "Xe"]);
  expect(first.nearest!.distance).toBeLessThan(0.3);
  expect(second.nearest!.distance).toBeLessThan(0.5);
  expect(first.height).toBeGreaterThan(20);
  expect(second.height).toBeGreaterThan(1.5 * third.height);
  expect(table.title).toContain("SIMULATED");
});

test("batch headers alone tell at which angle each reflection crosses the Ewald sphere", () => {
  const structure = randomStructure({ cell: [21, 26, 31, 78, 99, 111], spaceGroup: "P 1", heavyAtoms: [] });
  const { observations } = simulateRotation({ structure, rotationRange: 90, dMin: 2.5, startAngle: 30 });
  const { cell } = observations;
  const observed = structure.spaceGroup.mapFromAsu(observations.hkl(), observations.values("M/ISYM")).hkl;
  const rot = observations.values("ROT");
  const batch = observations.values("BATCH");
  const rec = cell.reciprocal;
  const [ca, cb, cc] = [rec.alpha, rec.beta, rec.gamma].map((angle) => Math.cos((angle * Math.PI) / 180));
  const sc = Math.sqrt(1 - cc * cc);
  const cosAlpha = Math.cos((cell.alpha * Math.PI) / 180);
  const sb = Math.sqrt(1 - cb * cb);
  // B of Busing & Levy, Acta Cryst. 22 (1967) 457, equation 3.
  const b = [rec.a, rec.b * cc, rec.c * cb, 0, rec.b * sc, -rec.c * sb * cosAlpha, 0, 0, 1 / cell.c];
  expect(Math.abs(ca)).toBeLessThan(1);
  expect(observations.length).toBeGreaterThan(1000);
  for (let i = 0; i < observations.length; i++) {
    const header = observations.batches[batch[i] - 1];
    expect(rot[i]).toBeGreaterThanOrEqual(header.phiStart - 1e-4);
    expect(rot[i]).toBeLessThanOrEqual(header.phiEnd + 1e-4);
    const h = [0, 1, 2].map(
      (r) =>
        b[3 * r] * observed[3 * i] + b[3 * r + 1] * observed[3 * i + 1] + b[3 * r + 2] * observed[3 * i + 2],
    );
    const u = header.uMatrix;
    const q = [0, 1, 2].map((r) => u[3 * r] * h[0] + u[3 * r + 1] * h[1] + u[3 * r + 2] * h[2]);
    const angle = (rot[i] * Math.PI) / 180;
    const along = q[0] * Math.cos(angle) - q[1] * Math.sin(angle);
    // The source lies at header.beam, so s0 points the other way.
    const s1 = [
      along - header.beam[0] / header.wavelength,
      q[0] * Math.sin(angle) + q[1] * Math.cos(angle),
      q[2],
    ];
    expect(Math.hypot(...s1) * header.wavelength).toBeCloseTo(1, 5);
  }
});

test.each([
  ["P 43 21 2", [45, 45, 38, 90, 90, 90]],
  ["C 1 2 1", [52, 24, 33, 90, 115, 90]],
  ["R 3:H", [44, 44, 36, 90, 90, 120]],
  ["I 2 3", [48, 48, 48, 90, 90, 90]],
] as const)("every observation has its truth in %s", (spaceGroup, cell) => {
  const data = simulateRotation({
    ...noErrors,
    randomAtoms: { cell: [...cell], spaceGroup, heavyAtoms: [{ element: "Se" }] },
    rotationRange: 40,
    dMin: 2.6,
  });
  const { observations, truth, overallScale } = data;
  const rows = truthRows(observations, truth);
  expect(rows.every((row) => row >= 0)).toBe(true);
  const hkl = truth.hkl();
  expect(data.structure.spaceGroup.asuFlags(hkl).every((flag) => flag === 1)).toBe(true);
  expect(data.structure.spaceGroup.absenceFlags(hkl).every((flag) => flag === 0)).toBe(true);
  const intensity = observations.values("I");
  const isym = observations.values("M/ISYM");
  for (let i = 0; i < observations.length; i++) {
    const wanted = overallScale * truth.values(isym[i] % 2 === 1 ? "I(+)" : "I(-)")[rows[i]];
    expect(Math.abs(intensity[i] - wanted)).toBeLessThanOrEqual(3e-7 * wanted);
  }
});

test("the same seed gives the same data, another seed others", () => {
  const small = { rotationRange: 10, dMin: 3 };
  const bytes = (data: RotationData) => data.observations.columns.map((column) => Array.from(column.data));
  expect(bytes(simulateRotation(small))).toEqual(bytes(simulateRotation(small)));
  expect(bytes(simulateRotation(small))).not.toEqual(bytes(simulateRotation({ ...small, seed: 2 })));
});

test("the data are those of when this test was written", () => {
  const { observations } = simulateRotation({ rotationRange: 20, dMin: 2.5 });
  let hash = 0;
  for (const label of ["H", "K", "L", "M/ISYM", "BATCH"]) {
    for (const value of observations.values(label)) hash = (Math.imul(hash, 31) + value) | 0;
  }
  expect([observations.length, hash]).toEqual([2012, 889483373]);
  const mean = (label: string) => sum(observations.values(label)) / observations.length;
  expect(mean("I")).toBeCloseTo(89.77549, 3);
  expect(mean("SIGI")).toBeCloseTo(6.52164, 4);
});

test("the deviations of unspoilt strong observations are normal", () => {
  // Guards the guard: the KS helper must see a wrong spread.
  const wide = fillNormal(randomStream(1), new Float64Array(20_000)).map((z) => 1.1 * z);
  expect(kolmogorovSmirnov(wide, normalCdf)).toBeLessThan(2e-5);
  const { observations, truthOfObservations: known } = simulateRotation({
    instrumentError: 0,
    meanCounts: 20_000,
  });
  const [intensity, sigma] = [observations.values("I"), observations.values("SIGI")];
  const z: number[] = [];
  for (let i = 0; i < observations.length; i += 7) {
    if (known.outlier[i] || known.expectedCounts[i] < 10_000) continue;
    z.push((intensity[i] - known.expectedIntensity[i]) / sigma[i]);
  }
  expectFit(kolmogorovSmirnov(z, normalCdf));
});

test.each([
  [{ dMin: 5, dMax: 4 }, "resolution of the simulation: got dMin 5 Å and dMax 4 Å, expected dMin below dMax"],
  [{ dMin: 0.7 }, "dMin of the simulation: got 0.7 Å, expected more than half the wavelength of 1.54178 Å"],
  [
    { dMin: 1 },
    "expected a scattering angle below 80°; use a shorter wavelength or give the detector's distance",
  ],
  [{ outlierFraction: 2 }, "outlierFraction of the simulation: got 2, expected a number from 0 to 1"],
  [{ scaleDrift: -1 }, "scaleDrift of the simulation: got -1, expected a number from 0 up"],
  [{ meanCounts: 0 }, "meanCounts of the simulation: got 0, expected a positive number"],
  [{ absorptionOrder: 0 }, "absorptionOrder of the simulation: got 0, expected a whole number above 0"],
  [{ orientation: [1, 0, 0] }, "orientation: got 3 numbers, expected the 9 of a rotation matrix"],
  [
    { dMin: 4, detectorSize: [2, 2] as const, beamCentre: [-50, -50] as const },
    "simulated rotation: got no reflection on the detector between 30 and 4 Å, expected some",
  ],
  [{ seed: -3 }, "random seed: got -3, expected a whole number from 0 to 2^53 - 1"],
])("a bad option is refused in one sentence: %j", (options, message) => {
  expect(() => simulateRotation(options)).toThrow(expect.objectContaining({ name: "InputError" }));
  expect(() => simulateRotation(options)).toThrow(message);
});

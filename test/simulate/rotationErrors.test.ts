// Every error of the simulation found again in the data: oracles are the truth it keeps, least squares on the observations,
// and (for a given structure) direct summation over the atoms that were read.
import { beforeAll, describe, expect, test } from "vitest";
import { bytesSource, readCoordinates, readMtz, writeMtz, writePdb } from "../../lib/formats/index.js";
import { readStructure } from "../../lib/node/index.js";
import { sensitivityTerms } from "../../lib/simulate/detectorSensitivity.js";
import { iceProfile } from "../../lib/simulate/iceRings.js";
import {
  type RotationData,
  type RotationOptions,
  randomStructure,
  simulateRotation,
} from "../../lib/simulate/index.js";
import { classicalMerge, mergingStatistics } from "../../lib/statistics/index.js";
import { anomalousFactors, directSummation, Structure } from "../../lib/structure/index.js";
import { dataFile, dataTest } from "../data.js";

const even = { scaleDrift: 0, imageJitter: 0, absorption: 0, radiationDamage: 0 };
const small = { dMin: 2.5, meanCounts: 800 };

const column = (data: RotationData, label: string) => data.observations.values(label);
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + value, 0) / values.length;

/** (I − what was expected)/σ of the observations that were not spoilt. */
function pulls(data: RotationData, sigma: ArrayLike<number>): number[] {
  const known = data.truthOfObservations;
  const intensity = column(data, "I");
  const all = Array.from(intensity, (value, i) => {
    return (value - known.expectedIntensity[i] - known.iceBias[i]) / sigma[i];
  });
  return all.filter((_, i) => known.outlier[i] === 0);
}

/** Solves A x = b (n × n, row-major) by elimination with pivots. */
function solve(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r * n + c]) > Math.abs(a[pivot * n + c])) pivot = r;
    for (let k = 0; k < n; k++) [a[c * n + k], a[pivot * n + k]] = [a[pivot * n + k], a[c * n + k]];
    [b[c], b[pivot]] = [b[pivot], b[c]];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = a[r * n + c] / a[c * n + c];
      for (let k = c; k < n; k++) a[r * n + k] -= factor * a[c * n + k];
      b[r] -= factor * b[c];
    }
  }
  return b.map((value, i) => value / a[i * n + i]);
}

/** a_jk fitted to I = m (1 + ln S), weights 1/σ²; m is all but the sensitivity. */
function fitSensitivity(data: RotationData): { found: Float64Array; errors: Float64Array } {
  const known = data.truthOfObservations;
  const [intensity, x, y] = ["I", "XDET", "YDET"].map((label) => column(data, label));
  const [width, height] = data.geometry.detectorSize;
  const n = sensitivityTerms.length;
  const a = new Float64Array(n * n);
  const b = new Float64Array(n);
  for (let i = 0; i < intensity.length; i++) {
    if (known.outlier[i]) continue;
    const m = known.expectedIntensity[i];
    const weight = (m / known.trueSigma[i]) ** 2;
    // ln(I/m) + ln S to first order about the truth, so that noise is not put through a logarithm.
    const observed = intensity[i] / m - 1 + Math.log(known.sensitivity[i]);
    const basis = sensitivityTerms.map(
      ([j, k]) => Math.cos((j * Math.PI * x[i]) / width) * Math.cos((k * Math.PI * y[i]) / height),
    );
    for (let p = 0; p < n; p++) {
      b[p] += weight * basis[p] * observed;
      for (let q = 0; q < n; q++) a[p * n + q] += weight * basis[p] * basis[q];
    }
  }
  const errors = Float64Array.from({ length: n }, (_, p) => 1 / Math.sqrt(a[p * n + p]));
  return { found: solve(a, b), errors };
}

describe("detector sensitivity", () => {
  test("is found again by least squares: exactly without noise, within its errors with it", () => {
    const options = { ...even, ...small, detectorSensitivity: 0.1 };
    const exact = simulateRotation({ ...options, noise: false });
    const { found } = fitSensitivity(exact);
    expect(exact.sensitivityCoefficients.some((value) => Math.abs(value) > 0.05)).toBe(true);
    exact.sensitivityCoefficients.forEach((value, i) => {
      expect(Math.abs(found[i] - value)).toBeLessThan(1e-6);
    });
    const noisy = simulateRotation({ ...options, instrumentError: 0 });
    const fit = fitSensitivity(noisy);
    noisy.sensitivityCoefficients.forEach((value, i) => {
      expect(Math.abs(fit.found[i] - value)).toBeLessThan(4.5 * fit.errors[i]);
    });
  });

  test("is taken out of scaled data, and leaves the other random numbers as they were", () => {
    const options = { ...small, noise: false, detectorSensitivity: 0.2 };
    const scaled = simulateRotation({ ...options, scaled: true });
    const intensity = column(scaled, "I");
    const { trueIntensity } = scaled.truthOfObservations;
    for (let i = 0; i < intensity.length; i++) {
      expect(Math.abs(intensity[i] / (scaled.overallScale * trueIntensity[i]) - 1)).toBeLessThan(3e-7);
    }
    const without = simulateRotation({ ...options, detectorSensitivity: 0 });
    expect(scaled.imageScales).toEqual(without.imageScales);
    expect(without.truthOfObservations.sensitivity.every((value) => value === 1)).toBe(true);
  });
});

describe("ice rings", () => {
  const options = { ...small, iceRings: 2000, dMin: 2 } as const;

  test("without noise, what is above the expected intensity is the stated bias, in the rings alone", () => {
    const data = simulateRotation({ ...options, noise: false });
    const { iceBias, expectedIntensity, fraction } = data.truthOfObservations;
    const [intensity, lp] = [column(data, "I"), column(data, "LP")];
    const hkl = data.observations.hkl();
    let inRings = 0;
    for (let i = 0; i < intensity.length; i++) {
      const wanted = expectedIntensity[i] + iceBias[i];
      expect(Math.abs(intensity[i] - wanted)).toBeLessThanOrEqual(1e-6 * wanted);
      const s = Math.sqrt(data.observations.cell.inverseDSquared(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]));
      const byHand = (0.2 * 2000 * iceProfile(s) * lp[i]) / fraction[i];
      expect(Math.abs(iceBias[i] - byHand)).toBeLessThanOrEqual(1e-5 * byHand + 1e-12);
      if (iceProfile(s) > 0.1) inRings++;
    }
    expect(inRings / intensity.length).toBeGreaterThan(0.05);
    expect(inRings / intensity.length).toBeLessThan(0.35);
  });

  test("with noise, reflections in rings are too strong by it, and no others, and their errors are larger", () => {
    const data = simulateRotation({ ...options, instrumentError: 0, outlierFraction: 0 });
    const { iceBias, trueSigma, expectedIntensity } = data.truthOfObservations;
    const intensity = column(data, "I");
    // Σ(I − expected)/Σ bias over the rows in rings, with its standard error.
    let [excess, bias, variance, clear, clearVariance] = [0, 0, 0, 0, 0];
    for (let i = 0; i < intensity.length; i++) {
      const difference = intensity[i] - expectedIntensity[i];
      if (iceBias[i] > 0.02 * trueSigma[i]) {
        excess += difference;
        bias += iceBias[i];
        variance += trueSigma[i] ** 2;
      } else if (iceBias[i] < 1e-3 * trueSigma[i]) {
        clear += difference;
        clearVariance += trueSigma[i] ** 2;
      }
    }
    expect(Math.abs(excess - bias)).toBeLessThan(4 * Math.sqrt(variance));
    expect(bias).toBeGreaterThan(20 * Math.sqrt(variance));
    expect(Math.abs(clear)).toBeLessThan(4 * Math.sqrt(clearVariance));
    const z = pulls(data, trueSigma);
    expect(Math.abs(mean(z.map((value) => value * value)) - 1)).toBeLessThan(0.03);
  });

  test("a residue of 0 leaves noise alone", () => {
    const data = simulateRotation({ ...options, iceResidue: 0 });
    expect(data.truthOfObservations.iceBias.every((value) => value === 0)).toBe(true);
    const z = pulls(data, data.truthOfObservations.trueSigma);
    expect(Math.abs(mean(z))).toBeLessThan(4 / Math.sqrt(z.length));
  });
});

describe("sigmas", () => {
  let right: RotationData;
  beforeAll(() => {
    right = simulateRotation(small);
  });

  test("the true σ is the spread that the intensities have", () => {
    const z = pulls(right, right.truthOfObservations.trueSigma);
    // The standard error of the mean square is √(2/n), 0.011 at 17,000 rows.
    expect(Math.abs(mean(z.map((value) => value * value)) - 1)).toBeLessThan(4 * Math.sqrt(2 / z.length));
  });

  test("a factor and a scatter are found again, intensities stay as they were", () => {
    const wrong = simulateRotation({ ...small, sigmaFactor: 0.6, sigmaScatter: 0.25 });
    expect(Array.from(column(wrong, "I"))).toEqual(Array.from(column(right, "I")));
    const [written, ought] = [column(wrong, "SIGI"), column(right, "SIGI")];
    const logs = Array.from(written, (sigma, i) => Math.log(sigma / ought[i]));
    const n = logs.length;
    const average = mean(logs);
    const spread = Math.sqrt(mean(logs.map((value) => (value - average) ** 2)));
    expect(Math.abs(average - Math.log(0.6))).toBeLessThan((4 * 0.25) / Math.sqrt(n));
    expect(Math.abs(spread - 0.25)).toBeLessThan((4 * 0.25) / Math.sqrt(2 * n));
    expect(wrong.truthOfObservations.trueSigma).toEqual(right.truthOfObservations.trueSigma);
    const alone = simulateRotation({ ...small, sigmaFactor: 0.6 });
    Array.from(column(alone, "SIGI")).forEach((sigma, i) => {
      expect(Math.abs(sigma / ought[i] / 0.6 - 1)).toBeLessThan(2e-7);
    });
  });

  test("without the instrument error, the σ of strong intensities are too small by what Aimless calls SDadd", () => {
    const options = { ...small, meanCounts: 5000, instrumentError: 0.05 };
    const wrong = simulateRotation({ ...options, instrumentErrorInSigma: false });
    const known = wrong.truthOfObservations;
    const written = column(wrong, "SIGI");
    const intensity = column(wrong, "I");
    // k² from Σ((I − expected)² − σ²)/Σ expected², each weighted alike.
    let [top, bottom] = [0, 0];
    for (let i = 0; i < intensity.length; i++) {
      const m = known.expectedIntensity[i];
      if (known.outlier[i] || known.expectedCounts[i] < 1000) continue;
      top += ((intensity[i] - m) ** 2 - written[i] ** 2) / m ** 2;
      bottom++;
    }
    expect(Math.abs(Math.sqrt(top / bottom) - 0.05)).toBeLessThan(0.003);
  });
});

describe("partials", () => {
  const options = { ...even, ...small, partials: true, mosaicity: 0.2 } as const;

  test("the parts of a spot add up to it, are flagged, and say how large they are", () => {
    const data = simulateRotation({ ...options, noise: false });
    const known = data.truthOfObservations;
    const [intensity, isym, batch, written] = ["I", "M/ISYM", "BATCH", "FRACTIONCALC"].map((label) =>
      column(data, label),
    );
    const spots = new Map<number, number[]>();
    known.spot.forEach((spot, i) => {
      const rows = spots.get(spot);
      if (rows === undefined) spots.set(spot, [i]);
      else rows.push(i);
    });
    let cut = 0;
    for (const rows of spots.values()) {
      const images = rows.map((i) => batch[i]).sort((p, q) => p - q);
      expect(images).toEqual(images.map((_, i) => images[0] + i));
      const total = rows.reduce((sum, i) => sum + intensity[i], 0);
      const fraction = rows.reduce((sum, i) => sum + known.fraction[i], 0);
      expect(fraction).toBeGreaterThan(0.93);
      const wanted = data.overallScale * known.trueIntensity[rows[0]] * fraction;
      expect(Math.abs(total - wanted)).toBeLessThanOrEqual(1e-6 * wanted);
      for (const i of rows) {
        expect(isym[i] >= 256).toBe(rows.length > 1);
        expect(Math.abs(written[i] - known.fraction[i])).toBeLessThan(1e-7);
        expect(isym[i] % 256).toBe(isym[rows[0]] % 256);
      }
      if (rows.length > 1) cut++;
    }
    expect(cut / spots.size).toBeGreaterThan(0.4);
    const flagged = Array.from(isym).filter((value) => value >= 256).length;
    expect(mergingStatistics(data.observations).partials.flagged).toBe(flagged);
    // The same spots, one by one, as without cutting, on the same scale.
    const whole = simulateRotation({ ...options, noise: false, partials: false });
    expect(spots.size).toBe(whole.observations.length);
    expect(Math.abs(data.overallScale / whole.overallScale - 1)).toBeLessThan(0.01);
  });

  test("counted, each part has the noise of its own photons", () => {
    const data = simulateRotation({ ...options, outlierFraction: 0 });
    const z = pulls(data, data.truthOfObservations.trueSigma);
    expect(Math.abs(mean(z.map((value) => value * value)) - 1)).toBeLessThan(0.03);
    expect(Math.abs(mean(z))).toBeLessThan(4 / Math.sqrt(z.length));
  });

  test("rows are in the order of CCP4's files", () => {
    const data = simulateRotation({ ...options, rotationRange: 60 });
    const hkl = data.observations.hkl();
    const [isym, batch] = [column(data, "M/ISYM"), column(data, "BATCH")];
    for (let i = 1; i < isym.length; i++) {
      const row = (at: number) => [...hkl.subarray(3 * at, 3 * at + 3), isym[at], batch[at]];
      const [before, after] = [row(i - 1), row(i)];
      const first = after.findIndex((value, k) => value !== before[k]);
      expect(first === -1 || after[first] > before[first]).toBe(true);
    }
  });
});

test("missing images: their rows and headers are gone, all else stays as it was to the last bit", () => {
  const missingImages = [1, 40, 41, 42, 180];
  const whole = simulateRotation(small);
  const data = simulateRotation({ ...small, missingImages });
  expect(data.observations.batches.map((batch) => batch.number)).toEqual(
    whole.observations.batches.map((batch) => batch.number).filter((n) => !missingImages.includes(n)),
  );
  const kept = Array.from(column(whole, "BATCH")).map((batch) => !missingImages.includes(batch));
  const lost = kept.filter((value) => !value).length;
  expect(lost).toBeGreaterThan(200);
  for (const { label } of data.observations.columns) {
    const wanted = Array.from(column(whole, label)).filter((_, i) => kept[i]);
    expect(Array.from(column(data, label))).toEqual(wanted);
  }
  for (const [name, values] of Object.entries(whole.truthOfObservations)) {
    const wanted = Array.from(values as Float64Array).filter((_, i) => kept[i]);
    const got = data.truthOfObservations[name as keyof typeof data.truthOfObservations];
    expect(Array.from(got)).toEqual(wanted);
  }
  expect(data.imageScales.length).toBe(180);
  expect(data.truth.length).toBe(whole.truth.length);
});

test("every error at once: the spread is still the stated one, a file holds the data, and a merge takes them", async () => {
  const everything: RotationOptions = {
    ...small,
    anomalous: { Xe: { fPrime: -1, fDoublePrime: 7.4 } },
    detectorSensitivity: 0.05,
    iceRings: 300,
    sigmaFactor: 0.8,
    sigmaScatter: 0.1,
    partials: true,
    missingImages: [10, 11],
    radiationDamage: 8,
    outlierFraction: 0.01,
  };
  const data = simulateRotation(everything);
  const z = pulls(data, data.truthOfObservations.trueSigma);
  expect(Math.abs(mean(z.map((value) => value * value)) - 1)).toBeLessThan(0.03);
  const mtz = await readMtz(bytesSource(writeMtz(data.observations.toMtz())));
  expect(mtz.batches.length).toBe(178);
  const scaled = simulateRotation({ ...everything, partials: false, scaled: true });
  const { table } = classicalMerge(scaled.observations, { anomalous: true });
  expect(table.length).toBeGreaterThan(0.9 * scaled.truth.length);
});

describe("a given structure", () => {
  test("as read from a PDB file: the truth is its own atoms', summed", () => {
    const random = randomStructure({
      cell: [24, 31, 37, 90, 104, 90],
      spaceGroup: "P 1 21 1",
      heavyAtoms: [{ element: "Se" }],
    });
    const structure = readCoordinates(new TextEncoder().encode(writePdb(random)), { name: "model.pdb" });
    expectOwnTruth(structure, { dMin: 3, rotationRange: 30 });
  });

  dataTest("the model of gamma, as readStructure gives it", async () => {
    const structure = await readStructure(dataFile("gamma/gamma_model.pdb"));
    expectOwnTruth(structure, { dMin: 3.5, rotationRange: 60 });
  });

  function expectOwnTruth(structure: Structure, options: RotationOptions): void {
    const data = simulateRotation({ ...even, noise: false, structure, ...options });
    expect(data.structure).toBe(structure);
    expect(data.observations.spaceGroup.name).toBe(structure.spaceGroup.name);
    expect(data.truth.cell.toArray()).toEqual(structure.cell.toArray());
    const hkl = data.truth.hkl();
    const anomalous = anomalousFactors(structure.elements(), 1.54178);
    const { re, im } = directSummation(structure, hkl, { anomalous });
    const amplitudes = data.truth.values("F(+)");
    const typical = mean(amplitudes);
    for (let i = 0; i < amplitudes.length; i++) {
      expect(Math.abs(Math.hypot(re[i], im[i]) - amplitudes[i])).toBeLessThan(1e-6 * typical + 1e-6);
    }
    const intensity = column(data, "I");
    expect(intensity.length).toBeGreaterThan(500);
    for (let i = 0; i < intensity.length; i++) {
      const wanted = data.overallScale * data.truthOfObservations.trueIntensity[i];
      expect(Math.abs(intensity[i] - wanted)).toBeLessThanOrEqual(3e-7 * wanted);
    }
  }

  test("without atoms, or too large for the resolution, is refused in one sentence", () => {
    const { cell, spaceGroup } = randomStructure({ atomCount: 1, heavyAtoms: [] });
    const refused = (message: string) => expect.objectContaining({ name: "InputError", message });
    expect(() => simulateRotation({ structure: new Structure({ cell, spaceGroup, atoms: [] }) })).toThrow(
      refused(
        "crystal of the simulation: got one that does not scatter, expected atoms with occupancies above 0 or amplitudes above 0",
      ),
    );
    const huge = randomStructure({ cell: [400, 400, 400, 90, 90, 90], atomCount: 1, heavyAtoms: [] });
    expect(() => simulateRotation({ structure: huge, dMin: 2 })).toThrow(
      /^resolution of the simulation: got 2 Å, about 34 million Miller indices .* set dMin higher$/,
    );
  });
});

test.each([
  [{ detectorSensitivity: -1 }, "detectorSensitivity of the simulation: got -1, expected a number from 0 up"],
  [{ iceRings: Number.NaN }, "iceRings of the simulation: got NaN, expected a number from 0 up"],
  [{ iceResidue: 1.5 }, "iceResidue of the simulation: got 1.5, expected a number from 0 to 1"],
  [{ sigmaFactor: 0 }, "sigmaFactor of the simulation: got 0, expected a positive number"],
  [{ sigmaScatter: -0.1 }, "sigmaScatter of the simulation: got -0.1, expected a number from 0 up"],
  [
    { missingImages: [3, 181] },
    "missingImages of the simulation: got 181, expected whole numbers from 1 to 180, the last image",
  ],
  [
    { rotationRange: 2, missingImages: [1, 2] },
    "missingImages of the simulation: got all 2 images, expected some to be left",
  ],
])("refused: %j", (options, message) => {
  expect(() => simulateRotation(options)).toThrow(expect.objectContaining({ name: "InputError", message }));
});

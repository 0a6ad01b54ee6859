/**
 * Oracles: sums over the truth table; 2 d sin θ = λ of the indices as observed in an MTZ file read back; the formula of
 * the header, factor by factor, where all but one are off; variances asked for.
 */
import { describe, expect, test } from "vitest";
import { bytesSource, readMtz, writeMtz } from "../../lib/formats/index.js";
import { bendingMagnetSpectrum, type LaueSimulationOptions, simulateLaue } from "../../lib/simulate/index.js";
import { settingMatrix } from "../../lib/simulate/rotationGeometry.js";
import { ReflectionTable } from "../../lib/table/index.js";

const small: LaueSimulationOptions = {
  randomAtoms: { cell: [22, 27, 31, 90, 90, 90] },
  imageCount: 20,
  imageStep: 9,
};
const plain: LaueSimulationOptions = {
  ...small,
  scaleDrift: 0,
  imageJitter: 0,
  absorption: 0,
  radiationDamage: 0,
  detectorSensitivity: 0,
};
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe("harmonics", () => {
  test.each([1, 2, 3, 4])("carry a third of the spots by default, seed %d", (seed) => {
    const { harmonicCount } = simulateLaue({ seed }).truthOfObservations;
    const share = harmonicCount.filter((count) => count > 1).length / harmonicCount.length;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.36);
  });

  test("without noise a spot is the sum of scale × true intensity over its harmonics", () => {
    const data = simulateLaue({ ...small, noise: false, anomalous: { S: { fPrime: 0, fDoublePrime: 3 } } });
    const { start, row, isym, scale } = data.truthOfObservations;
    const [plus, minus] = ["I(+)", "I(-)"].map((label) => data.truth.values(label));
    const intensity = data.observations.values("I");
    let differing = 0;
    for (let i = 0; i < intensity.length; i++) {
      let sum = 0;
      for (let term = start[i]; term < start[i + 1]; term++) {
        sum += scale[term] * (isym[term] % 2 === 1 ? plus : minus)[row[term]];
        differing += Number(plus[row[term]] !== minus[row[term]]);
      }
      expect(intensity[i] / sum).toBeCloseTo(1, 5);
    }
    expect(differing).toBeGreaterThan(100);
  });

  test("truth of the reflections counts spots and those in which a reflection is alone", () => {
    const { truthOfObservations, truthOfReflections, truth } = simulateLaue(small);
    const { start, row } = truthOfObservations;
    const together = Array.from({ length: truth.length }, () => [] as number[]);
    for (let i = 0; i + 1 < start.length; i++) {
      for (const r of row.subarray(start[i], start[i + 1])) together[r].push(start[i + 1] - start[i]);
    }
    const { spots, alone, harmonicOnly } = truthOfReflections;
    expect(Array.from(spots)).toEqual(together.map((counts) => counts.length));
    expect(Array.from(alone)).toEqual(together.map((counts) => counts.filter((count) => count === 1).length));
    const only = together.map((counts) => Number(counts.length > 0 && !counts.includes(1)));
    expect(Array.from(harmonicOnly)).toEqual(only);
    expect(mean(only)).toBeGreaterThan(0.05);
    expect(mean(spots.map((count) => Number(count === 0)))).toBeGreaterThan(0.05);
  });
});

test("read back from an MTZ file, the indices as observed diffract at the wavelength and to the place written", async () => {
  const data = simulateLaue(small);
  const table = ReflectionTable.fromMtz(await readMtz(bytesSource(writeMtz(data.observations.toMtz()))));
  expect(table.labels).toEqual(["H", "K", "L", "M/ISYM", "X", "Y", "Wavelength", "I", "SigI", "BATCH"]);
  expect(table.columns.map(({ type }) => type).join("")).toBe("HHHYRRRJQB");
  expect(table.merged).toBe(false);
  const observed = table.hklToObserved();
  const hkl = observed.hkl();
  const ub = settingMatrix(table.cell, data.orientation);
  const { distance, pixelSize, beamCentre, imageStep, wavelengthRange } = data.geometry;
  const [x, y, wavelength, batch] = ["X", "Y", "Wavelength", "BATCH"].map((label) => observed.values(label));
  for (let i = 0; i < observed.length; i++) {
    const [h, k, l] = hkl.subarray(3 * i, 3 * i + 3);
    const [p, q, r] = [0, 3, 6].map((at) => ub[at] * h + ub[at + 1] * k + ub[at + 2] * l);
    const angle = ((batch[i] - 1) * imageStep * Math.PI) / 180;
    const u = p * Math.cos(angle) - q * Math.sin(angle);
    const v = p * Math.sin(angle) + q * Math.cos(angle);
    const sinTheta = -u / Math.hypot(u, v, r);
    expect(2 * table.cell.dSpacing(h, k, l) * sinTheta).toBeCloseTo(wavelength[i], 5);
    const radius = (distance * Math.tan(2 * Math.asin(sinTheta))) / pixelSize;
    expect(x[i]).toBeCloseTo(beamCentre[0] + (radius * v) / Math.hypot(v, r), 2);
    expect(y[i]).toBeCloseTo(beamCentre[1] + (radius * r) / Math.hypot(v, r), 2);
    expect(wavelength[i]).toBeGreaterThanOrEqual(Math.fround(wavelengthRange[0]));
    expect(wavelength[i]).toBeLessThanOrEqual(Math.fround(wavelengthRange[1]));
  }
});

describe("scales", () => {
  /** K from the first term: every other must give the same. */
  function constantOf(
    options: LaueSimulationOptions,
    factor: (term: number, spot: number) => number,
  ): number[] {
    const { start, scale } = simulateLaue({ ...plain, ...options }).truthOfObservations;
    return Array.from({ length: start.length - 1 }, (_, i) => i).flatMap((i) =>
      Array.from(
        { length: start[i + 1] - start[i] },
        (_, t) => scale[start[i] + t] / factor(start[i] + t, i),
      ),
    );
  }
  const same = (values: number[]): void => {
    for (const value of values) expect(value / values[0]).toBeCloseTo(1, 9);
  };
  const exact = simulateLaue(plain);
  const { wavelength, row } = exact.truthOfObservations;
  const d = exact.truth.cell.dSpacings(exact.truth.hkl());
  const sinTheta = (term: number): number => wavelength[term] / (2 * d[row[term]]);
  const lorentz = (term: number): number => wavelength[term] ** 4 / sinTheta(term) ** 2;

  test("spectrum × λ⁴/sin²θ × polarisation: an unpolarised beam has (1 + cos² 2θ)/2", () => {
    const spectrum = bendingMagnetSpectrum();
    same(
      constantOf({ spectrum, polarizationFraction: 0.5 }, (term) => {
        const cosine = 1 - 2 * sinTheta(term) ** 2;
        return spectrum(wavelength[term]) * lorentz(term) * (1 + cosine * cosine);
      }),
    );
  });

  test("image, sensitivity, absorption and damage each add their factor", () => {
    const base = exact.truthOfObservations.scale;
    const image = simulateLaue({ ...plain, scaleDrift: 0.3, imageJitter: 0.2 });
    const batch = image.observations.values("BATCH");
    expect(image.truthOfObservations.imageScale[5]).toBe(image.imageScales[batch[5] - 1]);
    same(
      constantOf(
        { scaleDrift: 0.3, imageJitter: 0.2 },
        (term, i) => base[term] * image.imageScales[batch[i] - 1],
      ),
    );
    same(
      constantOf(
        { radiationDamage: 9 },
        (term, i) => base[term] * Math.exp((-4.5 * (batch[i] - 1)) / 19 / d[row[term]] ** 2),
      ),
    );
    same(
      constantOf(
        { absorption: 0.8, pathVariation: 0 },
        (term) => base[term] * Math.exp(-0.1 * wavelength[term] ** 3),
      ),
    );
    const uneven = simulateLaue({ ...plain, detectorSensitivity: 0.2 });
    const { sensitivity } = uneven.truthOfObservations;
    same(constantOf({ detectorSensitivity: 0.2 }, (term, i) => base[term] * sensitivity[i]));
    const spread = Math.sqrt(mean(sensitivity.map((s) => Math.log(s) ** 2)));
    expect(spread).toBeGreaterThan(0.1);
    expect(spread).toBeLessThan(0.3);
  });
});

describe("noise", () => {
  const data = simulateLaue({ ...small, imageCount: 60, imageStep: 3 });
  const { expectedIntensity, trueSigma, outlier } = data.truthOfObservations;
  const [intensity, sigma] = ["I", "SigI"].map((label) => data.observations.values(label));
  const good = Array.from(outlier.keys()).filter((i) => outlier[i] === 0);

  test("has the mean and the variance that the truth says, and SigI knows it", () => {
    expect(mean(expectedIntensity)).toBeCloseTo(5000, 6);
    const z = good.map((i) => (intensity[i] - expectedIntensity[i]) / trueSigma[i]);
    expect(Math.abs(mean(z))).toBeLessThan(4 / Math.sqrt(z.length));
    expect(Math.abs(mean(z.map((v) => v * v)) - 1)).toBeLessThan(8 / Math.sqrt(z.length));
    expect(mean(good.map((i) => (sigma[i] / trueSigma[i]) ** 2))).toBeCloseTo(1, 1);
  });

  test("outliers are as many as asked for, and far out", () => {
    const share = mean(outlier);
    expect(share).toBeGreaterThan(0.0005);
    expect(share).toBeLessThan(0.005);
  });

  test("the seed decides, and without noise intensities are exact", () => {
    const again = simulateLaue({ ...small, imageCount: 60, imageStep: 3 });
    expect(again.observations.columns).toEqual(data.observations.columns);
    const other = simulateLaue({ ...small, imageCount: 60, imageStep: 3, seed: 2 });
    expect(other.observations.values("I")).not.toEqual(intensity);
    const exact = simulateLaue({ ...small, noise: false });
    expect(exact.observations.values("I")).toEqual(
      Float32Array.from(exact.truthOfObservations.expectedIntensity),
    );
  });
});

test("the same crystal can be measured again from its structure factors, changed or not", () => {
  const dark = simulateLaue({ ...small, noise: false });
  const again = simulateLaue({
    ...small,
    randomAtoms: undefined,
    structureFactors: dark.truth,
    noise: false,
  });
  const [a, b] = [dark, again].map((data) => data.observations.values("I"));
  for (let i = 0; i < a.length; i++) expect(b[i] / a[i]).toBeCloseTo(1, 5);
});

test("what cannot be is refused in a sentence", () => {
  expect(() => simulateLaue({ ...small, detectorSize: [10, 10] })).toThrow(
    "got no spot on the detector to 3.875 Å",
  );
  expect(() => simulateLaue({ ...small, orientation: [1, 0, 0] })).toThrow("got 3 numbers, expected the 9");
  const none = simulateLaue(small).truth;
  const dark = none.derive({
    columns: none.columns.map((c) => (c.type === "G" ? { ...c, data: new Float32Array(none.length) } : c)),
  });
  expect(() => simulateLaue({ structureFactors: dark })).toThrow("got one that does not scatter");
});

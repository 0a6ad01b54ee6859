/**
 * Oracles: the formula of the header where factors are on or off; the truth table; 2-D geometry of the indices as observed in
 * an MTZ file read back; variances and spreads asked for.
 */
import { describe, expect, test } from "vitest";
import { bytesSource, readMtz, writeMtz } from "../../lib/formats/index.js";
import { type StillsSimulationOptions, simulateStills } from "../../lib/simulate/index.js";
import { settingMatrix } from "../../lib/simulate/rotationGeometry.js";
import { ReflectionTable } from "../../lib/table/index.js";

const small: StillsSimulationOptions = { imageCount: 120, randomAtoms: { cell: [24, 29, 34, 90, 90, 90] } };
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: ArrayLike<number>): number => {
  const middle = mean(values);
  return Math.sqrt(mean(Array.from(values, (value) => (value - middle) ** 2)));
};

const data = simulateStills();
const { truthOfObservations: truth, truthOfImages: images } = data;

test("read back from an MTZ file, indices as observed lie as far from the sphere, and where, as is written", async () => {
  const table = ReflectionTable.fromMtz(await readMtz(bytesSource(writeMtz(data.observations.toMtz()))));
  expect(table.labels).toEqual([
    "H",
    "K",
    "L",
    "M/ISYM",
    "I",
    "SigI",
    "BATCH",
    "ewald_offset",
    "xobs",
    "yobs",
  ]);
  expect(table.columns.map(({ type }) => type).join("")).toBe("HHHYJQBRRR");
  const observed = table.hklToObserved();
  const hkl = observed.hkl();
  const labels = ["BATCH", "ewald_offset", "xobs", "yobs"];
  const [batch, offset, x, y] = labels.map((label) => observed.values(label));
  const { wavelength, distance, beamCentre } = data.geometry;
  for (let i = 0; i < observed.length; i++) {
    const ub = settingMatrix(table.cell, images.orientation.subarray(9 * batch[i] - 9, 9 * batch[i]));
    const [h, k, l] = hkl.subarray(3 * i, 3 * i + 3);
    const [p, q, r] = [0, 3, 6].map((at) => ub[at] * h + ub[at + 1] * k + ub[at + 2] * l);
    const along = 1 / wavelength + p;
    expect(offset[i]).toBeCloseTo(Math.hypot(along, q, r) - 1 / wavelength, 9);
    expect(x[i]).toBeCloseTo(beamCentre[0] + (distance * q) / along, 3);
    expect(y[i]).toBeCloseTo(beamCentre[1] + (distance * r) / along, 3);
  }
});

test("orientations of images are all different, and evenly spread", () => {
  const count = images.scale.length;
  expect(count).toBe(1200);
  for (let axis = 0; axis < 9; axis++) {
    const elements = Array.from({ length: count }, (_, i) => images.orientation[9 * i + axis]);
    // each element of a random rotation has mean 0 and variance 1/3
    expect(Math.abs(mean(elements))).toBeLessThan(4 / Math.sqrt(3 * count));
    expect(deviation(elements) ** 2).toBeCloseTo(1 / 3, 1);
    expect(new Set(elements).size).toBe(count);
  }
});

describe("intensities", () => {
  test("without noise are K g D L p |F|²", () => {
    const exact = simulateStills({ ...small, noise: false });
    const batch = exact.observations.values("BATCH");
    const intensity = exact.observations.values("I");
    const { row, isym, decay, lorentz, partiality } = exact.truthOfObservations;
    const [plus, minus] = ["I(+)", "I(-)"].map((label) => exact.truth.values(label));
    const d = exact.truth.cell.dSpacings(exact.truth.hkl());
    let differing = 0;
    for (let i = 0; i < row.length; i++) {
      const image = batch[i] - 1;
      expect(decay[i]).toBeCloseTo(Math.exp(-exact.truthOfImages.bFactor[image] / (2 * d[row[i]] ** 2)), 12);
      const truth = isym[i] % 2 === 1 ? plus[row[i]] : minus[row[i]];
      differing += Number(plus[row[i]] !== minus[row[i]]);
      const g = exact.truthOfImages.scale[image];
      const expected = exact.overallScale * g * decay[i] * lorentz[i] * partiality[i] * truth;
      expect(intensity[i] / expected).toBeCloseTo(1, 5);
    }
    // the sulphurs scatter anomalously at 1.3 Å
    expect(differing).toBeGreaterThan(row.length / 2);
  });

  test("mates are equal without anomalous scattering", () => {
    const { truth } = simulateStills({ ...small, anomalous: {} });
    const [plus, minus] = [truth.values("F(+)"), truth.values("F(-)")];
    for (let i = 0; i < truth.length; i++) expect(minus[i] / plus[i]).toBeCloseTo(1, 5);
  });

  test("of one reflection scatter by about 100 %, image scales and B factors taken out", () => {
    const intensity = data.observations.values("I");
    const batch = data.observations.values("BATCH");
    const groups = new Map<number, number[]>();
    intensity.forEach((value, i) => {
      const corrected = value / (images.scale[batch[i] - 1] * truth.decay[i]);
      const key = 2 * truth.row[i] + (truth.isym[i] % 2);
      groups.set(key, [...(groups.get(key) ?? []), corrected]);
    });
    const many = [...groups.values()].filter((values) => values.length >= 8);
    expect(many.length).toBeGreaterThan(200);
    const strong = many.sort((a, b) => mean(b) - mean(a)).slice(0, many.length / 2);
    const scatter = strong.map((values) => deviation(values) / mean(values)).sort((a, b) => a - b);
    const median = scatter[Math.floor(scatter.length / 2)];
    expect(median).toBeGreaterThan(0.8);
    expect(median).toBeLessThan(1.25);
  });

  test("have the mean and the variance that the truth says; SigI knows of counting alone", () => {
    const [intensity, sigma] = ["I", "SigI"].map((label) => data.observations.values(label));
    const good = Array.from(truth.outlier.keys()).filter((i) => truth.outlier[i] === 0);
    const z = good.map((i) => (intensity[i] - truth.expectedIntensity[i]) / truth.trueSigma[i]);
    expect(Math.abs(mean(z))).toBeLessThan(4 / Math.sqrt(z.length));
    expect(mean(z.map((v) => v * v))).toBeCloseTo(1, 1);
    expect(mean(truth.scatter)).toBeCloseTo(1, 1);
    expect(deviation(truth.scatter)).toBeCloseTo(0.5, 1);
    const counting = good.map(
      (i) => (intensity[i] - truth.expectedIntensity[i] * truth.scatter[i]) / sigma[i],
    );
    expect(mean(counting.map((v) => v * v))).toBeCloseTo(1, 1);
    const share = mean(truth.outlier);
    expect(share).toBeGreaterThan(0.001);
    expect(share).toBeLessThan(0.004);
  });
});

test("images differ as much as asked for", () => {
  expect(deviation(images.scale.map(Math.log))).toBeCloseTo(0.7, 1);
  expect(deviation(images.width.map(Math.log))).toBeCloseTo(0.2, 1);
  expect(deviation(images.bFactor) / 4).toBeCloseTo(1, 1);
  const calm = simulateStills({ ...small, scaleSpread: 0, widthSpread: 0, bFactorSpread: 0 }).truthOfImages;
  expect([...calm.scale, ...calm.width].every((value) => value === 1)).toBe(true);
  expect(calm.bFactor.every((value) => value === 0)).toBe(true);
});

test("the seed decides", () => {
  const [a, b, c] = [1, 1, 2].map((seed) => simulateStills({ ...small, seed }));
  expect(b.observations.columns).toEqual(a.observations.columns);
  expect(c.observations.values("I")).not.toEqual(a.observations.values("I"));
});

test("what cannot be is refused in a sentence", () => {
  expect(() =>
    simulateStills({ ...small, imageCount: 1, detectorSize: [0.1, 0.1], detectorDistance: 1000 }),
  ).toThrow("got no reflection on the detector to 2.5 Å, expected some");
  expect(() => simulateStills({ ...small, seed: -1 })).toThrow("random seed: got -1");
});

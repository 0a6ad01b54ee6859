// Oracles: medians and quartiles of made-up scales that are known by wavelength; the spectrum that Laue data were simulated with.
import { expect, test } from "vitest";
import { merge } from "../../lib/models/index.js";
import { hasSpectrum, spectrum } from "../../lib/plots/index.js";
import { simulateLaue } from "../../lib/simulate/index.js";
import { pearson } from "../../lib/statistics/index.js";
import { render } from "./render.js";
import { simulatedPredictions } from "./simulatedPredictions.js";

const n = 1000;
const column = (label: string, value: (i: number) => number) =>
  ({ label, type: "R", data: Float32Array.from({ length: n }, (_, i) => value(i)) }) as const;
// ten wavelengths; at each the scales 0, 1 … 99 times the wavelength's number
const bare = simulatedPredictions(n);
const table = bare.with(
  column("Wavelength", (i) => 1 + 0.1 * (i % 10)),
  column("scale", (i) => ((i % 10) + 1) * Math.floor(i / 10)),
);

test("medians and quartiles of the scale over its mean, bin by bin", async () => {
  const spec = spectrum(table, { bins: 10 });
  const mean = 5.5 * 49.5;
  const rows = spec.data.values;
  expect(rows.length).toBe(10);
  rows.forEach((row, k) => {
    expect(Number(row.wavelength)).toBeCloseTo(1 + 0.1 * k, 5);
    expect(row.observations).toBe(100);
    expect(Number(row.median)).toBeCloseTo(((k + 1) * 49.5) / mean, 4);
    expect(Number(row.low)).toBeCloseTo(((k + 1) * 24.75) / mean, 4);
    expect(Number(row.high)).toBeCloseTo(((k + 1) * 74.25) / mean, 4);
  });
  const picture = await render("spectrum", spec);
  expect(picture.texts).toEqual(expect.arrayContaining(["Wavelength (Å)", "Scale / mean scale"]));
  expect(picture.marks("symbol")).toBe(10);
});

test("bins of too few observations are left out, and observations without a scale do not count", () => {
  const sparse = table
    .without("scale")
    .with(column("scale", (i) => (i % 10 === 3 && i > 40 ? Number.NaN : 1)));
  const rows = spectrum(sparse, { bins: 10 }).data.values;
  expect(rows.length).toBe(9);
  expect(rows.every(({ median }) => median === 1)).toBe(true);
});

test("a Laue merge learns the spectrum that the data were simulated with", async () => {
  const { observations, truthOfObservations: known } = simulateLaue({ seed: 1, dMin: 3 });
  const run = await merge(observations, { laue: { range: [0.5, 2], dMin: 3 } }).train({
    ...{ steps: 300, warmUpSteps: 150, batchSize: 1024, evaluateEvery: 300, reporters: [] },
  });
  const { predictions } = run;
  expect(hasSpectrum(predictions)).toBe(true);
  const { start, wavelength } = run.model.data.terms;
  expect(Array.from(predictions.values("Wavelength"))).toEqual(
    Array.from(start.slice(0, -1), (t) => Math.fround(wavelength?.[t] ?? Number.NaN)),
  );
  const learned = spectrum(predictions, { bins: 12 });
  const rows = run.model.data.rowOf;
  const truth = predictions.without("scale").with({
    label: "scale",
    type: "R",
    data: Float32Array.from(rows, (row) => known.scale[known.start[row]]),
  });
  const expected = spectrum(truth, { bins: 12 });
  const medians = ({ data }: typeof learned) => data.values.map(({ median }) => Number(median));
  expect(medians(learned).length).toBe(medians(expected).length);
  expect(pearson(medians(learned), medians(expected))).toBeGreaterThan(0.98);
  await render("spectrum-simulated", learned);
});

test("what cannot be drawn says why", () => {
  expect(hasSpectrum(bare)).toBe(false);
  expect(() => spectrum(table.without("scale"))).toThrow("column scale is not in");
  expect(() => spectrum(table.without("Wavelength"))).toThrow("column Wavelength is not in");
  expect(() => spectrum(table, { bins: 1 })).toThrow(
    "spectrum: got 1 bins, expected a whole number of at least 2",
  );
  const one = table.without("Wavelength").with(column("Wavelength", () => 1));
  expect(() => spectrum(one)).toThrow(/got 1000 observations of one wavelength or none/);
});

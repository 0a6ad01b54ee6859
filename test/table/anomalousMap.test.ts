import { expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../lib/errors.js";
import { readStructure } from "../../lib/node/coordinateFiles.js";
import { readReflections } from "../../lib/node/reflectionFiles.js";
import { simulateRotation } from "../../lib/simulate/index.js";
import { anomalousMap } from "../../lib/table/anomalousMap.js";
import { dataFile, dataTest } from "../data.js";

const { truth, observations, structure } = simulateRotation({ seed: 5, dMin: 2.5, rotationRange: 10 });

test("without errors the highest peaks are the anomalous scatterers of the model", () => {
  const { peaks, pairs } = anomalousMap(truth, structure);
  const heavy = structure.atoms.filter((atom) => !["C", "N", "O", "H", "S"].includes(atom.element));
  expect(heavy.length).toBeGreaterThan(0);
  expect(pairs).toBeGreaterThan(500);
  for (const peak of peaks.slice(0, heavy.length)) {
    expect(heavy).toContain(peak.nearest?.atom);
    expect(peak.nearest?.distance).toBeLessThan(0.3);
    expect(peak.height).toBeGreaterThan(8);
  }
});

test("the model is carried into the data's cell by its fractional coordinates", () => {
  const { a, b, c } = structure.cell;
  const stretched = structure.withCell(observations.cell);
  const own = anomalousMap(truth, stretched).peaks[0];
  const moved = anomalousMap(truth.derive({ cell: [a * 1.01, b, c] }), structure).peaks[0];
  expect(moved.fractional[0]).toBeCloseTo(own.fractional[0], 2);
  expect(moved.nearest?.index).toBe(own.nearest?.index);
  expect(moved.nearest?.distance).toBeLessThan(0.3);
});

test("a second map of the same indices takes the phases of the first; of others, or in another cell, it does not", () => {
  const peaksOf = (table: typeof truth, model: typeof structure) =>
    anomalousMap(table, model).peaks.map(({ height, fractional }) => [height, ...fractional]);
  const fresh = () => structure.withCell(structure.cell);
  const { a, b, c } = structure.cell;
  const tables = [
    truth,
    truth,
    truth.slice(0, truth.length - 500),
    truth.derive({ cell: [a * 1.02, b, c] }),
    truth,
  ];
  for (const table of tables) expect(peaksOf(table, structure)).toEqual(peaksOf(table, fresh()));
});

test("data that cannot give a map are refused in one sentence", () => {
  expect(() => anomalousMap(observations, structure)).toThrow(InputError);
  expect(() => anomalousMap(observations, structure)).toThrow(/expected merged amplitudes/);
  expect(() => anomalousMap(truth.derive({ spaceGroup: 16 }), structure)).toThrow(
    /P 2 2 2.*same space group/,
  );
  expect(() => anomalousMap(truth.without("F(-)"), structure)).toThrow(MissingColumnError);
});

dataTest(
  "gamma, merged by Aimless: the peaks of ../shared/judge/anomalous_peaks.py, 39.3, 17.3 and 6.4",
  async () => {
    const table = await readReflections(dataFile("gamma/aimless_french_wilson.mtz"));
    const model = await readStructure(dataFile("gamma/gamma_model.pdb"));
    const { peaks, pairs } = anomalousMap(table, model);
    expect(pairs).toBe(9694);
    for (const [i, height] of [39.3, 17.3, 6.4].entries()) {
      expect(Math.abs(peaks[i].gridHeight - height)).toBeLessThan(0.1);
    }
  },
);

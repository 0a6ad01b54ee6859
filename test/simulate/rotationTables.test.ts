// Oracle: what an MTZ file must carry through writing and reading; gemmi reads the same bytes (see docs/simulate.md).
import { expect, test } from "vitest";
import { bytesSource, readMtz, writeMtz } from "../../lib/formats/index.js";
import { simulateRotation } from "../../lib/simulate/index.js";
import { ReflectionTable } from "../../lib/table/index.js";

const data = simulateRotation({ dMin: 3.5, rotationRange: 12, seed: 42 });

test("the observations are a valid unmerged MTZ, and come back unchanged", async () => {
  const mtz = await readMtz(bytesSource(writeMtz(data.observations.toMtz())));
  const back = ReflectionTable.fromMtz(mtz);
  expect(mtz.merged).toBe(false);
  expect(mtz.batches.length).toBe(12);
  expect(mtz.batches[11]).toMatchObject({
    number: 12,
    phiStart: 11,
    phiEnd: 12,
    beam: [-1, 0, 0],
    scanAxis: [0, 0, 1],
  });
  expect(mtz.batches[0].uMatrix).toEqual(data.observations.batches[0].uMatrix.map(Math.fround));
  expect(mtz.batches[0].wavelength).toBeCloseTo(1.54178, 6);
  expect(back.labels).toEqual(data.observations.labels);
  for (const column of data.observations.columns) {
    expect(Array.from(back.values(column.label))).toEqual(Array.from(column.data));
    expect(back.column(column.label).type).toBe(column.type);
  }
  expect(back.title).toBe("SIMULATED by Friedel, seed 42: not measured data");
  expect(back.history.join()).toContain("SIMULATED");
  expect(back.datasets.map((dataset) => dataset.project)).toEqual(["HKL_base", "SIMULATED"]);
});

test("the truth is a valid merged MTZ", async () => {
  const mtz = await readMtz(bytesSource(writeMtz(data.truth.toMtz())));
  expect(mtz.merged).toBe(true);
  const back = ReflectionTable.fromMtz(mtz);
  expect(back.labels).toEqual(["H", "K", "L", "F", "I", "F(+)", "F(-)", "I(+)", "I(-)", "PHI(+)"]);
  expect(Array.from(back.values("F(-)"))).toEqual(Array.from(data.truth.values("F(-)")));
});

// Oracle: a truth table handed back gives itself; the options of randomStructure.
import { expect, test } from "vitest";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { randomStructure, simulateLaue } from "../../lib/simulate/index.js";
import {
  backgroundBeneath,
  crystalLabels,
  labelSimulation,
  overallScale,
  simulatedCrystal,
  trueIntensities,
  unmergedTable,
} from "../../lib/simulate/simulatedCrystal.js";
import { type AnomalousFactor, anomalousFactors } from "../../lib/structure/index.js";

const randomAtoms = { cell: [22, 26, 30, 90, 90, 90], heavyAtoms: [{ element: "Se" }] };
/** No anomalous scattering. */
const none = (): Record<string, AnomalousFactor> => ({});
const base = { seed: 3, dMin: 4 };

test("atoms are random, with defaults beneath what is asked for, or given", () => {
  const defaults = { cell: [20, 20, 30, 90, 90, 90], spaceGroup: "P 41" };
  const crystal = simulatedCrystal(base, none, defaults);
  expect(crystal.structure?.name).toBe("random atoms, seed 3");
  expect([crystal.spaceGroup.name, crystal.cell.c]).toEqual(["P 41", 30]);
  const asked = simulatedCrystal(
    { ...base, randomAtoms: { cell: [20, 20, 40, 90, 90, 90] } },
    none,
    defaults,
  );
  expect([asked.spaceGroup.name, asked.cell.c]).toEqual(["P 41", 40]);
  const structure = randomStructure(randomAtoms);
  expect(simulatedCrystal({ ...base, structure }, none, defaults).structure).toBe(structure);
});

test("reflections are all to dMin, at whatever low resolution, without 0 0 0 and absences", () => {
  const { sphere, factors, cell, spaceGroup } = simulatedCrystal(base, none, randomAtoms);
  expect(spaceGroup.name).toBe("P 21 21 21");
  expect(factors.hkl.join()).toContain("0,1,1");
  const about = (4 * Math.PI * cell.volume) / (3 * base.dMin ** 3);
  expect(sphere.isym.length / about).toBeGreaterThan(0.9);
  expect(sphere.isym.length / about).toBeLessThan(1.05);
  const rows = Array.from({ length: sphere.isym.length }, (_, i) =>
    sphere.hkl.subarray(3 * i, 3 * i + 3).join(),
  );
  expect(rows).not.toContain("0,0,0");
  expect(rows).not.toContain("1,0,0");
  expect(rows).toContain("-2,0,0");
});

test("amplitudes of a table are taken as they are, mates apart", () => {
  const factors = anomalousFactors(["C", "N", "O", "S", "Se"], 0.98);
  const first = simulateLaue({ ...base, randomAtoms, anomalous: factors, imageCount: 2 });
  const again = simulatedCrystal({ ...base, structureFactors: first.truth }, none, {});
  expect(Float32Array.from(again.factors.amplitudePlus)).toEqual(first.truth.values("F(+)"));
  expect(Float32Array.from(again.factors.amplitudeMinus)).toEqual(first.truth.values("F(-)"));
  expect(again.structure).toBeUndefined();
  expect(again.description).toBe("F of simulated truth");
  const mean = simulatedCrystal(
    { ...base, structureFactors: first.truth.without("F(+)", "F(-)", "I(+)", "I(-)", "PHI(+)") },
    none,
    {},
  );
  expect(mean.factors.amplitudeMinus).toEqual(mean.factors.amplitudePlus);
});

test("amplitudes that are not complete, or beside atoms, are refused", () => {
  const { truth } = simulateLaue({ ...base, randomAtoms, imageCount: 2 });
  const half = truth.slice(0, 20);
  const n = truth.length;
  const hkl = truth.hkl().subarray(60, 63).join(" ");
  expect(() => simulatedCrystal({ ...base, structureFactors: half }, none, {})).toThrow(
    `got simulated truth without ${n - 20} of the ${n} reflections to 4 Å (the first is ${hkl})`,
  );
  expect(() => simulatedCrystal({ ...base, structureFactors: truth.concat(half) }, none, {})).toThrow(
    "with 20 reflections twice",
  );
  expect(() => simulatedCrystal({ ...base, structureFactors: truth, randomAtoms }, none, {})).toThrow(
    "expected one of structureFactors, structure and randomAtoms",
  );
});

test("true intensities are those of the mate observed; background has the mean asked for", () => {
  const crystal = simulatedCrystal(base, (elements) => anomalousFactors(elements, 0.98), randomAtoms);
  const { sphere, factors } = crystal;
  const rows = Int32Array.from({ length: 50 }, (_, i) => 7 * i);
  const found = trueIntensities(crystal, rows);
  rows.forEach((row, i) => {
    const mate = sphere.isym[row] % 2 === 1 ? factors.amplitudePlus : factors.amplitudeMinus;
    expect(found[i]).toBe(mate[sphere.unique[row]] ** 2);
  });
  expect(new Set(rows.map((row) => sphere.isym[row] % 2)).size).toBe(2);
  const background = backgroundBeneath(crystal, rows, 70);
  expect(background.reduce((sum, value) => sum + value, 0) / 50).toBeCloseTo(70, 9);
  expect(new Set(background).size).toBeGreaterThan(10);
  expect(overallScale(20, 10, 400)).toBe(200);
  expect(() => overallScale(0, 10, 400)).toThrow("got one that does not scatter");
});

test("every label says SIMULATED, in lines that an MTZ file holds", () => {
  const labels = labelSimulation(7, new UnitCell(10, 20, 30), 1.1, "stills", ["x".repeat(100)]);
  expect(labels.title).toBe("SIMULATED by Friedel, seed 7: not measured data");
  expect(labels.history[0]).toBe("SIMULATED by Friedel, seed 7: stills");
  expect(labels.history[1]).toMatch(/^SIMULATED: x+$/);
  expect(labels.history[1].length).toBe(80);
  expect(labels.datasets[1]).toMatchObject({
    project: "SIMULATED",
    name: "SIMULATED-seed-7",
    wavelength: 1.1,
  });
});

test("the unmerged table has the indices of the rows as they are in the asymmetric unit, with M/ISYM", () => {
  const crystal = simulatedCrystal(base, none, randomAtoms);
  const labels = crystalLabels(crystal, { seed: 3, noise: false }, 1.1, "stills", "4 A");
  expect(labels.history).toEqual([
    "SIMULATED by Friedel, seed 3: stills, without noise",
    `SIMULATED: ${crystal.description}, P 21 21 21`.slice(0, 80),
    "SIMULATED: 4 A",
  ]);
  expect(crystalLabels(crystal, { seed: 3, noise: true }, 1.1, "stills", "").history[0]).not.toContain(
    "noise",
  );
  const rows = Int32Array.of(7, 0, 7);
  const column = { label: "I", type: "J", data: Float32Array.of(1, 2, 3) } as const;
  const table = unmergedTable("spots", crystal, rows, labels, [column]);
  expect(table.labels).toEqual(["H", "K", "L", "M/ISYM", "I"]);
  expect([table.name, table.merged, table.spaceGroup]).toEqual(["spots", false, crystal.spaceGroup]);
  const { sphere, spaceGroup } = crystal;
  rows.forEach((row, i) => {
    const [h, k, l] = table.hkl().subarray(3 * i, 3 * i + 3);
    const observed = sphere.hkl.subarray(3 * row, 3 * row + 3);
    const isym = table.values("M/ISYM")[i];
    expect(spaceGroup.toAsu(observed[0], observed[1], observed[2])).toEqual({ h, k, l, isym });
  });
});

/** Tables of real DIALS files against NumPy, gemmi and DIALS's own delpsical (test/reference/formats/dials.py). */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readDialsExperiments } from "../../lib/formats/dialsExpt.js";
import { readDialsReflections } from "../../lib/formats/dialsRefl.js";
import { withFile } from "../../lib/node/fileSource.js";
import { collectObservations } from "../../lib/statistics/index.js";
import { dialsTableColumns, type FromDialsOptions, fromDials } from "../../lib/table/fromDials.js";
import type { ReflectionTable } from "../../lib/table/reflectionTable.js";
import { dataFile, dataTest } from "../data.js";
import { distanceOf, referenceFiles, type Summary, summaryOf } from "../formats/dialsReference.js";
import { exptFile, exptJson, reflFile, type SampleColumn, stillColumns } from "../formats/dialsSamples.js";
import { expectWrittenAgain } from "./writtenAgain.js";

async function realTable(name: string, options: FromDialsOptions = {}): Promise<ReflectionTable> {
  const columns = dialsTableColumns;
  const reflections = await withFile(dataFile(`${name}.refl`), (source) =>
    readDialsReflections(source, { columns }),
  );
  return fromDials(reflections, await withFile(dataFile(`${name}.expt`), readDialsExperiments), options);
}

async function sampleTable(
  changes: Record<string, SampleColumn> = {},
  json = exptJson(),
  options: FromDialsOptions = {},
) {
  const reflections = await readDialsReflections(
    bytesSource(reflFile({ ...stillColumns(), ...changes }, 4), "x.refl"),
  );
  return fromDials(reflections, await readDialsExperiments(bytesSource(exptFile(json), "x.expt")), options);
}

const integrated = referenceFiles.filter(({ table }) => table !== undefined);

describe.each(integrated.map((file) => [file.name, file.table!] as const))("%s", (name, wanted) => {
  dataTest("has the observations that NumPy and gemmi find", async () => {
    const table = await realTable(name);
    expect(table.length).toBe(wanted.rows);
    expect(table.merged).toBe(false);
    expect(table.spaceGroup.name).toBe(wanted.spaceGroup);
    table.cell.toArray().forEach((value, i) => {
      expect(value).toBeCloseTo(wanted.cell[i], 9);
    });
    expect(new Set(table.values("BATCH")).size).toBe(wanted.batches);
    const close = (label: string, summary: Summary | undefined, within = 1e-12): void => {
      if (summary === undefined) expect(table.has(label), label).toBe(false);
      else expect(distanceOf(summaryOf(table.values(label)), summary), label).toBeLessThan(within);
    };
    expect(distanceOf(summaryOf(table.hkl(), 3), wanted.hkl)).toBe(0);
    close("M/ISYM", wanted.isym);
    close("BATCH", wanted.batch);
    close("I", wanted.I);
    close("SIGI", wanted.SIGI);
    close("XDET", wanted.x);
    close("YDET", wanted.y);
    close("WAVELENGTH", wanted.wavelength);
    close("ROT", wanted.rot);
    // NumPy takes the difference of two lengths: 1e-16 Å⁻¹ of some 1e-5
    close("ewald_offset", wanted.ewaldOffset, 1e-9);
    expect(table.has("PANEL")).toBe(name === "stills/stills");
  });

  dataTest("written as an MTZ and read again, it is the same", async () => {
    const table = await realTable(name);
    const again = await expectWrittenAgain(table);
    // the header states cells to four decimals
    expect(again.cell.equals(table.cell, { length: 5e-5, angle: 5e-5 })).toBe(true);
    expect(again.datasets.map((dataset) => dataset.name)).toEqual(["HKL_base", "DIALS"]);
    expect(again.hklToObserved().hkl()).toEqual(table.hklToObserved().hkl());
  });

  dataTest("statistics take it as it is", async () => {
    const observations = collectObservations(await realTable(name));
    expect(observations.labels).toEqual({ intensity: "I", sigma: "SIGI" });
    const { missing, sigmaNotPositive, systematicAbsence } = observations.dropped;
    expect([missing, sigmaNotPositive]).toEqual([0, 0]);
    expect(observations.intensity.length + systematicAbsence).toBe(wanted.rows);
  });
});

dataTest("profile-fitted and summed intensities of one file, apart and counted", async () => {
  const name = "shoeboxes/quartz_processed_integrated";
  const { fitted, rows } = integrated.find((file) => file.name === name)!.table!;
  expect(rows).toBeGreaterThan(fitted);
  expect((await realTable(name, { intensity: "prf" })).length).toBe(fitted);
  expect((await realTable(name, { intensity: "sum" })).length).toBe(1653);
  const { history } = await realTable(name);
  expect(history[0]).toBe(`From DIALS: ${rows} of 1653 reflections, 1 experiments`);
  expect(history[1]).toBe(`DIALS: intensities ${fitted} profile-fitted, ${rows - fitted} summed`);
});

dataTest("found spots that are indexed but not integrated are refused", async () => {
  for (const name of ["centroid_test_data_indexed", "quartz_processed_indexed"])
    await expect(realTable(`shoeboxes/${name}`)).rejects.toThrow(
      /none that can be used .* expected integrated reflections/,
    );
});

test("columns, types, data sets and name", async () => {
  const ones: SampleColumn = ["double", [1, 1, 1, 1]];
  const table = await sampleTable({
    lp: ones,
    qe: ones,
    partiality: ones,
    odd: ["quaternion", new Uint8Array(4)],
  });
  expect(table.columns.map(({ label, type }) => `${label} ${type}`)).toEqual([
    "H H",
    "K H",
    "L H",
    "M/ISYM Y",
    "BATCH B",
    "I J",
    "SIGI Q",
    "XDET R",
    "YDET R",
    "LP R",
    "QE R",
    "FRACTIONCALC R",
    "WAVELENGTH R",
    "ewald_offset R",
  ]);
  expect([table.name, table.title]).toEqual(["x.refl", "DIALS, 1 stills"]);
  expect(table.datasets.map(({ name, wavelength }) => [name, wavelength])).toEqual([
    ["HKL_base", 0],
    ["DIALS", 1],
  ]);
  expect([...table.hklToObserved().hkl()]).toEqual([1, 2, 3, -1, -2, 3, 4, 0, -2, 0, -5, 1]);
  expect(table.history).toContain("DIALS: column odd not read, of unknown type quaternion");
});

test("what was left out stands in the history, in lines of 80 letters", async () => {
  const { history } = await sampleTable({
    id: ["int", [-1, 0, 0, 0]],
    flags: ["std::size_t", [0x100, 0x100, 0x100, 0]],
    ["x".repeat(100)]: [`type\n${"y".repeat(100)}`, new Uint8Array(4)],
  });
  expect(history.slice(0, 4)).toEqual([
    "From DIALS: 2 of 4 reflections, 1 experiments",
    "DIALS: intensities 2 summed",
    "DIALS: left out 1 without index",
    "DIALS: left out 1 not integrated",
  ]);
  expect(history[4]).toMatch(/^DIALS: column x+$/);
  expect(history.every((line) => line.length <= 80)).toBe(true);
});

test("crystals of other cells are refused, left out with their rows and said so, or kept", async () => {
  const json = exptJson();
  const [experiment] = json.experiment as object[];
  const [crystal] = json.crystal as object[];
  const read = (otherCells?: FromDialsOptions["otherCells"]) =>
    sampleTable(
      { id: ["int", [0, 1, 2, 0]] },
      {
        ...json,
        experiment: [0, 1, 2].map((i) => ({
          ...experiment,
          identifier: i === 0 ? "first" : `e${i}`,
          crystal: i,
        })),
        crystal: [crystal, { ...crystal, real_space_a: [46, 0, 0] }, crystal],
      },
      otherCells === undefined ? {} : { otherCells },
    );
  await expect(read()).rejects.toThrow("cells of x.expt: got 1 of 3 crystals");
  const table = await read("leave out");
  expect([table.length, table.cell.a, table.title]).toEqual([3, 40, "DIALS, 2 stills"]);
  expect([...table.values("I")]).toEqual([10, -3, 40]);
  expect(new Set(table.values("BATCH")).size).toBe(2);
  expect(table.history).toContain("DIALS: left out 1 crystals of other cells than 40 50 60 90 90 90");
});

test("a polychromatic beam states no wavelength for the data set", async () => {
  const json = { ...exptJson(), beam: [{ direction: [0, 0, 1], wavelength_range: [0.9, 1.2] }] };
  const table = await sampleTable({ wavelength: ["double", [1, 1.05, 1.1, 1.15]] }, json);
  expect(table.datasets[1].wavelength).toBe(0);
  expect([...table.values("WAVELENGTH")]).toEqual([...Float32Array.of(1, 1.05, 1.1, 1.15)]);
  expect(table.has("ewald_offset")).toBe(false);
});

test("an experiment without crystal is one clear sentence", async () => {
  const json = { ...exptJson(), experiment: [{ identifier: "first", beam: 0 }] };
  await expect(sampleTable({}, json)).rejects.toThrow(InputError);
  await expect(sampleTable({}, json)).rejects.toThrow(
    "crystal of experiment 0 in x.expt: got none, expected one; give the .expt file that was written with x.refl",
  );
});

/** An empty file, and what is filled in by default. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { emptyParts, type MtzInit, withDefaults } from "../../lib/formats/mtzCreate.js";
import { headerOf } from "../../lib/formats/mtzParts.js";
import { readPreamble } from "../../lib/formats/mtzPreamble.js";
import { sampleInit } from "./mtzSamples.js";

const init: MtzInit = sampleInit("monoclinic");

test.each([false, true])("an empty file is a sound one, big-endian %s", (bigEndian) => {
  const parts = emptyParts({ ...init, name: "new.mtz", bigEndian });
  expect(headerOf(parts)).toMatchObject({
    name: "new.mtz",
    version: "MTZ:V1.1",
    title: "",
    rowCount: 0,
    columnInfos: [],
    datasets: [],
    batches: [],
    history: [],
    missingValue: Number.NaN,
    bigEndian,
    merged: true,
  });
  expect(readPreamble(parts.preamble.bytes, "new.mtz", 1000)).toMatchObject({ bigEndian, headerStart: 80 });
  expect(emptyParts(init).name).toBe("MTZ");
});

describe("defaults", () => {
  test("one data set, and a base one for the Miller index", () => {
    expect(withDefaults(init).datasets).toEqual([
      { id: 0, project: "HKL_base", crystal: "HKL_base", name: "HKL_base", cell: init.cell, wavelength: 0 },
      { id: 1, project: "project", crystal: "crystal", name: "dataset", cell: init.cell, wavelength: 0 },
    ]);
  });

  test("data sets are numbered by their place; what is given stays", () => {
    const cell = [50, 60, 70, 90, 90, 90];
    const datasets = [{ name: "a" }, { id: 7, project: "p", crystal: "c", name: "b", cell, wavelength: 1.5 }];
    expect(withDefaults({ ...init, datasets }).datasets?.slice(1)).toEqual([
      { id: 1, project: "project", crystal: "crystal", name: "a", cell: init.cell, wavelength: 0 },
      { id: 7, project: "p", crystal: "c", name: "b", cell, wavelength: 1.5 },
    ]);
  });

  test("no base data set where it is given, or no column belongs to it", () => {
    const ids = (changes: Partial<MtzInit>) =>
      withDefaults({ ...init, ...changes }).datasets?.map(({ id }) => id);
    expect(ids({ datasets: [{ name: "a" }, { id: 0, name: "base" }] })).toEqual([1, 0]);
    expect(ids({ columns: init.columns.map((column) => ({ ...column, datasetId: 1 })) })).toEqual([1]);
  });

  test("an impossible cell", () => {
    const make = (): unknown => withDefaults({ ...init, cell: [0, 1, 1, 90, 90, 90] });
    expect(make).toThrow(InputError);
    expect(make).toThrow("unit cell: got a = 0");
  });
});

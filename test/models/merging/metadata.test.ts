/** Metadata: what is chosen, how it is standardised, what is refused. */
import { describe, expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../../lib/errors.js";
import { collectMergingData } from "../../../lib/models/merging/mergingData.js";
import { derivedMetadata, type Metadata } from "../../../lib/models/merging/metadata.js";
import type { ReflectionTable } from "../../../lib/table/reflectionTable.js";
import { changed, type Row, rotation, unmerged } from "./tables.js";

const { observations: table } = rotation();

function metadataOf(tables: ReflectionTable | ReflectionTable[], metadata?: string[]): Metadata {
  return collectMergingData(tables, metadata === undefined ? {} : { metadata }).metadata;
}

/** Values of one of the metadata, by row of the tables, as they were before they were standardised. */
function restored(tables: ReflectionTable | ReflectionTable[], name: string): Float64Array {
  const data = collectMergingData(tables, { metadata: [name] });
  const values = new Float64Array(data.test.length);
  data.metadata.values.forEach((value, i) => {
    values[data.observations.row[i]] = value * data.metadata.deviation[0] + data.metadata.mean[0];
  });
  return values;
}

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, digits = 3): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(found[i]).toBeCloseTo(expected[i], digits);
}

describe("what is chosen where nothing is asked for", () => {
  test("is what there always is, and the known columns that the table has", () => {
    const { names, leftOut } = metadataOf(table);
    expect(names).toEqual(["image", "dHKL", "Hobs", "Kobs", "Lobs", "ROT", "XDET", "YDET", "LP"]);
    expect(leftOut).toEqual([]);
  });

  test("is, by the recipe laue, nothing derived where the place on the detector is known", () => {
    const chosen = (of: ReflectionTable) => collectMergingData(of, { recipe: "laue" }).metadata.names;
    expect(chosen(table)).toEqual(["ROT", "XDET", "YDET", "LP"]);
    expect(chosen(table.without("YDET"))).toEqual(["dHKL", "Hobs", "Kobs", "Lobs", "ROT", "XDET", "LP"]);
  });

  test("goes by the names that other programs use, one of each kind", () => {
    const { XDET, YDET } = { XDET: table.values("XDET"), YDET: table.values("YDET") };
    const renamed = table
      .with({ label: "xcal", type: "R", data: XDET })
      .with({ label: "ycal", type: "R", data: YDET })
      .without("XDET", "YDET", "LP", "ROT");
    expect(metadataOf(renamed).names).toEqual([...derivedMetadata, "xcal", "ycal"]);
  });

  test("the frame of XSCALE, ZD, stands for the rotation angle, where there is no angle", () => {
    const ZD = table.values("ROT").map((angle) => 10 * angle);
    const withFrame = table.with({ label: "ZD", type: "R", data: ZD });
    expect(metadataOf(withFrame).names).not.toContain("ZD");
    expect(metadataOf(withFrame.without("ROT")).names).toContain("ZD");
  });

  test("is what all of several tables have", () => {
    expect(metadataOf([table, table.without("LP")]).names).not.toContain("LP");
    expect(metadataOf([table, table]).names).toContain("LP");
  });

  test("leaves out what is the same everywhere, and reports it", () => {
    const { names, leftOut } = metadataOf(changed(table, "LP", () => 0.1));
    expect(names).not.toContain("LP");
    expect(leftOut.map(({ name }) => name)).toEqual(["LP"]);
    expect(leftOut[0].reason).toMatch(/^it is 0\.1\d* for every observation$/);
  });

  test("leaves out what is missing somewhere, and reports it", () => {
    const { names, leftOut } = metadataOf(changed(table, "XDET", (x, row) => (row === 7 ? Number.NaN : x)));
    expect(names).not.toContain("XDET");
    expect(leftOut).toEqual([{ name: "XDET", reason: `it is NaN in row 7 of ${table.name}` }]);
  });

  test("leaves out the image of data of a single one", () => {
    const rows: Row[] = [1, 2, 3, 4].map((h) => ({ hkl: [h, h + 1, 2], intensity: h }));
    expect(metadataOf(unmerged(rows)).leftOut.map(({ name }) => name)).toEqual(["image", "Lobs"]);
  });
});

describe("standardised", () => {
  test("to mean 0 and variance 1, with what was taken off and divided by", () => {
    const { names, values, mean, deviation } = metadataOf(table, ["XDET", "dHKL"]);
    const n = values.length / 2;
    names.forEach((_, j) => {
      const column = Array.from({ length: n }, (_, i) => values[2 * i + j]);
      const average = column.reduce((sum, x) => sum + x, 0) / n;
      expect(average).toBeCloseTo(0, 5);
      expect(column.reduce((sum, x) => sum + (x - average) ** 2, 0) / n).toBeCloseTo(1, 5);
    });
    const x = Float64Array.from(table.values("XDET"));
    const meanX = x.reduce((sum, value) => sum + value, 0) / x.length;
    expect(mean[0]).toBeCloseTo(meanX, 6);
    expect(deviation[0]).toBeCloseTo(
      Math.sqrt(x.reduce((sum, value) => sum + (value - meanX) ** 2, 0) / x.length),
      6,
    );
  });

  test("each row has its own values", () => {
    expectClose(restored(table, "XDET"), table.values("XDET"), 2);
    expectClose(restored(table, "BATCH"), table.values("BATCH"));
  });
});

describe("what there always is", () => {
  test("dHKL is in Å", () => {
    expectClose(restored(table, "dHKL"), table.cell.dSpacings(table.hkl()));
  });

  test("Hobs, Kobs, Lobs are the indices as observed, also where the file has them in the asymmetric unit", () => {
    const observed = table.hklToObserved().hkl();
    expect(observed).not.toEqual(table.hkl());
    for (const [axis, name] of ["Hobs", "Kobs", "Lobs"].entries())
      expectClose(
        restored(table, name),
        Array.from({ length: table.length }, (_, row) => observed[3 * row + axis]),
      );
    // without an M/ISYM column the indices of the file are those observed
    expectClose(restored(table.hklToObserved(), "Kobs"), restored(table, "Kobs"));
  });

  test("image counts images through the tables", () => {
    const found = restored([table, table], "image");
    const batch = table.values("BATCH");
    const sorted = Array.from(new Set(batch)).sort((a, b) => a - b);
    expectClose(
      found,
      [0, 1].flatMap((t) => Array.from(batch, (number) => sorted.indexOf(number) + t * sorted.length)),
    );
  });
});

describe("refused in one sentence", () => {
  test("a name that is not there, with the nearest", () => {
    expect(() => metadataOf(table, ["XDETT"])).toThrow(MissingColumnError);
    expect(() => metadataOf(table, ["XDETT"])).toThrow(/^column XDETT is not in .*; did you mean XDET\?$/);
    expect(() => metadataOf(table, ["dhkl"])).toThrow("did you mean dHKL?");
    expect(() => metadataOf([table, table.without("LP")], ["LP"])).toThrow(MissingColumnError);
  });

  test("one that is the same everywhere", () => {
    const constant = changed(table, "LP", () => 0.5);
    expect(() => metadataOf(constant, ["dHKL", "LP"])).toThrow(InputError);
    expect(() => metadataOf(constant, ["dHKL", "LP"])).toThrow(
      "metadata LP: got the same value 0.5 for every observation, expected values that differ; leave it out",
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("one that is %d somewhere", (value) => {
    const spoilt = changed(table, "XDET", (x, row) => (row === 7 ? value : x));
    expect(() => metadataOf(spoilt, ["XDET"])).toThrow(InputError);
    expect(() => metadataOf(spoilt, ["XDET"])).toThrow(
      `metadata XDET, row 7 of ${table.name}: got ${value}, expected a number everywhere; leave the column out or the row`,
    );
  });

  test("one given twice", () => {
    expect(() => metadataOf(table, ["XDET", "dHKL", "XDET"])).toThrow(
      "metadata XDET: got it twice, expected each name once",
    );
  });

  test("an intensity, or its sigma: the scale would be learnt from what it is to explain", () => {
    for (const name of ["I", "SIGI"])
      expect(() => metadataOf(table, [name])).toThrow(
        `metadata ${name}: got what is to be merged, expected what is known of an observation without it; leave it out`,
      );
  });
});

test("none at all may be asked for", () => {
  const { names, values } = metadataOf(table, []);
  expect(names).toEqual([]);
  expect(values.length).toBe(0);
});

test("a row that is dropped may have any metadata", () => {
  const spoilt = changed(
    changed(table, "XDET", (x, row) => (row === 7 ? Number.NaN : x)),
    "SIGI",
    (x, row) => (row === 7 ? 0 : x),
  );
  expect(metadataOf(spoilt, ["XDET"]).names).toEqual(["XDET"]);
});

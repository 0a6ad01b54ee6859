// Oracle: the table itself, with which the payload's numbers, decoded by Node's Buffer, are compared.
import { beforeAll, describe, expect, test } from "vitest";
import { type ReflectionsPayload, reflectionsPayload } from "../../lib/displays/index.js";
import { InputError, MissingColumnError } from "../../lib/errors.js";
import { merge } from "../../lib/models/index.js";
import { type ColumnInit, ReflectionTable } from "../../lib/table/index.js";
import { rotation } from "../models/merging/tables.js";

/** The numbers of a column as a page reads them. */
function decoded(payload: ReflectionsPayload, label: string): number[] {
  const column = payload.columns.find((one) => one.label === label);
  if (column === undefined) throw new Error(`no column ${label}`);
  const bytes = Buffer.from(column.base64, "base64");
  const size = column.dtype === "int16" ? 2 : 4;
  expect(bytes.length).toBe(size * payload.shown);
  return Array.from({ length: payload.shown }, (_, i) => {
    if (column.dtype === "int16") return bytes.readInt16LE(2 * i);
    return column.dtype === "int32" ? bytes.readInt32LE(4 * i) : bytes.readFloatLE(4 * i);
  });
}

const labelsOf = ({ columns }: ReflectionsPayload) => columns.map(({ label }) => label);

function made(others: readonly ColumnInit[], rows = 3): ReflectionTable {
  const hkl = ["H", "K", "L"].map(
    (label, i): ColumnInit => ({
      label,
      type: "H",
      data: Int32Array.from({ length: rows }, (_, row) => row + i),
    }),
  );
  return new ReflectionTable({ columns: [...hkl, ...others], cell: [30, 40, 50], spaceGroup: 19 });
}

const float = (label: string, type: ColumnInit["type"] = "R"): ColumnInit => ({
  label,
  type,
  data: Float32Array.of(1, 2, 3),
});

const { observations } = rotation();

describe("real tables", () => {
  let merged: ReflectionTable;
  beforeAll(async () => {
    merged = (
      await merge(observations, { anomalous: true, testFraction: 0.3 }).train({ steps: 20, reporters: [] })
    ).merged;
  });

  test.each([
    ["unmerged", () => observations],
    ["merged", () => merged],
  ])("%s: every number is the table's, and the whole is JSON", (_name, of) => {
    const table = of();
    const payload = reflectionsPayload(table);
    expect(JSON.parse(JSON.stringify(payload))).toStrictEqual(payload);
    expect(payload).toMatchObject({
      version: 1,
      rows: table.length,
      shown: table.length,
      merged: table.merged,
      spaceGroup: table.spaceGroup.name,
      cell: [...table.cell.toArray()],
    });
    expect(labelsOf(payload).slice(0, 3)).toEqual(table.millerLabels);
    expect(payload.columns.length).toBe(9);
    for (const { label, type } of payload.columns) {
      expect(type).toBe(table.column(label).type);
      expect(decoded(payload, label)).toEqual([...table.column(label).data]);
    }
  });

  test("what is missing stays missing", () => {
    const payload = reflectionsPayload(merged, { columns: ["F(-)"] });
    const missing = [...merged.values("F(-)")].filter(Number.isNaN).length;
    expect(missing).toBeGreaterThan(0);
    expect(decoded(payload, "F(-)").filter(Number.isNaN).length).toBe(missing);
  });

  test("the operations are those of the space group, as triplets", () => {
    const { operations } = reflectionsPayload(made([]));
    expect(operations).toEqual(["x,y,z", "-x+1/2,-y,z+1/2", "x+1/2,-y+1/2,-z", "-x,y+1/2,-z+1/2"]);
  });

  test("a sample: rows of the table in their order, each once, the same ones each time, spread evenly", () => {
    const numbered = observations.with({
      label: "ROW",
      type: "I",
      data: Int32Array.from({ length: observations.length }, (_, row) => row),
    });
    const options = { rows: 500, columns: ["ROW", "I"] };
    const payload = reflectionsPayload(numbered, options);
    expect([payload.rows, payload.shown]).toEqual([observations.length, 500]);
    const rows = decoded(payload, "ROW");
    expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
    expect(decoded(payload, "I")).toEqual(rows.map((row) => observations.values("I")[row]));
    expect(reflectionsPayload(numbered, options)).toEqual(payload);
    // Kolmogorov-Smirnov against an even spread, at a level of 1e-5
    const distance = Math.max(
      ...rows.map((row, i) => Math.abs((i + 0.5) / rows.length - row / observations.length)),
    );
    expect(distance).toBeLessThan(2.47 / Math.sqrt(rows.length));
  });
});

describe("size", () => {
  test("of a table of a million rows: 20,000 rows, below a megabyte", () => {
    const rows = 1_000_000;
    const data = Float32Array.from({ length: rows }, (_, row) => row);
    const others = ["I", "SIGI", "A", "B", "C", "D", "E"].map(
      (label): ColumnInit => ({ label, type: "R", data }),
    );
    const payload = reflectionsPayload(made(others, rows));
    expect(payload.shown).toBe(20_000);
    expect(JSON.stringify(payload).length).toBeLessThan(1_000_000);
  });

  test("indices take two bytes where they fit, and four where they do not", () => {
    const batches = (values: number[]): ColumnInit => ({
      label: "BATCH",
      type: "B",
      data: Int32Array.from(values),
    });
    const column = (values: number[]) => {
      const payload = reflectionsPayload(made([batches(values)]));
      expect(decoded(payload, "BATCH")).toEqual(values);
      return payload.columns[3].dtype;
    };
    expect(column([-32_768, 0, 32_767])).toBe("int16");
    expect(column([0, 0, 32_768])).toBe("int32");
    expect(column([-32_769, 0, 0])).toBe("int32");
    expect(column([-2_147_483_648, 0, 2_147_483_647])).toBe("int32");
  });
});

describe("columns", () => {
  const table = made([
    float("zeta"),
    float("SIGF", "Q"),
    float("F", "F"),
    float("F(+)", "G"),
    float("SIGF(+)", "L"),
    float("FC", "F"),
    float("PHIC", "P"),
    float("M/ISYM", "Y"),
    float("I", "J"),
    float("FOM", "W"),
  ]);
  const chosen = (options: Parameters<typeof reflectionsPayload>[1]) =>
    labelsOf(reflectionsPayload(table, options)).slice(3);

  test("intensities and amplitudes come first", () => {
    expect(chosen({})).toEqual(["I", "F", "FC", "F(+)", "SIGF", "SIGF(+)"]);
  });

  test.each([
    ["zeta", ["zeta"]],
    ["F/SIGF", ["F", "SIGF"]],
    ["F(+)/SIGF(+)", ["F(+)", "SIGF(+)"]],
    ["`F(+)` / `SIGF(+)`", ["F(+)", "SIGF(+)"]],
    ["log(I)", ["I"]],
    ["abs(F-FC)/SIGF", ["F", "FC", "SIGF"]],
    ["FC+F", ["FC", "F"]],
    ["-FOM*2", ["FOM"]],
    ["M/ISYM", ["M/ISYM"]],
    ["FO", []],
    ["xF", []],
    ["F_2", []],
    ["", []],
  ])("those that a view names come before all others: %s", (colour, named) => {
    for (const view of [{ colour }, { size: colour }]) {
      const all = chosen(view);
      expect(all.slice(0, named.length)).toEqual(named);
      expect(all.length).toBe(6);
      // an expression makes no column come that it does not name
      expect(chosen({ ...view, columns: [] })).toEqual(named);
    }
  });

  test("a view's columns are there whatever the columns asked for, each once", () => {
    expect(chosen({ columns: ["PHIC", "H", "F"], colour: "F/SIGF", size: "F" })).toEqual([
      "F",
      "SIGF",
      "PHIC",
    ]);
  });
});

test("the view goes on to the page, without what was left undefined; so does the file", () => {
  const view = { show: "section", colour: "F/SIGF", scale: "log", expand: true, section: "hk0" } as const;
  const payload = reflectionsPayload(made([]), { ...view, size: undefined, file: "runs/a/merged.mtz" });
  expect(payload.view).toStrictEqual(view);
  expect(payload.file).toBe("runs/a/merged.mtz");
  expect(Object.hasOwn(reflectionsPayload(made([])), "file")).toBe(false);
});

test("bad input", () => {
  for (const rows of [0, -1, 1.5, Number.NaN, Infinity])
    expect(() => reflectionsPayload(observations, { rows })).toThrow(InputError);
  expect(() => reflectionsPayload(observations, { rows: 0 })).toThrow(
    "rows to show: got 0, expected a whole number of at least 1",
  );
  expect(() => reflectionsPayload(observations, { columns: ["SIGJ"] })).toThrow(MissingColumnError);
});

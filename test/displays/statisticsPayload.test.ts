// Oracle: the statistics themselves, whose every value is looked for in the payload.
import { beforeAll, describe, expect, test } from "vitest";
import { isShellTable, type ShellTable, statisticsPayload } from "../../lib/displays/index.js";
import { type MergingRun, merge } from "../../lib/models/index.js";
import { type CcPred, halfMergeStatistics, mergingStatistics, table1 } from "../../lib/statistics/index.js";
import { rotation } from "../models/merging/tables.js";

const { observations } = rotation();
let run: MergingRun;
const real = new Map<string, ShellTable>();

beforeAll(async () => {
  run = await merge(observations, { anomalous: true, testFraction: 0.1 }).train({ steps: 60, reporters: [] });
  const merging = mergingStatistics(observations, { shells: 6 });
  const halves = await run.halfDatasets({ steps: 20, repeats: 2 });
  const tables: Record<string, unknown> = {
    merging,
    "merging as JSON": table1(merging).toJSON(),
    run: run.statistics({ shells: 6 }),
    halves: halfMergeStatistics(halves, { shells: 6 }),
    ccPred: run.ccPred({ shells: 6 }),
  };
  for (const [name, table] of Object.entries(tables)) {
    if (!isShellTable(table)) throw new Error(`${name} is no statistics by shell`);
    real.set(name, table);
  }
});

const of = (name: string) => {
  const table = real.get(name);
  if (table === undefined) throw new Error(name);
  return table;
};

/** The value of a shell that a column of a label shows. */
function valueAt(table: ShellTable, label: string, row: number | "overall") {
  const payload = statisticsPayload(table);
  const column = payload.columns.findIndex((one) => one.label === label);
  expect(column, label).toBeGreaterThanOrEqual(0);
  return (row === "overall" ? payload.overall : payload.rows[row])?.[column];
}

describe.each(["merging", "merging as JSON", "run", "halves", "ccPred"])("%s", (name) => {
  test("is plain JSON: rows as wide as there are columns, numbers finite, no column without any", () => {
    const payload = statisticsPayload(of(name), { title: "Table 1", notes: ["a note"] });
    expect(JSON.parse(JSON.stringify(payload))).toStrictEqual(payload);
    expect(payload).toMatchObject({ version: 1, title: "Table 1", notes: ["a note"] });
    const rows = [...payload.rows, payload.overall ?? []];
    expect(rows.length).toBe(of(name).shells.length + 1);
    for (const row of rows) {
      expect(row.length).toBe(payload.columns.length);
      for (const value of row) expect(value === null || Number.isFinite(value)).toBe(true);
    }
    payload.columns.forEach(({ label, help }, c) => {
      expect(
        rows.some((row) => row[c] !== null),
        label,
      ).toBe(true);
      expect(help?.length).toBeGreaterThan(8);
    });
    expect(payload.columns.slice(0, 2).map(({ label }) => label)).toEqual(["d max (Å)", "d min (Å)"]);
  });
});

test("merging statistics stand under their labels, shares in per cent", () => {
  const table = of("merging");
  for (const row of [0, 5, "overall"] as const) {
    const shell = (row === "overall" ? table.overall : table.shells[row]) as Record<string, unknown>;
    const fields = { "d max (Å)": "dMax", Observations: "observations", "⟨I⟩": "meanIntensity" };
    const others = { Rmeas: "rMeas", Rpim: "rPim", "CC1/2": "ccHalf", CCanom: "ccAnomalous" };
    for (const [label, field] of Object.entries({ ...fields, ...others }))
      expect([label, valueAt(table, label, row)]).toEqual([label, shell[field]]);
    expect(valueAt(table, "Complete (%)", row)).toBe(100 * Number(shell.completeness));
  }
  expect(statisticsPayload(of("merging as JSON"))).toEqual(statisticsPayload(table));
});

test("a standard error stands beside its value", () => {
  for (const name of ["merging", "halves"]) {
    const labels = statisticsPayload(of(name)).columns.map(({ label }) => label);
    for (const label of ["CC1/2", "CCanom"]) expect(labels[labels.indexOf(label) + 1]).toBe("±");
  }
});

test("CCpred: numbers inside train and test have columns of their own", () => {
  const { shells, overall } = of("ccPred") as unknown as CcPred;
  expect(valueAt(of("ccPred"), "CCpred", 2)).toBe(shells[2].train.spearman);
  expect(valueAt(of("ccPred"), "CCpred test", "overall")).toBe(overall.test.spearman);
  expect(valueAt(of("ccPred"), "Held out", 1)).toBe(shells[1].test.observations);
});

test("the statistics of a run, with and without half data sets", async () => {
  const labels = (table: unknown) => statisticsPayload(table as ShellTable).columns.map(({ label }) => label);
  expect(labels(of("run"))).toEqual(expect.arrayContaining(["CCpred", "CCpred test", "CC1/2", "CCanom"]));
  const alone = labels(run.statistics({ shells: 6, halves: [] }));
  expect(alone).not.toContain("CC1/2");
  expect(alone).toContain("CCpred test");
});

describe("by hand", () => {
  const shell = (dMin: number, more: object = {}) => ({ dMax: dMin + 1, dMin, ...more });

  test("what no shell has is left out; what one of them lacks, be it the first, is null there", () => {
    const { columns, rows, overall } = statisticsPayload({
      shells: [
        shell(3, { ccHalf: Number.NaN, ccAnomalous: Number.NaN }),
        shell(2, { rMeas: 0.5, ccHalf: 0.9, ccAnomalous: Infinity }),
      ],
      overall: { rMeas: 0.4 },
    });
    expect(columns.map(({ label }) => label)).toEqual(["d max (Å)", "d min (Å)", "CC1/2", "Rmeas"]);
    expect(rows).toEqual([
      [4, 3, null, null],
      [3, 2, 0.9, 0.5],
    ]);
    expect(overall).toEqual([null, null, null, 0.4]);
  });

  test("fields with hostile names are no columns", () => {
    const hostile = JSON.parse(
      '{"dMax": 3, "dMin": 2, "__proto__": 1, "constructor": 2, "toString": 3}',
    ) as object;
    const { columns } = statisticsPayload({ shells: [hostile as ShellTable["overall"]], overall: {} });
    expect(columns.length).toBe(2);
  });

  test("no title, no notes", () => {
    const payload = statisticsPayload({ shells: [shell(2)], overall: {} });
    expect([payload.title, payload.notes]).toEqual(["Statistics by resolution", []]);
  });
});

test("what is no statistics by shell", () => {
  const overall = {};
  for (const value of [
    undefined,
    null,
    3,
    "shells",
    [],
    {},
    { shells: [] },
    { shells: [], overall },
    { shells: [{ dMin: 2 }] },
    { shells: [{ dMin: 2 }], overall: null },
    { shells: [{ dMin: "2" }], overall },
    { shells: [{ dMin: 2 }, null], overall },
    { shells: { 0: { dMin: 2 } }, overall },
    observations,
    run,
  ])
    expect(isShellTable(value)).toBe(false);
  expect(isShellTable({ shells: [{ dMin: 2 }], overall })).toBe(true);
});

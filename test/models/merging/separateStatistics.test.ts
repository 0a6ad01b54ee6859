/**
 * Statistics and half data sets of data sets that are scaled together and merged apart. Oracles: the classical merge's counts
 * of each table by itself (cctbx stands behind them), plain loops over the predictions, and the halves' own correlations.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { RowEngine } from "../../../lib/kernels/index.js";
import { type MergingRun, merge } from "../../../lib/models/index.js";
import { simulateRotation } from "../../../lib/simulate/index.js";
import { ccPred, halfMergeStatistics, mergingStatistics } from "../../../lib/statistics/index.js";

const made = { dMin: 3.4, rotationRange: 90 };
const first = simulateRotation({ ...made, seed: 3 }).observations;
// fewer images, to a lower resolution
const second = simulateRotation({ ...made, seed: 4, dMin: 3.8, rotationRange: 60 }).observations;
const tables = [first, second].map((table, i) => table.derive({ name: `crystal ${i + 1}` }));
const held = Uint8Array.from({ length: first.length + second.length }, (_, row) => (row % 9 === 4 ? 1 : 0));
const offset = [0, first.length];

const options = { test: held, engine: new RowEngine() };
let run: MergingRun;

beforeAll(async () => {
  run = await merge(tables, { ...options, separate: true }).train({ steps: 150, reporters: [] });
  await run.halfDatasets({ repeats: 2, steps: 60 });
});

describe.each([0, 1])("data set %d", (dataSet) => {
  test("observations, reflections, multiplicity and completeness are those of its table alone", () => {
    const statistics = run.statistics({ dataSet, shells: 4 });
    const edges = [statistics.shells[0].dMax, ...statistics.shells.map(({ dMin }) => dMin)];
    const alone = mergingStatistics(
      tables[dataSet].filter((row) => held[offset[dataSet] + row] === 0),
      { edges, outliers: false },
    );
    for (const [s, shell] of [...statistics.shells, statistics.overall].entries()) {
      const expected = [...alone.shells, alone.overall][s];
      for (const name of ["observations", "reflections", "possible", "multiplicity", "completeness"] as const)
        expect(shell[name], `${name} of shell ${s}`).toBeCloseTo(expected[name], 12);
    }
    const { overall } = run.statistics({ dataSet });
    expect(overall.reflections).toBe(run.mergedTables[dataSet].length);
    const table = tables[dataSet];
    const merged = table.filter((row) => held[offset[dataSet] + row] === 0);
    expect(overall.dMin).toBeCloseTo(Math.min(...table.cell.dSpacings(merged.hkl())), 6);
  });

  test("F/σ(F) and CCpred are of its own merged table and its own predictions", () => {
    const { overall } = run.statistics({ dataSet });
    const merged = run.mergedTables[dataSet];
    const [f, sigma] = [merged.values("F"), merged.values("SIGF")];
    const mean = Array.from(f, (value, i) => value / sigma[i]).reduce((a, b) => a + b, 0) / f.length;
    expect(overall.meanFOverSigma).toBeCloseTo(mean, 9);
    const file = run.predictions.values("file_id");
    const own = ccPred(run.predictions.filter((row) => file[row] === dataSet)).overall;
    expect(overall.ccPredTest).toBe(own.test.spearman);
    expect(overall.ccPredTrainWeighted).toBe(own.train.weighted);
    expect(overall.testObservations).toBe(own.test.observations);
  });

  test("CC1/2 is of its own half data sets, which are remembered", async () => {
    const half = halfMergeStatistics(run.halvesOf(dataSet)).overall;
    const { overall, repeats } = run.statistics({ dataSet });
    expect([overall.ccHalf, overall.ccHalfError, repeats]).toEqual([half.ccHalf, half.ccHalfError, 2]);
    const given = run.halvesOf(dataSet).slice(0, 1);
    expect(run.statistics({ dataSet, halves: given }).repeats).toBe(1);
  });

  test("its name and cell are said", () => {
    const statistics = run.statistics({ dataSet });
    expect(statistics.toJSON()).toMatchObject({
      dataSet: `crystal ${dataSet + 1}`,
      cell: tables[dataSet].cell.toArray(),
    });
    expect(String(statistics)).toMatch(new RegExp(`^Data set +crystal ${dataSet + 1}$`, "m"));
  });
});

test("without a number it is the first; one that is not there is refused", () => {
  expect(run.statistics().overall).toEqual(run.statistics({ dataSet: 0 }).overall);
  expect(run.statistics().overall).not.toEqual(run.statistics({ dataSet: 1 }).overall);
  for (const dataSet of [2, -1, 0.5]) expect(() => run.statistics({ dataSet })).toThrow(InputError);
  expect(() => run.statistics({ dataSet: 2 })).toThrow(/got data set 2, expected 0 to 1$/);
});

test("halves of every data set come of one division, and each is given by its number", async () => {
  const [{ first: a }, again] = [
    run.halvesOf(1)[0],
    await run.halfDatasets({ repeats: 1, steps: 60, dataSet: 1 }),
  ];
  expect(again[0].first.values("F")).toEqual(a.values("F"));
  expect(run.halvesOf(0)).toHaveLength(1);
  expect(run.halves).toEqual(run.halvesOf(0));
  expect(run.halvesOf(2)).toEqual([]);
});

test("tables merged together are one data set: nothing says a name", async () => {
  const together = await merge(tables, options).train({ steps: 5, reporters: [] });
  const statistics = together.statistics();
  expect(statistics.toJSON()).not.toHaveProperty("dataSet");
  expect(statistics.overall.observations).toBe(
    together.model.data.test.reduce((sum, flag) => sum + 1 - flag, 0),
  );
  expect(() => together.statistics({ dataSet: 1 })).toThrow(/merge them with separate: true/);
});

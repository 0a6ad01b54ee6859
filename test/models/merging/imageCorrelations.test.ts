// Oracles: ccPredBy (careless.ccpred stands behind it) on the predictions, and images that were spoiled on purpose.
import { beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { type FilterImagesOptions, filterImages, type MergingRun, merge } from "../../../lib/models/index.js";
import { ccPred, ccPredBy } from "../../../lib/statistics/index.js";
import { changed, rotation } from "./tables.js";

const { observations } = rotation();
const batch = Int32Array.from(observations.values("BATCH"));
const observationsOf = (image: number) => batch.filter((number) => number === image).length;
const spoiled = [...new Set(batch)].sort((a, b) => observationsOf(b) - observationsOf(a)).slice(0, 3);
// in these images the strong are weak and the weak are strong
const table = changed(observations, "I", (old, row) =>
  spoiled.includes(batch[row]) ? 1e4 / (10 + Math.max(0, old)) : old,
);
const two = [table.filter((row) => batch[row] <= 90), table.filter((row) => batch[row] > 90)];

let run: MergingRun;

beforeAll(async () => {
  run = await merge(two, { testFraction: 0.2 }).train({ steps: 400, reporters: [] });
});

describe("by image and by data set", () => {
  test("the correlations of the predictions, with the image's place in the tables", () => {
    const images = run.ccPredByImage();
    expect(images.length).toBe(run.model.data.images.length);
    const expected = ccPredBy(run.predictions, "image_id");
    images.forEach(({ image, table: of, name, batch: number, ...parts }, i) => {
      const { value, ...theirs } = expected[i];
      expect(image).toBe(value);
      expect(parts).toEqual(theirs);
      expect({ table: of, batch: number }).toEqual(run.model.data.images[image]);
      expect(name).toBe(two[of].name);
      expect(parts.all.observations).toBe(parts.train.observations + parts.test.observations);
    });
  });

  test("data sets are the tables", () => {
    const sets = run.ccPredByDataSet();
    expect(sets.map(({ dataSet }) => dataSet)).toEqual([0, 1]);
    const rows = run.predictions.values("file_id");
    const first = run.predictions.filter((row) => rows[row] === 0);
    expect(sets[0].test).toEqual(ccPred(first).overall.test);
    expect(sets[0].all.observations).toBe(first.length);
  });
});

describe("filtering", () => {
  const filter = (options: Partial<FilterImagesOptions> = {}) =>
    filterImages(two, run, { minimumCC: 0.5, minimumObservations: 8, ...options });

  test("leaves out what was spoiled, every row of it, and says how much", () => {
    const { tables, images, leftOut, rowsLeftOut } = filter();
    const out = images.filter(({ isKept }) => !isKept);
    expect(out.length).toBe(leftOut);
    expect(out.map((image) => image.batch)).toEqual(expect.arrayContaining(spoiled));
    const batches = new Set(out.map((image) => image.batch));
    const kept = tables.map((of) => of.values("BATCH"));
    for (const of of kept) for (const number of of) expect(batches.has(number)).toBe(false);
    const expected = batch.reduce((count, number) => count + (batches.has(number) ? 1 : 0), 0);
    expect(rowsLeftOut).toBe(expected);
    expect(tables[0].length + tables[1].length).toBe(table.length - expected);
    for (const { cc, isKept, verdict, observations: n } of images)
      expect(isKept).toBe(n < 8 || Number.isNaN(cc) ? verdict === "tooFew" : cc >= 0.5);
  });

  test("says it in a sentence", () => {
    const { leftOut, rowsLeftOut, tooFew } = filter();
    expect(String(filter())).toBe(
      `${leftOut} of 180 images left out, with ${rowsLeftOut} of ${table.length} rows: CCpred (spearman, all ` +
        `observations) below 0.5; ${tooFew} had fewer than 8 observations and were kept unjudged`,
    );
  });

  test("images with few observations are kept or left out, as asked for", () => {
    const floor = { minimumCC: -1, minimumObservations: 12 };
    const kept = filter(floor);
    expect(kept.tooFew).toBeGreaterThan(0);
    expect(kept.tooFew).toBeLessThan(180);
    expect([kept.leftOut, kept.rowsLeftOut]).toEqual([0, 0]);
    const dropped = filter({ ...floor, unjudged: "leaveOut" });
    expect(dropped.leftOut).toBe(kept.tooFew);
    expect(String(dropped)).toMatch(/had fewer than 12 observations and were left out with them$/);
    for (const image of dropped.images) {
      expect(image.isKept).toBe(image.all.observations >= 12);
      expect(image.all.observations).toBeLessThanOrEqual(observationsOf(image.batch));
    }
  });

  test("by those held out alone, or by another correlation", () => {
    const held = filter({ part: "test", minimumObservations: 3 });
    expect(held.images.map(({ cc }) => cc)).toEqual(run.ccPredByImage().map((image) => image.test.spearman));
    const weighted = filter({ correlation: "weighted" });
    expect(weighted.images.map(({ cc }) => cc)).toEqual(
      run.ccPredByImage().map((image) => image.all.weighted),
    );
  });

  test("images that the tables share are left out of all of them", async () => {
    const rows = Array.from({ length: table.length }, (_, i) => i % 2);
    const parts = [0, 1].map((which) => table.filter((row) => rows[row] === which));
    const shared = await merge(parts, { sharedImages: true }).train({ steps: 200, reporters: [] });
    const { tables, images, leftOut } = filterImages(parts, shared, {
      minimumCC: 0.5,
      minimumObservations: 8,
    });
    const out = images.filter(({ isKept }) => !isKept).map((image) => image.batch);
    expect(leftOut).toBeGreaterThanOrEqual(3);
    for (const of of tables) expect(of.values("BATCH").some((number) => out.includes(number))).toBe(false);
  });

  test.each([
    [{ minimumCC: 1.2 }, "filter of images: got minimumCC 1.2, expected a number from -1 to 1"],
    [{ minimumCC: Number.NaN }, "filter of images: got minimumCC NaN, expected a number from -1 to 1"],
    [{ minimumObservations: 2 }, "got minimumObservations 2, expected a whole number of at least 3"],
    [{ correlation: "kendall" }, "got correlation kendall, expected spearman or weighted or pearson"],
    [{ part: "held" }, "got part held, expected all or test or train"],
    [
      { minimumCC: 1, minimumObservations: 1e6, unjudged: "leaveOut" },
      "for every one of 180 images, expected some to be left",
    ],
  ])("%o is refused", (options, message) => {
    expect(() => filter(options as Partial<FilterImagesOptions>)).toThrow(InputError);
    expect(() => filter(options as Partial<FilterImagesOptions>)).toThrow(message);
  });

  test("tables that were not merged are refused", () => {
    expect(() => filterImages(table, run, { minimumCC: 0.5 })).toThrow(
      "filter of images: got 1 tables, expected the 2 that were merged, in the same order",
    );
    expect(() => filterImages([two[0], table], run, { minimumCC: 0.5 })).toThrow(
      `got ${table.length} rows in ${table.name}, expected the ${two[1].length} that were merged`,
    );
  });
});

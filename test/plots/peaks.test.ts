// Oracle: made-up peaks, found again as bars.
import { expect, test } from "vitest";
import { peaks } from "../../lib/plots/index.js";
import { render } from "./render.js";

const xenon = { name: "XE", residueName: "XE", residueNumber: 2, chain: "X" };
const sulphur = { name: "SD", residueName: "MET", residueNumber: 43, chain: "A" };
const found = [
  { height: 17.3, fractional: [0.1, 0.25, 0.3333], nearest: { atom: xenon, distance: 0.12 } },
  {
    height: 39.3,
    fractional: [0.5, 0.5, 0.5],
    nearest: { atom: { ...xenon, residueNumber: 1 }, distance: 0.05 },
  },
  { height: 5.2, fractional: [0.9, 0.1, 0.7], nearest: { atom: sulphur, distance: 0.6 } },
  { height: 4.4, fractional: [0.9, 0.1, 0.2], nearest: { atom: sulphur, distance: 7.1 } },
];

test("bars from the highest down, named by the atoms near them", async () => {
  const spec = peaks(found);
  expect(spec.data.values.map((row) => [row.label, row.shown])).toEqual([
    ["XE X1", "39.3"],
    ["XE X2", "17.3"],
    ["MET A43 SD", "5.2"],
    ["none (4)", "4.4"],
  ]);
  expect(spec.height).toBe(88);
  const picture = await render("peaks", spec);
  expect(picture.texts).toEqual(
    expect.arrayContaining(["Height (σ)", "XE X1", "MET A43 SD", "39.3", "none (4)"]),
  );
  expect(picture.marks("rect")).toBe(4);
  expect(picture.marks("text")).toBe(4);
  expect(picture.marks("rule")).toBe(1);
  expect(spec.description).toContain("XE X1 39.3, XE X2 17.3");
});

test("without a model: numbered peaks; only as many as asked for; no limit", async () => {
  const spec = peaks(
    found.map(({ height }) => ({ height })),
    { count: 2, limit: false },
  );
  expect(spec.data.values.map((row) => row.label)).toEqual(["peak 1", "peak 2"]);
  const picture = await render("peaksWithoutModel", spec);
  expect(picture.marks("rect")).toBe(2);
  expect(picture.marks("rule")).toBe(0);
});

test.each([
  [4, 20, "All 4 peaks"],
  [4, 3, "The 3 highest peaks"],
  [4, 1, "The highest peak"],
  [1, 20, "The only peak"],
])("%d peaks of which %d are asked for: %s", (number, count, words) => {
  const { title, description } = peaks(found.slice(0, number), { count });
  expect(JSON.stringify(title)).toContain(`${words}, with the nearest atom within 2 Å`);
  expect(description).toMatch(count === 1 || number === 1 ? /^Height in standard/ : /^Heights in standard/);
});

test("no peaks", () => {
  expect(() => peaks([])).toThrow("plot of peaks: got none, expected at least one");
});

/** What is drawn follows the state; what cannot be used is said, and leaves what was there. */
import { describe, expect, test } from "vitest";
import { reflectionsOf } from "../../../labextension/src/reciprocal/reflections.js";
import { ViewModel } from "../../../labextension/src/reciprocal/viewModel.js";
import { initialState } from "../../../labextension/src/reciprocal/viewState.js";
import { ReflectionTable } from "../../../lib/table/reflectionTable.js";
import { mergedTable, millerColumns, someReflections } from "./someReflections.js";

const reflections = someReflections([30, 40, 50, 90, 90, 90], "P 21 21 21", 4, (h) => h === 3);
const model = () => new ViewModel(reflections, initialState(reflections));

describe("values", () => {
  test("are kept while they hold", () => {
    const view = model();
    const { codes } = view.colour;
    view.state = { ...view.state, pointSize: 2, ice: true };
    expect(view.colour.codes).toBe(codes);
    expect(view.size).toBe(view.colour);
    view.state = { ...view.state, colourScale: "log" };
    expect(view.colour.codes).not.toBe(codes);
    expect(view.colour.scale.kind).toBe("log");
  });

  test("an expression that cannot be read leaves the colours, and is said", () => {
    const view = model();
    const { codes } = view.colour;
    view.state = { ...view.state, colour: "I/SIGX", size: "" };
    expect(view.colour.codes).toBe(codes);
    expect(view.problems.get("colour")).toMatch(/SIGX/);
    expect(view.problems.get("colour")).not.toMatch(/filter/);
    expect(view.size).toBeUndefined();
    view.state = { ...view.state, colour: "I/SIGI" };
    expect(view.colour.codes).not.toBe(codes);
    expect(view.problems.size).toBe(0);
  });

  test("one that never could be read gives points without a value", () => {
    const view = new ViewModel(reflections, { ...initialState(reflections), colour: "??", size: "" });
    expect(view.colour.scale.missing).toBe(reflections.count);
    expect(view.problems.has("colour")).toBe(true);
  });
});

test("a column of nothing but NaN", () => {
  const table = mergedTable([30, 40, 50, 90, 90, 90], "P 21 21 21", 4);
  const empty = reflectionsOf(
    table.with({ label: "I", type: "J", data: new Float32Array(table.length).fill(Number.NaN) }),
  );
  const view = new ViewModel(empty, initialState(empty));
  expect([view.colour.scale.count, view.colour.scale.missing]).toEqual([0, empty.count]);
  expect(view.hiddenBelow).toBe(0);
  expect(view.section?.spots.values.every(Number.isNaN)).toBe(true);
});

test("missing reflections only where they are asked for", () => {
  const view = model();
  expect(view.missing.length).toBe(0);
  view.state = { ...view.state, missing: true };
  const missing = view.missing;
  expect(missing.length).toBeGreaterThan(30);
  for (let j = 0; j < missing.length; j += 3) expect(missing[j]).toBe(3);
});

test("a section that is none is said, and the one before stays", () => {
  const view = model();
  expect(view.section?.geometry.name).toBe("hk0");
  view.state = { ...view.state, section: "hkq" };
  expect(view.section?.geometry.name).toBe("hk0");
  expect(view.problems.get("section")).toMatch(/hkq/);
  view.state = { ...view.state, section: "h1l" };
  expect(view.section?.geometry.level).toBe(-1);
  expect(view.problems.has("section")).toBe(false);
});

test("equivalents, hidden values, and no reflections at all", () => {
  const view = model();
  expect(view.matrices.length).toBe(1);
  view.state = { ...view.state, expansion: "all", hidden: 0.5 };
  expect(view.matrices.length).toBe(8);
  expect(Math.abs(view.hiddenBelow / 65_534 - 0.5)).toBeLessThan(0.01);
  const table = new ReflectionTable({
    columns: millerColumns([]),
    cell: [30, 40, 50],
    spaceGroup: "P 1",
    merged: true,
  });
  const none = reflectionsOf(table);
  expect(new ViewModel(none, { ...initialState(none), missing: true }).missing.length).toBe(0);
});

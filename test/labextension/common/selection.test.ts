/** The bus: everybody hears, nobody after he has left, and a view that opens later can ask. */
import { expect, test } from "vitest";
import { type SelectedReflection, SelectionBus } from "../../../labextension/src/common/selection.js";

test("tells all who listen, and who did it", () => {
  const bus = new SelectionBus();
  const heard: [string, SelectedReflection, object][] = [];
  const [table, cloud] = [{ name: "table" }, { name: "cloud" }];
  const leave = bus.listen((selected, by) => heard.push(["table", selected, by]));
  bus.listen((selected, by) => heard.push(["cloud", selected, by]));
  const first = { path: "a.mtz", hkl: [1, 2, 3], row: 7 } as const;
  bus.select(first, cloud);
  expect(heard).toEqual([
    ["table", first, cloud],
    ["cloud", first, cloud],
  ]);
  leave();
  bus.select({ path: "b.mtz", hkl: [0, 0, 2] }, table);
  expect(heard.length).toBe(3);
  expect(bus.last("a.mtz")).toEqual(first);
  expect(bus.last("b.mtz")?.hkl).toEqual([0, 0, 2]);
  expect(bus.last("c.mtz")).toBeUndefined();
});

test("one who leaves while he is told disturbs nobody", () => {
  const bus = new SelectionBus();
  let count = 0;
  const leave = bus.listen(() => leave());
  bus.listen(() => count++);
  bus.select({ path: "a.mtz", hkl: [1, 0, 0] }, bus);
  expect(count).toBe(1);
});

import { expect, test } from "vitest";
import { displayWriter, liveDisplay } from "../../lib/notebook/tslab.js";

test("outside a kernel there is no writer", () => {
  expect(displayWriter()).toBeUndefined();
});

test("finds the copy of tslab that has a cell running, on every platform's paths", () => {
  for (const file of [
    "/x/node_modules/tslab/dist/jupyter.js",
    "C:\\x\\node_modules\\tslab\\dist\\jupyter.js",
  ]) {
    const sent: unknown[] = [];
    const cache = {
      "/y/node_modules/tslab/dist/jupyter.js": { exports: { lastWriteDisplayData: null } },
      "/x/node_modules/other/dist/jupyter.js": {
        exports: { lastWriteDisplayData: () => expect.unreachable() },
      },
      "/z/node_modules/tslab/dist/jupyter.js": undefined,
      [file]: { exports: { lastWriteDisplayData: (...args: unknown[]) => sent.push(args) } },
    };
    displayWriter(cache)?.({ "text/plain": "a" });
    expect(sent).toEqual([[{ data: { "text/plain": "a" }, metadata: {}, transient: {} }, false]]);
  }
});

test("takes the writer of the present cell, not of an earlier one", () => {
  const sent: string[] = [];
  const exports = { lastWriteDisplayData: () => sent.push("first") };
  const cache = { "/x/node_modules/tslab/dist/jupyter.js": { exports } };
  displayWriter(cache)?.({});
  exports.lastWriteDisplayData = () => sent.push("second");
  displayWriter(cache)?.({});
  expect(sent).toEqual(["first", "second"]);
});

test("a module of that name without the writer is passed over", () => {
  expect(
    displayWriter({ "/x/tslab/dist/jupyter.js": { exports: { lastWriteDisplayData: 3 } } }),
  ).toBeUndefined();
  expect(displayWriter({ "/x/tslab/dist/jupyter.js": { exports: null } })).toBeUndefined();
});

test("a live display is opened by its first bundle and written over by the later ones; each has an id of its own", () => {
  type Message = [{ data: unknown; transient: { display_id?: string } }, boolean];
  const sent: Message[] = [];
  const exports = { lastWriteDisplayData: (...message: Message) => sent.push(message) };
  const cache = { "/x/node_modules/tslab/dist/jupyter.js": { exports } };
  const [first, second] = [liveDisplay(cache), liveDisplay(cache)];
  first?.({ "text/plain": "a" });
  // The cell that opened it keeps it: what a later cell would write with is not used.
  exports.lastWriteDisplayData = () => expect.unreachable();
  first?.({ "text/plain": "b" });
  second?.({ "text/plain": "c" });
  expect(sent.map(([{ data }, update]) => [data, update])).toEqual([
    [{ "text/plain": "a" }, false],
    [{ "text/plain": "b" }, true],
    [{ "text/plain": "c" }, false],
  ]);
  const ids = sent.map(([{ transient }]) => transient.display_id);
  expect(ids[0]).toMatch(/./);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
  expect(liveDisplay()).toBeUndefined();
});

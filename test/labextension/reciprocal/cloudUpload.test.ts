/** Only what has changed goes to the graphics card; after it has lost everything, all of it. */
import { expect, test } from "vitest";
import { CloudUpload } from "../../../labextension/src/reciprocal/cloudUpload.js";
import { ViewModel } from "../../../labextension/src/reciprocal/viewModel.js";
import { initialState, type ViewState } from "../../../labextension/src/reciprocal/viewState.js";
import { someReflections } from "./someReflections.js";

test("changes", () => {
  const reflections = someReflections([30, 40, 50, 90, 90, 90], "P 21 21 21", 4, (h) => h === 3);
  const model = new ViewModel(reflections, initialState(reflections));
  const told: string[] = [];
  const upload = new CloudUpload({
    setIndices: (set, indices) => told.push(`indices ${set} ${indices.length / 4}`),
    setCodes: (set, codes) => told.push(`codes ${set} ${codes.length / 2}`),
    setMap: (colours) => told.push(`map ${colours.length}`),
  });
  const after = (change: Partial<ViewState>): string[] => {
    told.length = 0;
    model.state = { ...model.state, ...change };
    upload.update(model);
    return [...told];
  };
  const n = reflections.count;
  const everything = [
    `indices reflections ${n}`,
    `codes reflections ${n}`,
    "indices missing 0",
    "codes missing 0",
    "map 1024",
  ];
  expect(after({})).toEqual(everything);
  expect(after({ ice: true, pointSize: 2 })).toEqual([]);
  expect(after({ colourMap: "ember" })).toEqual(["map 1024"]);
  expect(after({ colour: "I/SIGI" })).toEqual([`codes reflections ${n}`]);
  const missing = after({ missing: true });
  expect(missing.length).toBe(2);
  expect(upload.counts.missing).toBeGreaterThan(10);
  expect(missing[0]).toBe(`indices missing ${upload.counts.missing}`);
  upload.forget();
  expect(after({}).length).toBe(5);
});

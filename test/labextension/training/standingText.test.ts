/** How a run stands, in words. */
import { expect, test } from "vitest";
import {
  durationText,
  memoryText,
  numbersText,
  rateText,
  stateText,
} from "../../../labextension/src/training/standingText.js";

test("states", () => {
  const at = (state: Parameters<typeof stateText>[0]["state"]) => stateText({ state, step: 1234 });
  expect([at("running"), at("interrupted"), at("paused"), at("finished"), at("unfinished")]).toEqual([
    "running",
    "interrupted at step 1,234",
    "paused at step 1,234",
    "finished",
    "not finished",
  ]);
});

test("numbers: what is known, and the rate only while it trains", () => {
  const standing = {
    kind: "merging",
    state: "running",
    step: 1500,
    steps: 4000,
    seconds: 75,
    rate: 20.4,
    remaining: 125,
    device: "2 cores",
    memory: 2.1e8,
  } as const;
  expect(numbersText(standing)).toEqual([
    "1,500 of 4,000 steps",
    "20 steps/s",
    "2 min 5 s to go",
    "1 min 15 s trained",
    "2 cores",
    "210 MB",
  ]);
  expect(numbersText({ ...standing, state: "finished" })).toEqual([
    "1,500 of 4,000 steps",
    "1 min 15 s trained",
    "2 cores",
  ]);
});

test("of a model that prepares its first step, how far it is", () => {
  const preparation = { name: "warm-up", step: 1200, steps: 2000 };
  const standing = {
    kind: "merging",
    step: 0,
    steps: 4000,
    seconds: 3,
    rate: null,
    remaining: null,
    preparation,
  };
  expect(numbersText({ ...standing, state: "running" })).toEqual([
    "1,200 of 2,000 steps of warm-up",
    "3.0 s trained",
  ]);
  expect(stateText({ ...standing, state: "paused" })).toBe("paused in its warm-up");
});

test("rates, times and sizes", () => {
  expect([0.1, 2.34, 702.3].map(rateText)).toEqual(["10.0 s/step", "2.3 steps/s", "702 steps/s"]);
  expect([0.44, 9.96, 59.6, 7500].map(durationText)).toEqual(["0.4 s", "10 s", "1 min 0 s", "2 h 5 min"]);
  expect([1.4e9, 999e6].map(memoryText)).toEqual(["1.4 GB", "999 MB"]);
});

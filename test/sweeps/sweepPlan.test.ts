// Oracle: by hand; the words are read by `friedel merge` itself.
import { expect, test } from "vitest";
import { parseArguments } from "../../lib/cli/command.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import {
  checkSamePlan,
  checkTrial,
  parsePlan,
  planSweep,
  planText,
  trialFolder,
  trialWords,
} from "../../lib/sweeps/sweepPlan.js";
import { smallPlan } from "./smallSweep.js";

test("a plan is read back as it was written", () => {
  const plan = smallPlan();
  expect(parsePlan(planText(plan), "sweep.json")).toEqual(plan);
  expect(plan.trials).toHaveLength(6);
  expect(plan.trials[0]).toEqual({ "scale.layers": 3, learningRate: 0.1 });
});

test("the words of a trial are those of a merge into its run folder", () => {
  const words = trialWords(smallPlan(), "sweeps/a", 2);
  const args = parseArguments(mergeCommand, words);
  expect(args.operands).toEqual(["/data/a.mtz"]);
  expect([args.text("run"), args.flag("resume"), args.text("out")]).toEqual([
    "sweeps/a/trials/0002",
    true,
    "sweeps/a/trials/0002/merged.mtz",
  ]);
  expect([args.number("mlp-layers"), args.number("learning-rate"), args.number("test-fraction")]).toEqual([
    3, 0.01, 0.1,
  ]);
  expect(trialFolder("a", 12_345)).toBe("a/trials/12345");
});

test("the seed of the merges is that of what is drawn", () => {
  const space = { learningRate: { kind: "log", low: 0.001, high: 0.1 } } as const;
  const draw = (seed: number) => planSweep(["a"], { base: { testFraction: 0.1, seed }, space, trials: 3 });
  expect(draw(1).trials).toEqual(draw(1).trials);
  expect(draw(1).trials).not.toEqual(draw(2).trials);
});

test("another sweep in the folder is told apart, by what differs", () => {
  const plan = smallPlan();
  expect(() => checkSamePlan("a", plan, { ...plan, created: "later" })).not.toThrow();
  expect(() => checkSamePlan("a", plan, { ...plan, data: ["/data/b.mtz"] })).toThrow(
    'a: got a sweep with data ["/data/a.mtz"], expected ["/data/b.mtz"]; go on with it',
  );
});

test.each([
  ["{", "sweep.json: got no JSON, expected the plan of a sweep"],
  ["{}", "sweep.json: got other JSON, expected that of a friedel sweep 1"],
  [JSON.stringify({ ...smallPlan(), trials: [] }), "got other JSON"],
])("%s is no plan", (text, message) => {
  expect(() => parsePlan(text, "sweep.json")).toThrow(message);
});

test("sweeps without data, without held-out observations or over what decides them", () => {
  const space = { learningRate: [0.1, 0.2] };
  expect(() => planSweep([], { base: { testFraction: 0.1 }, space })).toThrow("sweep: got no data");
  expect(() => planSweep(["a"], { base: {}, space })).toThrow("sweep: got no test fraction");
  expect(() => planSweep(["a"], { base: { testFraction: 0.1 }, space: { seed: [1, 2] } })).toThrow(
    "hyperparameter seed",
  );
  expect(() => checkTrial(smallPlan(), "a", 7)).toThrow("a: got trial 7, expected one from 1 to 6");
});

/** The loop as a whole, on a model small enough to train in a moment. */
import { expect, test } from "vitest";
import { train } from "../../lib/training/index.js";
import { Toy } from "./toy.js";

test("trains to the last step, records every step, evaluates on the way and at the end", async () => {
  const toy = new Toy();
  const before = toy.evaluate(0).nllTest;
  const { state, step, history } = await train(toy, { steps: 950 });
  expect([state, step]).toEqual(["finished", 950]);
  expect(toy.evaluate(950).nllTest).toBeLessThan(0.01 * before);
  expect(history.steps.names).toEqual(["step", "nll", "kl", "seconds"]);
  expect(history.steps.column("step")).toEqual(Float64Array.from({ length: 950 }, (_, i) => i + 1));
  expect([...history.evaluations.column("step")]).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 950]);
  expect(history.end).toEqual({ state: "finished", step: 950 });
});

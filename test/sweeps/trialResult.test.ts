// Oracle: the files, by hand.
import { expect, test } from "vitest";
import { readTrial } from "../../lib/sweeps/trialResult.js";
import { type RunFiles, runWith } from "./smallSweep.js";

const place = { number: 1, name: "0001", folder: "a/trials/0001", hyperparameters: {} };
const read = async (files: RunFiles) => readTrial(place, await runWith(files));

test("a trial is finished once its outcome says so, with the last evaluation", async () => {
  const files = { ccPred: [0.9, 0.8], end: "finished" } as const;
  expect(await read({ ...files, outcome: { state: "finished" } })).toEqual({
    ...place,
    state: "finished",
    step: 100,
    steps: 100,
    seconds: 10,
    ccPred: 0.8,
    nll: 1.2,
  });
  expect((await read(files)).state).toBe("interrupted");
  expect((await read({ ...files, outcome: "{torn" })).state).toBe("interrupted");
});

test("before that: waiting, running, stopped, interrupted, with early results", async () => {
  expect(await read({})).toMatchObject({ state: "waiting", step: 0, steps: 0, ccPred: Number.NaN });
  expect((await read({ held: true })).state).toBe("running");
  expect(await read({ ccPred: [0.7], held: true })).toMatchObject({
    state: "running",
    step: 50,
    ccPred: 0.7,
  });
  expect(await read({ ccPred: [0.7] })).toMatchObject({ state: "interrupted", step: 50, ccPred: 0.7 });
  expect(await read({ ccPred: [0.7], end: "stopped" })).toMatchObject({ state: "stopped", ccPred: 0.7 });
});

test("of a trial that failed no number, but why", async () => {
  const reason = "training diverged at step 60";
  expect(
    await read({ ccPred: [0.99], end: "failed", reason, outcome: { state: "failed", reason } }),
  ).toMatchObject({ state: "failed", ccPred: Number.NaN, nll: Number.NaN, reason });
  expect(await read({ outcome: { state: "failed", reason: "no such column" } })).toMatchObject({
    state: "failed",
    steps: 0,
    reason: "no such column",
  });
});

test("what cannot be read is to be run again, and says why", async () => {
  const store = await runWith({ ccPred: [0.7] });
  await store.write("config.json", new TextEncoder().encode("{"));
  expect(await readTrial(place, store)).toMatchObject({
    state: "interrupted",
    reason: "run, config.json: got no JSON, expected the config of a run",
  });
});

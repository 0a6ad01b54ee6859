/** A run folder as a panel or a program sees it, in every state that a run can be in. */
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { memoryStore, openRun, type RunStore, train } from "../../lib/training/index.js";
import { prepareFolder } from "../../lib/training/runFolder.js";
import { checkedSettings } from "../../lib/training/settings.js";
import { Toy } from "./toy.js";

test("of a finished run: all that was recorded", async () => {
  const store = memoryStore();
  await train(new Toy(), { steps: 250, checkpointEvery: 100, store });
  const run = await openRun(store);
  expect(run).toMatchObject({
    kind: "toy",
    state: "finished",
    step: 250,
    steps: 250,
    config: { seed: 1, learningRate: 0.02 },
    training: { steps: 250, checkpointEvery: 100 },
    fingerprint: "toy 1",
    variant: "reference",
    checkpoints: [
      { step: 200, name: "checkpoints/step-00000200.safetensors" },
      { step: 250, name: "checkpoints/step-00000250.safetensors" },
    ],
  });
  expect(run.reason).toBeUndefined();
  expect(run.history.steps.length).toBe(250);
});

test("of a run that says no more: running, interrupted, or unfinished where nobody can tell", async () => {
  const store = memoryStore();
  await prepareFolder(store, new Toy(), checkedSettings({ steps: 250 }));
  expect(await openRun(store)).toMatchObject({ state: "interrupted", step: 0, steps: 250 });
  await store.append("history.jsonl", '{"step":1,"nll":1}\n{"step":2,"nll":1}\n');
  expect(await openRun(store)).toMatchObject({ state: "interrupted", step: 2 });
  await store.append("history.jsonl", '{"resume":1,"steps":300,"variant":"plain"}\n');
  expect(await openRun(store)).toMatchObject({ state: "interrupted", step: 1, steps: 300, variant: "plain" });
  const unlock = await store.lock?.();
  expect((await openRun(store)).state).toBe("running");
  await unlock?.();
  const remote: RunStore = { ...store, holder: undefined };
  expect((await openRun(remote)).state).toBe("unfinished");
});

test("of a folder without a run: one sentence", async () => {
  await expect(openRun(memoryStore("there"))).rejects.toThrow(InputError);
  await expect(openRun(memoryStore("there"))).rejects.toThrow(
    "there: got no config.json in it, expected the folder of a run",
  );
});

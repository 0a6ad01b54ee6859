/** Checkpoints: to the bit, and never the victim of a spoilt disk. */
import { expect, test } from "vitest";
import { FormatError, InputError } from "../../lib/errors.js";
import {
  checkpointName,
  listCheckpoints,
  newestCheckpoint,
  readCheckpoint,
  writeCheckpoint,
} from "../../lib/training/checkpoint.js";
import type { LoopState } from "../../lib/training/loopTypes.js";
import { memoryStore } from "../../lib/training/memoryStore.js";

const model = { kind: "toy", variant: "plain", fingerprint: "data 1" };
const loopState = (step: number): LoopState => ({
  step,
  seconds: 0.1 + 0.2,
  controls: [{ step: 3, control: { learningRate: 1 / 3 } }],
  lossWatch: { count: 12, mean: 1 / 7, squares: 2e-300, smoothed: -0.1, above: 0 },
  earlyStop: { best: { step: 2, value: 1e-9 }, waited: 3 },
  stoppedEarly: false,
});
const tensors = (step: number) => ({ w: Float32Array.of(step, -0, 1e-45), "adam/v": Float64Array.of(0.1) });

async function storeOf(...steps: number[]) {
  const store = memoryStore("run");
  for (const step of steps)
    await writeCheckpoint(store, model, loopState(step), { state: tensors(step) }, 99);
  return store;
}

test("comes back to the bit, with the best state", async () => {
  const store = memoryStore();
  const best = { w: Float32Array.of(7, 8, 9) };
  const name = await writeCheckpoint(store, model, loopState(1000), { state: tensors(1000), best }, 2);
  expect(name).toBe("checkpoints/step-00001000.safetensors");
  const { checkpoint, warnings } = await newestCheckpoint(store);
  expect(checkpoint).toEqual({
    name,
    step: 1000,
    variant: "plain",
    fingerprint: "data 1",
    state: loopState(1000),
    tensors: tensors(1000),
    best,
  });
  expect(Object.is(checkpoint?.tensors.w[1], -0)).toBe(true);
  expect(warnings).toEqual([]);
});

test("the newest so many stay, and none of later steps", async () => {
  const store = await storeOf(100, 200, 1e8, 300);
  expect((await listCheckpoints(store)).map(({ step }) => step)).toEqual([100, 200, 300]);
  await store.write("checkpoints/notes.txt", new Uint8Array(1));
  await writeCheckpoint(store, model, loopState(250), { state: tensors(250) }, 2);
  expect(await store.list()).toEqual(["checkpoints/notes.txt", checkpointName(200), checkpointName(250)]);
});

test("any byte that a disk spoils is noticed, and the one before is taken", async () => {
  const store = await storeOf(100, 200);
  const whole = (await store.read(checkpointName(200))) ?? new Uint8Array(0);
  for (let at = 0; at < whole.length; at++) {
    const spoilt = whole.slice();
    spoilt[at] ^= 1 << (at % 8);
    // spaces of the header say nothing
    if (whole[at] === 0x20 && at > 8 && [0x09, 0x0a, 0x0d].includes(spoilt[at])) continue;
    await store.write(checkpointName(200), spoilt);
    const { checkpoint, warnings } = await newestCheckpoint(store);
    expect(checkpoint?.step, `byte ${at} of ${whole.length}`).toBe(100);
    expect(warnings.length).toBe(1);
    expect(warnings[0]).toMatch(
      /^run, checkpoints\/step-00000200.*: got .*; the checkpoint before it is taken$/,
    );
  }
});

test("so is a part of a file, and a file under another name", async () => {
  const store = await storeOf(100, 200);
  const whole = (await store.read(checkpointName(200))) ?? new Uint8Array(0);
  for (const length of [0, 5, 100, whole.length - 1]) {
    await store.write(checkpointName(200), whole.subarray(0, length));
    expect((await newestCheckpoint(store)).checkpoint?.step).toBe(100);
  }
  await store.write(checkpointName(300), whole);
  const entry = { step: 300, name: checkpointName(300) };
  await expect(readCheckpoint(store, entry)).rejects.toThrow(/got step 200 in it, expected that of its name/);
  await expect(readCheckpoint(store, { step: 1, name: checkpointName(1) })).rejects.toThrow(FormatError);
});

test("where none can be read, that is said; where there is none, there is none", async () => {
  expect(await newestCheckpoint(memoryStore())).toEqual({ checkpoint: undefined, warnings: [] });
  const store = await storeOf(100, 200);
  for (const step of [100, 200]) await store.write(checkpointName(step), new Uint8Array(3));
  await expect(newestCheckpoint(store)).rejects.toThrow(InputError);
  await expect(newestCheckpoint(store)).rejects.toThrow(
    /^run: got 2 checkpoints of which none can be read \(run, checkpoints\/step-00000200.*start the run again in a new folder$/,
  );
});

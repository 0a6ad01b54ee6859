/** A merge that was stopped goes on to the bits of the unbroken run; a folder of another one is refused. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import * as files from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { type MergeOptions, type MergeTrainingOptions, merge } from "../../../lib/models/index.js";
import { type FolderCalls, folderStore } from "../../../lib/node/folderStore.js";
import { memoryStore, openRun, type RunStore } from "../../../lib/training/index.js";
import { changed, rotation } from "./tables.js";
import { bits } from "./trained.js";

const { observations } = rotation();
const options: MergeOptions = { anomalous: true, testFraction: 0.1 };
const model = merge(observations, options);
const training = { steps: 90, batchSize: 500, evaluateEvery: 15, checkpointEvery: 20, seed: 5 };

/** Trains until an evaluation of a step, where a signal stops it. */
function untilStep(step: number, folder: RunStore, resume = false) {
  const controller = new AbortController();
  return model.train({
    ...training,
    ...{ folder, resume, signal: controller.signal },
    metrics: {
      watched: (done) => {
        if (done === step) controller.abort();
        return done;
      },
    },
  });
}

const metrics = { watched: (done: number) => done };

describe("a run that a signal stopped", () => {
  test("has a checkpoint of its last step, and gives what it has", async () => {
    const folder = memoryStore();
    const run = await untilStep(45, folder);
    expect(run.result).toMatchObject({ state: "stopped", step: 45 });
    expect(await openRun(folder)).toMatchObject({ state: "stopped", step: 45, kind: "merging" });
    expect((await folder.list()).filter((name) => name.startsWith("checkpoints/"))).toEqual([
      "checkpoints/step-00000040.safetensors",
      "checkpoints/step-00000045.safetensors",
    ]);
    expect(run.merged.length).toBeGreaterThan(100);
  });

  test("goes on to the bits of the unbroken one, also stopped twice", async () => {
    const folder = memoryStore();
    await untilStep(30, folder);
    await untilStep(75, folder, true);
    const resumed = await model.train({ ...training, metrics, folder, resume: true });
    const whole = await model.train({ ...training, metrics });
    expect(resumed.result).toMatchObject({ state: "finished", step: 90 });
    expect(bits(resumed)).toEqual(bits(whole));
    expect(resumed.history.resumes.map(({ step }) => step)).toEqual([30, 75]);
  });

  test("goes on from an older checkpoint where the newest is lost, to the same bits", async () => {
    const folder = memoryStore();
    await untilStep(45, folder);
    await folder.remove("checkpoints/step-00000045.safetensors");
    const resumed = await model.train({ ...training, metrics, folder, resume: true });
    expect(resumed.history.resumes.map(({ step }) => step)).toEqual([40]);
    expect(bits(resumed)).toEqual(bits(await model.train({ ...training, metrics })));
  });

  test("may go on in another process: with a model made anew of the same data", async () => {
    const folder = memoryStore();
    await untilStep(45, folder);
    const again = merge(observations, options);
    const resumed = await again.train({ ...training, metrics, folder, resume: true });
    expect(bits(resumed)).toEqual(bits(await model.train({ ...training, metrics })));
  });

  test("that had finished gives its result again without a step", async () => {
    const folder = memoryStore();
    const first = await model.train({ ...training, folder });
    const again = await model.train({ ...training, folder, resume: true });
    expect(again.parameters).toEqual(first.parameters);
    expect(again.result).toMatchObject({ state: "finished", step: 90 });
  });
});

describe("refused in one sentence", () => {
  const folder = memoryStore("run 7");
  const refusal = async (to: typeof model, changes: Partial<MergeTrainingOptions> = {}) => {
    const error = await to
      .train({ ...training, folder, resume: true, ...changes })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  };

  test("the folder of another data set", async () => {
    await untilStep(15, folder);
    const before = await folder.read("history.jsonl");
    const other = rotation({ seed: 2 }).observations;
    expect(await refusal(merge(other, options))).toMatch(
      /^run 7: got a run of another data set \(\d+ observations, CRC-32 [0-9a-f]{8}\), expected this one's \(\d+ observations, CRC-32 [0-9a-f]{8}\); resume it with what it was started with, or choose another folder$/,
    );
    // a single intensity, a single sigma, another test set
    for (const spoilt of [
      merge(
        changed(observations, "I", (x, row) => (row === 100 ? 1.001 * x : x)),
        options,
      ),
      merge(
        changed(observations, "SIGI", (x, row) => (row === 100 ? 1.001 * x : x)),
        options,
      ),
      merge(observations, { ...options, seed: 1 }),
    ])
      expect(await refusal(spoilt)).toContain("run 7: got a run of another data set");
    expect(await folder.read("history.jsonl")).toEqual(before);
  });

  test("the folder of another model or another training, naming what differs", async () => {
    expect(await refusal(merge(observations, { ...options, scale: { layers: 3 } }))).toContain(
      "run 7: got a run with model.scale.layers 5, expected 3",
    );
    expect(await refusal(merge(observations, { ...options, recipe: "careless" }))).toContain("model.recipe");
    expect(await refusal(model, { steps: 200 })).toContain("training.steps 90, expected 200");
    expect(await refusal(model, { learningRate: 0.5 })).toContain("training.learningRate");
  });

  test("a folder that holds a run, where none is to be resumed", async () => {
    expect(await refusal(model, { resume: false })).toMatch(
      /^run 7: got a folder that holds a run \(merging, of .*\), expected a new one; set resume to go on with it, or choose another$/,
    );
  });
});

describe("on the disk", () => {
  /** The file system, on which the checkpoints of a step have no room. */
  const full = (step: string): FolderCalls => ({
    ...files,
    open: async (...given: Parameters<typeof files.open>) => {
      const handle = await files.open(...given);
      if (String(given[0]).includes(step))
        handle.writeFile = () => Promise.reject(Object.assign(new Error("ENOSPC"), { code: "ENOSPC" }));
      return handle;
    },
  });

  test("a full disk while writing a checkpoint: one sentence, nothing lost, and resumed to the same bits", async () => {
    const above = mkdtempSync(join(tmpdir(), "friedel-merge-"));
    try {
      const path = join(above, "run");
      const error = await model
        .train({ ...training, folder: folderStore(path, full("step-00000060")) })
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InputError);
      expect(error).toHaveProperty(
        "message",
        `${join(path, "checkpoints", "step-00000060.safetensors")}: got a full disk, expected room for the file; free some space; the run can then be resumed from its checkpoint of step 40`,
      );
      expect(readdirSync(join(path, "checkpoints"))).toEqual([
        "step-00000020.safetensors",
        "step-00000040.safetensors",
      ]);
      const resumed = await model.train({ ...training, folder: folderStore(path), resume: true });
      expect(bits(resumed)).toEqual(bits(await model.train(training)));
    } finally {
      rmSync(above, { recursive: true });
    }
  });
});

/** A store before a training: a new run, or one to go on with. */
import { expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { memoryStore, train } from "../../lib/training/index.js";
import { readConfig } from "../../lib/training/runConfig.js";
import { prepareFolder } from "../../lib/training/runFolder.js";
import { checkedSettings } from "../../lib/training/settings.js";
import { Toy } from "./toy.js";

const settings = checkedSettings({ steps: 50, resume: true });

test("a new run has its config before anything else", async () => {
  const store = memoryStore();
  const prepared = await prepareFolder(store, new Toy(), settings);
  expect([prepared.resumed, prepared.checkpoint, prepared.history.steps.length]).toEqual([
    false,
    undefined,
    0,
  ]);
  expect(await store.list()).toEqual(["config.json"]);
  expect((await readConfig(store))?.training.steps).toBe(50);
});

test("a run that was killed before its first checkpoint is gone on with from the start", async () => {
  const store = memoryStore();
  await prepareFolder(store, new Toy(), settings);
  const prepared = await prepareFolder(store, new Toy(), settings);
  expect([prepared.resumed, prepared.checkpoint, prepared.warnings]).toEqual([true, undefined, []]);
});

test("a torn line is ended, a whole one left as it is", async () => {
  const store = memoryStore();
  await train(new Toy(), { steps: 20, store });
  const whole = await store.read("history.jsonl");
  const prepared = await prepareFolder(store, new Toy(), settings);
  expect(prepared.history.steps.length).toBe(20);
  expect(prepared.checkpoint?.step).toBe(20);
  expect(await store.read("history.jsonl")).toEqual(whole);
  await store.append("history.jsonl", '{"step":21,"nl');
  expect((await prepareFolder(store, new Toy(), settings)).history.steps.length).toBe(20);
  const text = new TextDecoder().decode(await store.read("history.jsonl"));
  expect(text.endsWith('{"step":21,"nl\n')).toBe(true);
});

test("a config that is none of ours is not written over", async () => {
  const store = memoryStore();
  await store.append("config.json", "mine");
  await expect(prepareFolder(store, new Toy(), settings)).rejects.toThrow(FormatError);
  expect(new TextDecoder().decode(await store.read("config.json"))).toBe("mine");
});

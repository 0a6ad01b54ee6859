/** config.json: what a run was started with, and what a resume may not change. */
import { describe, expect, test } from "vitest";
import { FormatError, InputError } from "../../lib/errors.js";
import { memoryStore } from "../../lib/training/memoryStore.js";
import { checkSameRun, readConfig, writeConfig } from "../../lib/training/runConfig.js";
import { checkedSettings } from "../../lib/training/settings.js";
import type { JsonObject } from "../../lib/training/trainableTypes.js";
import { version } from "../../lib/version.js";
import { Toy } from "./toy.js";

const settings = checkedSettings({ steps: 400, earlyStop: { metric: "nllTest" }, divergence: false });

test("holds model, data, kernels and options", async () => {
  const store = memoryStore();
  expect(await readConfig(store)).toBeUndefined();
  await writeConfig(store, new Toy(4), settings);
  const { created, ...config } = (await readConfig(store)) ?? { created: "" };
  expect(config).toEqual({
    format: "friedel run 1",
    friedel: version,
    kind: "toy",
    fingerprint: "toy 4",
    variant: "reference",
    config: { seed: 4, learningRate: 0.02 },
    training: {
      steps: 400,
      evaluateEvery: 100,
      checkpointEvery: 1000,
      keepCheckpoints: 2,
      earlyStop: { metric: "nllTest" },
      divergence: false,
    },
  });
  expect(new Date(created).toISOString()).toBe(created);
});

test.each(["", "{", "[]", "null", '{"format":"friedel run 2"}', '{"format":"friedel run 1","kind":"toy"}'])(
  "%j is none of ours",
  async (text) => {
    const store = memoryStore("run");
    await store.append("config.json", text);
    await expect(readConfig(store)).rejects.toThrow(FormatError);
    await expect(readConfig(store)).rejects.toThrow(/^run, config.json: got .*, expected/);
  },
);

/** A model of which one thing is another. */
class Other extends Toy {
  override readonly config: JsonObject;
  override readonly kind: string;
  constructor({ kind = "toy", config = {}, fingerprint = "toy 1" }) {
    super(1, fingerprint, "relaxed");
    this.kind = kind;
    this.config = config;
  }
}

describe("a resume", () => {
  const nested = { scale: { layers: 5, names: ["a", "b"] }, prior: undefined };
  const run = async () => {
    const store = memoryStore("run");
    await writeConfig(store, new Other({ config: nested }), settings);
    const config = await readConfig(store);
    if (config === undefined) throw new Error("no config");
    return { store, config };
  };

  test("of the same run is fine, in any order of keys", async () => {
    const { store, config } = await run();
    const same = { prior: undefined, scale: { names: ["a", "b"], layers: 5 } };
    expect(() => checkSameRun(store, config, new Other({ config: same }))).not.toThrow();
  });

  test.each([
    [{ kind: "laue", config: nested }, /^run: got a run of the model toy, expected laue; resume it with/],
    [
      { fingerprint: "toy 2", config: nested },
      /^run: got a run of another data set \(toy 1\), expected this one's \(toy 2\)/,
    ],
    [
      { config: { scale: { layers: 3, names: ["a", "b"] } } },
      /^run: got a run with scale\.layers 5, expected 3; resume/,
    ],
    [{ config: { scale: { layers: 5, names: ["a", "c"] } } }, /scale\.names\.1 "b", expected "c"/],
    [{ config: { ...nested, prior: "flat" } }, /prior not given, expected "flat"/],
    [{ config: {} }, /scale \{"layers":5,.*, expected not given/],
  ])("of another (%j) is refused", async (parts, message) => {
    const { store, config } = await run();
    expect(() => checkSameRun(store, config, new Other(parts))).toThrow(InputError);
    expect(() => checkSameRun(store, config, new Other(parts))).toThrow(message);
  });
});

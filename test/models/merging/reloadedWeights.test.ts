/**
 * Weights of merges of Laue data and of stills, written, read again and frozen. Oracle: the run that wrote them, whose scale
 * must come back to the bit on the same data.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type MergeOptions, type MergingRun, merge } from "../../../lib/models/index.js";
import { readWeights, writeWeights } from "../../../lib/node/weightFiles.js";
import { simulateLaue, simulateStills } from "../../../lib/simulate/index.js";
import { pearson } from "../../../lib/statistics/index.js";
import type { ReflectionTable } from "../../../lib/table/reflectionTable.js";

const folder = mkdtempSync(join(tmpdir(), "friedel-reloaded-"));
afterAll(() => rmSync(folder, { recursive: true }));

const laue = simulateLaue({ seed: 2, dMin: 3, spotDMin: 3.2, imageCount: 24, randomAtoms: {} }).observations;
const stills = simulateStills({ seed: 4, dMin: 3.5, imageCount: 60 }).observations;
const kinds: [string, ReflectionTable, MergeOptions][] = [
  ["Laue", laue, { laue: true, testFraction: 0.1 }],
  ["stills", stills, { recipe: "stills", anomalous: true, testFraction: 0.1 }],
];

/** Parameters of the scale: neither amplitudes nor errors, which are trained with a frozen scale too. */
const ofScale = ({ parameters }: MergingRun) =>
  Object.fromEntries(
    Object.entries(parameters).filter(([name]) => name !== "posterior" && !name.startsWith("likelihood/")),
  );

describe.each(kinds)("%s", (name, observations, options) => {
  test("a scale that is read again and frozen is the same to the bit, on every observation", async () => {
    const training = { steps: 240, warmUpSteps: 120, evaluateEvery: 240, reporters: [] };
    const run = await merge(observations, options).train(training);
    const path = join(folder, `${name}.safetensors`);
    await writeWeights(run, path);
    const scale = await readWeights(path);

    const model = merge(observations, { ...options, initial: { scale }, freeze: "scale" });
    const { images, knownImages } = model.takenOver?.counts ?? {};
    expect([images, knownImages]).toEqual([model.data.images.length, model.data.images.length]);
    const next = await model.train({ ...training, seed: 5 });
    expect(ofScale(next)).toEqual(ofScale(run));
    expect(Object.keys(ofScale(run)).length).toBeGreaterThan(2);
    expect(next.scales.mean).toEqual(run.scales.mean);
    expect(next.scales.deviation).toEqual(run.scales.deviation);
    // the amplitudes are trained anew, with another seed, and come to the same
    expect(next.parameters.posterior).not.toEqual(run.parameters.posterior);
    const label = run.merged.has("F") ? "F" : "F(+)";
    const both = [next, run].map(({ merged }) => merged.values(label));
    const known = Array.from(both[0].keys()).filter((row) => Number.isFinite(both[0][row] + both[1][row]));
    expect(pearson(...(both.map((F) => known.map((row) => F[row])) as [number[], number[]]))).toBeGreaterThan(
      0.98,
    );
  });

  test("frozen amplitudes are the same to the bit, and the scale is trained to them", async () => {
    const training = { steps: 60, warmUpSteps: 30, evaluateEvery: 60, reporters: [] };
    const run = await merge(observations, options).train(training);
    const path = join(folder, `${name}-amplitudes.safetensors`);
    await writeWeights(run, path);
    const amplitudes = await readWeights(path);
    const next = await merge(observations, {
      ...options,
      initial: { amplitudes },
      freeze: "amplitudes",
    }).train(training);
    const label = run.merged.has("F") ? "F" : "F(+)";
    expect(next.merged.values(label)).toEqual(run.merged.values(label));
    expect(ofScale(next)).not.toEqual(ofScale(run));
  });
});

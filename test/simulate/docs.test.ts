// The examples of docs/simulate.md, run as they stand, and its table of fields.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as friedel from "../../lib/browser.js";

const page = readFileSync(join(import.meta.dirname, "../../docs/simulate.md"), "utf8");
const examples = [...page.matchAll(/```ts(?: run)?\n(.*?)```/gs)].map(([, code]) => code);

/** Runs examples one after the other, their imports become destructurings, and gives back the constants named. */
async function run(code: string, names: readonly string[]): Promise<Record<string, unknown>> {
  const body = code.replace(/import (\{[^}]*\}) from "friedel";/g, "const $1 = friedel;");
  const make = new Function(
    "friedel",
    `return (async () => { ${body}\n return { ${names.join(", ")} }; })()`,
  );
  // There is no file model.pdb.
  const readStructure = async () => friedel.randomStructure({ seed: 7 });
  return make({ ...friedel, readStructure }) as Promise<Record<string, unknown>>;
}

test("the examples run and give what they say", async () => {
  expect(examples.length).toBe(3);
  const names = ["data", "statistics", "picture", "merged", "weak", "model", "hard"];
  const results = await run(examples.join("\n"), names);
  const { observations, truth } = results.data as friedel.RotationData;
  expect(observations.labels.slice(0, 7)).toEqual(["H", "K", "L", "M/ISYM", "BATCH", "I", "SIGI"]);
  expect(truth.labels.slice(3)).toEqual(["F", "I", "F(+)", "F(-)", "I(+)", "I(-)", "PHI(+)"]);
  expect((results.statistics as friedel.MergingStatistics).overall.ccHalf).toBeGreaterThan(0.99);
  expect((results.merged as friedel.ReflectionTable).has("F(+)")).toBe(true);
  const weak = results.weak as friedel.RotationData;
  expect(weak.observations.spaceGroup.name).toBe("P 41 21 2");
  expect(weak.geometry.imageCount).toBe(180);
  const hard = results.hard as friedel.RotationData;
  expect(hard.structure).toBe(results.model);
  expect(hard.observations.batches.length).toBe(178);
});

test("the page names the fields and the options that there are, with their defaults", () => {
  const data = friedel.simulateRotation({ dMin: 6, rotationRange: 5 });
  for (const field of Object.keys(data)) expect(page).toContain(`\`${field}\``);
  for (const field of Object.keys(data.truthOfObservations)) expect(page).toContain(`\`${field}\``);
  const defaults: Record<string, unknown> = friedel.rotationDefaults;
  for (const [, option, value] of page.matchAll(/`(\w+)` \((?:ΔB = )?([\d.]+)/g)) {
    expect(defaults[option], option).toBe(Number(value));
  }
});

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
  expect(examples.length).toBe(6);
  const names = ["data", "statistics", "picture", "merged", "weak", "model", "hard"].concat([
    "laue",
    "wide",
    "light",
    "stills",
    "comparison",
  ]);
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
  const { laue, wide, light, stills, comparison } = results as {
    readonly laue: friedel.LaueSimulation;
    readonly wide: friedel.LaueSimulation;
    readonly light: friedel.LaueSimulation;
    readonly stills: friedel.StillsSimulation;
    readonly comparison: friedel.TruthComparison;
  };
  expect(page).toContain(laue.observations.labels.join(" "));
  expect(page).toContain(stills.observations.labels.join(" "));
  expect(laue.observations.length).toBeGreaterThan(10_500);
  expect(laue.observations.length).toBeLessThan(11_500);
  expect(Math.max(...laue.truthOfObservations.harmonicCount)).toBe(8);
  const { harmonicCount } = wide.truthOfObservations;
  expect(harmonicCount.filter((count) => count > 1).length / harmonicCount.length).toBeLessThan(0.05);
  expect(light.truth.values("F")).toEqual(laue.truth.values("F"));
  expect(stills.truth.values("F(+)")).not.toEqual(stills.truth.values("F(-)"));
  expect(comparison.all.correlation.overall).toBeGreaterThan(0.99);
});

test("the page names the fields and the options that there are, with their defaults", () => {
  const [, rotation, laue, stills] = page.split(/^## (?=Rotation data|Laue data|Serial stills|Judging)/m);
  const sections: readonly [string, object, object, object][] = [
    [rotation, ...partsOf(friedel.simulateRotation({ dMin: 6, rotationRange: 5 })), friedel.rotationDefaults],
    [laue, ...partsOf(friedel.simulateLaue({ dMin: 5, imageCount: 3 })), friedel.laueSimulationDefaults],
    [
      stills,
      ...partsOf(friedel.simulateStills({ dMin: 5, imageCount: 9 })),
      friedel.stillsSimulationDefaults,
    ],
  ];
  for (const [text, fields, ofObservations, defaults] of sections) {
    for (const field of Object.keys(fields)) expect(text).toContain(`\`${field}\``);
    for (const field of Object.keys(ofObservations)) expect(text).toContain(`\`${field}\``);
    let options = 0;
    for (const [, option, value] of text.matchAll(/`(\w+)` \((?:ΔB = )?([\d.]+)/g)) {
      expect(defaults[option as keyof typeof defaults], option).toBe(Number(value));
      options++;
    }
    expect(options).toBeGreaterThan(8);
  }
});

function partsOf<Data extends { readonly truthOfObservations: object }>(data: Data): [Data, object] {
  return [data, data.truthOfObservations];
}

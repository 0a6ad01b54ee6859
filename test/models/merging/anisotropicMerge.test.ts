/** Merges of simulated data that fall off by direction: the tensor is found, weak data come out better, nothing leaks. */
import { describe, expect, test } from "vitest";
import { type MergeOptions, merge, priors } from "../../../lib/models/index.js";
import { quadraticForm, reciprocalVectors } from "../../../lib/models/merging/anisotropicFallOff.js";
import type { ReflectionTable } from "../../../lib/table/reflectionTable.js";
import { changed, rotation } from "./tables.js";

/** Å² beyond that of the simulated crystal: ± 40 along the axes, none on the mean. */
const beyond = [40, 0, -40, 0, 0, 0];
const simulated = rotation({
  seed: 5,
  dMin: 2.8,
  meanCounts: 20,
  radiationDamage: 0,
  absorption: 0,
  scaleDrift: 0,
});
const s = reciprocalVectors(simulated.observations.cell, simulated.observations.hkl());
const factor = (row: number) => Math.exp(-0.5 * quadraticForm(beyond, s, row));
// weaker intensities with the same errors: what falls off is lost in the noise
const observations = changed(simulated.observations, "I", (old, row) => {
  const noise = old - simulated.truthOfObservations.expectedIntensity[row];
  return simulated.truthOfObservations.expectedIntensity[row] * factor(row) + noise;
});

/** Merged amplitudes beside the true ones, which fall off as the data do. */
function pairs(table: ReflectionTable) {
  const { truth } = simulated;
  const hkl = truth.hkl();
  const vectors = reciprocalVectors(truth.cell, hkl);
  const rows = new Map(
    Array.from({ length: truth.length }, (_, r) => [hkl.subarray(3 * r, 3 * r + 3).join(), r]),
  );
  const own = table.hkl();
  const [merged, known]: [number[], number[]] = [[], []];
  for (const mate of ["F(+)", "F(-)"]) {
    const [f, actual] = [table.values(mate), truth.values(mate)];
    f.forEach((value, i) => {
      const r = rows.get(own.subarray(3 * i, 3 * i + 3).join());
      if (r === undefined || !Number.isFinite(value)) return;
      merged.push(value);
      known.push(actual[r] * Math.exp(-0.25 * quadraticForm(beyond, vectors, r)));
    });
  }
  return { merged, known };
}

async function fit(prior: MergeOptions["prior"]) {
  // the scale is known, so that nothing but the prior can tell of directions
  const scale = { network: false, imageScales: false };
  const model = merge(observations, { testFraction: 0.1, prior, scale, anomalous: true });
  const run = await model.train({ steps: 700, evaluateEvery: 700 });
  const { merged, known } = pairs(run.merged);
  let [top, bottom] = [0, 0];
  merged.forEach((f, g) => {
    top += f * known[g];
    bottom += known[g] ** 2;
  });
  const error = merged.reduce((sum, f, g) => sum + (f - (top / bottom) * known[g]) ** 2, 0);
  return { model, run, error: Math.sqrt(error / merged.length) };
}

describe("data that fall off by direction", () => {
  test("the tensor is found, and amplitudes are nearer to the truth than with B alone", async () => {
    const [plain, anisotropic] = [await fit(priors.wilson()), await fit(priors.wilson({ anisotropy: true }))];
    const found = anisotropic.model.anisotropy ?? [];
    expect(plain.model.anisotropy).toBeUndefined();
    // found: 77.8, 30.5, −7.7 Å², where the isotropic fit has 19.7
    expect(Math.abs(found[0] - found[2] - 80)).toBeLessThan(15);
    expect(Math.abs(found[0] - found[1] - 40)).toBeLessThan(15);
    expect(found.slice(3).map(Math.abs)).toEqual([0, 0, 0]);
    // found: rms errors of F 0.385 and 0.433, CCpred 0.663 and 0.661
    expect(anisotropic.error).toBeLessThan(0.95 * plain.error);
    const ofTest = ({ run }: typeof plain) => run.ccPred().overall.test.spearman;
    expect(ofTest(anisotropic)).toBeGreaterThan(ofTest(plain) - 0.002);
  });

  test("what is held out has no part in the tensor", () => {
    const test = observations.values("ROT").map((rot) => (rot % 10 < 1 ? 1 : 0));
    const of = (table: typeof observations) =>
      merge(table, { test, prior: priors.wilson({ anisotropy: true }) }).anisotropy;
    expect(of(changed(observations, "I", (old, row) => (test[row] ? 1000 * old + 5 : old)))).toEqual(
      of(observations),
    );
    expect(of(changed(observations, "I", (old, row) => (row % 10 ? old : 3 * old)))).not.toEqual(
      of(observations),
    );
  });

  test("a tensor that is given is used as it is", () => {
    const given = [70, 30, -10, 0, 0, 0];
    const model = merge(observations, { prior: priors.wilson({ anisotropy: given }) });
    expect(model.anisotropy).toEqual(given);
    expect(model.bFactor).toBe(30);
    expect(model.description).toMatchObject({ anisotropy: given });
    const { hkl, cell } = model.data.observations;
    const vectors = reciprocalVectors(cell, hkl);
    const { expected } = model.beginning;
    const ratio = (g: number) =>
      expected[g] / (model.data.epsilon[g] * Math.exp(-0.5 * quadraticForm(given, vectors, g)));
    for (let g = 0; g < expected.length; g += 17) expect(ratio(g) / ratio(0)).toBeCloseTo(1, 9);
    expect(() => merge(observations, { prior: priors.wilson({ anisotropy: [1, 2, 3, 4, 0, 0] }) })).toThrow(
      /point group 222 leaves as it is/,
    );
  });
});

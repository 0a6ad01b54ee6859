/**
 * Oracles: the formula (frenchWilson.test.ts) with Σ of localIntensity; simulated Wilson data, of which the posterior must
 * be the mean of the truth; phenix by way of frenchWilson.test.ts.
 */
import { expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../lib/errors.js";
import { exponential } from "../../lib/random/gamma.js";
import { randomStream } from "../../lib/random/index.js";
import { normal } from "../../lib/random/normal.js";
import {
  addFrenchWilsonAmplitudes,
  classicalMerge,
  frenchWilson,
  localIntensity,
} from "../../lib/statistics/index.js";
import { ReflectionTable } from "../../lib/table/index.js";
import { dataTest } from "../data.js";
import { realTable, unmerged, unmergedFiles } from "./reflections.js";

/** Merged Wilson data of mean 1 with noise of 1: acentric reflections of P 1. */
function weakWilson(): { table: ReflectionTable; truth: Float64Array } {
  const hkl: number[][] = [];
  for (let h = 1; h <= 20; h++)
    for (let k = 1; k <= 20; k++) for (let l = 1; l <= 10; l++) hkl.push([h, k, l]);
  const truth = Float64Array.from(hkl, (_, i) => exponential(randomStream(1, "J"), i));
  const noise = randomStream(1, "noise");
  const axis = (a: number) => ({ label: "HKL"[a], type: "H" as const, data: hkl.map((index) => index[a]) });
  const table = new ReflectionTable({
    cell: [50, 60, 70, 80, 85, 75],
    spaceGroup: "P 1",
    merged: true,
    columns: [
      axis(0),
      axis(1),
      axis(2),
      { label: "I", type: "J", data: truth.map((j, i) => j + normal(noise, i)) },
      { label: "SIGI", type: "Q", data: truth.map(() => 1) },
    ],
  });
  return { table, truth };
}

test("posterior means are unbiased and closer to the truth than the data; sigmas say how close", () => {
  const { table, truth } = weakWilson();
  const amplitudes = addFrenchWilsonAmplitudes(table);
  const f = amplitudes.values("F");
  const sigma = amplitudes.values("SIGF");
  let bias = 0;
  let chi = 0;
  truth.forEach((j, i) => {
    bias += (f[i] - Math.sqrt(j)) / truth.length;
    chi += (f[i] - Math.sqrt(j)) ** 2 / sigma[i] ** 2 / truth.length;
  });
  expect(truth.length).toBe(4000);
  expect(Math.abs(bias)).toBeLessThan(0.02); // 3.5 standard errors of about 0.35/√4000
  expect(Math.abs(chi - 1)).toBeLessThan(0.06);
  expect(f.every((value) => value > 0)).toBe(true);
});

test("amplitudes stand before the intensities, with their types, and replace earlier ones", () => {
  const { table } = weakWilson();
  const once = addFrenchWilsonAmplitudes(table);
  expect(once.labels.join(" ")).toBe("H K L F SIGF I SIGI");
  expect(once.columns.map(({ type }) => type).join("")).toBe("HHHFQJQ");
  const twice = addFrenchWilsonAmplitudes(once);
  expect(twice.labels).toEqual(once.labels);
  expect(twice.values("F")).toEqual(once.values("F"));
});

test("missing intensities give missing amplitudes", () => {
  const { table } = weakWilson();
  const intensity = Float64Array.from(table.values("I"));
  intensity[7] = Number.NaN;
  const amplitudes = addFrenchWilsonAmplitudes(table.with({ label: "I", type: "J", data: intensity }));
  expect(amplitudes.values("F")[7]).toBeNaN();
  expect(amplitudes.values("F")[8]).not.toBeNaN();
});

test("unmerged data and missing columns", () => {
  const { table } = weakWilson();
  expect(() => addFrenchWilsonAmplitudes(unmerged([[1, 2, 3, 10, 1]]))).toThrow(InputError);
  expect(() => addFrenchWilsonAmplitudes(table.without("I"))).toThrow(MissingColumnError);
  expect(() => addFrenchWilsonAmplitudes(table.without("SIGI"))).toThrow("column SIGI is not in the table");
  expect(() => addFrenchWilsonAmplitudes(table, { intensity: "IMAEN" })).toThrow(MissingColumnError);
});

dataTest("gamma: each mate by its own intensity, with the Σ and ε of the reflection", async () => {
  const { table } = classicalMerge(await realTable(unmergedFiles.gamma), { anomalous: true });
  const { cell, spaceGroup } = table;
  const hkl = table.hkl();
  const index = Array.from(
    { length: table.length },
    (_, i) => [hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]] as const,
  );
  const epsilon = Float64Array.from(index, (h) => spaceGroup.epsilon(...h));
  const centric = index.map((h) => spaceGroup.isCentric(...h));
  const [plus, minus] = [table.values("I(+)"), table.values("I(-)")];
  const mean = Float64Array.from(plus, (p, i) =>
    Number.isNaN(p) ? minus[i] : Number.isNaN(minus[i]) ? p : (p + minus[i]) / 2,
  );
  const inverse = Float64Array.from(index, (h) => cell.inverseDSquared(...h));
  const wilson = localIntensity(inverse, mean, epsilon).mean.map((value, i) => value * epsilon[i]);
  for (const mate of ["(+)", "(-)"]) {
    const { amplitude } = frenchWilson(
      table.values(`I${mate}`),
      table.values(`SIGI${mate}`),
      wilson,
      centric,
    );
    expect(table.values(`F${mate}`)).toEqual(Float32Array.from(amplitude));
  }
  const axial = index.findIndex(([h, k, l]) => h === 0 && k === 0 && l === 4);
  expect(epsilon[axial]).toBe(2);
});

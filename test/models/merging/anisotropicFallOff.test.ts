/**
 * The anisotropic fall-off beside cctbx (Debye–Waller factors, tensors averaged over point groups, numbers that are free), and
 * fitted to Wilson data made with it.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../../lib/crystal/index.js";
import { InputError } from "../../../lib/errors.js";
import {
  anisotropicIntensities,
  checkedTensor,
  fitAnisotropicFallOff,
  freeTensors,
  givenAnisotropy,
  isotropicPart,
  quadraticForm,
  reciprocalVectors,
  symmetrised,
} from "../../../lib/models/merging/anisotropicFallOff.js";
import { fitFallOff } from "../../../lib/models/merging/wilsonFallOff.js";
import { fillUniform, randomStream } from "../../../lib/random/index.js";

interface Reference {
  readonly b: readonly number[];
  readonly hkl: readonly (readonly number[])[];
  readonly crystals: readonly {
    readonly spaceGroup: string;
    readonly cell: readonly [number, number, number, number, number, number];
    readonly free: number;
    readonly mean: readonly number[];
    readonly factors: readonly number[];
  }[];
}

const reference: Reference = JSON.parse(
  readFileSync(new URL("../../reference/models/anisotropy.json", import.meta.url), "utf8"),
);

describe.each(reference.crystals)("$spaceGroup beside cctbx", ({ spaceGroup, cell, free, mean, factors }) => {
  const crystal = { cell: new UnitCell(...cell), spaceGroup: SpaceGroup.fromName(spaceGroup) };

  test("the factor of intensities is the square of that of amplitudes", () => {
    const s = reciprocalVectors(crystal.cell, reference.hkl.flat());
    factors.forEach((factor, i) => {
      expect(Math.exp(-0.5 * quadraticForm(reference.b, s, i)) / factor).toBeCloseTo(1, 9);
    });
  });

  test("a tensor is averaged over the point group", () => {
    symmetrised(reference.b, crystal).forEach((value, k) => {
      expect(value).toBeCloseTo(mean[k], 6);
    });
    expect(isotropicPart(mean)).toBeCloseTo(30, 6);
  });

  test("as many tensors are free, and each is its own mean", () => {
    const tensors = freeTensors(crystal);
    expect(tensors.length).toBe(free);
    for (const tensor of tensors)
      symmetrised(tensor, crystal).forEach((value, k) => {
        expect(value).toBeCloseTo(tensor[k], 9);
      });
  });

  test("a tensor that is not the point group's is refused, its mean is not", () => {
    if (free < 6) expect(() => checkedTensor(reference.b, crystal)).toThrow(InputError);
    checkedTensor(mean, crystal).forEach((value, k) => {
      expect(value).toBeCloseTo(mean[k], 6);
    });
  });
});

/** Acentric Wilson data of a crystal to 2.5 Å: exponential about level exp(−½ sᵀBs). */
function made(crystal: { cell: UnitCell }, b: readonly number[], seed: number, sigma: number) {
  const hkl: number[] = [];
  for (let h = -12; h <= 12; h++)
    for (let k = -12; k <= 12; k++)
      for (let l = 0; l <= 12; l++) {
        const inverse = crystal.cell.inverseDSquared(h, k, l);
        if (inverse > 1e-3 && inverse < 0.16) hkl.push(h, k, l);
      }
  const vectors = reciprocalVectors(crystal.cell, hkl);
  const n = hkl.length / 3;
  const uniform = fillUniform(randomStream(seed, "wilson"), new Float64Array(n));
  const epsilon = new Float64Array(n).fill(1);
  const mean = anisotropicIntensities({ level: 700, bFactor: 0, anisotropy: b }, epsilon, vectors);
  const data = {
    intensity: mean.map((m, i) => -m * Math.log(uniform[i])),
    sigma: new Float64Array(n).fill(sigma),
    epsilon,
    inverseDSquared: Float64Array.from({ length: n }, (_, i) =>
      crystal.cell.inverseDSquared(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]),
    ),
  };
  return { data, vectors };
}

const monoclinic = {
  cell: new UnitCell(30, 26, 28, 90, 103, 90),
  spaceGroup: SpaceGroup.fromName("P 1 21 1"),
};
const tensor = [35, 12, 28, 0, -9, 0];

describe("Wilson data of a monoclinic crystal", () => {
  const tensors = freeTensors(monoclinic);
  const fits = Array.from({ length: 20 }, (_, seed) => {
    const { data, vectors } = made(monoclinic, tensor, seed, 1);
    return fitAnisotropicFallOff(data, vectors, tensors);
  });

  test("the tensor and the level come out without bias", () => {
    const spread = (values: readonly number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return { mean, error: Math.sqrt(squares / values.length / (values.length - 1)) };
    };
    for (const k of [0, 1, 2, 4]) {
      const { mean, error } = spread(fits.map(({ anisotropy }) => anisotropy[k]));
      expect(error).toBeLessThan(1);
      expect(Math.abs(mean - tensor[k])).toBeLessThan(4 * error);
    }
    const level = spread(fits.map((fit) => Math.log(fit.level)));
    expect(Math.abs(level.mean - Math.log(700))).toBeLessThan(4 * level.error);
  });

  test("what the point group forbids is 0, and B is a third of the trace", () => {
    for (const { anisotropy, bFactor } of fits) {
      expect(anisotropy[3]).toBeCloseTo(0, 10);
      expect(anisotropy[5]).toBeCloseTo(0, 10);
      expect(bFactor).toBeCloseTo((anisotropy[0] + anisotropy[1] + anisotropy[2]) / 3, 10);
    }
  });
});

test("with 1 alone it is the isotropic fit", () => {
  const { data, vectors } = made(monoclinic, [20, 20, 20, 0, 0, 0], 3, 100);
  const found = fitAnisotropicFallOff(data, vectors, [[1, 1, 1, 0, 0, 0]]);
  const isotropic = fitFallOff(data);
  expect(found.bFactor).toBeCloseTo(isotropic.bFactor, 6);
  expect(found.level / isotropic.level).toBeCloseTo(1, 8);
});

test("with too few reflections, or none above the noise, it is isotropic", () => {
  const { data, vectors } = made(monoclinic, tensor, 5, 1);
  const few = { ...data, sigma: data.sigma.map((s, i) => (i < 30 ? s : Number.POSITIVE_INFINITY)) };
  const { anisotropy } = fitAnisotropicFallOff(few, vectors, freeTensors(monoclinic));
  expect(anisotropy).toEqual([anisotropy[0], anisotropy[0], anisotropy[0], 0, 0, 0]);
  expect(anisotropy[0]).toBeCloseTo(fitFallOff(few).bFactor, 8);
  const noise = { ...data, intensity: data.intensity.map(() => 0), sigma: data.sigma.map(() => 1e4) };
  const flat = fitAnisotropicFallOff(noise, vectors, freeTensors(monoclinic));
  expect(flat.anisotropy.every(Number.isFinite)).toBe(true);
});

test("with B given the level is fitted alone", () => {
  const { data, vectors } = made(monoclinic, tensor, 7, 1);
  const { level, anisotropy } = givenAnisotropy(data, vectors, tensor);
  expect(anisotropy).toBe(tensor);
  // of some thousand exponential numbers
  expect(Math.abs(Math.log(level / 700))).toBeLessThan(4 / Math.sqrt(data.intensity.length));
});

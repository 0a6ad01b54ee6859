/** The rough merge: image scales and intensities come out that went in; nothing but what was chosen takes part. */
import { describe, expect, test } from "vitest";
import { collectMergingData, type MergingData } from "../../../lib/models/merging/mergingData.js";
import { roughMerge } from "../../../lib/models/merging/roughMerge.js";
import { fillNormal, fillUniform, randomInteger, randomStream } from "../../../lib/random/index.js";
import { type Row, unmerged } from "./tables.js";

const images = 12;
const hkls = Array.from({ length: 150 }, (_, i): [number, number, number] => [
  1 + (i % 5),
  1 + (Math.floor(i / 5) % 5),
  1 + Math.floor(i / 25),
]);
const uniforms = (n: number, name: string) => fillUniform(randomStream(2, name), new Float64Array(n));
const truth = uniforms(hkls.length, "intensity").map((u) => -100 * Math.log(u));
const scales = uniforms(images, "scale").map((u, k) => (k === 0 ? 1 : 0.4 + 1.6 * u));

/** Each reflection on four images, at random. */
function made(noise: number): { data: MergingData; truthOf: Float64Array; imageOf: Int32Array } {
  const errors = fillNormal(randomStream(2, "noise"), new Float64Array(4 * hkls.length));
  const rows = hkls.flatMap((hkl, h) =>
    [0, 1, 2, 3].map((k): Row => {
      const image = randomInteger(randomStream(2, "image"), 4 * h + k, images);
      const intensity = scales[image] * truth[h] + noise * errors[4 * h + k];
      return { hkl, intensity, sigma: Math.max(noise, 1e-3), batch: image + 1 };
    }),
  );
  const data = collectMergingData(unmerged(rows), { metadata: [] });
  const truthOf = new Float64Array(data.groups.count);
  data.rowOf.forEach((row, i) => {
    truthOf[data.reflection[i]] = truth[row >> 2];
  });
  return { data, truthOf, imageOf: data.image };
}

const all = (data: MergingData) => new Uint8Array(data.test.length).fill(1);

describe("exact intensities", () => {
  const { data, truthOf } = made(0);

  test("image scales and intensities are recovered", () => {
    const { intensity, imageScale, count } = roughMerge(data, { chosen: all(data), imageScales: true });
    expect(imageScale[0]).toBe(1);
    // eight rounds come near; they start where every scale is 1
    imageScale.forEach((scale, k) => {
      expect(Math.abs(scale / scales[k] - 1)).toBeLessThan(0.02);
    });
    intensity.forEach((value, g) => {
      if (truthOf[g] > 1) expect(Math.abs(value / truthOf[g] - 1)).toBeLessThan(0.03);
    });
    expect(count.every((n) => n === 4)).toBe(true);
  });

  test("with the scales known of each observation they are exact", () => {
    const scale = Float64Array.from(data.image, (k) => scales[k]);
    const { intensity, imageScale } = roughMerge(data, { chosen: all(data), scale });
    intensity.forEach((value, g) => {
      expect(Math.abs(value / truthOf[g] - 1)).toBeLessThan(1e-6);
    });
    expect(imageScale.every((k) => k === 1)).toBe(true);
  });
});

describe("noisy intensities", () => {
  const { data, truthOf } = made(8);
  const merged = roughMerge(data, { chosen: all(data), imageScales: true });

  test("image scales and intensities are recovered within their errors", () => {
    merged.imageScale.forEach((scale, k) => {
      expect(Math.abs(scale / scales[k] - 1)).toBeLessThan(0.1);
    });
    const z = merged.intensity.map((value, g) => (value - truthOf[g]) / merged.sigma[g]);
    const square = z.reduce((sum, value) => sum + value * value, 0) / z.length;
    // sigmas take in 10 % of the intensity, more than these errors
    expect(square).toBeGreaterThan(0.2);
    expect(square).toBeLessThan(1.3);
  });

  test("without image scales it is the weighted mean", () => {
    const { intensity, imageScale } = roughMerge(data, { chosen: all(data) });
    expect(imageScale.every((k) => k === 1)).toBe(true);
    // sigmas are equal: the mean of each reflection's four
    const means = new Float64Array(data.groups.count);
    data.reflection.forEach((g, i) => {
      means[g] += data.observations.intensity[i] / 4;
    });
    intensity.forEach((value, g) => {
      expect(value).toBeCloseTo(means[g], 9);
    });
  });

  test("what was not chosen takes no part, whatever it is", () => {
    const chosen = Uint8Array.from(data.test, (_, i) => (i % 4 === 1 ? 0 : 1));
    const wild = {
      ...data,
      observations: {
        ...data.observations,
        intensity: data.observations.intensity.map((value, i) => (chosen[i] ? value : 1e30 * (i % 3) - 1e29)),
        sigma: data.observations.sigma.map((value, i) => (chosen[i] ? value : 1e-30)),
      },
    };
    expect(roughMerge(wild, { chosen, imageScales: true })).toEqual(
      roughMerge(data, { chosen, imageScales: true }),
    );
    expect(roughMerge(data, { chosen }).count.every((n) => n === 3)).toBe(true);
  });

  test("a reflection of which nothing was chosen has an infinite sigma, an image the scale that all start from", () => {
    const chosen = Uint8Array.from(data.test, (_, i) =>
      data.reflection[i] === 5 || data.image[i] === 3 ? 0 : 1,
    );
    const { intensity, sigma, count, imageScale } = roughMerge(data, { chosen, imageScales: true });
    expect(sigma[5]).toBe(Number.POSITIVE_INFINITY);
    expect(intensity[5]).toBe(0);
    expect(count[5]).toBe(0);
    // 1 before the first image was made 1
    const others = imageScale.filter((_, k) => k !== 3);
    expect(imageScale[3]).toBeGreaterThan(Math.min(...others));
    expect(imageScale[3]).toBeLessThan(Math.max(...others));
    expect(intensity.every(Number.isFinite)).toBe(true);
  });
});

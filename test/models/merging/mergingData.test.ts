/** What a merge is fitted to: observations with their reflection, image, and place in the tables as given. */
import { describe, expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../../lib/errors.js";
import { collectMergingData, fingerprint } from "../../../lib/models/merging/mergingData.js";
import { simulateRotation } from "../../../lib/simulate/index.js";
import { changed, type Row, rotation, unmerged } from "./tables.js";

const { observations: table } = rotation();

describe.each([false, true])("of simulated data, anomalous %s", (anomalous) => {
  const data = collectMergingData(table, { anomalous });
  const { observations, reflection, rowOf } = data;
  const asu = table.hklToAsu({ anomalous }).hkl();

  test("each row of the table is one observation", () => {
    expect(Array.from(rowOf).sort((a, b) => a - b)).toEqual(
      Array.from({ length: table.length }, (_, i) => i),
    );
    expect(data.tableOf.every((t) => t === 0)).toBe(true);
  });

  test("observations have the intensity, sigma and image of their row", () => {
    const [intensity, sigma, batch] = ["I", "SIGI", "BATCH"].map((label) => table.values(label));
    rowOf.forEach((row, i) => {
      expect(observations.intensity[i]).toBe(intensity[row]);
      expect(observations.sigma[i]).toBe(sigma[row]);
      expect(data.images[data.image[i]]).toEqual({ table: 0, batch: batch[row] });
    });
    expect(data.images.length).toBe(new Set(batch).size);
  });

  test("rows of one reflection, and no others, have one number", () => {
    const numbers = new Map<string, number>();
    reflection.forEach((g, i) => {
      const key = asu.slice(3 * rowOf[i], 3 * rowOf[i] + 3).join();
      expect(numbers.get(key) ?? g).toBe(g);
      numbers.set(key, g);
    });
    expect(numbers.size).toBe(data.groups.count);
    expect(new Set(numbers.values()).size).toBe(data.groups.count);
  });

  test("reflections have their symmetry and resolution", () => {
    const centrics = table.spaceGroup.centricFlags(table.hkl());
    const epsilon = table.computeEpsilon().values("EPSILON");
    const d = table.cell.dSpacings(table.hkl());
    expect(data.centric.length).toBe(data.groups.count);
    reflection.forEach((g, i) => {
      expect(data.centric[g]).toBe(centrics[rowOf[i]]);
      expect(data.epsilon[g]).toBe(epsilon[rowOf[i]]);
      expect(data.inverseDSquared[g] ** -0.5).toBeCloseTo(d[rowOf[i]], 9);
    });
    expect(new Set(data.centric).size).toBe(2);
    expect(new Set(data.epsilon).size).toBe(2);
  });
});

describe("of several tables", () => {
  const first: Row[] = [
    { hkl: [3, 2, 1], intensity: 10, batch: 7 },
    { hkl: [1, 2, 3], intensity: 20, batch: -5 },
  ];
  const second: Row[] = [
    { hkl: [1, 2, 3], intensity: 30, batch: 7 },
    { hkl: [-1, -2, -3], intensity: 40, batch: 2 },
    { hkl: [3, 2, 1], intensity: 50, batch: 7 },
  ];
  const data = collectMergingData([unmerged(first), unmerged(second)], {
    anomalous: true,
    metadata: ["image"],
  });
  const ofIntensity = (intensity: number) => data.observations.intensity.indexOf(intensity);

  test("observations know their table and row", () => {
    const places = [10, 20, 30, 40, 50].map((intensity) => {
      const i = ofIntensity(intensity);
      return [data.tableOf[i], data.rowOf[i]];
    });
    expect(places).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
  });

  test("an image is a batch of a table, in the order of tables and batches", () => {
    expect(data.images).toEqual([
      { table: 0, batch: -5 },
      { table: 0, batch: 7 },
      { table: 1, batch: 2 },
      { table: 1, batch: 7 },
    ]);
    expect([10, 20, 30, 40, 50].map((intensity) => data.image[ofIntensity(intensity)])).toEqual([
      1, 0, 3, 2, 3,
    ]);
  });

  test("reflections are merged across tables, mates apart", () => {
    const g = [10, 20, 30, 40, 50].map((intensity) => data.reflection[ofIntensity(intensity)]);
    expect(g[0]).toBe(g[4]);
    expect(g[1]).toBe(g[2]);
    expect(new Set(g).size).toBe(3);
  });
});

test("what cannot be used is left out", () => {
  const spoilt = changed(
    changed(table, "SIGI", (x, row) => (row < 5 ? 0 : x)),
    "I",
    (x, row) => (row >= 5 && row < 9 ? Number.NaN : x),
  );
  const data = collectMergingData(spoilt, { dMin: 5 });
  expect(data.observations.dropped).toMatchObject({ sigmaNotPositive: 5, missing: 4 });
  expect(data.observations.dropped.outsideResolution).toBeGreaterThan(0);
  expect(data.metadata.values.length).toBe(data.test.length * data.metadata.names.length);
  expect(Math.min(...data.rowOf)).toBeGreaterThanOrEqual(9);
});

test("a spot that was cut by image borders is one observation: the sum, with image and metadata of its largest part", () => {
  const cut = simulateRotation({ seed: 8, dMin: 5, rotationRange: 20, mosaicity: 0.3, partials: true });
  const { observations: parts, truthOfObservations: known } = cut;
  const data = collectMergingData(parts, { metadata: ["dHKL", "ROT"] });
  const [intensity, batch, fraction] = ["I", "BATCH", "FRACTIONCALC"].map((label) => parts.values(label));
  expect(data.observations.partials.sums.complete).toBeGreaterThan(50);
  expect(data.rowOf.length).toBeLessThan(parts.length);
  data.rowOf.forEach((row, i) => {
    const spot = Array.from(known.spot.keys()).filter((other) => known.spot[other] === known.spot[row]);
    const sum = spot.reduce((all, other) => all + intensity[other], 0);
    expect(Math.abs(data.observations.intensity[i] - sum)).toBeLessThanOrEqual(1e-9 * Math.abs(sum));
    expect(fraction[row]).toBe(Math.max(...spot.map((other) => fraction[other])));
    expect(data.images[data.image[i]].batch).toBe(batch[row]);
  });
  expect(data.metadata.values.length).toBe(2 * data.rowOf.length);
  expect(collectMergingData(parts, { partials: "keep" }).rowOf.length).toBe(parts.length);
});

describe("refused in one sentence", () => {
  test("intensities of which none is above 0", () => {
    const negative = changed(table, "I", (x) => -Math.abs(x) - 1);
    expect(() => collectMergingData(negative, {})).toThrow(InputError);
    expect(() => collectMergingData(negative, {})).toThrow(
      `intensities I: got none above 0 among ${table.length}, expected some; is this the right column?`,
    );
    expect(() =>
      collectMergingData(
        changed(table, "I", () => 0),
        {},
      ),
    ).toThrow("got none above 0");
  });

  test("merged data, no data, no sigmas", () => {
    expect(() => collectMergingData(rotation().truth, {})).toThrow(/got merged reflections/);
    expect(() => collectMergingData([], {})).toThrow("got no table");
    expect(() => collectMergingData(table.slice(0, 0), {})).toThrow("got no rows");
    expect(() => collectMergingData(table.without("SIGI"), {})).toThrow(MissingColumnError);
    expect(() =>
      collectMergingData(
        changed(table, "SIGI", () => -1),
        {},
      ),
    ).toThrow("none that can be used");
    expect(() => collectMergingData(table, { intensity: "J" })).toThrow(MissingColumnError);
  });
});

test("the fingerprint is of what is fitted to: another intensity, test set or metadata is other data", () => {
  const of = (observations: typeof table, options = {}) =>
    fingerprint(collectMergingData(observations, options));
  const first = of(table);
  expect(first).toMatch(/^\d+ observations, CRC-32 [0-9a-f]{8}$/);
  expect(of(table)).toBe(first);
  for (const label of ["I", "SIGI", "XDET"])
    expect(of(changed(table, label, (old, row) => (row === 3 ? old + 1 : old)))).not.toBe(first);
  expect(of(table, { testFraction: 0.1 })).not.toBe(first);
});

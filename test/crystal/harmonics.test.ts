/**
 * Oracles: a double loop over reflections and orders that knows no ray; the rule of the Laue prototype, transcribed
 * (numpy.gcd.reduce, every order tested); gcds by hand; gemmi's absences through a group whose rule is known (00l of P 63).
 */
import { describe, expect, test } from "vitest";
import { type HarmonicTerms, harmonicTerms } from "../../lib/crystal/harmonics.js";
import { generateHkl } from "../../lib/crystal/millerIndex.js";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { InputError } from "../../lib/errors.js";
import { randomStream, uniform } from "../../lib/random/index.js";

const cell = new UnitCell(34, 42, 50, 90, 103, 90);
const spaceGroup = SpaceGroup.of("P 1 21 1");
const dMin = 3;
const wavelengthRange: [number, number] = [0.9, 2.1];

/** Every reflection of the sphere (a half of it) with a wavelength in the range. */
const hkl = generateHkl(cell, spaceGroup, dMin);
const stream = randomStream(7, "wavelengths");
const wavelength = Float64Array.from({ length: hkl.length / 3 }, (_, i) => 0.9 + 1.2 * uniform(stream, i));
const terms = harmonicTerms({ hkl, wavelength, cell, spaceGroup, wavelengthRange, dMin });

const rowOf = (list: ArrayLike<number>, row: number): number[] => [
  list[3 * row],
  list[3 * row + 1],
  list[3 * row + 2],
];

function termsOf(found: HarmonicTerms, row: number): { hkl: number[]; order: number; wavelength: number }[] {
  const rows = [];
  for (let t = found.start[row]; t < found.start[row + 1]; t++) {
    rows.push({ hkl: rowOf(found.hkl, t), order: found.order[t], wavelength: found.wavelength[t] });
  }
  return rows;
}

test("are all reflections parallel to the observed one that diffract within the limits: a double loop", () => {
  const all = generateHkl(cell, "P 1", dMin);
  const both = [...all].concat([...all].map((index) => -index));
  let several = 0;
  for (let row = 0; row < wavelength.length; row += 7) {
    const [h, k, l] = rowOf(hkl, row);
    const expected: { hkl: number[]; wavelength: number }[] = [];
    for (let i = 0; i < both.length; i += 3) {
      const [p, q, r] = both.slice(i, i + 3);
      const isParallel = h * q === k * p && k * r === l * q && h * r === l * p;
      if (!isParallel || h * p + k * q + l * r < 0 || spaceGroup.isAbsent(p, q, r)) continue;
      // λ is proportional to d along one direction
      const at = (wavelength[row] * cell.dSpacing(p, q, r)) / cell.dSpacing(h, k, l);
      if (at >= wavelengthRange[0] && at <= wavelengthRange[1])
        expected.push({ hkl: [p, q, r], wavelength: at });
    }
    expected.sort((a, b) => b.wavelength - a.wavelength);
    const found = termsOf(terms, row);
    expect(found.map((term) => term.hkl)).toEqual(expected.map((term) => term.hkl));
    found.forEach((term, i) => {
      expect(term.wavelength).toBeCloseTo(expected[i].wavelength, 12);
      expect(term.hkl).toEqual(rowOf(terms.ray, row).map((index) => index * term.order || 0));
    });
    several += Number(found.length > 1);
  }
  expect(several).toBeGreaterThan(50);
});

test("1/d² is that of each term, and the observed reflection keeps its wavelength to the bit", () => {
  for (let row = 0; row < wavelength.length; row++) {
    const observed = termsOf(terms, row).find((term) => term.hkl.join() === rowOf(hkl, row).join());
    expect(observed?.wavelength).toBe(wavelength[row]);
  }
  terms.inverseDSquared.forEach((value, term) => {
    expect(value).toBe(
      cell.inverseDSquared(terms.hkl[3 * term], terms.hkl[3 * term + 1], terms.hkl[3 * term + 2]),
    );
  });
});

test("the rule of the prototype: orders 1, 2, … of the ray, each tested against both limits", () => {
  const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));
  const expected: string[] = [];
  for (let row = 0; row < wavelength.length; row++) {
    const [h, k, l] = rowOf(hkl, row);
    const n0 = gcd(gcd(h, k), l);
    const [lambda0, d0] = [wavelength[row] * n0, cell.dSpacing(h, k, l) * n0];
    for (let n = 1; n < d0 / dMin + 2; n++) {
      const inBeam = lambda0 / n >= wavelengthRange[0] - 1e-6 && lambda0 / n <= wavelengthRange[1] + 1e-6;
      const [p, q, r] = [h, k, l].map((index) => (index / n0) * n);
      if (inBeam && d0 / n >= dMin - 1e-9 && !spaceGroup.isAbsent(p, q, r))
        expected.push(`${row}: ${p} ${q} ${r}`);
    }
  }
  const found: string[] = [];
  for (let row = 0; row < wavelength.length; row++) {
    for (const term of termsOf(terms, row)) found.push(`${row}: ${term.hkl.join(" ")}`);
  }
  expect(found).toEqual(expected);
});

test("two harmonics of one ray have the same terms", () => {
  const input = { cell, spaceGroup: SpaceGroup.of(1), wavelengthRange, dMin };
  const found = harmonicTerms({ ...input, hkl: Int32Array.of(2, 4, -6, 1, 2, -3), wavelength: [1, 2] });
  expect(termsOf(found, 0)).toEqual(termsOf(found, 1));
  expect(termsOf(found, 0)).toEqual([
    { hkl: [1, 2, -3], order: 1, wavelength: 2 },
    { hkl: [2, 4, -6], order: 2, wavelength: 1 },
  ]);
  expect(Array.from(found.ray)).toEqual([1, 2, -3, 1, 2, -3]);
});

describe("limits", () => {
  const cube = { cell: new UnitCell(30, 30, 30), spaceGroup: SpaceGroup.of("P 1"), dMin: 5 };
  const orders = (hkl: number[], lambda: number, limits: object = {}): number[] =>
    Array.from(
      harmonicTerms({ ...cube, hkl: Int32Array.from(hkl), wavelength: [lambda], wavelengthRange, ...limits })
        .order,
    );

  test("a reflection exactly at a limit is inside, in single precision too", () => {
    expect(orders([0, 0, 3], 1.4, { wavelengthRange: [0.7, 4.2] })).toEqual([1, 2, 3, 4, 5, 6]);
    const single = Math.fround;
    expect(orders([0, 0, 3], single(1.4), { wavelengthRange: [single(0.7), single(4.2)] })).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
    expect(orders([0, 0, 3], single(1.02), { wavelengthRange: [1.02, 1.18] })).toEqual([3]);
    expect(orders([0, 0, 3], 1.4, { wavelengthRange: [0.70001, 4.19999] })).toEqual([2, 3, 4, 5]);
    expect(orders([0, 0, 6], 1, { dMin: 30 / 6, wavelengthRange: [0.9, 1.1] })).toEqual([6]);
  });

  test("harmonics that leave the resolution range are dropped, and an observation may have none", () => {
    expect(orders([0, 0, 1], 2, { wavelengthRange: [0.1, 2], dMin: 10 })).toEqual([1, 2, 3]);
    expect(orders([0, 0, 5], 1, { wavelengthRange: [0.9, 1.1], dMin: 10 })).toEqual([]);
  });

  test("absent harmonics are dropped, and an observation of absences alone has none", () => {
    const screw = { ...cube, spaceGroup: SpaceGroup.of("P 63"), cell: new UnitCell(40, 40, 60, 90, 90, 120) };
    const found = harmonicTerms({
      ...screw,
      dMin: 10,
      hkl: Int32Array.of(0, 0, 1, 0, 0, 1, 1, 0, 1),
      wavelength: [2, 1, 1],
      wavelengthRange: [0.4, 2],
    });
    expect(Array.from(found.start)).toEqual([0, 2, 3, 5]);
    expect(Array.from(found.hkl)).toEqual([0, 0, 2, 0, 0, 4, 0, 0, 2, 1, 0, 1, 2, 0, 2]);
    expect(Array.from(found.order)).toEqual([2, 4, 2, 1, 2]);
  });

  test("no observations have no terms", () => {
    expect(
      Array.from(harmonicTerms({ ...cube, wavelengthRange, hkl: new Int32Array(0), wavelength: [] }).start),
    ).toEqual([0]);
  });

  test.each([
    [{ wavelength: [1, 2.2] }, "wavelength of row 1: got 2.2 Å, expected 0.9 to 2.1 Å"],
    [{ wavelength: [0.89, 1] }, "wavelength of row 0: got 0.89 Å"],
    [{ wavelength: [1, Number.NaN] }, "wavelength of row 1: got NaN Å"],
    [{ hkl: Int32Array.of(1, 0, 0, 0, 0, 0) }, "Miller index of row 1: got 0 0 0"],
    [{ wavelength: [1] }, "Miller indices: got 6 numbers, expected 3 (3 for each of 1 reflections)"],
    [{ wavelengthRange: [2, 1] as const }, "wavelength range: got 2 to 1"],
    [{ wavelengthRange: [0, 1] as const }, "wavelength range: got 0 to 1"],
    [{ dMin: 0 }, "resolution limit dMin: got 0"],
  ])("%j is refused", (wrong, message) => {
    const input = {
      ...cube,
      wavelengthRange,
      hkl: Int32Array.of(1, 0, 0, 1, 1, 0),
      wavelength: [1, 1.5],
      ...wrong,
    };
    expect(() => harmonicTerms(input)).toThrow(InputError);
    expect(() => harmonicTerms(input)).toThrow(message);
  });
});

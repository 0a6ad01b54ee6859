/**
 * Oracle: electrons: f(0) = Σ aᵢ + c is Z less the charge; f falls with resolution and stays positive. The values
 * themselves are held to gemmi's and cctbx's in formFactors.test.ts.
 */
import { describe, expect, test } from "vitest";
import { elementTable } from "../../lib/structure/elementTable.js";
import { formFactorTable } from "../../lib/structure/formFactorTable.js";

const symbols = elementTable.split(" ").map((word) => word.split(":")[0]);

interface Entry {
  readonly label: string;
  readonly number: number;
  readonly charge: number;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly c: number;
}

const entries = formFactorTable.map((row): Entry => {
  const [label, ...numbers] = row.split(" ");
  const [, symbol, size = "0", sign = "+"] = /^([A-Z][a-z]?)(?:(\d)([+-]))?$/.exec(label) ?? [];
  const values = numbers.map(Number);
  return {
    label,
    number: 1 + symbols.indexOf(symbol),
    charge: Number(`${sign}${size}`),
    a: values.slice(0, 4),
    b: values.slice(4, 8),
    c: values[8],
  };
});

/** f at (sin θ/λ)², Å⁻². */
function factorAt({ a, b, c }: Entry, q: number): number {
  return a.reduce((sum, amplitude, i) => sum + amplitude * Math.exp(-b[i] * q), c);
}

describe("the table", () => {
  test("has a label of a known element and nine numbers in every row, no row twice", () => {
    expect(entries).toHaveLength(210);
    for (const row of formFactorTable) expect(row.split(" ")).toHaveLength(10);
    for (const { label, number, a, b, c } of entries) {
      expect(number, label).toBeGreaterThan(0);
      expect([...a, ...b, c].every(Number.isFinite), label).toBe(true);
    }
    expect(new Set(entries.map((entry) => entry.label)).size).toBe(210);
  });

  test("has every neutral atom from hydrogen to californium", () => {
    const neutral = entries.filter((entry) => entry.charge === 0).map((entry) => entry.number);
    expect(neutral).toEqual(Array.from({ length: 98 }, (_, i) => i + 1));
  });

  test("goes by atomic number", () => {
    const numbers = entries.map((entry) => entry.number);
    expect(numbers).toEqual([...numbers].sort((x, y) => x - y));
  });

  test("in the forward direction has the electrons of neutral atoms and ions to 0.1 %, but for two as published", () => {
    const off = entries.filter((entry) => {
      const electrons = entry.number - entry.charge;
      const difference = Math.abs(factorAt(entry, 0) / electrons - 1);
      expect(difference, entry.label).toBeLessThan(0.0012);
      return difference > 0.001;
    });
    expect(off.map((entry) => entry.label)).toEqual(["Mg", "Mo"]);
  });

  test("falls with resolution and stays positive to 1.5 Å⁻¹, d = 0.33 Å", () => {
    for (const entry of entries)
      for (let q = 0.05; q <= 1.5; q += 0.05) {
        const now = factorAt(entry, q * q);
        expect(now, `${entry.label} at ${q} Å⁻¹`).toBeLessThan(factorAt(entry, (q - 0.05) ** 2));
        expect(now, `${entry.label} at ${q} Å⁻¹`).toBeGreaterThan(0);
      }
  });

  test("up to 2 Å⁻¹ the published Gaussians of three ions leave this course, and of no other", () => {
    const rising = entries.filter((entry) => factorAt(entry, 4) > factorAt(entry, 1.95 ** 2));
    expect(rising.map((entry) => entry.label)).toEqual(["Sc3+", "Ti4+"]);
    const negative = entries.filter((entry) => factorAt(entry, 4) < 0);
    expect(negative.map((entry) => entry.label)).toEqual(["Bi5+"]);
  });
});

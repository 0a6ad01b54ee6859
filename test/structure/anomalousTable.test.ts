/**
 * Oracles: the description of the packing in anomalousFactors.ts, by which the rows are read here once more;
 * International Tables C, table 4.2.6.8, at Cu Kα; edges at the energies of Bearden and Burr (1967).
 */
import { describe, expect, test } from "vitest";
import { anomalousTable } from "../../lib/structure/anomalousTable.js";
import { elementTable } from "../../lib/structure/elementTable.js";
import reference from "../reference/structure/scatteringFactors.json" with { type: "json" };

const symbols = elementTable.split(" ").map((word) => word.split(":")[0]);
const digits = Array.from({ length: 92 }, (_, i) => String.fromCharCode(35 + i)).filter(
  (digit) => digit !== "$" && digit !== "\\",
);

interface Point {
  readonly energy: number;
  readonly fPrime: number;
  readonly fDoublePrime: number;
}

/** The points of a row, by a grammar: an energy difference, of one digit or of ~ (the digit 89) and two, and two twos. */
function unpack(row: string): { number: number; points: Point[] } {
  const match = /^(\d+) ((?:(?:~..|[^~])....)+)$/.exec(row);
  if (match === null) throw new Error(`row ${row.slice(0, 20)}`);
  const number = Number(match[1]);
  const value = (text: string): number =>
    [...text].reduce((sum, digit) => 90 * sum + digits.indexOf(digit), 0);
  let energy = 4300;
  const points = [...match[2].matchAll(/(~..|[^~])(..)(..)/g)].map(([, difference, one, two]) => {
    energy += value(difference.replace("~", ""));
    const [step, offset] = number <= 20 ? [0.001, 6] : [0.01, 60];
    return { energy, fPrime: value(one) * step - offset, fDoublePrime: value(two) * step };
  });
  return { number, points };
}

const rows = anomalousTable.map(unpack);

/** f′ and f″, straight in 1/E² between the points. */
function factorAt(symbol: string, energy: number): { fPrime: number; fDoublePrime: number } {
  const { points } = rows.find((row) => symbols[row.number - 1] === symbol)!;
  const high = points.findIndex((point) => point.energy >= energy);
  const [from, to] = [points[high - 1], points[high]];
  const t = (energy ** -2 - from.energy ** -2) / (to.energy ** -2 - from.energy ** -2);
  return {
    fPrime: from.fPrime + t * (to.fPrime - from.fPrime),
    fDoublePrime: from.fDoublePrime + t * (to.fDoublePrime - from.fDoublePrime),
  };
}

const cuKa = 12398.41984332 / 1.5418;

describe("the table", () => {
  test("is written in 90 digits, and ~ is the 89th", () => {
    expect(digits).toHaveLength(90);
    expect(digits.indexOf("~")).toBe(89);
    for (const row of anomalousTable)
      expect([...row.slice(row.indexOf(" ") + 1)].filter((digit) => !digits.includes(digit))).toEqual([]);
  });

  test("has lithium to bismuth, and uranium, in order", () => {
    expect(rows.map((row) => row.number)).toEqual([...Array.from({ length: 81 }, (_, i) => i + 3), 92]);
  });

  test("goes from 4,300 to 35,000 eV in every row, energies rising", () => {
    for (const { number, points } of rows) {
      expect(points[0].energy, symbols[number - 1]).toBe(4300);
      expect(points.at(-1)?.energy, symbols[number - 1]).toBe(35000);
      for (let i = 1; i < points.length; i++)
        expect(points[i].energy, symbols[number - 1]).toBeGreaterThan(points[i - 1].energy);
    }
  });

  test("f″ is never negative, f′ never more than the outer electrons nor less than an edge takes", () => {
    for (const { number, points } of rows)
      for (const { energy, fPrime, fDoublePrime } of points) {
        const what = `${symbols[number - 1]} at ${energy} eV`;
        expect(fDoublePrime, what).toBeGreaterThanOrEqual(0);
        expect(fDoublePrime, what).toBeLessThan(0.5 * number + 1);
        expect(fPrime, what).toBeLessThan(1);
        expect(fPrime, what).toBeGreaterThan(-number);
      }
  });

  test.each([
    ["Fe", 7112],
    ["Cu", 8979],
    ["Zn", 9659],
    ["Se", 12658],
    ["Br", 13474],
    ["Mo", 20000],
    ["Hg", 12284],
    ["U", 17166],
  ])("%s: f″ jumps up at the edge at %i eV, and f′ dips there", (symbol, edge) => {
    const [below, at, above] = [edge - 60, edge, edge + 60].map((energy) => factorAt(symbol, energy));
    expect(above.fDoublePrime).toBeGreaterThan(below.fDoublePrime + 2.5);
    expect(at.fPrime).toBeLessThan(Math.min(below.fPrime, above.fPrime) - 1);
  });

  test("at Cu Kα is what gemmi calculates", () => {
    const tube: Record<string, number[]> = reference.tubes.CuKa;
    expect(Object.keys(tube).length).toBeGreaterThan(10);
    for (const [symbol, [fPrime, fDoublePrime]] of Object.entries(tube)) {
      const factor = factorAt(symbol, cuKa);
      expect(Math.abs(factor.fPrime - fPrime), `f′ of ${symbol}`).toBeLessThan(0.03);
      expect(Math.abs(factor.fDoublePrime - fDoublePrime), `f″ of ${symbol}`).toBeLessThan(0.03);
    }
  });

  test.each([
    ["C", 0.0181, 0.0091],
    ["N", 0.0311, 0.018],
    ["O", 0.0492, 0.0322],
    ["Na", 0.1353, 0.1239],
    ["P", 0.2955, 0.4335],
    ["S", 0.3331, 0.5567],
    ["Cl", 0.3639, 0.7018],
    ["Fe", -1.1336, 3.1974],
    ["Br", -0.6763, 1.2805],
    ["I", -0.3257, 6.8362],
  ])(
    "at Cu Kα %s is within 0.05 electrons of International Tables' %f and %f",
    (symbol, fPrime, fDoublePrime) => {
      const factor = factorAt(symbol, cuKa);
      expect(Math.abs(factor.fPrime - fPrime)).toBeLessThan(0.05);
      expect(Math.abs(factor.fDoublePrime - fDoublePrime)).toBeLessThan(0.05);
    },
  );
});

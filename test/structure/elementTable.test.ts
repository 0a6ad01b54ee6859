/** Oracle: the periodic table: 118 elements, their order, weights that grow with Z but for the known exceptions. */
import { expect, test } from "vitest";
import { elementTable } from "../../lib/structure/elementTable.js";

const elements = elementTable.split(" ").map((word) => {
  const match = /^([A-Z][a-z]?):(\d+(?:\.\d+)?)$/.exec(word);
  if (match === null) throw new Error(`element ${word}`);
  return { symbol: match[1], weight: Number(match[2]) };
});
const numberOf = (symbol: string): number => 1 + elements.findIndex((element) => element.symbol === symbol);

test("118 elements, none twice", () => {
  expect(elements).toHaveLength(118);
  expect(new Set(elements.map((element) => element.symbol)).size).toBe(118);
});

test("the noble gases close the periods, the alkali metals open them", () => {
  expect(["He", "Ne", "Ar", "Kr", "Xe", "Rn", "Og"].map(numberOf)).toEqual([2, 10, 18, 36, 54, 86, 118]);
  expect(["Li", "Na", "K", "Rb", "Cs", "Fr"].map(numberOf)).toEqual([3, 11, 19, 37, 55, 87]);
  expect(["C", "N", "O", "P", "S", "Fe", "Zn", "Se", "Au", "Hg", "U"].map(numberOf)).toEqual([
    6, 7, 8, 15, 16, 26, 30, 34, 79, 80, 92,
  ]);
});

test("up to uranium, weights grow with the atomic number but where isotopes make them fall", () => {
  const falls: string[] = [];
  for (let i = 1; i < 92; i++)
    if (elements[i].weight < elements[i - 1].weight)
      falls.push(`${elements[i - 1].symbol} ${elements[i].symbol}`);
  expect(falls).toEqual(["Ar K", "Co Ni", "Te I", "Th Pa"]);
});

test("nucleons per proton: 1 for hydrogen, about 2 for light atoms, 2.6 for the heaviest", () => {
  expect(elements[0].weight).toBeCloseTo(1.008, 3);
  for (const [i, { symbol, weight }] of elements.entries()) {
    if (i === 0) continue;
    expect(weight / (i + 1), symbol).toBeGreaterThan(1.97);
    expect(weight / (i + 1), symbol).toBeLessThan(2.61);
  }
});

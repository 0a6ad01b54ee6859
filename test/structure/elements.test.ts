/** Oracle: IUPAC's weights as gemmi has them (test/reference/structure/elementTable.py wrote the table). */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { elementOf, findElement } from "../../lib/structure/index.js";

describe("elements", () => {
  test("by symbol, in any letter case", () => {
    expect(elementOf("FE")).toEqual({ symbol: "Fe", number: 26, weight: 55.845 });
    expect(elementOf(" se ")).toMatchObject({ symbol: "Se", number: 34 });
    expect(elementOf("Og").number).toBe(118);
  });

  test("deuterium and the unknown element", () => {
    expect(elementOf("D")).toEqual({ symbol: "D", number: 1, weight: 2.0141 });
    expect(elementOf("X").number).toBe(0);
  });

  test("what is none is undefined, or an error that names the nearest", () => {
    expect(findElement("Q")).toBeUndefined();
    expect(findElement("")).toBeUndefined();
    expect(() => elementOf("Zm")).toThrow(InputError);
    expect(() => elementOf("Zm")).toThrow(
      /^element: got "Zm", expected a symbol such as C or Fe; did you mean \w+\?$/,
    );
  });
});

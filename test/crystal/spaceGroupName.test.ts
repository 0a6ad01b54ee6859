/** Oracle: gemmi's find_spacegroup_by_name (test/reference/crystal/spaceGroups.json). */
import { describe, expect, test } from "vitest";
import { extendedName, settingOfName, settingOfNumber } from "../../lib/crystal/spaceGroupName.js";
import { spaceGroupTable } from "../../lib/crystal/spaceGroupTable.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { SymmetryError } from "../../lib/errors.js";
import golden from "../reference/crystal/spaceGroups.json" with { type: "json" };

describe("names of space groups", () => {
  test("every tabulated name, with and without spaces, in any letter case", () => {
    for (const entry of spaceGroupTable) {
      const name = extendedName(entry);
      for (const spelling of [
        name,
        name.replaceAll(" ", ""),
        name.toLowerCase(),
        ` ${name.replace(":", " : ")} `,
      ]) {
        expect(extendedName(settingOfName(spelling))).toBe(name);
      }
    }
  });

  test("no two settings share a name", () => {
    const names = spaceGroupTable.map((entry) => extendedName(entry).replaceAll(" ", ""));
    expect(new Set(names).size).toBe(564);
  });

  test("other spellings mean what they mean to gemmi", () => {
    const ours = Object.keys(golden.names).map((name) => [name, extendedName(settingOfName(name))]);
    expect(ours).toEqual(Object.entries(golden.names));
  });

  test("names of CCP4 with a note of the origin", () => {
    expect(extendedName(settingOfName("C 2 2 21a"))).toBe("C 2 2 21a)");
    expect(extendedName(settingOfName("P 1-"))).toBe("P -1");
  });

  test("a cell chooses the axes of a rhombohedral group, an extension has the last word", () => {
    for (const [name, alpha, beta, gamma, found] of golden.cells) {
      const cell = new UnitCell(50, 50, 50, Number(alpha), Number(beta), Number(gamma));
      expect(extendedName(settingOfName(String(name), cell))).toBe(found);
      expect(extendedName(settingOfName(`${name}:H`, cell))).toBe(`${name}:H`);
    }
    expect(extendedName(settingOfName("P n n n", new UnitCell(50, 60, 70)))).toBe("P n n n:1");
    expect(extendedName(settingOfName("H 3", new UnitCell(50, 50, 50, 60, 60, 60)))).toBe("R 3:H");
  });

  test.each([...golden.unknown, "0", "P 1 21", "R 3:X", "H 3:R 3", "h", "P1;"])('"%s" is unknown', (name) => {
    expect(() => settingOfName(name)).toThrow(SymmetryError);
  });

  test.each([
    [
      "P21212l",
      'got "P21212l", expected a Hermann–Mauguin symbol such as P 21 21 21 or R 3:H; did you mean P 21 21',
    ],
    ["P 43 21 22", "did you mean P 43 21 2?"],
    ["C 2/x", "did you mean C 1 2/m 1?"],
    ["R 3:X", 'got extension "x", expected one of R 3:H, R 3:R'],
    ["P 21 21 21:2", 'got extension "2", expected one of P 21 21 21'],
    ["P 1 21", 'got "P 1 21", expected P 1 2 1 or P 1 21 1'],
    ["231", "space group number: got 231, expected 1 to 230"],
  ])("%s: what to do", (name, message) => {
    expect(() => settingOfName(name)).toThrow(message);
  });

  test("numbers", () => {
    expect(extendedName(settingOfNumber(19))).toBe("P 21 21 21");
    expect(extendedName(settingOfNumber(146))).toBe("R 3:H");
    expect(extendedName(settingOfNumber(48))).toBe("P n n n:1");
    expect(extendedName(settingOfNumber(1003))).toBe("P 1 1 2");
    for (const number of [0, -1, 1.5, 231, Number.NaN])
      expect(() => settingOfNumber(number)).toThrow(SymmetryError);
  });
});

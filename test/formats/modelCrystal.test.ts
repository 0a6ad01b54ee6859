/** Oracle: by hand. Errors of whole files are tested with their readers. */
import { describe, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { FormatError, InputError, SymmetryError } from "../../lib/errors.js";
import { modelCrystal, parseDecimal } from "../../lib/formats/modelCrystal.js";

describe("the crystal of a coordinate file", () => {
  test("is the file's, or the caller's where given", () => {
    const file = { where: "f line 1", cell: [10, 10, 30, 90, 90, 90], spaceGroup: "P 41" };
    expect(modelCrystal(file, {}).spaceGroup).toBe(SpaceGroup.fromName("P 41"));
    const cell = new UnitCell(10, 11, 12);
    expect(modelCrystal(file, { cell, spaceGroup: 19 })).toEqual({
      cell,
      spaceGroup: SpaceGroup.fromNumber(19),
      warnings: [],
    });
    expect(
      modelCrystal({ ...file, spaceGroup: "R 3" }, { cell: [9, 9, 9, 80, 80, 80] }).spaceGroup.name,
    ).toBe("R 3:R");
  });

  test("there is no fall-back: what is missing or wrong is an error that says where", () => {
    expect(() => modelCrystal({ where: "f" }, {})).toThrow(InputError);
    expect(() => modelCrystal({ where: "f", cell: [1, 1, 1, 90, 90, 90], spaceGroup: "P 1" }, {})).toThrow(
      InputError,
    );
    expect(() => modelCrystal({ where: "f", cell: [10, -1, 1, 90, 90, 90], spaceGroup: "P 1" }, {})).toThrow(
      FormatError,
    );
    expect(() => modelCrystal({ where: "f", cell: [9, 9, 9, 90, 90, 90] }, {})).toThrow(SymmetryError);
    expect(() => modelCrystal({ where: "f", cell: [9, 9, 9, 90, 90, 90], spaceGroup: "P 5" }, {})).toThrow(
      /^f: space group: got "P 5"/,
    );
  });
});

test("decimals are plain decimals", () => {
  expect(["1", "-1.5", "+.5", "2.", "1e3", "1.5E-03"].map(parseDecimal)).toEqual([
    1, -1.5, 0.5, 2, 1000, 0.0015,
  ]);
  for (const text of ["", ".", "-", "1 2", "0x10", "NaN", "Infinity", "1e999", "1,5", "1e", "--1"]) {
    expect(parseDecimal(text), text).toBeNaN();
  }
});

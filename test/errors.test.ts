import { describe, expect, test } from "vitest";
import {
  FormatError,
  FriedelError,
  InputError,
  MissingColumnError,
  nearestName,
  SymmetryError,
} from "../lib/errors.js";

describe("errors", () => {
  test("every error is a FriedelError with its own name", () => {
    for (const [error, name] of [
      [new FormatError("x"), "FormatError"],
      [new InputError("x"), "InputError"],
      [new SymmetryError("x"), "SymmetryError"],
      [new MissingColumnError("I", []), "MissingColumnError"],
    ] as const) {
      expect(error).toBeInstanceOf(FriedelError);
      expect(error.name).toBe(name);
    }
  });

  test("a missing column names those that exist and the nearest", () => {
    const error = new MissingColumnError("Sigi", ["H", "K", "L", "I", "SIGI"], "the table of gamma.mtz");
    expect(error.message).toBe(
      "column Sigi is not in the table of gamma.mtz, which has H, K, L, I, SIGI; did you mean SIGI?",
    );
    expect(new MissingColumnError("wavelength", ["I"]).message).toBe(
      "column wavelength is not in the table, which has I",
    );
    expect(new MissingColumnError("I", []).message).toBe(
      "column I is not in the table, which has no columns",
    );
  });

  test("nearestName prefers a change of case to a change of letter, and nothing to something far", () => {
    expect(nearestName("batch", ["BATCH", "watch"])).toBe("BATCH");
    expect(nearestName("SIGF", ["SIGI", "SIGF(+)"])).toBe("SIGI");
    expect(nearestName("XDET", ["I", "FRACTIONCALC"])).toBeUndefined();
    expect(nearestName("I", ["H", "K", "L"])).toBeUndefined();
    expect(nearestName("i", ["H", "I"])).toBe("I");
  });
});

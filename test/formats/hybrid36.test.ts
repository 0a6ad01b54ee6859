/** Oracle: the limits in the definition of hybrid-36 (R. W. Grosse-Kunstleve), and iotbx.pdb.hybrid_36's. */
import { expect, test } from "vitest";
import { decodeHybrid36, encodeHybrid36 } from "../../lib/formats/hybrid36.js";

const known: [number, number, string][] = [
  [4, -999, "-999"],
  [4, 0, "   0"],
  [4, 9999, "9999"],
  [4, 10000, "A000"],
  [4, 10035, "A00Z"],
  [4, 1223055, "ZZZZ"],
  [4, 1223056, "a000"],
  [4, 2436111, "zzzz"],
  [5, 99999, "99999"],
  [5, 100000, "A0000"],
  [5, 43770015, "ZZZZZ"],
  [5, 87440031, "zzzzz"],
];

test("numbers and fields at the limits", () => {
  for (const [width, value, field] of known) {
    expect(encodeHybrid36(value, width)).toBe(field);
    expect(decodeHybrid36(field, width)).toBe(value);
  }
});

test("what no field can hold is undefined, what is no number NaN", () => {
  expect(encodeHybrid36(2436112, 4)).toBeUndefined();
  expect(encodeHybrid36(-1000, 4)).toBeUndefined();
  expect(encodeHybrid36(1.5, 4)).toBeUndefined();
  for (const field of ["", "    ", "A00", "A0 0", "a00Z", "****", "1e2", "1.0"]) {
    expect(decodeHybrid36(field, 4)).toBeNaN();
  }
});

/** Records of 80 characters and numbers in C's formats; the oracle of the formats is C's printf (values by hand from it). */
import { describe, expect, test } from "vitest";
import {
  asLatin1,
  fixedField,
  generalField,
  integerField,
  keyOf,
  latin1,
  parseInteger,
  parseNumber,
  record,
  rest,
  words,
  writeLatin1,
} from "../../lib/formats/mtzRecords.js";

test("every byte survives the way to text and back", () => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => i % 256);
  const again = new Uint8Array(bytes.length);
  writeLatin1(again, 0, latin1(bytes));
  expect(again).toEqual(bytes);
  expect(latin1(bytes, 65, 68)).toBe("ABC");
});

test("a record has 80 characters of Latin-1", () => {
  expect(record("TITLE x")).toBe(`TITLE x${" ".repeat(73)}`);
  expect(record("y".repeat(100))).toBe("y".repeat(80));
  expect(asLatin1("Müller\n李 \0🙂")).toBe("Müller ?  ?");
});

test("keys and words", () => {
  expect(keyOf("COLUMN H H 0 1 0")).toBe("COLU");
  expect(keyOf("bh    1")).toBe("BH");
  expect(keyOf("BH 1 185")).toBe("BH");
  expect(keyOf("END")).toBe("END");
  expect(rest("TITLE   two words  ")).toBe("two words");
  expect(rest("END")).toBe("");
  expect(words("CELL   1.0  2.0\0\0 ")).toEqual(["1.0", "2.0"]);
  expect(words("END ")).toEqual([]);
});

describe("numbers as programs write them", () => {
  test.each([
    ["34.15", 34.15],
    ["-1.", -1],
    [".5", 0.5],
    ["+1.5E-03", 0.0015],
    ["-inf", -Infinity],
    ["Infinity", Infinity],
    ["nan", Number.NaN],
    ["-nan", Number.NaN],
    ["1.2.3", Number.NaN],
    ["0x10", Number.NaN],
    ["*****", Number.NaN],
    ["", Number.NaN],
    [undefined, Number.NaN],
  ])("%s", (word, value) => {
    expect(parseNumber(word)).toBe(value);
  });

  test.each([
    ["12", 12],
    ["-3", -3],
    ["+7", 7],
    ["1e3", undefined],
    ["1.0", undefined],
    ["2147483647", 2147483647],
    ["2147483648", undefined],
    ["9999999999999999", undefined],
    [undefined, undefined],
  ])("integer %s", (word, value) => {
    expect(parseInteger(word)).toBe(value);
  });
});

describe("C's printf", () => {
  test.each([
    [0, "0"],
    [-0, "-0"],
    [1, "1"],
    [-90, "-90"],
    [0.1, "0.1"],
    [Math.fround(0.1), "0.100000001"],
    [123456789, "123456789"],
    [1234567890, "1.23456789e+09"],
    [1e-4, "0.0001"],
    [1e-5, "1e-05"],
    [1.5e-7, "1.5e-07"],
    [Math.fround(1e30), "1.00000002e+30"],
    [1e100, "1e+100"],
    [99999.99995, "99999.9999"],
    [999999999.5, "1e+09"],
    [Number.NaN, "nan"],
    [-Infinity, "-inf"],
  ])("%%.9g of %s", (value, text) => {
    expect(generalField(value, 0)).toBe(text);
  });

  test("nine digits hold every float32", () => {
    for (let i = 0; i < 2000; i++) {
      const value = Math.fround((i * 2654435761) % 2 ** 32) * 2 ** ((i % 120) - 90);
      expect(Math.fround(Number(generalField(Math.fround(value), 17)))).toBe(Math.fround(value));
    }
  });

  test("%%d and %%f", () => {
    expect(integerField(-12, 6)).toBe("   -12");
    expect(fixedField(34.15, 9, 4)).toBe("  34.1500");
    expect(fixedField(Number.NaN, 6, 2)).toBe("   nan");
  });
});

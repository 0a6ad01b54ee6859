/** What is known of the beam of Laue data, and each refusal. */
import { describe, expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../../../lib/errors.js";
import type { LaueOptions } from "../../../../lib/models/merging/laue/laueData.js";
import { laueData } from "../../../../lib/models/merging/laue/laueData.js";
import { collectMergingData } from "../../../../lib/models/merging/mergingData.js";
import { collectObservations } from "../../../../lib/statistics/index.js";
import type { ReflectionTable } from "../../../../lib/table/reflectionTable.js";
import { type Row, unmerged } from "../tables.js";

// 30 × 32 × 34 Å: (2 4 6) is at 4.90 Å, the sharpest
const rows: Row[] = [
  { hkl: [1, 2, 3], intensity: 10 },
  { hkl: [2, 2, 2], intensity: 20 },
  { hkl: [2, 4, 6], intensity: 30 },
];
const sharpest = 1 / Math.hypot(2 / 30, 4 / 32, 6 / 34);
const withWavelengths = (values: readonly number[], label = "Wavelength", name = "laue.mtz") =>
  unmerged(rows, { [label]: values }, name);
const table = withWavelengths([1.25, 1, 1.5]);

function of(tables: readonly ReflectionTable[], laue: boolean | LaueOptions, dMin?: number) {
  return laueData(tables, collectObservations(tables), { laue, dMin });
}

test("monochromatic data have none", () => {
  expect(of([table], false)).toBeUndefined();
});

test("wavelengths of all tables, the range and the resolution of the data, harmonics", () => {
  const other = withWavelengths([0.75, 1, 1], "Wavelength", "other.mtz");
  const found = of([table, other], true);
  expect(found).toMatchObject({ label: "Wavelength", range: [0.75, 1.5], harmonics: true });
  expect(Array.from(found?.wavelength ?? [])).toEqual([1.25, 1, 1.5, 0.75, 1, 1]);
  expect(found?.dMin).toBeCloseTo(sharpest, 10);
});

test("what is asked for", () => {
  const named = withWavelengths([1.25, 1, 1.5], "lam");
  const asked = of([named], { wavelength: "lam", range: [0.9, 1.6], harmonics: false, dMin: 2 });
  expect(asked).toMatchObject({ label: "lam", range: [0.9, 1.6], harmonics: false, dMin: 2 });
  // that of the merge, where the harmonics have none of their own
  expect(of([table], true, 3)?.dMin).toBe(3);
  expect(of([table], { dMin: 2 }, 3)?.dMin).toBe(2);
  // beyond what the merge is cut at: as far as the data went
  const observations = collectObservations([table], { dMin: 7 });
  expect(laueData([table], observations, { laue: true, dMin: 7, uncut: 4.9 })?.dMin).toBe(4.9);
  expect(laueData([table], observations, { laue: { dMin: 6 }, dMin: 7, uncut: 4.9 })?.dMin).toBe(6);
});

test.each(["Wavelength", "WAVELENGTH", "wavelength", "LAMBDA", "lambda"])(
  "the column %s is found",
  (label) => {
    expect(of([withWavelengths([1.25, 1, 1.5], label)], true)?.label).toBe(label);
  },
);

describe("observations outside the range", () => {
  const merged = (values: readonly number[], laue: LaueOptions) =>
    collectMergingData(withWavelengths(values), { laue, metadata: ["dHKL"] });

  test("are left out and counted where asked for; what has no wavelength is outside of any", () => {
    const { observations, leftOut } = merged([1.25, Number.NaN, 1.2], {
      range: [1.1, 1.3],
      dropOutside: true,
      harmonics: false,
    });
    expect(Array.from(observations.intensity)).toEqual([10, 30]);
    expect(leftOut).toEqual({ outsideRange: 1, sameSpot: 0, withoutHarmonic: 0 });
  });

  test("at the limits are inside, and nothing is left out without a range", () => {
    const at = merged([1.25, 1, 1.5], { range: [1, 1.5], dropOutside: true });
    expect(at.leftOut.outsideRange).toBe(0);
    expect(merged([1.25, 1, 1.5], { dropOutside: true }).leftOut.outsideRange).toBe(0);
  });
});

describe("refused in one sentence", () => {
  const refusal = (make: () => unknown, kind: new (...given: never[]) => Error = InputError) => {
    expect(make).toThrow(kind);
    return expect(make);
  };

  test("no wavelengths, or not in all tables", () => {
    const plain = unmerged(rows);
    refusal(() => of([plain], true), MissingColumnError).toThrow(
      "column Wavelength is not in the data (Laue data need the wavelength of each reflection: name its column as laue.wavelength), which has H, K, L, BATCH, I, SIGI",
    );
    refusal(() => of([table, plain], true), MissingColumnError).toThrow("which has H, K, L, BATCH, I, SIGI");
    refusal(() => of([table], { wavelength: "Wavelenght" }), MissingColumnError).toThrow(
      "column Wavelenght is not in the data (Laue data need the wavelength of each reflection: name its column as laue.wavelength), which has H, K, L, BATCH, I, SIGI, Wavelength; did you mean Wavelength?",
    );
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    "a wavelength of %d, by its row and file",
    (value) => {
      const sentence = `got ${value}, expected a positive number of Å; leave such rows out`;
      refusal(() => of([withWavelengths([1, value, 1.5])], true)).toThrow(
        `wavelength Wavelength, row 1 of laue.mtz: ${sentence}`,
      );
      const second = withWavelengths([1, 1, value], "Wavelength", "second.mtz");
      refusal(() => of([table, second], true)).toThrow(
        `wavelength Wavelength, row 2 of second.mtz: ${sentence}`,
      );
    },
  );

  test("a range that is none", () => {
    const sentence = (got: string) =>
      `wavelength range: got ${got}, expected the shortest and the longest wavelength of the beam in Å`;
    refusal(() => of([table], { range: [1.5, 1] })).toThrow(sentence("1.5 to 1"));
    refusal(() => of([table], { range: [0, 2] })).toThrow(sentence("0 to 2"));
    refusal(() => of([table], { range: [1, Number.POSITIVE_INFINITY] })).toThrow(sentence("1 to Infinity"));
    // from JavaScript
    refusal(() => of([table], { range: [1, 2, 3] as never })).toThrow(sentence("1 to 2 to 3"));
    refusal(() => of([table], { range: 2 as never })).toThrow(sentence("2"));
    refusal(() => of([withWavelengths([1, 1, 1])], true)).toThrow(
      `${sentence("1 to 1")}; all reflections have one wavelength: are these Laue data?`,
    );
  });

  test("wavelengths outside the range: how many, and the first", () => {
    refusal(() => of([table], { range: [1.1, 1.6] })).toThrow(
      "wavelength Wavelength: got 1 of 3 observations outside 1.1 to 1.6 Å, the first 1 Å in row 1 of laue.mtz, expected all inside; widen the range, or leave those out with dropOutside",
    );
    refusal(() => of([table], { range: [1.1, 1.2] })).toThrow(
      "got none of 3 observations within 1.1 to 1.2 Å (the first has 1.25), expected some; is the range in Å?",
    );
  });

  test("a range that leaves nothing", () => {
    refusal(() => of([table], { range: [2, 3], dropOutside: true })).toThrow(
      "wavelength Wavelength: got none of 3 observations within 2 to 3 Å (the first has 1.25), expected some; is the range in Å?",
    );
  });

  test.each([0, -2, Number.NaN, 6])("harmonics to %d Å", (dMin) => {
    refusal(() => of([table], { dMin })).toThrow(
      `dMin of the harmonics: got ${dMin} Å, expected a number above 0 up to ${sharpest.toFixed(3)} Å, where the observations end; cut them with the merge's dMin to end earlier`,
    );
  });
});

import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readDialsReflections } from "../../lib/formats/dialsRefl.js";
import { dialsColumn, requiredDialsColumn } from "../../lib/table/dialsColumns.js";
import { reflFile } from "../formats/dialsSamples.js";

const table = await readDialsReflections(
  bytesSource(
    reflFile(
      {
        id: ["int", [1, 2]],
        lp: ["int", [1, 2]],
        qe: ["float", Uint8Array.of(1, 2)],
        shoebox: ["Shoebox<>", new Uint8Array(2)],
      },
      2,
    ),
    "x.refl",
  ),
);

test("a column of the type wanted, or none", () => {
  expect(dialsColumn(table, "id", "int")).toEqual(Int32Array.of(1, 2));
  expect(dialsColumn(table, "partiality", "double")).toBeUndefined();
  expect(requiredDialsColumn(table, "id", "int", "…")).toEqual(Int32Array.of(1, 2));
});

test("another type, one that is not known, and a column that has to be there", () => {
  expect(() => dialsColumn(table, "lp", "double")).toThrow(InputError);
  expect(() => dialsColumn(table, "lp", "double")).toThrow(
    "column lp of x.refl: got the type int, expected double as DIALS writes it",
  );
  expect(() => dialsColumn(table, "qe", "double")).toThrow(
    /qe of x\.refl: got the type float, expected double/,
  );
  expect(() => dialsColumn(table, "shoebox", "double")).toThrow(/got the type Shoebox<>/);
  expect(() => requiredDialsColumn(table, "flags", "std::size_t", "integrate the spots")).toThrow(
    "columns of x.refl: got no flags among id, lp, qe, shoebox, expected one; integrate the spots",
  );
});

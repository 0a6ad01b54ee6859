import { expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { XdsHeader } from "../../lib/formats/xdsHeader.js";

function headerOf(text: string): XdsHeader {
  const header = new XdsHeader("x.HKL");
  text.split("\n").forEach((line, i) => {
    header.read(line, i + 1);
  });
  return header;
}

test("several keywords on a line; the first of a name counts", () => {
  const header = headerOf(
    "!FORMAT=XDS_ASCII    MERGE=FALSE  FRIEDEL'S_LAW=TRUE\n!NX=  24  NY= 25 QX=0.1\n!NX= 7",
  );
  expect(header.text("FORMAT")).toBe("XDS_ASCII");
  expect([header.flag("MERGE"), header.flag("FRIEDEL'S_LAW"), header.flag("ELSE")]).toEqual([
    false,
    true,
    undefined,
  ]);
  expect([header.number("NX"), header.number("NY"), header.number("QX"), header.number("QY")]).toEqual([
    24,
    25,
    0.1,
    undefined,
  ]);
});

test("a path may hold blanks and equal signs", () => {
  const header = headerOf(
    "!NAME_TEMPLATE_OF_DATA_FRAMES=/a b/X=1/x_????.cbf CBF\n! ISET= 3 INPUT_FILE=../A B=C.HKL",
  );
  expect(header.experiment().template).toBe("/a b/X=1/x_????.cbf CBF");
  expect(header.sets()).toEqual([
    { id: 3, inputFile: "../A B=C.HKL", wavelength: undefined, cell: undefined },
  ]);
});

test("items by their place, and by their order; one without a name keeps its place", () => {
  const placed = headerOf("!ITEM_H=1\n!ITEM_K=2\n!ITEM_L=3\n!ITEM_SIGMA(IOBS)=6\n!ITEM_IOBS=4");
  expect(placed.items(9)).toEqual(["H", "K", "L", "IOBS", "ITEM5", "SIGMA"]);
  const listed = headerOf("!NUMBER_OF_ITEMS_IN_EACH_DATA_RECORD=7\n!H,K,L,IOBS,\n!   SIGMA,ZCAL\n!and more");
  expect(listed.items(9)).toEqual(["H", "K", "L", "IOBS", "SIGMA", "ZCAL", "ITEM7"]);
});

test("a vector of zeros, a wavelength of 0 and half a pair are none", () => {
  const header = headerOf("!ROTATION_AXIS= 0 0 0\n!NX= 5\n!OSCILLATION_RANGE=0\n! ISET=1 X-RAY_WAVELENGTH=0");
  const { rotationAxis, detectorSize, oscillationRange, cellAxes } = header.experiment();
  expect([rotationAxis, detectorSize, oscillationRange, cellAxes]).toEqual(Array(4).fill(undefined));
  expect(header.sets()[0].wavelength).toBe(undefined);
});

test.each([
  ["!ITEM_H=0", 'line 1: got "0" as ITEM_H, expected a place from 1 to 100'],
  ["! ISET= x INPUT_FILE=y", 'line 1: got "x" as ISET, expected the number of a data set'],
  ["! ISET= 1 UNIT_CELL_CONSTANTS= 1 2 3", 'line 1: got "1 2 3" as UNIT_CELL_CONSTANTS, expected 6 numbers'],
  ["!ROTATION_AXIS= 1 2 x", 'line 1: got "1 2 x" as ROTATION_AXIS, expected 3 numbers'],
  ["!STARTING_ANGLE= ", 'line 1: got "" as STARTING_ANGLE, expected a number'],
])("%j", (text, message) => {
  const use = () => {
    const header = headerOf(text);
    header.sets();
    header.experiment();
  };
  expect(use).toThrow(FormatError);
  expect(use).toThrow(`x.HKL ${message}`);
});

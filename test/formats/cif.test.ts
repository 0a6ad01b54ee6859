/**
 * Oracle: gemmi.cif on the CIFs of the real data (test/reference/formats/cifSyntax.py); for single rules the CIF 1.1
 * specification.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { type CifBlock, type CifValue, parseCif } from "../../lib/formats/cif.js";
import { dataFile, dataTest } from "../data.js";
import reference from "../reference/formats/cifSyntax.json" with { type: "json" };

/** FNV-1a of all values, as the generator does it. */
function hashOf(values: readonly CifValue[]): number {
  let state = 0x811c9dc5;
  for (const value of values) {
    const text = value === undefined ? "\u0002?" : value === null ? "\u0002." : value;
    for (const byte of new TextEncoder().encode(`${text}\u0001`)) {
      state = Math.imul(state ^ byte, 0x01000193) >>> 0;
    }
  }
  return state;
}

function describeBlock({
  name,
  loops,
}: CifBlock): (typeof reference.files)["structure_factors/1dur.cif"][number] {
  // a tag by itself is a loop of one row; in these files no loop_ has one tag and one row
  const isPair = (loop: CifBlock["loops"][number]): boolean =>
    loop.tags.length === 1 && loop.values.length === 1;
  return {
    name,
    pairs: loops.filter(isPair).length,
    loops: loops
      .filter((loop) => !isPair(loop))
      .map((loop): (string | number)[] => [
        loop.tags[0],
        loop.tags.length,
        loop.values.length / loop.tags.length,
      ]),
    hash: hashOf(loops.flatMap((loop) => loop.values)),
  };
}

describe("CIF", () => {
  for (const [file, blocks] of Object.entries(reference.files)) {
    dataTest(`${file} is read as gemmi reads it, every value`, () => {
      const parsed = parseCif(readFileSync(dataFile(file), "utf8"), file);
      expect(parsed.map(describeBlock)).toEqual(blocks);
    });
  }

  test("values bare, quoted, in text fields, unknown and inapplicable", () => {
    const [block] = parseCif(`#\\#CIF_1.1
data_one
_bare 1.23(4)   _next value#with-hash
_quoted 'a dog''s life' # a comment
_double "a 'dog'"
_text
;first line
 second ; line
;
_empty ''
_unknown ? _not . _asked '?'
_semicolon ;inside
`);
    expect(block.name).toBe("one");
    expect(block.value("_BARE")).toBe("1.23(4)");
    expect(block.value("_next")).toBe("value#with-hash");
    expect(block.value("_quoted")).toBe("a dog''s life");
    expect(block.value("_double")).toBe("a 'dog'");
    expect(block.value("_text")).toBe("first line\n second ; line");
    expect(block.value("_empty")).toBe("");
    expect(block.value("_unknown")).toBeUndefined();
    expect(block.value("_not")).toBeNull();
    expect(block.value("_asked")).toBe("?");
    expect(block.value("_semicolon")).toBe(";inside");
    expect(block.value("_absent")).toBeUndefined();
    expect(block.find("_absent")).toBeUndefined();
    expect(block.find("_unknown")).toBeDefined();
  });

  test("loops, save frames and several blocks", () => {
    const blocks = parseCif(`DATA_first loop_ _a.x _a.y 1 2 'three' "four"
;five
;
6
save_frame _in_frame 1 save_
_after yes
data_second LOOP_ _z 9`);
    expect(blocks.map((block) => block.name)).toEqual(["first", "second"]);
    expect(blocks[0].values("_a.x")).toEqual(["1", "three", "five"]);
    expect(blocks[0].values("_A.Y")).toEqual(["2", "four", "6"]);
    expect(blocks[0].values("_a.z")).toEqual([]);
    expect(blocks[0].frames[0].name).toBe("frame");
    expect(blocks[0].frames[0].value("_in_frame")).toBe("1");
    expect(blocks[0].find("_in_frame")).toBeUndefined();
    expect(blocks[0].value("_after")).toBe("yes");
    expect(blocks[0].tags).toEqual(["_a.x", "_a.y", "_after"]);
    expect(blocks[1].values("_z")).toEqual(["9"]);
  });

  test("any line ending, a byte order mark, and no blocks at all", () => {
    const lines = ["data_x", "_a", ";one", "two", ";", "_b 'c'", ""];
    for (const end of ["\n", "\r\n", "\r"]) {
      const [block] = parseCif(`\uFEFF${lines.join(end)}`);
      expect(block.value("_a")).toBe("one\ntwo");
      expect(block.value("_b")).toBe("c");
    }
    expect(parseCif("")).toEqual([]);
    expect(parseCif("# only a comment")).toEqual([]);
  });

  const bad: [string, string, string][] = [
    ["text before a block", "_a 1", "f.cif line 1 column 1: got the tag _a, expected data_NAME"],
    [
      "a tag without value",
      "data_x\n_a _b 1",
      "f.cif line 2 column 4: got the tag _b, expected the value of _a",
    ],
    [
      "a tag at the end",
      "data_x _a",
      "f.cif line 1 column 10: got the end of the file, expected the value of _a",
    ],
    [
      "a value without tag",
      "data_x\n 5",
      'f.cif line 2 column 2: got the value "5", expected a tag before it',
    ],
    [
      "a tag twice",
      "data_x _a 1\n_A 2",
      "f.cif line 2 column 1: got the tag _A again, expected it once in a block",
    ],
    [
      "a tag twice in a loop",
      "data_x loop_ _a _a 1 2",
      "f.cif line 1 column 23: got the tag _a again in the loop of line 1, expected it once in a block",
    ],
    [
      "a loop that is not full",
      "data_x\nloop_ _a _b 1 2 3\n_c 1",
      "f.cif line 3 column 1: got the tag _c after 3 values of the loop of line 2, expected rows of 2 values",
    ],
    [
      "an empty loop",
      "data_x loop_ _a",
      "f.cif line 1 column 16: got the end of the file after 0 values of the loop of line 1, expected rows of 1 values",
    ],
    [
      "a loop without tags",
      "data_x loop_ 1",
      'f.cif line 1 column 14: got the value "1", expected the tags of a loop',
    ],
    [
      "a quote without end",
      "data_x _a 'one\ntwo'",
      "f.cif line 1 column 11: got a value that begins with ', expected ' and a blank on the same line",
    ],
    [
      "a text without end",
      "data_x _a\n;one\ntwo",
      "f.cif line 2 column 1: got a text without end, expected a line that begins with a semicolon",
    ],
    [
      "letters after a text",
      "data_x _a\n;one\n;two",
      "f.cif line 3 column 1: got letters after the semicolon that ends a text, expected a blank",
    ],
    [
      "a reserved beginning",
      "data_x _a [1]",
      "f.cif line 1 column 11: got [1], expected a value that begins with [ to be quoted",
    ],
    [
      "a reserved word",
      "data_x global_",
      "f.cif line 1 column 8: got global_, expected data_NAME, loop_, a tag or a value",
    ],
    [
      "a block without name",
      "data_",
      "f.cif line 1 column 1: got data_, expected data_NAME, loop_, a tag or a value",
    ],
    [
      "a lonely underscore",
      "data_x _ 1",
      "f.cif line 1 column 8: got _, expected the name of a tag after it",
    ],
    [
      "a frame without end",
      "data_x save_f _a 1",
      "f.cif line 1 column 19: got the end of the file, expected save_ at the end of the frame f",
    ],
    ["a frame's end by itself", "data_x save_", "f.cif line 1 column 8: got save_, expected a tag before it"],
  ];
  for (const [what, text, message] of bad) {
    test(`${what} is an error with line and column`, () => {
      expect(() => parseCif(text, "f.cif")).toThrow(new FormatError(message));
    });
  }
});

import { expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { eachLine, type TextLine } from "../../lib/formats/textLines.js";

const source = (text: string) => bytesSource(Buffer.from(text, "latin1"), "some.txt");

async function linesOf(text: string): Promise<string[]> {
  const lines: string[] = [];
  await eachLine(source(text), (line) => lines.push(line.text()));
  return lines;
}

/** The numbers at the start of a line, and the word that follows them. */
async function fieldsOf(text: string, count: number): Promise<[number[], string]> {
  const out = new Float64Array(count);
  let read = 0;
  let rest = "";
  await eachLine(source(text), (line: TextLine) => {
    read = line.numbers(out, 0, count);
    rest = line.word();
  });
  return [[...out.subarray(0, read)], rest];
}

test("lines end in LF or CR LF, and the last need not", async () => {
  expect(await linesOf("one\r\ntwo\n\nfour")).toEqual(["one", "two", "", "four"]);
  expect(await linesOf("one\n")).toEqual(["one"]);
  expect(await linesOf("")).toEqual([]);
  expect(await linesOf("caf\xe9\r")).toEqual(["caf\xe9"]);
});

test("a line across the border of two pieces is one line, and is numbered", async () => {
  const long = "x".repeat(1_000_000);
  const text = Array.from({ length: 9 }, (_, i) => `${i} ${long}\n`).join("");
  const seen: string[] = [];
  const count = await eachLine(source(text), (line) => {
    expect(line.end - line.start).toBe(1_000_002);
    seen.push(`${line.number} ${line.word()}`);
  });
  expect(count).toBe(9);
  expect(seen).toEqual(Array.from({ length: 9 }, (_, i) => `${i + 1} ${i}`));
});

test("a line of more than 1 MiB is no text", async () => {
  const failed = linesOf(`one\n${"\0".repeat(9_000_000)}`);
  await expect(failed).rejects.toThrow(FormatError);
  await expect(failed).rejects.toThrow(
    /^some\.txt line 2: got more than 1048576 bytes without an end of line/,
  );
});

test("numbers are those that Number reads, to the bit", async () => {
  const words = ["0", "-0", "12", "+3.5", ".5", "5.", "1.892000", "-7.204E-01", "9.007199254740993e15"];
  words.push("123456789012345678", "1e22", "1e23", "4.9e-324", "1.7976931348623157e308", "0.1", "2e-22");
  let state = 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
  for (let n = 0; n < 3000; n++) {
    const digits = Array.from({ length: 1 + random(18) }, () => random(10));
    const at = random(digits.length + 1);
    const exponent = random(2) === 0 ? "" : `e${random(60) - 30}`;
    words.push(
      `${random(2) ? "-" : ""}${digits.slice(0, at).join("")}.${digits.slice(at).join("")}${exponent}`,
    );
  }
  const [numbers, rest] = await fieldsOf(words.join(" \t"), words.length);
  expect(rest).toBe("");
  const wrong = words.filter((word, i) => !Object.is(numbers[i], Number(word)));
  expect(wrong).toEqual([]);
});

test("Fortran's D, words for no number, and what is too large", async () => {
  const [numbers] = await fieldsOf("1.5D+02 -2d-1 nan -NaN inf -Infinity **** 1e999 0.1D-400", 9);
  expect(numbers).toEqual([150, -0.2, NaN, NaN, NaN, NaN, NaN, NaN, 0]);
});

test.each([
  "x",
  "1x",
  "1e",
  "1e+",
  "--1",
  "0x10",
  "1.2.3",
  "1,5",
  "e5",
  ".",
  "-",
  "1e99999",
  "nano",
  "1_000",
])("%j is no number: reading stops before it", async (word) => {
  expect(await fieldsOf(`1 2 ${word} 4`, 4)).toEqual([[1, 2], word]);
});

test("fewer numbers than asked for, a prefix, the end of a line", async () => {
  expect(await fieldsOf("  1 2  ", 4)).toEqual([[1, 2], ""]);
  await eachLine(source(" !END 1  "), (line) => {
    expect(line.startsWith(" !E")).toBe(true);
    expect(line.startsWith("!E")).toBe(false);
    expect(line.startsWith(" !END 1  too long")).toBe(false);
    expect([line.word(), line.isDone(), line.word(), line.isDone()]).toEqual(["!END", false, "1", true]);
  });
});

/**
 * Lines of a text file, read in pieces and looked at as bytes: a file of gigabytes is never held whole, and its numbers
 * never become strings. A decimal number of up to 15 digits and a power of ten up to 22 is an integer below 2⁵³ times or
 * over a power of ten that a double holds exactly: one rounding, so the nearest double (Clinger, W. D. (1990) "How to read
 * floating point numbers accurately", PLDI '90); other numbers go through `Number`.
 */
import { FormatError } from "../errors.js";
import { type ByteSource, readRange } from "./byteSource.js";

/** Bytes read at once. */
const pieceLength = 1 << 22;
/** A longer line is no text of a program. */
const longestLine = 1 << 20;

const blank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 11 || byte === 12;

/** One line, without its end; the same object stands for the next line afterwards. */
export class TextLine {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** From 1. */
  number = 0;
  /** Where {@link numbers} and {@link word} go on. */
  at = 0;

  /** The line as a text, its bytes as Latin-1. */
  text(): string {
    return textOf(this.bytes, this.start, this.end);
  }

  /** Whether the line begins with these letters (ASCII). */
  startsWith(prefix: string): boolean {
    if (this.end - this.start < prefix.length) return false;
    for (let i = 0; i < prefix.length; i++)
      if (this.bytes[this.start + i] !== prefix.charCodeAt(i)) return false;
    return true;
  }

  /** Whether nothing is left but blanks. */
  isDone(): boolean {
    this.#skipBlanks();
    return this.at >= this.end;
  }

  /** The next word; "" at the end of the line. */
  word(): string {
    this.#skipBlanks();
    const from = this.at;
    this.at = this.#wordEnd();
    return textOf(this.bytes, from, this.at);
  }

  /**
   * Reads up to `count` numbers into `out` from `offset`: NaN for what stands for none ("nan", "inf", "****").
   * @returns how many there were before the end of the line or a word that is no number, at which {@link word} goes on
   */
  numbers(out: Float64Array, offset: number, count: number): number {
    for (let i = 0; i < count; i++) {
      this.#skipBlanks();
      if (this.at >= this.end) return i;
      const end = this.#wordEnd();
      const value = numberOf(this.bytes, this.at, end);
      if (value === undefined) return i;
      out[offset + i] = value;
      this.at = end;
    }
    return count;
  }

  #skipBlanks(): void {
    while (this.at < this.end && blank(this.bytes[this.at])) this.at++;
  }

  #wordEnd(): number {
    let end = this.at;
    while (end < this.end && !blank(this.bytes[end])) end++;
    return end;
  }
}

/**
 * Calls `visit` with each line of a source, in order; the last one need not have an end. Lines end in LF or CR LF.
 * @returns the number of lines
 * @throws FormatError for a line of more than 1 MiB; and what `visit` throws
 */
export async function eachLine(source: ByteSource, visit: (line: TextLine) => void): Promise<number> {
  const line = new TextLine();
  const give = (bytes: Uint8Array, start: number, end: number): void => {
    line.number++;
    line.bytes = bytes;
    line.start = start;
    line.end = end > start && bytes[end - 1] === 13 ? end - 1 : end;
    line.at = start;
    visit(line);
  };
  let rest: Uint8Array = new Uint8Array(0);
  for (let from = 0; from < source.byteLength; from += pieceLength) {
    const piece = await readRange(source, from, Math.min(source.byteLength, from + pieceLength));
    const bytes = rest.length === 0 ? piece : joined(rest, piece);
    let start = 0;
    for (let end = bytes.indexOf(10, rest.length); end >= 0; end = bytes.indexOf(10, start)) {
      give(bytes, start, end);
      start = end + 1;
    }
    rest = bytes.slice(start);
    if (rest.length > longestLine)
      throw new FormatError(
        `${source.name ?? "input"} line ${line.number + 1}: got more than ${longestLine} bytes without an end of line, ` +
          "expected lines of text",
      );
  }
  if (rest.length > 0) give(rest, 0, rest.length);
  return line.number;
}

function joined(one: Uint8Array, two: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + two.length);
  both.set(one);
  both.set(two, one.length);
  return both;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  // at once, as many as a call takes
  let text = "";
  for (let at = start; at < end; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 8192)));
  return text;
}

const powersOfTen = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** The number that these bytes say; undefined where they say none. Fortran's D is an exponent too. */
function numberOf(bytes: Uint8Array, start: number, end: number): number | undefined {
  let i = start;
  const negative = bytes[i] === 45;
  if (negative || bytes[i] === 43) i++;
  let mantissa = 0;
  let digits = 0;
  let exponent = 0;
  for (; i < end && isDigit(bytes[i]); i++, digits++) mantissa = 10 * mantissa + bytes[i] - 48;
  if (i < end && bytes[i] === 46) {
    for (i++; i < end && isDigit(bytes[i]); i++, digits++, exponent--)
      mantissa = 10 * mantissa + bytes[i] - 48;
  }
  if (digits === 0) return standsForNone(bytes, start, end) ? Number.NaN : undefined;
  if (i < end) {
    const letter = bytes[i] | 32;
    if (letter !== 101 && letter !== 100) return undefined;
    const down = bytes[++i] === 45;
    if (down || bytes[i] === 43) i++;
    const first = i;
    let power = 0;
    for (; i < end && isDigit(bytes[i]) && i < first + 4; i++) power = 10 * power + bytes[i] - 48;
    if (i === first || i < end) return undefined;
    exponent += down ? -power : power;
  }
  if (digits > 15 || exponent > 22 || exponent < -22) {
    const value = Number(textOf(bytes, start, end).replace(/d/i, "e"));
    return Number.isFinite(value) ? value : Number.NaN;
  }
  const value = exponent < 0 ? mantissa / powersOfTen[-exponent] : mantissa * powersOfTen[exponent];
  return negative ? -value : value;
}

/** What C and Fortran print for no number, or for one too wide for its field. */
function standsForNone(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start <= 40 && /^([+-]?(nan|inf|infinity)|\*+)$/i.test(textOf(bytes, start, end));
}

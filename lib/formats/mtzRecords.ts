/**
 * The 80-character records of an MTZ header: text to and from bytes, the words in a record, numbers in C's formats.
 * Bytes are taken as Latin-1, so that every byte survives. A record is known by its first four letters in any case.
 */

/** Bytes of a record. */
export const recordLength = 80;

/** Bytes as Latin-1 text: one character for each byte, 0 to 255. */
export function latin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  const step = 4096;
  let text = "";
  for (let at = start; at < end; at += step) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + step)));
  }
  return text;
}

/** Latin-1 text as bytes, written to `target` from byte `at`. */
export function writeLatin1(target: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) target[at + i] = text.charCodeAt(i);
}

/** `text` as one record: cut or filled with blanks to 80 characters; what is not Latin-1 becomes a question mark. */
export function record(text: string): string {
  return asLatin1(text).slice(0, recordLength).padEnd(recordLength);
}

/** `text` in which line breaks are blanks and characters beyond Latin-1 are question marks. */
export function asLatin1(text: string): string {
  return text.replace(/[\0\r\n]/g, " ").replace(/[^\0-\xff]/gu, "?");
}

/** At most four letters of the first word of a record, in capitals: how CCP4 tells records apart. */
export function keyOf(text: string): string {
  const start = text.slice(0, 4).toUpperCase();
  const blank = start.indexOf(" ");
  return blank < 0 ? start : start.slice(0, blank);
}

/** What stands behind the first word of a record, without blanks around it. */
export function rest(text: string): string {
  const blank = text.search(/\s/);
  return blank < 0 ? "" : trimmed(text.slice(blank));
}

/** `text` without blanks and zero bytes at its ends. */
export function trimmed(text: string): string {
  return text.replace(/^[\s\0]+|[\s\0]+$/g, "");
}

/** `text` without blanks and zero bytes at its end. */
export function trimmedEnd(text: string): string {
  return text.replace(/[\s\0]+$/, "");
}

/** The words behind the first word of a record. */
export function words(text: string): string[] {
  const behind = rest(text);
  return behind === "" ? [] : behind.split(/[\s\0]+/);
}

/** A number as programs write it (also "1.", "nan", "-inf"); NaN for anything else. */
export function parseNumber(word: string | undefined): number {
  if (word === undefined) return Number.NaN;
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(word)) return Number(word);
  const infinite = /^([+-]?)inf(inity)?$/i.exec(word);
  if (infinite !== null) return infinite[1] === "-" ? -Infinity : Infinity;
  return Number.NaN;
}

/** An integer of at most 2³¹ − 1 in size, or undefined for anything else. */
export function parseInteger(word: string | undefined): number | undefined {
  if (word === undefined || !/^[+-]?\d{1,15}$/.test(word)) return undefined;
  const value = Number(word);
  return Math.abs(value) <= 0x7fffffff ? value : undefined;
}

/** C's `%{width}d`. */
export function integerField(value: number, width: number): string {
  return String(value).padStart(width);
}

/** C's `%{width}.{decimals}f`, with "nan" and "inf" as C writes them. */
export function fixedField(value: number, width: number, decimals: number): string {
  return (Number.isFinite(value) ? value.toFixed(decimals) : cName(value)).padStart(width);
}

/** C's `%{width}.9g`: nine significant digits, so that a float32 survives. */
export function generalField(value: number, width: number): string {
  return general(value).padStart(width);
}

function general(value: number): string {
  if (!Number.isFinite(value)) return cName(value);
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [mantissa, exponent] = value.toExponential(8).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 9) return withoutTrailingZeros(value.toFixed(8 - power));
  const digits = String(Math.abs(power)).padStart(2, "0");
  return `${withoutTrailingZeros(mantissa)}e${power < 0 ? "-" : "+"}${digits}`;
}

function withoutTrailingZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

function cName(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

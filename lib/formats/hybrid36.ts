/**
 * Hybrid-36: numbers in the fixed columns of PDB files beyond what decimal digits can hold. A field of width w is
 * decimal up to 10^w − 1; then come 26·36^(w−1) values that begin with a capital letter (A000 is 10^w), then as many in
 * small letters. Source: R. W. Grosse-Kunstleve, the hybrid-36 counting system (iotbx.pdb).
 */

/** The number in a field; NaN where there is none. Blanks around it do not count. */
export function decodeHybrid36(field: string, width: number): number {
  const text = field.trim();
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  if (text.length !== width || !/^([A-Z][0-9A-Z]*|[a-z][0-9a-z]*)$/.test(text)) return Number.NaN;
  const lowest = 10 * 36 ** (width - 1);
  const value = Number.parseInt(text, 36) - lowest + 10 ** width;
  return text[0] >= "a" ? value + 26 * 36 ** (width - 1) : value;
}

/** The field of a number, right-justified; undefined where none can hold it. */
export function encodeHybrid36(value: number, width: number): string | undefined {
  if (!Number.isInteger(value) || value < -(10 ** (width - 1)) + 1) return undefined;
  if (value < 10 ** width) return String(value).padStart(width);
  const letters = 26 * 36 ** (width - 1);
  const beyond = value - 10 ** width;
  if (beyond >= 2 * letters) return undefined;
  const text = ((beyond % letters) + 10 * 36 ** (width - 1)).toString(36);
  return beyond < letters ? text.toUpperCase() : text;
}

/**
 * Bytes as base64 (RFC 4648, section 4, with padding): how numbers stand in a payload. Node's Buffer and the browser's btoa
 * are neither of them in both worlds for bytes.
 */
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes as text, a third longer. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    text +=
      letters[group >> 18] +
      letters[(group >> 12) & 63] +
      (left > 1 ? letters[(group >> 6) & 63] : "=") +
      (left > 2 ? letters[group & 63] : "=");
    if (text.length >= 8192) {
      parts.push(text);
      text = "";
    }
  }
  return parts.join("") + text;
}

const values = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) values[letters.charCodeAt(i)] = i;

/**
 * The bytes of a text.
 * @returns undefined where it is no base64
 */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let group = 0;
  for (let i = 0, out = 0; i < text.length; i++) {
    const padded = i >= text.length - padding;
    const value = padded ? 0 : (values[text.charCodeAt(i)] ?? -1);
    if (value < 0) return undefined;
    group = ((group << 6) | value) & 0xffffff;
    if (i % 4 !== 3) continue;
    for (let shift = 16; shift >= 0 && out < bytes.length; shift -= 8) bytes[out++] = (group >> shift) & 255;
  }
  return bytes;
}

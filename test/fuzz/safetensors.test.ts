/**
 * Mutated safetensors files: each is read, or refused by a FormatError, and nothing else; what is read takes no more memory
 * than the file.
 */
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readSafetensors, type Safetensors } from "../../lib/formats/safetensors.js";
import reference from "../reference/formats/safetensors.json";
import { type Random, seeded } from "./mtzMutations.js";

const files = reference.files.map(({ base64 }) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));

type Mutation = (file: Uint8Array, random: Random) => Uint8Array;

/** Where the values of a whole file start. */
const headerEnd = (file: Uint8Array) => 8 + Number(new DataView(file.buffer).getBigUint64(0, true));

/** Changes the text of the header and sets its length anew. */
function withHeader(file: Uint8Array, change: (text: string) => string): Uint8Array {
  const end = headerEnd(file);
  const text = change(new TextDecoder().decode(file.subarray(8, end)));
  const header = new TextEncoder().encode(text);
  const changed = new Uint8Array(8 + header.length + file.length - end);
  new DataView(changed.buffer).setBigUint64(0, BigInt(header.length), true);
  changed.set(header, 8);
  changed.set(file.subarray(end), 8 + header.length);
  return changed;
}

const numbers = [
  "0",
  "1",
  "-1",
  "4",
  "8",
  "1e3",
  "0.5",
  "9007199254740993",
  "1e400",
  "null",
  "[]",
  '"4"',
  "{}",
];
const words = ["F32", "F64", "I64", "BF16", "shape", "dtype", "data_offsets", "__metadata__", "", "f32"];

const mutations: Record<string, Mutation> = {
  truncated: (file, random) => file.slice(0, random(file.length)),
  "random bytes anywhere": (file, random) => {
    const copy = file.slice();
    for (let i = random(6); i >= 0; i--) copy[random(copy.length)] = random(256);
    return copy;
  },
  "another length of the header": (file, random) => {
    const copy = file.slice();
    copy[random(8)] = random(256);
    return copy;
  },
  "numbers of the header replaced": (file, random) =>
    withHeader(file, (text) => {
      const places = [...text.matchAll(/\d+/g)];
      const place = places[random(Math.max(1, places.length))];
      if (place === undefined) return text;
      return (
        text.slice(0, place.index) +
        numbers[random(numbers.length)] +
        text.slice(place.index + place[0].length)
      );
    }),
  "words of the header replaced": (file, random) =>
    withHeader(file, (text) => {
      const places = [...text.matchAll(/"\w*"/g)];
      const place = places[random(Math.max(1, places.length))];
      if (place === undefined) return text;
      const word = JSON.stringify(words[random(words.length)]);
      return text.slice(0, place.index) + word + text.slice(place.index + place[0].length);
    }),
  "a piece of the header doubled or taken out": (file, random) =>
    withHeader(file, (text) => {
      const at = random(text.length);
      const piece = text.slice(at, at + random(80));
      return random(2) === 0
        ? text.slice(0, at) + piece + text.slice(at)
        : text.slice(0, at) + text.slice(at + piece.length);
    }),
};

/** Reads, or tells that it was refused; anything but a FormatError goes on. */
async function readOrRefused(bytes: Uint8Array): Promise<Safetensors | undefined> {
  try {
    return await readSafetensors(bytesSource(bytes, "fuzz.safetensors"));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    expect(error.message).toMatch(/^fuzz\.safetensors.*: got .*expected/s);
    return undefined;
  }
}

describe("mutated safetensors files", () => {
  test.each(Object.keys(mutations))("%s: 5,000 files", async (name) => {
    const random = seeded(2026 + name.length);
    let [readable, refused] = [0, 0];
    for (let i = 0; i < 5000; i++) {
      const bytes = mutations[name](files[i % files.length], random);
      const found = await readOrRefused(bytes);
      if (found === undefined) {
        refused++;
        continue;
      }
      readable++;
      let total = 0;
      for (const { data, shape } of found.tensors.values()) {
        total += data.byteLength;
        expect(shape.reduce((product, size) => product * size, 1)).toBe(data.length);
      }
      expect(total).toBeLessThanOrEqual(bytes.length);
    }
    expect(readable + refused).toBe(5000);
    expect(refused).toBeGreaterThan(100);
  });
});

/**
 * Mutated CCP4 maps: each is read, or refused by a FormatError, and nothing else: no hang, no other error, no more memory
 * than four times the file for its values. What is read is made a whole cell, or refused by an InputError.
 */
import { describe, expect, test } from "vitest";
import { FormatError, InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { type Ccp4Map, gridOfCcp4Map, readCcp4Map } from "../../lib/formats/ccp4Map.js";
import { ParkMiller } from "../maps/parkMiller.js";
import reference from "../reference/maps/ccp4Map.json";

const files = reference.files.map(({ base64 }) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
const extremes = [
  0,
  1,
  -1,
  2,
  3,
  4,
  6,
  7,
  19,
  79,
  80,
  81,
  230,
  231,
  1 << 16,
  2 ** 31 - 1,
  -(2 ** 31),
  0x7f800000,
  0x7fc00000,
];

type Mutation = (file: Uint8Array, pick: (n: number) => number) => Uint8Array;

const mutations: Record<string, Mutation> = {
  truncated: (file, pick) => file.slice(0, pick(file.length)),
  "random bytes anywhere": (file, pick) => {
    const copy = file.slice();
    for (let i = pick(20); i >= 0; i--) copy[pick(copy.length)] = pick(256);
    return copy;
  },
  "random bytes in the words of the header": (file, pick) => {
    const copy = file.slice();
    for (let i = pick(6); i >= 0; i--) copy[pick(224)] = pick(256);
    return copy;
  },
  "extreme words": (file, pick) => {
    const copy = file.slice();
    const view = new DataView(copy.buffer);
    for (let i = pick(3); i >= 0; i--)
      view.setInt32(4 * pick(56), extremes[pick(extremes.length)], pick(2) === 0);
    return copy;
  },
  "symmetry records scrambled": (file, pick) => {
    const copy = file.slice();
    const letters = "XYZxyz+-/,*1234 \0é";
    for (let i = pick(12); i >= 0; i--) {
      const at = 1024 + pick(Math.min(480, copy.length - 1024));
      copy[at] = letters.charCodeAt(pick(letters.length));
    }
    return copy;
  },
  "bytes taken out or put in": (file, pick) => {
    const at = pick(file.length);
    const by = pick(200);
    if (pick(2) === 0) return Uint8Array.of(...file.subarray(0, at), ...file.subarray(at + by));
    return Uint8Array.of(
      ...file.subarray(0, at),
      ...new Uint8Array(by).fill(pick(256)),
      ...file.subarray(at),
    );
  },
};

/** Reads, or tells that it was refused; anything but a FormatError goes on. */
async function readOrRefused(bytes: Uint8Array): Promise<Ccp4Map | undefined> {
  try {
    return await readCcp4Map(bytesSource(bytes, "fuzz.map"));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    expect(error.message).toMatch(/^fuzz\.map.*: .*(expected|got)/s);
    return undefined;
  }
}

function wholeCellOrRefused(map: Ccp4Map, missing: number | undefined): boolean {
  try {
    const grid = gridOfCcp4Map(map, { missing });
    return grid.data.length === map.sampling[0] * map.sampling[1] * map.sampling[2];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return true;
  }
}

describe("mutated CCP4 maps", () => {
  test.each(Object.keys(mutations))("%s: 5,000 files", async (name) => {
    const random = new ParkMiller(2024 + name.length);
    const pick = (n: number) => Math.floor((random.next() + 0.5) * n);
    let [readable, refused] = [0, 0];
    for (let i = 0; i < 5000; i++) {
      const bytes = mutations[name](files[i % files.length], pick);
      const map = await readOrRefused(bytes);
      if (map === undefined) {
        refused++;
        continue;
      }
      readable++;
      expect(map.data.byteLength).toBeLessThanOrEqual(4 * bytes.length);
      expect(wholeCellOrRefused(map, undefined)).toBe(true);
      const [nx, ny, nz] = map.sampling;
      if (nx * ny * nz <= 1e6) expect(wholeCellOrRefused(map, 0)).toBe(true);
    }
    expect(readable + refused).toBe(5000);
    expect(refused).toBeGreaterThan(100);
    if (name !== "truncated") expect(readable).toBeGreaterThan(100);
  });
});

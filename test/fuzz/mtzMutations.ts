/**
 * Ways to spoil an MTZ file, as broken disks, cut downloads and careless programs do. Each takes bytes and a source of
 * random integers and gives new bytes; the same seed gives the same files.
 */

/** Random integers from 0 to `below` − 1. */
export type Random = (below: number) => number;

/** A small seeded generator (xorshift32, Marsaglia, J. Stat. Softw. 8 (2003) 14). */
export function seeded(seed: number): Random {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

/** A base file and where its header starts. */
export interface Base {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly headerStart: number;
  readonly bigEndian: boolean;
}

/** A way to spoil a file. */
export type Mutation = (bytes: Uint8Array, base: Base, random: Random) => Uint8Array;

const recordLength = 80;

const pick = <T>(values: readonly T[], random: Random): T => values[random(values.length)];

function recordCount(bytes: Uint8Array, base: Base): number {
  return Math.max(1, Math.floor((bytes.length - base.headerStart) / recordLength));
}

function write(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length && at + i < bytes.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Byte at which a record that begins with `key` starts, or −1. */
function find(bytes: Uint8Array, base: Base, key: string): number {
  for (let at = base.headerStart; at + recordLength <= bytes.length; at += recordLength) {
    if ([...key].every((letter, i) => bytes[at + i] === letter.charCodeAt(0))) return at;
  }
  // batch headers do not keep to steps of 80 bytes
  for (let at = base.headerStart; at + key.length <= bytes.length; at += 4) {
    if ([...key].every((letter, i) => bytes[at + i] === letter.charCodeAt(0))) return at;
  }
  return -1;
}

const counts = [
  "-1", "0", "1", "2", "3", "1000", "99999999", "2147483647", "2147483648", "-2147483648", "4294967296",
  "1e15", "999999999999999", "99999999999999999999", "nan", "inf", "abc", "", "3.5", "0x10", "+7",
]; // biome-ignore format: one list

/** Replaces one word of a record by a count, or by what is none. */
function recount(key: string): Mutation {
  return (bytes, base, random) => {
    const at = find(bytes, base, key);
    if (at < 0) return bytes;
    const text = String.fromCharCode(...bytes.subarray(at, at + recordLength));
    const words = text.trimEnd().split(/ +/);
    if (words.length < 2) return bytes;
    words[1 + random(words.length - 1)] = pick(counts, random);
    write(bytes, at, words.join(" ").padEnd(recordLength).slice(0, recordLength));
    return bytes;
  };
}

/** All mutations, by name. */
export const mutations: Readonly<Record<string, Mutation>> = {
  truncate: (bytes, _, random) => bytes.slice(0, random(bytes.length)),
  truncateHeader: (bytes, base, random) =>
    bytes.slice(0, base.headerStart + random(Math.max(1, bytes.length - base.headerStart))),
  headerPosition: (bytes, base, random) => {
    if (bytes.length < 20) return bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const here = base.headerStart / 4 + 1;
    const position = pick(
      [
        0,
        1,
        20,
        21,
        22,
        here - 20,
        here - 1,
        here + 1,
        here + 20,
        bytes.length / 4,
        -1,
        -2,
        0x7fffffff,
        -0x80000000,
      ],
      random,
    );
    view.setInt32(4, position, !base.bigEndian);
    return bytes;
  },
  wideHeaderPosition: (bytes, base, random) => {
    if (bytes.length < 20) return bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const here = BigInt(base.headerStart / 4 + 1);
    const position = pick(
      [here, here, -here, 0n, -1n, 1n << 62n, -(1n << 63n), (1n << 53n) + 1n, here << 32n],
      random,
    );
    view.setInt32(4, -1, !base.bigEndian);
    view.setBigInt64(12, position, !base.bigEndian);
    return bytes;
  },
  machineStamp: (bytes, _, random) => {
    if (bytes.length > 9) bytes.set([random(256), random(256)], 8);
    return bytes;
  },
  flipAnywhere: (bytes, _, random) => {
    for (let i = random(8); i >= 0 && bytes.length > 0; i--) bytes[random(bytes.length)] = random(256);
    return bytes;
  },
  flipHeader: (bytes, base, random) => {
    const room = bytes.length - base.headerStart;
    for (let i = random(8); i >= 0 && room > 0; i--) bytes[base.headerStart + random(room)] = random(256);
    return bytes;
  },
  flipText: (bytes, base, random) => {
    const room = bytes.length - base.headerStart;
    for (let i = random(4); i >= 0 && room > 0; i--) bytes[base.headerStart + random(room)] = 32 + random(95);
    return bytes;
  },
  zeroRange: (bytes, _, random) => bytes.fill(0, random(bytes.length + 1), random(bytes.length + 1)),
  insertBytes: (bytes, _, random) => {
    const at = random(bytes.length + 1);
    const more = Uint8Array.from({ length: 1 + random(90) }, () => random(256));
    return joined(bytes.subarray(0, at), more, bytes.subarray(at));
  },
  removeBytes: (bytes, _, random) => {
    const at = random(bytes.length + 1);
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + random(90)));
  },
  swapRecords: (bytes, base, random) => {
    const count = recordCount(bytes, base);
    const [one, other] = [0, 0].map(() => base.headerStart + recordLength * random(count));
    const kept = bytes.slice(one, one + recordLength);
    bytes.copyWithin(one, other, other + recordLength);
    bytes.set(kept.subarray(0, Math.max(0, bytes.length - other)), Math.min(other, bytes.length));
    return bytes;
  },
  duplicateRecord: (bytes, base, random) => {
    const at = base.headerStart + recordLength * random(recordCount(bytes, base));
    const times = pick([1, 1, 1, 2, 50], random);
    const copies = Array.from({ length: times }, () => bytes.subarray(at, at + recordLength));
    return joined(bytes.subarray(0, at), ...copies, bytes.subarray(at));
  },
  removeRecord: (bytes, base, random) => {
    const at = base.headerStart + recordLength * random(recordCount(bytes, base));
    return joined(bytes.subarray(0, at), bytes.subarray(at + recordLength));
  },
  removeEnd: (bytes, base) => {
    const at = find(bytes, base, "END ");
    return at < 0 ? bytes : joined(bytes.subarray(0, at), bytes.subarray(at + recordLength));
  },
  removeEndOfHeaders: (bytes, base) => {
    const at = find(bytes, base, "MTZENDOFHEADERS");
    return at < 0 ? bytes : joined(bytes.subarray(0, at), bytes.subarray(at + recordLength));
  },
  notAscii: (bytes, base, random) => {
    const at = base.headerStart + recordLength * random(recordCount(bytes, base));
    for (let i = at + random(20); i < Math.min(at + recordLength, bytes.length); i += 1 + random(3)) {
      bytes[i] = 128 + random(128);
    }
    return bytes;
  },
  appendText: (bytes, _, random) =>
    joined(
      bytes,
      Uint8Array.from({ length: random(200) }, () => random(256)),
    ),
  counts: recount("NCOL"),
  countsAgain: recount("NCOL"),
  cell: recount("CELL"),
  sortOrder: recount("SORT"),
  symmetry: recount("SYMINF"),
  operation: recount("SYMM"),
  resolution: recount("RESO"),
  missingFlag: recount("VALM"),
  column: recount("COLUMN"),
  datasetCount: recount("NDIF"),
  project: recount("PROJECT"),
  datasetCell: recount("DCELL"),
  wavelength: recount("DWAVEL"),
  batchList: recount("BATCH"),
  historyCount: recount("MTZHIST"),
  batchHead: recount("BH "),
  batchAxes: recount("BHCH"),
};

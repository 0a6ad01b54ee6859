/**
 * At least 100,000 spoiled MTZ files. Each is read, and then written back to the byte, or refused by a FormatError of
 * one sentence; nothing else is thrown, nothing hangs, and no more memory is asked for than four times the file.
 *
 * Memory is counted, not sampled: while a file is read, the constructors and `slice` of all typed arrays and of
 * ArrayBuffer add up what they allocate, and so does the byte source. Objects and strings are held against the file in
 * a test of their own, on large files of one kind of record each, after a garbage collection.
 */
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import type { ByteSource } from "../../lib/formats/byteSource.js";
import type { Mtz } from "../../lib/formats/mtz.js";
import { readMtz, readMtzHeader } from "../../lib/formats/mtzRead.js";
import { dataFile, hasData } from "../data.js";
import { sampleMtz } from "../formats/mtzSamples.js";
import { type Base, mutations, seeded } from "./mtzMutations.js";

const fileCount = 102_000;

function base(name: string, bytes: Uint8Array): Base {
  const bigEndian = bytes[8] === 0x11;
  const position = new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, !bigEndian);
  return { name, bytes, headerStart: 4 * (position - 1), bigEndian };
}

const samples = ["merged", "unmerged", "bigEndian", "oneBatch", "noRows", "flagged", "noHistory"];
const real = hasData ? ["fmodel/1CTJ.mtz", "fmodel/1CTJ_p1.mtz", "fmodel/6S34.mtz"] : [];
const bases = [
  ...samples.map((name) => base(name, sampleMtz(name).toBytes())),
  base("unmerged big-endian", sampleMtz("unmerged").with({ bigEndian: true }).toBytes()),
  ...real.map((path) => base(path, new Uint8Array(readFileSync(dataFile(path))))),
];

/** Adds up the bytes of every typed array and ArrayBuffer made between `install` and `remove`. */
class AllocationCount {
  bytes = 0;
  readonly #arrays: { slice: (...range: number[]) => { byteLength: number } } = Object.getPrototypeOf(
    Uint8Array.prototype,
  );
  readonly #slice = this.#arrays.slice;
  readonly #originals = {
    ArrayBuffer,
    Uint8Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
  };

  install(): void {
    const add = (made: { byteLength: number }): void => {
      this.bytes += made.byteLength;
    };
    const { ArrayBuffer: OriginalBuffer } = this.#originals;
    for (const [name, original] of Object.entries(this.#originals)) {
      const construct = (target: typeof original, given: unknown[]): object => {
        const made = Reflect.construct(target, given);
        // a view of a buffer allocates nothing
        if (!(given[0] instanceof OriginalBuffer)) add(made);
        return made;
      };
      Object.assign(globalThis, { [name]: new Proxy(original, { construct }) });
    }
    const slice = this.#slice;
    this.#arrays.slice = function sliceCounted(...range) {
      const made = slice.apply(this, range);
      add(made);
      return made;
    };
  }

  remove(): void {
    Object.assign(globalThis, this.#originals);
    this.#arrays.slice = this.#slice;
  }
}

function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    byteLength: bytes.length,
    name: "spoiled.mtz",
    // slice of a typed array: counted while a file is read
    slice: (start, end) => bytes.slice(start, end).buffer as ArrayBuffer,
  };
}

async function readAllOf(bytes: Uint8Array): Promise<Mtz> {
  const mtz = await readMtz(sourceOf(bytes));
  for (let i = 0; i < mtz.columnInfos.length; i++) mtz.column(i);
  return mtz;
}

/** Where the error is and what was expected, without names and numbers. */
function kindOf(message: string): string {
  const where = /^spoiled\.mtz[:,] ?(.*?):? ?got /s.exec(message)?.[1] ?? "";
  const expected =
    /, expected (.*?)( \(|$)/s.exec(message.slice(message.lastIndexOf(", expected ")))?.[1] ?? "";
  return `${where} | ${expected}`.replace(/-?\d+/g, "N").slice(0, 100);
}

function spoil(
  random: (below: number) => number,
  number: number,
): { name: string; bytes: Uint8Array; base: Base } {
  const names = Object.keys(mutations);
  // every mutation of every base in turn, then more of them on top in every second file
  const chosen = bases[Math.floor(number / names.length) % bases.length];
  const list = [names[number % names.length]];
  for (let more = number % 2 === 0 ? 0 : random(3); more > 0; more--) list.push(names[random(names.length)]);
  const bytes = list.reduce<Uint8Array>(
    (sofar, name) => mutations[name](sofar, chosen, random),
    chosen.bytes.slice(),
  );
  return { name: `file ${number}: ${chosen.name}, ${list.join(", ")}`, bytes, base: chosen };
}

test(`${fileCount} spoiled files: read and written back, or refused in one sentence`, async () => {
  const random = seeded(20260307);
  const refused = new Map<string, number>();
  let read = 0;
  let peak = 0;
  const before = process.memoryUsage().arrayBuffers;
  const count = new AllocationCount();
  count.install();
  onTestFinished(() => count.remove());
  for (let number = 0; number < fileCount; number++) {
    const { name, bytes } = spoil(random, number);
    count.bytes = 0;
    let allocated = 0;
    try {
      const mtz = await readAllOf(bytes).finally(() => {
        allocated = count.bytes;
      });
      read += 1;
      if (Buffer.compare(mtz.toBytes(), bytes) !== 0) expect.fail(`${name}: written back otherwise`);
      if (number % 4 === 0) {
        const titled = mtz.with({ title: "changed", history: ["changed"] });
        const again = await readMtz(sourceOf(titled.toBytes()));
        if (again.title !== "changed" || again.rowCount !== mtz.rowCount) {
          expect.fail(`${name}: change got lost`);
        }
      }
      if (number % 4 === 1) mtz.with({ bigEndian: !mtz.bigEndian }).toBytes();
    } catch (error) {
      if (!(error instanceof FormatError)) throw new Error(name, { cause: error });
      if (!/^spoiled\.mtz[:,] .*got .*expected .*/s.test(error.message))
        throw new Error(`${name}: ${error.message}`);
      const kind = kindOf(error.message);
      refused.set(kind, (refused.get(kind) ?? 0) + 1);
    }
    if (allocated > 4 * bytes.length) {
      expect.fail(`${name}: got ${allocated} bytes allocated, expected at most 4 × ${bytes.length}`);
    }
    if (number % 500 === 0) peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  }
  const kinds = [...refused].sort((one, other) => other[1] - one[1]);
  console.log(`${fileCount} files: ${read} read, ${fileCount - read} refused, of ${kinds.length} kinds`);
  console.log(kinds.map(([kind, times]) => `${String(times).padStart(6)}  ${kind}`).join("\n"));
  expect(read).toBeGreaterThan(fileCount / 10);
  expect(fileCount - read).toBeGreaterThan(fileCount / 10);
  // garbage of small files may lie about for a while, but not more than a hundred megabytes of it
  expect(peak).toBeLessThan(100e6);
});

/** Files of a few megabytes in which one kind of record fills everything. */
const largeFiles: Readonly<Record<string, () => Uint8Array>> = {
  columns: () => largeFile({ before: (i) => `COLUMN F${i} F 0.125 ${i}.5 1` }, "NCOL LARGE 0 0"),
  sources: () => largeFile({ before: (i) => `COLSRC F${i} CREATED_long_words_${i} 1` }, "NCOL 0 0 0"),
  operations: () =>
    largeFile({ before: (i) => `SYMM X,Y,Z+${i}/24 and some more text behind` }, "NCOL 0 0 0"),
  datasets: () => largeFile({ before: (i) => `PROJECT ${i} project_of_some_length_${i}` }, "NCOL 0 0 0"),
  cells: () => largeFile({ before: (i) => `DCELL ${i} 34.15 54.81 68.01 90.5 91.5 92.5` }, "NCOL 0 0 0"),
  unknown: () => largeFile({ before: (i) => `HELLO ${i} ${"text ".repeat(12)}` }, "NCOL 0 0 0"),
  history: () => largeFile({ after: (i) => `line ${i} ${"of text ".repeat(8)}` }, "NCOL 0 0 0"),
  batches: () => largeBatches(),
};

const largeCount = 100_000;

function largeFile(
  lines: { before?: (i: number) => string; after?: (i: number) => string },
  counts: string,
): Uint8Array {
  const made = (line: ((i: number) => string) | undefined): string[] =>
    line === undefined ? [] : Array.from({ length: largeCount }, (_, i) => line(i));
  const records = [
    "VERS MTZ:V1.1",
    counts.replace("LARGE", String(largeCount)),
    ...made(lines.before),
    "END",
    ...(lines.after === undefined ? [] : [`MTZHIST ${largeCount}`, ...made(lines.after)]),
    "MTZENDOFHEADERS",
  ];
  const head = sampleMtz("noRows").toBytes().subarray(0, 80);
  const text = records.map((line) => line.slice(0, 80).padEnd(80)).join("");
  return Uint8Array.from([...head, ...Buffer.from(text, "latin1")]);
}

function largeBatches(): Uint8Array {
  const { columnInfos } = sampleMtz("oneBatch");
  const columns = columnInfos.map(({ label, type }) => ({ label, type, data: new Float32Array(1) }));
  const batches = Array.from({ length: 8000 }, (_, i) => ({
    number: i + 1,
    title: `batch ${i} of a large file`,
    axes: ["PHI"],
    cell: [34.15 + i / 64, 54, 68, 90, 90, 90],
    phiStart: i / 3,
  }));
  return sampleMtz("oneBatch").with({ columns, batches }).toBytes();
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const gc: () => void = runInNewContext("gc");
  gc();
  gc();
}

function heldBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test.each(Object.keys(largeFiles))(
  "a large file of %s keeps no more than four times its size",
  async (name) => {
    const bytes = largeFiles[name]();
    const source = sourceOf(bytes);
    const before = heldBytes();
    const mtz = await readMtz(source);
    const held = heldBytes() - before;
    expect(Buffer.compare(mtz.toBytes(), bytes)).toBe(0);
    console.log(`large file of ${name}: ${(held / bytes.length).toFixed(2)} times its ${bytes.length} bytes`);
    expect(held).toBeLessThanOrEqual(4 * bytes.length);
  },
);

test("counts of a header allocate nothing before they are held against the file", async () => {
  const count = new AllocationCount();
  count.install();
  onTestFinished(() => count.remove());
  for (const counts of ["2147483647 2147483647 0", "7 2147483647 0", "7 48 2147483647", "2147483647 0 0"]) {
    const bytes = sampleMtz("merged").toBytes();
    const view = Buffer.from(bytes.buffer);
    view.write(`NCOL ${counts}`.padEnd(80), view.indexOf("NCOL "), "latin1");
    count.bytes = 0;
    const error = await readMtzHeader(sourceOf(bytes)).catch((reason: unknown) => reason);
    const allocated = count.bytes;
    expect(error).toBeInstanceOf(FormatError);
    expect(allocated).toBeLessThanOrEqual(4 * bytes.length);
  }
});

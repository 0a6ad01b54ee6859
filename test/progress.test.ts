/** Progress, and who reports it: everything that takes long ends with all of it done. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { mapFromCoefficients } from "../lib/maps/index.js";
import { merge } from "../lib/models/index.js";
import { readReflections } from "../lib/node/index.js";
import { progressOf, setProgress } from "../lib/progress.js";
import { randomStructure } from "../lib/simulate/index.js";
import { directSummation } from "../lib/structure/index.js";
import { type ColumnInit, ReflectionTable } from "../lib/table/index.js";
import { rotation } from "./models/merging/tables.js";

const told = new Map<string, [done: number, total: number][]>();
let before: typeof progressOf;

beforeEach(() => {
  told.clear();
  before = setProgress((name) => {
    const line: [number, number][] = [];
    told.set(name, line);
    return (done, total) => line.push([done, total]);
  });
});
afterEach(() => {
  setProgress(before);
});

/** What a line was told: it rises to the total, which stays, is reached once, and is told last. */
function course(name: string): [number, number][] {
  const line = told.get(name) ?? [];
  expect([...told.keys()]).toContain(name);
  const total = line.at(-1)?.[1];
  expect(line.at(-1)).toEqual([total, total]);
  line.forEach(([done, all], i) => {
    expect(all).toBe(total);
    expect(done).toBeGreaterThan(line[i - 1]?.[0] ?? 0);
  });
  return line;
}

describe("the registry", () => {
  test("shows nothing unless it is told where", () => {
    setProgress(before);
    expect(() => progressOf("anything")(1, 2)).not.toThrow();
    expect(told.size).toBe(0);
  });

  test("gives back where it was shown, so that it can be put back", () => {
    const [first, second] = [vi.fn(() => () => undefined), vi.fn(() => () => undefined)];
    setProgress(first);
    expect(setProgress(second)).toBe(first);
    progressOf("a");
    setProgress(first);
    progressOf("b");
    expect(second.mock.calls).toEqual([["a"]]);
    expect(first.mock.calls).toEqual([["b"]]);
  });

  test("each asks for a line of its own, by its name", () => {
    progressOf("one")(1, 2);
    progressOf("two")(3, 4);
    expect([...told]).toEqual([
      ["one", [[1, 2]]],
      ["two", [[3, 4]]],
    ]);
  });
});

describe("reading", () => {
  const folder = mkdtempSync(join(tmpdir(), "friedel-progress-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function written(name: string, rows: number, columns: number): Promise<ReflectionTable> {
    const label = (c: number) => ["H", "K", "L"][c] ?? `X${c}`;
    const table = new ReflectionTable({
      columns: Array.from(
        { length: columns },
        (_, c): ColumnInit =>
          c < 3
            ? {
                label: label(c),
                type: "H",
                data: Int32Array.from({ length: rows }, (_, i) => (i >> (4 * c)) & 15),
              }
            : {
                label: label(c),
                type: "R",
                data: Float32Array.from({ length: rows }, (_, i) => i * c + 0.5),
              },
      ),
      cell: [30, 40, 50],
      spaceGroup: 19,
    });
    await table.write(join(folder, name));
    return table;
  }

  test("a small file is done at once", async () => {
    await written("small.mtz", 3, 4);
    const path = join(folder, "small.mtz");
    await readReflections(path);
    course(`reading ${path}`);
    expect([...told.keys()]).toEqual([`reading ${path}`]);
  });

  test("a large one is read in pieces, which put together are the file", async () => {
    const table = await written("large.mtz", 1_000_000, 10);
    const path = join(folder, "large.mtz");
    const read = await readReflections(path);
    const line = course(`reading ${path}`);
    expect(line.length).toBeGreaterThanOrEqual(3);
    expect(line[0][1]).toBeGreaterThan(40e6);
    const largest = Math.max(...line.map(([done], i) => done - (line[i - 1]?.[0] ?? 0)));
    expect(largest).toBeLessThanOrEqual(1 << 25);
    expect(read.labels).toEqual(table.labels);
    for (const label of table.labels)
      expect(Buffer.compare(bytesOf(read.values(label)), bytesOf(table.values(label))), label).toBe(0);
  });

  test("several files have a line each", async () => {
    await written("a.mtz", 3, 4);
    await written("b.mtz", 3, 4);
    const paths = ["a.mtz", "b.mtz"].map((name) => join(folder, name));
    await readReflections(paths);
    for (const path of paths) course(`reading ${path}`);
  });
});

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength);

test("structure factors: by reflections, at the end all of them", () => {
  const structure = randomStructure({
    seed: 1,
    cell: [30, 32, 34, 90, 90, 90],
    spaceGroup: 19,
    atomCount: 4,
  });
  const hkl = Int32Array.from({ length: 3 * 20_000 }, (_, i) => (i * 7) % 11);
  directSummation(structure, hkl);
  const line = course("structure factors");
  expect(line.at(-1)).toEqual([20_000, 20_000]);
  expect(line.length).toBeGreaterThan(3);
  told.clear();
  directSummation(structure, Int32Array.of(1, 2, 3));
  expect(course("structure factors")).toEqual([[1, 1]]);
});

test.each([false, true])("a map, normalised %s: three parts", (normalize) => {
  const options = { cell: [20, 20, 20, 90, 90, 90], spaceGroup: 1, normalize };
  mapFromCoefficients(Int32Array.of(1, 0, 0, 0, 1, 2), { re: [1, 2], im: [0, 1] }, options);
  expect(course("map")).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
});

test("half data sets: a part each half; or to whom they are told to report", async () => {
  const run = await merge(rotation().observations).train({ steps: 10, reporters: [] });
  await run.halfDatasets({ repeats: 2, steps: 2 });
  expect(course("half data sets")).toEqual([1, 2, 3, 4].map((done) => [done, 4]));
  told.clear();
  const progress = vi.fn();
  await run.halfDatasets({ steps: 2, progress });
  expect(progress.mock.calls).toEqual([
    [1, 2],
    [2, 2],
  ]);
  expect(told.size).toBe(0);
});

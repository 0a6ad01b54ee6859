/**
 * Sort, group and join of a million reflections, beside reciprocalspaceship (its DataSet) and plain pandas on the same
 * rows. Run after `npm run build`: `node bench/table.mjs`. The Python with the peers is FRIEDEL_PEERS_PYTHON, by default
 * /tmp/peers/bin/python; without it only our times are printed. Best of nine runs each, because the machine
 * may have other work; checks that results agree.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const dist = process.env.FRIEDEL_DIST ?? new URL("../dist/cjs", import.meta.url).pathname;
const { ReflectionTable } = await import(pathToFileURL(join(dist, "table/index.js")).href);
const python = process.env.FRIEDEL_PEERS_PYTHON ?? "/tmp/peers/bin/python";
const script = new URL("table.py", import.meta.url).pathname;
const rows = 1_000_000;
const repeats = 9;

/** A million observations in random order, about ten for each Miller index of |h| ≤ 40, |k| ≤ 30, 0 ≤ l ≤ 20. */
function observations() {
  let state = 1;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** @type {(make: () => number, Type: typeof Int32Array | typeof Float32Array) => Int32Array | Float32Array} */
  const column = (make, Type) => Type.from({ length: rows }, make);
  /** @type {(low: number, high: number) => () => number} */
  const within = (low, high) => () => low + Math.floor(next() * (high - low + 1));
  return new ReflectionTable({
    columns: [
      { label: "H", type: "H", data: column(within(-40, 40), Int32Array) },
      { label: "K", type: "H", data: column(within(-30, 30), Int32Array) },
      { label: "L", type: "H", data: column(within(0, 20), Int32Array) },
      { label: "BATCH", type: "B", data: column(within(1, 3600), Int32Array) },
      { label: "I", type: "J", data: column(() => 1000 * next(), Float32Array) },
      { label: "SIGI", type: "Q", data: column(() => 1 + 10 * next(), Float32Array) },
    ],
    cell: [60, 70, 80],
    spaceGroup: 19,
    merged: false,
  });
}

/** The least time of a function, and its result. @param {() => any} run */
function best(run) {
  let ms = Number.POSITIVE_INFINITY;
  let result;
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    result = run();
    ms = Math.min(ms, performance.now() - start);
  }
  return { ms, result };
}

const table = observations();
const merged = table.groupBy().aggregate({ I: "mean" }).rename({ I: "IMEAN" });
const ours = {
  "sort by H, K, L": best(() => table.sort()),
  "sort by BATCH, I": best(() => table.sort(["BATCH", "I"])),
  "group by H, K, L; mean of I": best(() => table.groupBy().mean("I")),
  "join with the merged table on H, K, L": best(() => table.join(merged)),
};

function peers() {
  if (!existsSync(python)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "friedel-bench-"));
  try {
    for (const [prefix, one] of [
      ["all.", table],
      ["merged.", merged],
    ]) {
      for (const { label, data } of one.columns) {
        const values = data instanceof Float64Array ? Float32Array.from(data) : data;
        writeFileSync(
          join(folder, prefix + label),
          new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
        );
      }
    }
    return JSON.parse(
      execFileSync(python, [script, folder, String(rows), String(repeats)], { encoding: "utf8" }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @type {(name: string, ours: { result: Float64Array | import("../dist/cjs/index.js").ReflectionTable }, theirs: [number, number]) => void} */
function checkSame(name, { result }, [count, total]) {
  const last = result instanceof Float64Array ? result : result.columns[result.columns.length - 1].data;
  const sum = last.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0);
  if (last.length !== count || Math.abs(sum - total) > 1e-5 * Math.abs(total)) {
    throw new Error(`${name}: got ${last.length} rows of sum ${sum}, the peer ${count} of sum ${total}`);
  }
}

const theirs = peers();
console.log(`machine: ${cpus()[0].model}, ${cpus().length} cores; Node ${process.version}`);
console.log(`peers: ${theirs?.versions ?? `none (no ${python})`}`);
console.log(
  `${rows.toLocaleString("en")} rows, best of ${repeats}, ${new Date().toISOString().slice(0, 10)}\n`,
);
console.log(
  "| verb | Friedel, ms | reciprocalspaceship, ms (ratio) | pandas, ms (ratio) |\n|---|---|---|---|",
);
for (const [name, run] of Object.entries(ours)) {
  const times = theirs?.times[name];
  /** @type {(ms: number | undefined) => string} */
  const cell = (ms) => (ms === undefined ? "–" : `${ms.toFixed(0)} (${(ms / run.ms).toFixed(1)}×)`);
  if (theirs) for (const check of Object.values(theirs.checks[name])) checkSame(name, run, check);
  console.log(`| ${name} | ${run.ms.toFixed(0)} | ${cell(times?.rs)} | ${cell(times?.pandas)} |`);
}

/**
 * The runs of careless that bench/merge.mjs and bench/mergeQuality.mjs compare with: its commands, their time and memory,
 * and what its files say. A finished run's folder is used again; one that is missing is made where the program is known.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join, resolve } from "node:path";

const here = import.meta.dirname;
const data = resolve(process.env.FRIEDEL_DATA ?? join(here, "../../shared/data"));

/** Friedel as built. FRIEDEL_CJS names another build. */
export const friedel = createRequire(import.meta.url)(
  join(process.env.FRIEDEL_CJS ?? join(here, "../dist/cjs"), "index.js"),
);

/** The metadata that careless is given, for both data sets. */
export const metadata = ["BATCH", "dHKL", "Hobs", "Kobs", "Lobs", "XDET", "YDET", "ROT", "LP"];

/** The data sets, and careless's Wilson B in the run of 4,000 iterations. */
export const sets = {
  gamma: {
    mtz: join(data, "gamma/HKLOUT_unmerged.mtz"),
    pdb: join(data, "gamma/gamma_model.pdb"),
    // careless writes exp(-B/(4d²)) for the fall-off of intensities, Friedel exp(-B/(2d²)): its 20 is our 10.
    flags: ["--wilson-prior-b=20"],
  },
  insulin: { mtz: join(data, "insulin/insulin_dials_scaled_unmerged.mtz"), flags: [] },
};

/** @param {string} path */
export function needFile(path) {
  if (!existsSync(path)) throw new Error(`${path}: no such file; set FRIEDEL_DATA to the example data`);
  return path;
}

/** careless's arguments for a kind of run: "steps" for timing, "4k" with test observations, "half" with half data sets. */
const kinds = {
  steps: (_, iterations) => [`--iterations=${iterations}`],
  "4k": (name) => [
    "--iterations=4000",
    "--test-fraction=0.1",
    "--validation-frequency=100",
    ...sets[name].flags,
  ],
  half: () => ["--iterations=3000", "--merge-half-datasets", "--half-dataset-repeats=10"],
};

/**
 * Runs careless: seconds and peak memory of its process, and when each step was done, as its progress bar says.
 * @param {string} program
 * @param {"steps" | "4k" | "half"} kind
 * @param {"gamma" | "insulin"} name
 * @param {string} folder where its files go
 * @param {number} [iterations] for "steps"
 */
export async function runCareless(program, kind, name, folder, iterations) {
  mkdirSync(folder, { recursive: true });
  const common = ["mono", "--disable-gpu", "--anomalous", "--disable-image-scales"];
  const files = [metadata.join(","), needFile(sets[name].mtz), join(folder, name)];
  const { code, seconds, peakMB, lines } = await watched(
    program,
    [...common, ...kinds[kind](name, iterations), ...files],
    { TF_CPP_MIN_LOG_LEVEL: "3", PATH: `${dirname(resolve(program))}${delimiter}${process.env.PATH}` },
  );
  checkEnd(code, lines);
  const record = { seconds, peakMB };
  writeFileSync(join(folder, "run.json"), JSON.stringify(record));
  return { ...record, steps: stepTimes(lines) };
}

/**
 * @param {number | null} code @param {readonly { text: string }[]} lines what careless printed
 * @throws Error with its last words unless it ended well
 */
export function checkEnd(code, lines) {
  const text = lines.map((line) => line.text).join("");
  if (code !== 0) throw new Error(`careless: exit ${code}\n${text.slice(-2000)}`);
}

/**
 * A process of its own: exit status, wall time, peak resident memory, and what it printed, at which time and after how
 * much processor time (ms).
 * @param {string} program @param {string[]} words @param {Record<string, string>} environment
 * @returns {Promise<{ code: number | null, seconds: number, peakMB: number, lines: { at: number, cpu: number, text: string }[] }>}
 */
export function watched(program, words, environment = {}) {
  return new Promise((done, failed) => {
    const start = performance.now();
    const child = spawn(program, words, {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let peakMB = 0;
    const lines = [];
    let cpu = 0;
    const look = () => {
      try {
        // user and system time, in ticks of 10 ms, are the 14th and 15th words, after the name in brackets
        const words = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
        cpu = 10 * (Number(words[11]) + Number(words[12]));
        const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
        peakMB = Math.max(peakMB, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
      } catch {
        // it has ended
      }
    };
    const watch = setInterval(look, 100);
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        const at = performance.now() - start;
        look();
        lines.push({ at, cpu, text: String(text) });
      });
    child.on("error", failed);
    child.on("exit", () => clearInterval(watch));
    child.on("close", (code) => done({ code, seconds: (performance.now() - start) / 1000, peakMB, lines }));
  });
}

/** The times (ms, and of the processors) at which the progress bar went on, with the steps done by then. */
function stepTimes(lines) {
  const times = [];
  for (const { at, cpu, text } of lines)
    for (const [, count] of text.matchAll(/(\d+)\/\d+ \[/g))
      if (Number(count) > (times.at(-1)?.count ?? 0)) times.push({ count: Number(count), at, cpu });
  return times;
}

/**
 * Seconds and peak memory of a finished run, from its record, or from what GNU time wrote into its log.
 * @param {string} folder
 * @returns {{ seconds: number, peakMB: number }}
 */
export function recordOf(folder) {
  if (existsSync(join(folder, "run.json"))) return JSON.parse(readFileSync(join(folder, "run.json"), "utf8"));
  const log = readFileSync(join(folder, "log.txt"), "utf8");
  const elapsed = /Elapsed[^\n]*: ([\d:.]+)\n/.exec(log)?.[1];
  if (elapsed === undefined) throw new Error(`${folder}: got a log without the time that the run took`);
  return {
    seconds: elapsed.split(":").reduce((sum, part) => 60 * sum + Number(part), 0),
    peakMB: Number(/Maximum resident set size[^\n]*: (\d+)/.exec(log)?.[1]) / 1024,
  };
}

/**
 * The folder of a finished run, which is made where it is missing and careless is known.
 * @param {string} runs folder of all runs @param {"4k" | "half"} kind @param {"gamma" | "insulin"} name
 * @param {string | undefined} program
 */
export async function carelessFolder(runs, kind, name, program) {
  const folder = join(runs, `${name}_${kind}`);
  const wanted = join(folder, kind === "half" ? `${name}_xval_0.mtz` : `${name}_predictions_0.mtz`);
  if (existsSync(wanted)) return folder;
  if (program === undefined || !existsSync(program))
    throw new Error(
      `${wanted}: no such file; name a folder of finished runs, or careless's program with --careless`,
    );
  console.error(`careless ${kind} on ${name}: ${kind === "half" ? "about 20" : "about 2"} minutes`);
  await runCareless(program, kind, name, folder);
  return folder;
}

/**
 * careless's held-out Spearman CCpred, and which rows of our table it held out. Its file has training rows first, then
 * test rows, so rows are found again by image (numbered from 0), intensity and sigma, which no two rows share.
 * @param {import("../dist/cjs/index.js").ReflectionTable} table
 * @param {import("../dist/cjs/index.js").ReflectionTable} predictions
 */
export function carelessTest(table, predictions) {
  const image = new Map(
    [...new Set(table.values("BATCH"))].sort((a, b) => a - b).map((batch, i) => [batch, i]),
  );
  const columns = ["image_id", "Iobs", "SigIobs", "test"].map((label) => predictions.values(label));
  const [number, observed, sigma, held] = columns;
  const flags = new Map();
  for (let i = 0; i < predictions.length; i++) flags.set(`${number[i]} ${observed[i]} ${sigma[i]}`, held[i]);
  if (flags.size !== predictions.length)
    throw new Error("careless's predictions: got rows with the same image, intensity and sigma");
  const [batch, I, SIGI] = ["BATCH", "I", "SIGI"].map((label) => table.values(label));
  let found = 0;
  const test = Uint8Array.from({ length: table.length }, (_, i) => {
    const flag = flags.get(`${image.get(batch[i])} ${I[i]} ${SIGI[i]}`);
    if (flag !== undefined) found++;
    return flag ?? 0;
  });
  if (found !== predictions.length)
    throw new Error(`careless's predictions: found ${found} of ${predictions.length} rows in the table`);
  const rows = Array.from(held.keys()).filter((i) => held[i] === 1);
  const predicted = predictions.values("Ipred");
  const spearman = friedel.spearman(
    Float64Array.from(rows, (i) => predicted[i]),
    Float64Array.from(rows, (i) => observed[i]),
  );
  return { test, spearman, rows: rows.length };
}

/** @param {number[]} numbers */
export function mean(numbers) {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}

/** @param {number[]} numbers @param {number} part 0 to 1 */
export function quantile(numbers, part) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = part * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place % 1);
}

/** @param {readonly (string | number)[][]} rows the first is the head @returns {string} Markdown */
export function markdown([head, ...rows]) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

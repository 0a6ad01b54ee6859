/**
 * Reading, statistics, classical merge with French–Wilson amplitudes, and direct summation of a real data set, beside
 * gemmi, cctbx and reciprocalspaceship in one run. Every task is a fresh process on both sides: its time is that of a
 * user's first call, its peak memory its own. `npm run build && node bench/classicalMerge.mjs`; needs the example data.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const data = process.env.FRIEDEL_DATA ?? join(here, "../../shared/data");
const python = process.env.FRIEDEL_PEERS_PYTHON ?? "/tmp/peers/bin/python";
const mtz = join(data, "gamma/HKLOUT_unmerged.mtz");
const model = join(data, "gamma/gamma_model.pdb");
const repeats = 3;

/** @type {Record<string, (friedel: typeof import("../dist/cjs/index.js")) => Promise<number>>} */
const tasks = {
  read: async (friedel) => {
    const table = await friedel.readReflections(mtz);
    return table.values("I").reduce((sum, value) => sum + value, 0);
  },
  statistics: async (friedel) => {
    const table = await friedel.readReflections(mtz);
    return friedel.mergingStatistics(table, { outliers: false, shells: 10 }).overall.rMeas;
  },
  merge: async (friedel) => {
    const table = await friedel.readReflections(mtz);
    return friedel.classicalMerge(table, { anomalous: true }).table.length;
  },
  summation: async (friedel) => {
    const structure = await friedel.readStructure(model);
    const { hkl } = friedel.collectObservations(await friedel.readReflections(mtz), { keepAbsences: true });
    const { re, im } = friedel.directSummation(structure, hkl.subarray(0, 6000));
    return re.reduce((sum, value, i) => sum + Math.hypot(value, im[i]), 0);
  },
};

const titles = {
  read: "read the unmerged MTZ (3 MB, 44,990 rows), sum a column",
  statistics: "merging statistics in 10 shells, reading included",
  merge: "anomalous merge and French–Wilson amplitudes, reading included",
  summation: "direct summation of 2,000 reflections, gamma_model.pdb",
};

const [, , task] = process.argv;
if (task === undefined) report();
else await runOne(task);

/** @param {string} name */
async function runOne(name) {
  const friedel = await import("../dist/cjs/index.js");
  const start = performance.now();
  const value = await tasks[name](friedel.default ?? friedel);
  const ms = performance.now() - start;
  console.log(JSON.stringify({ ms, peakMB: process.resourceUsage().maxRSS / 1024, value }));
}

function report() {
  if (!existsSync(mtz)) throw new Error(`${mtz}: no such file; set FRIEDEL_DATA to the example data`);
  console.log(`machine: ${cpus()[0].model}, ${cpus().length} cores; Node ${process.version}`);
  console.log(
    `first call of a fresh process, best of ${repeats}, ${new Date().toISOString().slice(0, 10)}\n`,
  );
  console.log(
    "| task | Friedel, ms | peer, ms (ratio) | Friedel, MB | peer, MB (ratio) | peer |\n|---|---|---|---|---|---|",
  );
  for (const [name, title] of Object.entries(titles)) {
    const ours = best(process.execPath, [fileURLToPath(import.meta.url), name]);
    const theirs = existsSync(python)
      ? best(python, [join(here, "classicalMerge.py"), name, mtz, model])
      : undefined;
    const ratio = (/** @type {"ms" | "peakMB"} */ key) =>
      theirs === undefined ? "–" : `${theirs[key].toFixed(0)} (${(theirs[key] / ours[key]).toFixed(1)}×)`;
    console.log(
      `| ${title} | ${ours.ms.toFixed(0)} | ${ratio("ms")} | ${ours.peakMB.toFixed(0)} | ${ratio("peakMB")} | ${theirs?.version ?? "none"} |`,
    );
    console.error(`${name}: ours ${ours.value}, theirs ${theirs?.value}`);
  }
}

/**
 * @param {string} program
 * @param {string[]} words
 * @returns {{ ms: number, peakMB: number, value: number, version?: string }}
 */
function best(program, words) {
  const runs = Array.from({ length: repeats }, () => {
    const { status, stdout, stderr } = spawnSync(program, words, { encoding: "utf8", maxBuffer: 1 << 26 });
    if (status !== 0) throw new Error(`${program} ${words.join(" ")}: exit ${status}\n${stderr}`);
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  });
  return runs.reduce((one, other) => (other.ms < one.ms ? other : one));
}

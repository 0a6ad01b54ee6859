/**
 * Laue data (PYP, dark and light) and serial stills (thermolysin) merged with the defaults, beside careless 0.5.4, judged by
 * the scripts in ../shared/judge. Each merge runs in a process of its own, for its time and peak memory. Parts:
 *   laue          data sets apart, independent priors: R_shell against the models, peaks beside the chromophore
 *   doubleWilson  the same with the light data hanging on the dark, r = 0.99
 *   laueTest      a tenth held out, independent priors: CCpred (Spearman)
 *   stills        all data, mates independent, and hanging together with r = 0.998: zinc and the highest false peak
 *   stillsTest    a tenth held out: CCpred, both
 *   careless      milliseconds an iteration and peak memory of its runs, from two short ones: what its published numbers
 *                 of iterations would take on this machine
 * Usage: npm run build && node bench/laueAndStills.mjs [--only laue,…] [--seeds 3] [--careless PROGRAM]
 *        [--python /tmp/peers/bin/python] [--json]
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { checkEnd, friedel, markdown, mean, needFile, watched } from "./carelessRuns.mjs";

const data = resolve(process.env.FRIEDEL_DATA ?? join(import.meta.dirname, "../../shared/data"));
const judge = (script) => join(import.meta.dirname, "../../shared/judge", script);
const pyp = ["off", "2ms"].map((name) => join(data, "pyp", `${name}.mtz`));
const pypModels = ["off", "2ms"].map((name) => join(data, "pyp/reference_data", `${name}.pdb`));
const stills = ["plus", "minus"].map((name) => join(data, "thermolysin", `friedel_${name}_n395.mtz`));
/** The model that peaks are phased by has no ions, so that the zinc is found. */
const stillsModel = join(data, "thermolysin/2tli_ion_omit.pdb");

/** What careless took in ../shared/reference, and what issue 7 asks for. */
const iterations = { laue: 10_000, stills: 1_500 };

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "laue,doubleWilson,laueTest,stills,stillsTest,careless" },
    seeds: { type: "string", default: "3" },
    careless: { type: "string", default: "/tmp/careless/bin/careless" },
    python: { type: "string", default: process.env.FRIEDEL_PEERS_PYTHON ?? "/tmp/peers/bin/python" },
    json: { type: "boolean", default: false },
    merge: { type: "string" },
  },
});

if (values.merge !== undefined) {
  await mergeAlone(JSON.parse(values.merge));
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "friedel-bench-"));
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed);
const parts = {
  laue: () => overSeeds((seed) => laue({ seed })),
  doubleWilson: () => overSeeds((seed) => laue({ seed, correlation: 0.99 })),
  laueTest: () => overSeeds((seed) => inProcess({ kind: "laue", seed, testFraction: 0.1 })),
  stills: async () => ({
    independent: await overSeeds((seed) => zinc({ seed })),
    related: await overSeeds((seed) => zinc({ seed, mates: 0.998 })),
  }),
  stillsTest: async () => ({
    independent: await overSeeds((seed) => inProcess({ kind: "stills", seed, testFraction: 0.1 })),
    related: await overSeeds((seed) => inProcess({ kind: "stills", seed, mates: 0.998, testFraction: 0.1 })),
  }),
  careless: measureCareless,
};

try {
  const found = {};
  for (const part of values.only.split(",")) found[part] = await parts[part]();
  if (values.json) console.log(JSON.stringify(found));
  else print(found);
} finally {
  rmSync(folder, { recursive: true });
}
process.exit(0);

/** One merge, in this process: prints its figures as a line of JSON. */
async function mergeAlone({ kind, seed, correlation, mates, testFraction = 0, out }) {
  const { merge, priors, readReflections } = friedel;
  const tables = [];
  for (const path of kind === "laue" ? pyp : stills) tables.push(await readReflections(needFile(path)));
  const start = performance.now();
  const prior =
    correlation === undefined && mates === undefined
      ? {}
      : { prior: priors.doubleWilson(mates === undefined ? { correlation } : { mates }) };
  const model = merge(tables, {
    ...(kind === "laue"
      ? { laue: true, separate: true }
      : { recipe: "stills", sharedImages: true, anomalous: true, dMin: 1.8 }),
    testFraction,
    ...prior,
  });
  const run = await model.train({ seed, reporters: [], evaluateEvery: 1_000_000 });
  const seconds = (performance.now() - start) / 1000;
  const figures = { seconds, peakMB: process.resourceUsage().maxRSS / 1024 };
  if (testFraction > 0) figures.ccPred = run.ccPred().overall.test.spearman;
  if (out !== undefined)
    for (const [k, table] of run.mergedTables.entries())
      await friedel.writeReflections(table, `${out}_${k}.mtz`);
  console.log(JSON.stringify(figures));
}

function inProcess(job) {
  const words = [import.meta.filename, "--merge", JSON.stringify(job)];
  const text = execFileSync(process.execPath, words, { encoding: "utf8" });
  return JSON.parse(text.trim().split("\n").at(-1));
}

async function overSeeds(measure) {
  const runs = [];
  for (const seed of seeds) {
    runs.push({ seed, ...(await measure(seed)) });
    console.error(JSON.stringify(runs.at(-1)));
  }
  return runs;
}

function judged(script, ...words) {
  const text = execFileSync(values.python, [judge(script), ...words], { encoding: "utf8" });
  return JSON.parse(text.trim().split("\n").at(-1));
}

function laue(job) {
  const out = join(folder, "pyp");
  const figures = inProcess({ kind: "laue", ...job, out });
  const [off, on] = pypModels.map((model, k) =>
    judged("r_against_model.py", `${out}_${k}.mtz`, model, "F", "SIGF"),
  );
  const peaks = judged(
    "light_dark_peaks.py",
    `${out}_0.mtz`,
    `${out}_1.mtz`,
    pypModels[0],
    "HC4",
    "F",
    "SIGF",
  );
  return { ...figures, off: off.R_shell, on: on.R_shell, lowest: peaks.near_min, highest: peaks.near_max };
}

/** The highest peak, which is the zinc if no atom but its waters' is near, and the next. */
function zinc(job) {
  const out = join(folder, "stills");
  const figures = inProcess({ kind: "stills", ...job, out });
  const { peaks } = judged("anomalous_peaks.py", `${out}_0.mtz`, stillsModel);
  return { ...figures, zinc: peaks[0][0], near: peaks[0][1], falsePeak: peaks[1]?.[0] ?? 4 };
}

/** Milliseconds an iteration, seconds of all iterations of the reference runs, and peak memory. */
async function measureCareless() {
  const commands = {
    laue: [
      ...["poly", "--separate-files", "--disable-image-scales", "--wavelength-key=Wavelength"],
      ...["X,Y,Wavelength,dHKL,Hobs,Kobs,Lobs", ...pyp],
    ],
    stills: [
      ...["mono", "--separate-files", "--image-layers=2", "--mlp-layers=10", "--dmin=1.8"],
      ...["dHKL,ewald_offset,xobs,yobs", ...stills],
    ],
  };
  const found = {};
  for (const [name, words] of Object.entries(commands)) {
    const run = async (steps) => {
      const out = join(folder, `careless_${name}_${steps}`);
      mkdirSync(out);
      const { code, seconds, peakMB, lines } = await watched(
        values.careless,
        [words[0], "--disable-gpu", `--iterations=${steps}`, ...words.slice(1), join(out, "x")],
        { TF_CPP_MIN_LOG_LEVEL: "3" },
      );
      checkEnd(code, lines);
      return { seconds, peakMB };
    };
    const [short, long] = [await run(50), await run(250)];
    const step = (long.seconds - short.seconds) / 200;
    found[name] = {
      millisecondsAStep: 1000 * step,
      seconds: short.seconds - 50 * step + iterations[name] * step,
      peakMB: long.peakMB,
    };
    console.error(JSON.stringify({ careless: name, ...found[name] }));
  }
  return found;
}

function print(found) {
  console.log(`machine: ${cpus()[0].model}, ${cpus().length} cores, load average ${loadavg()[0].toFixed(1)}`);
  console.log(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`);
  const columns = ["seconds", "peakMB", "off", "on", "lowest", "highest", "ccPred", "zinc", "falsePeak"];
  const table = (title, runs) => {
    const shown = columns.filter((column) => runs[0][column] !== undefined);
    const text = (value, column) =>
      value.toFixed(column === "seconds" || column === "peakMB" ? 0 : value < 1 ? 3 : 1);
    console.log(`\n${title}\n`);
    console.log(
      markdown([
        ["", ...shown],
        ...runs.map((run) => [`seed ${run.seed}`, ...shown.map((column) => text(run[column], column))]),
        ["mean", ...shown.map((column) => text(mean(runs.map((run) => run[column])), column))],
      ]),
    );
  };
  for (const [part, runs] of Object.entries(found))
    if (Array.isArray(runs)) table(part, runs);
    else if (part === "careless")
      for (const [name, { millisecondsAStep, seconds, peakMB }] of Object.entries(runs))
        console.log(
          `\ncareless, ${name}: ${millisecondsAStep.toFixed(0)} ms an iteration, ${seconds.toFixed(0)} s for ${iterations[name]}, ${peakMB.toFixed(0)} MB`,
        );
    else for (const [kind, of] of Object.entries(runs)) table(`${part}, ${kind}`, of);
}

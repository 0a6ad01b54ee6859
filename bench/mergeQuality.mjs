/**
 * How good the variational merge is, beside careless 0.5.4 and Aimless, on the gamma and insulin data. Parts:
 *   peaks        gamma, defaults, all data: heights of the xenon peaks by ../shared/judge/anomalous_peaks.py, by seed
 *   ccpred       held-out Spearman CCpred on the very test rows of careless's runs
 *   divergence   settings on which careless diverges: all of gamma with a Wilson B of 20
 *   unscaled     I and SIGI divided by SCALEUSED, what scaling had done undone: peaks and CCpred against the scaled data
 *   halves       CC1/2 and CCanom by shell, ten repeats each side, in units of the combined standard error
 *   separate     the same with nothing shared by the halves: each is scaled and merged by itself, five repeats each side
 *                (only where asked for; careless's from separateHalves.py, in the folder --separate)
 * Usage: npm run build && node bench/mergeQuality.mjs [--only peaks,ccpred,divergence,unscaled,halves] [--seeds 5]
 *        [--repeats 10] [--mates R] [--runs FOLDER] [--careless PROGRAM] [--python /tmp/peers/bin/python] [--json]
 * --mates ties Friedel mates by a double-Wilson prior of that r (default: independent, as careless has them).
 * --runs is the folder of careless's runs (gamma_4k, gamma_half, insulin_4k, insulin_half); what is missing there is made.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { carelessFolder, carelessTest, friedel, markdown, mean, needFile, sets } from "./carelessRuns.mjs";
import { compareHalves, printHalves } from "./halfDatasets.mjs";

const judge = join(import.meta.dirname, "../../shared/judge/anomalous_peaks.py");
const targets = {
  peaks: { mean: [40.5, 17.7], least: [39.3, 17.3], pairs: 9694 },
  ccpred: { gamma: 0.934, insulin: 0.966 },
  unscaled: 0.05,
  halves: -2,
};

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "peaks,ccpred,divergence,unscaled,halves" },
    seeds: { type: "string", default: "5" },
    repeats: { type: "string", default: "10" },
    mates: { type: "string" },
    runs: { type: "string", default: "/tmp/careless_runs/out" },
    separate: { type: "string", default: "/tmp/careless_separate" },
    careless: { type: "string", default: "/tmp/careless/bin/careless" },
    python: { type: "string", default: process.env.FRIEDEL_PEERS_PYTHON ?? "/tmp/peers/bin/python" },
    json: { type: "boolean", default: false },
  },
});
const tied =
  values.mates === undefined ? {} : { prior: friedel.priors.doubleWilson({ mates: Number(values.mates) }) };
const seeds = (count) => Array.from({ length: count }, (_, seed) => seed + 1);
const folder = mkdtempSync(join(tmpdir(), "friedel-bench-"));
const verdict = (met) => (met ? "met" : "missed");

/** @type {Record<string, { measure: () => Promise<any>, print: (found: any) => void }>} */
const parts = {
  peaks: { measure: measurePeaks, print: printPeaks },
  ccpred: { measure: measureCcPred, print: printCcPred },
  divergence: { measure: measureDivergence, print: printDivergence },
  unscaled: { measure: measureUnscaled, print: printUnscaled },
  separate: { measure: measureSeparate, print: (found) => printHalves(found, targets.halves) },
  halves: { measure: measureHalves, print: (found) => printHalves(found, targets.halves) },
};

try {
  const found = {};
  for (const part of values.only.split(",")) found[part] = await parts[part].measure();
  if (values.json) console.log(JSON.stringify(found));
  else {
    console.log(
      `machine: ${cpus()[0].model}, ${cpus().length} cores, load average ${loadavg()[0].toFixed(1)}`,
    );
    console.log(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`);
    for (const part of Object.keys(found)) {
      console.log(`\n${part}\n`);
      parts[part].print(found[part]);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.exit(0);

function read(set) {
  return friedel.readReflections(needFile(sets[set].mtz));
}

/** careless's test rows of a data set. */
async function heldOut(set, table) {
  const runs = await carelessFolder(values.runs, "4k", set, values.careless);
  return carelessTest(table, await friedel.readReflections(join(runs, `${set}_predictions_0.mtz`)));
}

/**
 * Heights of the two xenon peaks in σ, and pairs of Friedel mates used. The model has no xenon, so they are the highest
 * peaks that lie more than 3 Å from all of its atoms.
 */
async function xenonPeaks(run) {
  const path = join(folder, "merged.mtz");
  await run.merged.write(path);
  const text = execFileSync(values.python, [judge, path, sets.gamma.pdb], { encoding: "utf8" });
  const { pairs, peaks } = JSON.parse(text.trim().split("\n").at(-1));
  const apart = peaks.filter(([, near]) => near === "" || Number(near.split(" ").at(-1)) > 3);
  return { peaks: [0, 1].map((k) => apart[k]?.[0] ?? 0), pairs };
}

async function train(table, options, training = {}) {
  const start = performance.now();
  const model = friedel.merge(table, { anomalous: true, ...tied, ...options });
  const run = await model.train({ reporters: [], evaluateEvery: 1_000_000, ...training });
  return { run, seconds: (performance.now() - start) / 1000 };
}

async function measurePeaks() {
  const table = await read("gamma");
  const runs = [];
  for (const seed of seeds(Number(values.seeds))) {
    const { run, seconds } = await train(table, {}, { seed });
    runs.push({ seed, seconds, ...(await xenonPeaks(run)) });
    console.error(`peaks, seed ${seed}: ${runs.at(-1).peaks.join(", ")}`);
  }
  return runs;
}

function printPeaks(runs) {
  const of = (site) => runs.map(({ peaks }) => peaks[site]);
  const rows = [["", "Xe1, σ", "Xe2, σ", "pairs", "training, s"]];
  for (const { seed, peaks, pairs, seconds } of runs)
    rows.push([`seed ${seed}`, ...peaks.map((height) => height.toFixed(1)), pairs, seconds.toFixed(1)]);
  const line = (name, summary, least) =>
    rows.push([
      name,
      ...[0, 1].map(
        (site) =>
          `${summary(of(site)).toFixed(1)} (${least[site]}: ${verdict(summary(of(site)) >= least[site])})`,
      ),
      "",
      "",
    ]);
  line("mean", mean, targets.peaks.mean);
  line("least", (heights) => Math.min(...heights), targets.peaks.least);
  rows.push(["Aimless + French–Wilson", "39.3", "17.3", targets.peaks.pairs, ""]);
  console.log(markdown(rows));
}

async function measureCcPred() {
  const found = {};
  for (const set of Object.keys(sets)) {
    const table = await read(set);
    const held = await heldOut(set, table);
    const ours = [];
    for (const seed of seeds(3)) {
      const { run } = await train(table, { test: held.test }, { seed });
      ours.push(run.ccPred().overall.test.spearman);
      console.error(`CCpred, ${set}, seed ${seed}: ${ours.at(-1).toFixed(4)}`);
    }
    found[set] = { careless: held.spearman, rows: held.rows, ours };
  }
  return found;
}

function printCcPred(found) {
  const rows = [
    ["", "test rows", "careless, 4,000 iterations", "Friedel, seeds 1 to 3", "least", "at least"],
  ];
  for (const [set, { careless, rows: count, ours }] of Object.entries(found)) {
    const least = Math.min(...ours);
    const target = targets.ccpred[set];
    rows.push([
      set,
      count,
      careless.toFixed(4),
      ours.map((value) => value.toFixed(4)).join(", "),
      least.toFixed(4),
      `${target}: ${verdict(least >= target)}`,
    ]);
  }
  console.log(markdown(rows));
}

/** All of gamma, a Wilson B of 20, in careless's sense (10 in ours) and in ours, each with three recipes. */
async function measureDivergence() {
  const table = await read("gamma");
  const { normal } = friedel.likelihoods;
  const recipes = {
    "careless's recipe": { recipe: "careless", scale: { imageScales: false } },
    "defaults, normal likelihood": { likelihood: normal() },
    defaults: {},
  };
  const found = [];
  for (const [name, options] of Object.entries(recipes))
    for (const bFactor of [10, 20]) {
      const prior = friedel.priors.wilson({ bFactor });
      found.push({ name, bFactor, ...(await converges(table, { ...options, prior })) });
      console.error(`divergence, ${name}, B ${bFactor}: ${JSON.stringify(found.at(-1))}`);
    }
  return found;
}

async function converges(table, options) {
  try {
    const { run, seconds } = await train(table, options);
    const loss = run.history.steps.column("nll").map((nll, i) => nll + run.history.steps.column("kl")[i]);
    const tenth = Math.floor(loss.length / 10);
    const part = (from, to) => mean(Array.from(loss.subarray(from, to)));
    const ends = [part(0, tenth), part(-2 * tenth, -tenth), part(-tenth, undefined)];
    const { train: known } = run.ccPred().overall;
    return { steps: loss.length, seconds, ends, spearman: known.spearman, ...(await xenonPeaks(run)) };
  } catch (error) {
    if (error?.name !== "DivergenceError") throw error;
    return { diverged: error.message };
  }
}

function printDivergence(found) {
  const rows = [
    ["", "B, Å²", "steps", "loss: first tenth, last but one, last", "CCpred (training)", "Xe1, Xe2, σ", ""],
  ];
  for (const { name, bFactor, diverged, steps, ends, spearman, peaks } of found)
    if (diverged !== undefined) rows.push([name, bFactor, "", "", "", "", diverged]);
    else
      rows.push([
        name,
        bFactor,
        steps,
        ends.map((loss) => loss.toFixed(3)).join(", "),
        spearman.toFixed(4),
        peaks.join(", "),
        `converges: ${verdict(ends[2] <= ends[1] + 0.01 * Math.abs(ends[0] - ends[1]))}`,
      ]);
  console.log(markdown(rows));
}

async function measureUnscaled() {
  const found = [];
  for (const set of Object.keys(sets)) {
    const table = await read(set);
    const { test } = await heldOut(set, table);
    const used = table.values("SCALEUSED");
    const divided = (label) => ({
      ...table.column(label),
      data: Float32Array.from(table.values(label), (v, i) => v / used[i]),
    });
    const unscaled = table.with(divided("I"), divided("SIGI"));
    for (const [name, one] of Object.entries({ scaled: table, unscaled })) {
      const [ccPred, peaks] = [[], []];
      for (const seed of seeds(3)) {
        const { run } = await train(one, { test }, { seed });
        ccPred.push(run.ccPred().overall.test.spearman);
        if (set === "gamma") peaks.push((await xenonPeaks((await train(one, {}, { seed })).run)).peaks);
      }
      found.push({
        set,
        name,
        ccPred: mean(ccPred),
        peaks: set === "gamma" ? [0, 1].map((k) => mean(peaks.map((both) => both[k]))) : [],
      });
      console.error(`unscaled: ${JSON.stringify(found.at(-1))}`);
    }
  }
  return found;
}

function printUnscaled(found) {
  const rows = [
    [
      "means of three seeds",
      "scaled",
      "I and SIGI divided by SCALEUSED",
      "change",
      `at most ${100 * targets.unscaled} %`,
    ],
  ];
  for (const set of Object.keys(sets)) {
    const [scaled, unscaled] = ["scaled", "unscaled"].map((name) =>
      found.find((one) => one.set === set && one.name === name),
    );
    const line = (what, before, after, digits) => {
      const change = after / before - 1;
      rows.push([
        `${set}: ${what}`,
        before.toFixed(digits),
        after.toFixed(digits),
        `${(100 * change).toFixed(1)} %`,
        verdict(Math.abs(change) <= targets.unscaled),
      ]);
    };
    line("test CCpred", scaled.ccPred, unscaled.ccPred, 4);
    scaled.peaks.forEach((height, site) => {
      line(`Xe${site + 1}, σ`, height, unscaled.peaks[site], 1);
    });
  }
  console.log(markdown(rows));
}

/**
 * Both sides: all data, ten random divisions of the images, scale frozen, each half merged anew; correlations by the same
 * function in the same shells (percentiles of careless's pairs): CC1/2 Pearson's of intensities, CCanom weighted of
 * amplitudes with centric reflections, as careless computes them. careless puts each image into a half with a chance of one
 * half, Friedel just half of them; careless's runs are of 3,000 iterations with a flat prior.
 */
async function measureHalves() {
  const found = {};
  for (const set of Object.keys(sets)) {
    const runs = await carelessFolder(values.runs, "half", set, values.careless);
    const { run } = await train(await read(set), {}, { seed: 1 });
    const progress = (done, total) => console.error(`halves of ${set}: ${done} of ${total}`);
    const halves = await run.halfDatasets({ repeats: Number(values.repeats), seed: 1, progress });
    found[set] = await besideCareless(run, halves, runs, set);
  }
  return found;
}

/** Our half data sets beside those in a folder of careless's. */
async function besideCareless(run, halves, folder, set) {
  const table = (name) => friedel.readReflections(join(folder, `${set}_${name}_0.mtz`));
  return compareHalves(
    { halves, predictions: run.predictions, scale: "scale" },
    {
      halves: friedel.splitHalves(await table("xval")),
      predictions: await table("predictions"),
      scale: "Scale",
    },
  );
}

/** Both sides: five random divisions of the images, each half scaled and merged by itself. */
async function measureSeparate() {
  const found = {};
  for (const set of Object.keys(sets)) {
    const observations = await read(set);
    const batch = observations.values("BATCH");
    const images = [...new Set(batch)];
    const halves = [];
    for (let repeat = 0; repeat < 5; repeat++) {
      const order = friedel.random.shuffle(friedel.random.randomStream(repeat, "separate halves"), images);
      const first = new Set(order.slice(0, images.length / 2));
      const merged = [];
      for (const chosen of [true, false]) {
        const half = observations.filter((row) => first.has(batch[row]) === chosen);
        merged.push((await train(half, {}, { seed: 1 })).run.merged);
      }
      halves.push({ first: merged[0], second: merged[1] });
      console.error(`separate halves of ${set}: ${repeat + 1} of 5`);
    }
    const { run } = await train(observations, {}, { seed: 1 });
    found[set] = await besideCareless(run, halves, join(values.separate, `${set}_half`), set);
  }
  return found;
}

/**
 * The variational merge beside careless 0.5.4 in one run, on the gamma and insulin data:
 *   ms per step of careless's own recipe (full batch, 20 layers), same metadata and observations, steady state
 *   peak memory of the process that does so, files written
 *   seconds from the start of the process until our defaults pass, on the very test rows of a careless run, the held-out
 *   Spearman CCpred that careless has after 4,000 iterations, against the seconds that its process took
 * Every measurement is a process of its own, by turns with careless's.
 * Usage: npm run build && node bench/merge.mjs --careless /tmp/careless/bin/careless [--skip-careless FOLDER]
 *        [--only gamma,insulin] [--rounds 5] [--steps 400] [--json]
 * --skip-careless takes the runs of 4,000 iterations from FOLDER/gamma_4k and FOLDER/insulin_4k.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  carelessFolder,
  carelessTest,
  friedel,
  markdown,
  metadata,
  needFile,
  quantile,
  recordOf,
  runCareless,
  sets,
  watched,
} from "./carelessRuns.mjs";

/** Steps that are not counted: compiling, caches. */
const WARM = 100;
/** Steps timed together. */
const CHUNK = 20;
const targets = { step: 0.75, memory: 0.25, time: 0.05 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    careless: { type: "string", default: "/tmp/careless/bin/careless" },
    "skip-careless": { type: "string" },
    only: { type: "string", default: "gamma,insulin" },
    rounds: { type: "string", default: "5" },
    steps: { type: "string", default: "400" },
    json: { type: "boolean", default: false },
  },
});
const [rounds, steps] = [Number(values.rounds), Number(values.steps)];

const [task, name, ...words] = positionals;
if (task === "steps") await trainSteps(name, words[0]);
else if (task === "reach") await reach(name, words[0], words[1], Number(words[2]), Number(words[3]));
else await report();

/** In a process of its own: steps of careless's recipe, and the files that careless writes too. */
async function trainSteps(set, folder) {
  const table = await friedel.readReflections(sets[set].mtz);
  const model = friedel.merge(table, {
    recipe: "careless",
    anomalous: true,
    metadata,
    scale: { imageScales: false },
  });
  const times = [];
  // told some ten times a second, about as often as careless's progress bar goes on
  const reporter = ({ step }) => {
    const { user, system } = process.cpuUsage();
    times.push({ count: step, at: performance.now(), cpu: (user + system) / 1000 });
  };
  const run = await model.train({ steps, evaluateEvery: steps, reporters: [reporter] });
  await writeFiles(run, folder);
  print({ chunks: chunkTimes(times), observations: model.data.observations.intensity.length });
}

/**
 * Time and processor time (ms) per step of each chunk of steps after the warm ones.
 * @param {{ count: number, at: number, cpu: number }[]} times when steps were done
 */
function chunkTimes(times) {
  const chunks = [];
  let from = times.find(({ count }) => count >= WARM);
  for (const to of times)
    if (to.count >= from.count + CHUNK) {
      const count = to.count - from.count;
      chunks.push({ ms: (to.at - from.at) / count, cpu: (to.cpu - from.cpu) / count });
      from = to;
    }
  return chunks;
}

/** In a process of its own: the defaults, with careless's test rows held out; when each evaluation was there. */
async function reach(set, flags, folder, seed, started) {
  const table = await friedel.readReflections(sets[set].mtz);
  const model = friedel.merge(table, { anomalous: true, test: Uint8Array.from(readFileSync(flags)) });
  const clock = () => (Date.now() - started) / 1000;
  const run = await model.train({ seed, metrics: { clock }, reporters: [] });
  await writeFiles(run, folder);
  const of = (label) => Array.from(run.history.evaluations.column(label));
  const final = run.ccPred().overall.test.spearman;
  print({ step: of("step"), ccPred: of("ccPredTest"), clock: of("clock"), final });
}

async function writeFiles(run, folder) {
  await run.merged.write(join(folder, "merged.mtz"));
  await run.predictions.write(join(folder, "predictions.mtz"));
}

function print(result) {
  console.log(JSON.stringify({ ...result, peakMB: process.resourceUsage().maxRSS / 1024 }));
}

/** One of the two above, and the wall time of its process. */
async function self(...given) {
  const { code, seconds, lines } = await watched(process.execPath, [
    fileURLToPath(import.meta.url),
    ...given.map(String),
    "--steps",
    values.steps,
  ]);
  const text = lines.map((line) => line.text).join("");
  if (code !== 0) throw new Error(`${given.join(" ")}: exit ${code}\n${text}`);
  return { ...JSON.parse(text.trim().split("\n").at(-1)), seconds };
}

async function report() {
  const folder = mkdtempSync(join(tmpdir(), "friedel-bench-"));
  try {
    const results = {};
    for (const set of values.only.split(",")) {
      needFile(sets[set].mtz);
      results[set] = {
        load: loadavg()[0],
        ...(await measureSteps(set, folder)),
        ...(await measureReach(set, folder)),
      };
    }
    if (values.json) console.log(JSON.stringify(results));
    else printTables(results);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Time of a step and peak memory, by turns. Other work on the machine comes and goes: besides the median of all chunks of
 * steps there is their first decile, which is nearer to what the machine does when left alone, and the processor time of
 * a step, of all threads together, which other work changes least.
 */
async function measureSteps(set, folder) {
  const [ours, theirs] = [[], []];
  for (let round = 0; round < rounds; round++) {
    ours.push(await self("steps", set, folder));
    const run = await runCareless(values.careless, "steps", set, join(folder, "steps"), steps);
    theirs.push({ chunks: chunkTimes(run.steps), peakMB: run.peakMB });
    const [our, their] = [ours, theirs].map((runs) => stepTime(runs.slice(-1), "ms", 0.5).toFixed(1));
    console.error(`${set}, a step: ours ${our} ms, careless ${their} ms, load ${loadavg()[0].toFixed(1)}`);
  }
  const both = (of) => [ours, theirs].map(of);
  return {
    step: both((runs) => stepTime(runs, "ms", 0.1)),
    stepMedian: both((runs) => stepTime(runs, "ms", 0.5)),
    processor: both((runs) => stepTime(runs, "cpu", 0.5)),
    memory: both((runs) =>
      quantile(
        runs.map(({ peakMB }) => peakMB),
        0.5,
      ),
    ),
  };
}

/** A quantile of the chunks of all rounds. */
function stepTime(runs, key, part) {
  return quantile(
    runs.flatMap(({ chunks }) => chunks.map((chunk) => chunk[key])),
    part,
  );
}

/** Time to careless's CCpred: our seeds around its run. */
async function measureReach(set, folder) {
  const skipped = values["skip-careless"];
  const theirFolder = await carelessFolder(
    skipped ?? folder,
    "4k",
    set,
    skipped === undefined ? values.careless : undefined,
  );
  const theirs = recordOf(theirFolder);
  const predictions = await friedel.readReflections(join(theirFolder, `${set}_predictions_0.mtz`));
  const held = carelessTest(await friedel.readReflections(sets[set].mtz), predictions);
  const flags = join(folder, "test");
  writeFileSync(flags, held.test);
  const runs = [];
  for (let seed = 0; seed < 3; seed++) {
    const run = await self("reach", set, flags, folder, seed, Date.now());
    const passed = run.ccPred.findIndex((value) => value >= held.spearman);
    const at = passed < 0 ? Number.NaN : run.clock[passed];
    runs.push({ seed, at, step: run.step[passed], whole: run.seconds, final: run.final, peakMB: run.peakMB });
    console.error(
      `${set}, seed ${seed}: passes ${held.spearman.toFixed(4)} after ${at.toFixed(2)} s, step ${run.step[passed]}`,
    );
  }
  const { seconds, peakMB } = theirs;
  return {
    reach: { ccPred: held.spearman, rows: held.rows, seconds, peakMB, skipped: skipped !== undefined, runs },
  };
}

function printTables(results) {
  console.log(`machine: ${cpus()[0].model}, ${cpus().length} cores; Node ${process.version}`);
  const loads = Object.values(results).map(({ load }) => load.toFixed(1));
  console.log(
    `${new Date().toISOString().slice(0, 10)}, load average ${[...loads, loadavg()[0].toFixed(1)].join(", ")}\n`,
  );
  const against = (ratio, target) =>
    `${ratio.toFixed(2)}× (at most ${target}×: ${ratio <= target ? "met" : "missed"})`;
  const rows = [["", "Friedel", "careless 0.5.4", "ratio"]];
  for (const [set, { step, stepMedian, processor, memory, reach: time }] of Object.entries(results)) {
    const line = (what, [ours, theirs], digits, target) =>
      rows.push([
        `${set}: ${what}`,
        ours.toFixed(digits),
        theirs.toFixed(digits),
        against(ours / theirs, target),
      ]);
    line("a step of careless's recipe, first decile, ms", step, 1, targets.step);
    line("the same, median, ms", stepMedian, 1, targets.step);
    line("its processor time, median, ms", processor, 1, targets.step);
    line("its peak memory, MB", memory, 0, targets.memory);
    const at = quantile(
      time.runs.map((run) => run.at),
      0.5,
    );
    line(`seconds to CCpred ${time.ccPred.toFixed(4)}`, [at, time.seconds], 1, targets.time);
  }
  console.log(`${markdown(rows)}\n`);
  const seeds = [
    ["our defaults", "seed", "passes at step", "after, s", "whole run, s", "its CCpred", "peak MB"],
  ];
  for (const [set, { reach: time }] of Object.entries(results))
    for (const run of time.runs)
      seeds.push([
        `${set}, ${time.rows} test rows`,
        run.seed,
        run.step ?? "never",
        run.at.toFixed(2),
        run.whole.toFixed(2),
        run.final.toFixed(4),
        run.peakMB.toFixed(0),
      ]);
  console.log(markdown(seeds));
  if (Object.values(results).some(({ reach: time }) => time.skipped))
    console.log("\nThe runs of 4,000 iterations were made before: their time is that of their log.");
}

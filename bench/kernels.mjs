/**
 * Milliseconds and peak memory of a training step (forward, backward, Adam) of row programs beside TensorFlow, on the
 * same data, from the same start, by turns in one run; and of a minibatch of 2,048 rows, where what counts is all that is
 * not arithmetic. The models: kernelModels.mjs; TensorFlow's side: kernels.py. Every measurement is a fresh process.
 * Usage: npm run build && node bench/kernels.mjs [--python /tmp/careless/bin/python] [--steps 30] [--rounds 5]
 *        [--only narrow,wide,minibatch]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fullBatch, fullBatchInputs, makeData, minibatch, minibatchInputs, sizes } from "./kernelModels.mjs";

const here = import.meta.dirname;
const built = process.env.FRIEDEL_CJS ?? join(here, "..", "dist", "cjs");
const load = createRequire(import.meta.url);
const friedel = Object.fromEntries(
  ["kernels", "nn", "node", "random"].map((room) => [room, load(join(built, room, "index.js"))]),
);
const BATCH = 2048;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: "string", default: process.env.FRIEDEL_TENSORFLOW_PYTHON ?? "/tmp/careless/bin/python" },
    steps: { type: "string", default: "30" },
    rounds: { type: "string", default: "5" },
    only: { type: "string", default: "narrow,wide,minibatch" },
  },
});
const steps = Number(values.steps);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

const [task, ...words] = positionals;
if (task === "step") step(words[0], words[1], Number(words[2]), words[3]);
else if (task === "minibatch") await minibatchStep(Number(words[0]), words[1], Number(words[2]));
else report();

/** Steps over all rows, in this process. */
function step(model, folder, threads, variant) {
  const shapes = JSON.parse(readFileSync(join(folder, "shapes.json"), "utf8"));
  const read = (name) => {
    const { buffer } = Uint8Array.from(readFileSync(join(folder, name)));
    return name === "reflection" ? new Int32Array(buffer) : new Float32Array(buffer);
  };
  const data = Object.fromEntries(Object.keys(shapes).map((name) => [name, read(name)]));
  const { parameters, ...inputs } = fullBatchInputs(model, data);
  const engine = friedel.node.nodeRowEngine({ threads, variant });
  const prepared = engine.prepare(fullBatch(friedel, model), inputs);
  const trained = resident(engine, parameters);
  const optimiser = adam();
  const state = optimiser.initialise(trained);
  const [times, losses] = [[], []];
  let cpu = process.cpuUsage();
  for (let k = 0; k < steps + 3; k++) {
    if (k === 3) cpu = process.cpuUsage();
    const start = performance.now();
    const { sums, gradients } = prepared.run(trained);
    optimiser.update(state, trained, gradients);
    times.push(performance.now() - start);
    losses.push(sums.loss + sums.prior);
  }
  const { user, system } = process.cpuUsage(cpu);
  engine.close();
  print({
    ms: median(times.slice(3)),
    cpu: (user + system) / 1000 / steps,
    first: losses[0],
    last: losses.at(-1),
  });
}

/** Steps of 2,048 rows of 100,000. @param way "copied": parameters copied in, gradients dense */
async function minibatchStep(reflections, way, threads) {
  const rows = 100_000;
  const { parameters, ...inputs } = minibatchInputs(friedel, rows, reflections);
  const engine = friedel.node.nodeRowEngine({ threads });
  const prepared = engine.prepare(minibatch(friedel), inputs);
  const arithmetic = timeOf(engine.workers, "work");
  const trained = way === "copied" ? parameters : resident(engine, parameters);
  const optimiser = adam();
  const state = optimiser.initialise(trained, { rowWidths: { posterior: 2 } });
  const batches = Array.from({ length: 50 }, (_, k) => {
    const uniforms = new Float64Array(BATCH);
    friedel.random.fillUniform(friedel.random.randomStream(1, "rows", k), uniforms);
    return Int32Array.from(uniforms, (u) => Math.floor(u * rows));
  });
  const [runs, others, all] = [[], [], []];
  for (let k = 0; k < 20 * steps + 50; k++) {
    const start = performance.now();
    const gathered = way === "copied" ? "dense" : "sparse";
    const options = { rows: batches[k % 50], seed: 1, step: k, gathered };
    const { gradients, sparse } = prepared.run(trained, options);
    const ran = performance.now() - start;
    optimiser.update(state, trained, gradients);
    if (sparse.posterior) optimiser.updateRows(state, "posterior", trained.posterior, sparse.posterior);
    all.push(performance.now() - start);
    runs.push(ran);
    others.push(ran - arithmetic.last);
    // The loop yields between steps.
    await new Promise((resolve) => setImmediate(resolve));
  }
  engine.close();
  const [run, other, ms] = [runs, others, all].map((times) => median(times.slice(50)));
  print({ ms, run, other });
}

/** Notes how long each call of a method takes. */
function timeOf(object, method) {
  const original = object[method];
  const noted = { last: 0 };
  object[method] = (...given) => {
    const start = performance.now();
    original.apply(object, given);
    noted.last = performance.now() - start;
  };
  return noted;
}

function adam() {
  // As in kernels.py: epsilon beside the root of the moment itself.
  return friedel.nn.adam({ learningRate: 1e-3, beta2: 0.99, epsilon: 1e-8, epsilonHat: true });
}

/** Parameters in the engine's memory. */
function resident(engine, parameters) {
  const entries = Object.entries(parameters).map(([name, start]) => {
    const array = engine.allocateFloat32(start.length);
    array.set(start);
    return [name, array];
  });
  return Object.fromEntries(entries);
}

function print(result) {
  console.log(JSON.stringify({ ...result, peakMB: process.resourceUsage().maxRSS / 1024 }));
}

function report() {
  console.log(`machine: ${cpus()[0].model}, ${cpus().length} cores, load average ${loadavg()[0].toFixed(1)}`);
  console.log(
    `Node ${process.version}, ${new Date().toISOString().slice(0, 10)}; medians of ${steps} steps in`,
  );
  console.log(`each of ${values.rounds} processes, by turns\n`);
  const wanted = values.only.split(",");
  for (const model of ["narrow", "wide"]) if (wanted.includes(model)) reportModel(model);
  if (wanted.includes("minibatch")) reportMinibatch();
}

/** One table: ours by threads and kernel variant, and TensorFlow, with ratios to it. */
function reportModel(model) {
  const folder = mkdtempSync(join(tmpdir(), "friedel-bench-"));
  try {
    const shapes = {};
    for (const [name, [numbers, shape]] of Object.entries(makeData(friedel, model))) {
      writeFileSync(join(folder, name), numbers);
      shapes[name] = shape;
    }
    writeFileSync(join(folder, "shapes.json"), JSON.stringify(shapes));
    const contestants = new Map();
    for (const variant of ["relaxed", "plain"])
      for (const threads of [1, 2])
        contestants.set(`Friedel, ${variant} SIMD, ${threads} thread${threads > 1 ? "s" : ""}`, [
          ...self("step", model, folder, threads, variant),
        ]);
    const peer = existsSync(values.python);
    if (peer)
      contestants.set("TensorFlow", [values.python, join(here, "kernels.py"), model, folder, values.steps]);
    else
      console.log(
        `TensorFlow is left out: there is no ${values.python}; name a Python that has it with --python`,
      );
    const results = byTurns(contestants);
    const theirs = results.get("TensorFlow");
    const { rows, layers } = sizes[model];
    console.log(
      `${model}: ${rows} rows, ${layers.length} layers; losses ${[...results.values()].map(({ first, last }) => `${first.toFixed(5)} to ${last.toFixed(5)}`).join(", ")}\n`,
    );
    console.log(
      "| | ms a step | of TensorFlow's | CPU ms a step | of TensorFlow's | peak MB | of TensorFlow's |",
    );
    console.log("|---|---|---|---|---|---|---|");
    for (const [name, result] of results) {
      const share = (key) =>
        theirs === undefined || name === "TensorFlow" ? "" : `${(result[key] / theirs[key]).toFixed(2)}×`;
      const { ms, cpu, peakMB, version } = result;
      console.log(
        `| ${version ?? name} | ${ms.toFixed(1)} | ${share("ms")} | ${cpu.toFixed(1)} | ${share("cpu")} | ${peakMB.toFixed(0)} | ${share("peakMB")} |`,
      );
    }
    console.log();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function reportMinibatch() {
  const contestants = new Map();
  for (const reflections of [20_000, 2_000_000])
    for (const way of ["copied", "resident"])
      for (const threads of [1, 2])
        contestants.set(
          `${reflections} × 2 | ${way === "copied" ? "copied, dense" : "resident, sparse"} | ${threads}`,
          [...self("minibatch", reflections, way, threads)],
        );
  console.log(`minibatch: ${BATCH} of 100000 rows\n`);
  console.log(
    "| gathered | parameters, gradients | threads | step, ms | run, ms | of it not arithmetic, ms | peak MB |",
  );
  console.log("|---|---|---|---|---|---|---|");
  for (const [name, { ms, run, other, peakMB }] of byTurns(contestants))
    console.log(
      `| ${name} | ${ms.toFixed(2)} | ${run.toFixed(2)} | ${other.toFixed(3)} | ${peakMB.toFixed(0)} |`,
    );
}

/** The command of this file. */
function self(...given) {
  const options = ["--steps", values.steps];
  return [process.execPath, fileURLToPath(import.meta.url), ...given.map(String), ...options];
}

/** Runs each command `rounds` times, by turns; medians of their numbers. */
function byTurns(contestants) {
  const found = new Map([...contestants.keys()].map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [name, [program, ...given]] of contestants) {
      const { status, stdout, stderr } = spawnSync(program, given, { encoding: "utf8" });
      if (status !== 0) throw new Error(`${program} ${given.join(" ")}: exit ${status}\n${stderr}`);
      found.get(name).push(JSON.parse(stdout.trim().split("\n").at(-1)));
    }
  const summary = (runs) => {
    const entries = Object.entries(runs[0]).map(([key, value]) => [
      key,
      typeof value === "number" ? median(runs.map((run) => run[key])) : value,
    ]);
    return Object.fromEntries(entries);
  };
  return new Map([...found].map(([name, runs]) => [name, summary(runs)]));
}

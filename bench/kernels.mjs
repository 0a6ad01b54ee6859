/**
 * Milliseconds of a full-batch step of the scale model of paper 002 as a row program: 100,000 reflections × 20 dense
 * layers × width 10, softplus-noised scale, F² gathered, normal log probability; forward, backward and Adam. Also the
 * wide residual net (width 64, 1,000 rows).
 * Usage: npm run build && node bench/kernels.mjs [steps] [noise]
 */
import { join } from "node:path";

const built = process.env.FRIEDEL_CJS ?? join(import.meta.dirname, "..", "dist", "cjs");
const { createRequire } = await import("node:module");
const load = createRequire(import.meta.url);
const { RowEngine, traceRowProgram } = load(join(built, "kernels", "index.js"));
const { enableRelaxedSimd, startWorker } = load(join(built, "node", "workers.js"));
enableRelaxedSimd();

const steps = Number(process.argv[2] ?? 30);
const freshNoise = process.argv[3] === "noise";

let state = 1;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
};
const gauss = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
const normals = (count, scale = 1) => Float32Array.from({ length: count }, () => scale * gauss());

function narrow(rows, layers, width, reflections) {
  const parameters = {
    F2: normals(reflections).map(Math.abs),
    wHead: normals(2 * width, 0.3),
    bHead: normals(2, 0.1),
  };
  const program = traceRowProgram((b) => {
    let x = b.column("metadata", width);
    for (let l = 0; l < layers; l++) {
      parameters[`w${l}`] = normals(width * width, Math.sqrt(1 / width));
      parameters[`b${l}`] = normals(width, 0);
      x = b.dense(x, { weights: `w${l}`, bias: `b${l}`, width }).leakyRelu();
    }
    const head = b.dense(x, { weights: "wHead", bias: "bHead", width: 2 });
    const noise = freshNoise ? b.noise() : b.column("noise");
    const scale = head.slice(0).add(head.slice(1).softplus().mul(noise));
    const residual = b
      .column("I")
      .sub(scale.mul(b.gather("F2", "reflection")))
      .mul(b.column("weight"));
    return { loss: residual.square().mul(0.5 / rows) };
  });
  const columns = {
    metadata: normals(rows * width),
    noise: normals(rows),
    I: normals(rows).map(Math.abs),
    weight: Float32Array.from({ length: rows }, () => 1 / (1 + random())),
  };
  const reflection = Int32Array.from({ length: rows }, () => Math.floor(random() * reflections));
  return { program, parameters, columns, indices: { reflection } };
}

function wide(rows, blocks, width) {
  const parameters = { wOut: normals(width, 0.1) };
  const program = traceRowProgram((b) => {
    let x = b.column("metadata", width);
    for (let l = 0; l < blocks; l++) {
      parameters[`u${l}`] = normals(2 * width * width, Math.sqrt(1 / width));
      parameters[`v${l}`] = normals(2 * width * width, Math.sqrt(0.5 / width));
      const hidden = b.dense(x.relu(), { weights: `u${l}`, width: 2 * width }).relu();
      x = x.add(b.dense(hidden, { weights: `v${l}`, width }));
    }
    const out = b.dense(x, { weights: "wOut", width: 1 });
    return {
      loss: out
        .sub(b.column("I"))
        .square()
        .mul(0.5 / rows),
    };
  });
  return { program, parameters, columns: { metadata: normals(rows * width), I: normals(rows) } };
}

/** One step of Adam, as in the experiments: β₁ 0.9, β₂ 0.99. */
function adam(parameters, gradients, moments, step) {
  const rate = (1e-3 * Math.sqrt(1 - 0.99 ** step)) / (1 - 0.9 ** step);
  for (const [name, p] of Object.entries(parameters)) {
    moments[name] ??= { m: new Float32Array(p.length), v: new Float32Array(p.length) };
    const { m, v } = moments[name];
    const g = gradients[name];
    for (let i = 0; i < p.length; i++) {
      m[i] = 0.9 * m[i] + 0.1 * g[i];
      v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
      p[i] -= (rate * m[i]) / (Math.sqrt(v[i]) + 1e-8);
    }
  }
}

function measure(name, { program, parameters, columns, indices }, variant, threads) {
  const engine = new RowEngine({ variant, threads, startWorker });
  const prepared = engine.prepare(program, { columns, indices });
  const moments = {};
  const times = [];
  let cpu = process.cpuUsage();
  const losses = [];
  for (let step = 1; step <= steps + 3; step++) {
    if (step === 4) cpu = process.cpuUsage();
    const start = performance.now();
    const { sums, gradients } = prepared.run(parameters, { seed: 1, step });
    adam(parameters, gradients, moments, step);
    if (step > 3) times.push(performance.now() - start);
    losses.push(sums.loss);
  }
  const used = process.cpuUsage(cpu);
  engine.close();
  times.sort((a, b) => a - b);
  console.log(
    JSON.stringify({
      model: name,
      variant: engine.variant,
      threads,
      noise: freshNoise,
      median_ms: +times[times.length >> 1].toFixed(2),
      min_ms: +times[0].toFixed(2),
      cpu_ms: +(used.user / 1000 / steps).toFixed(2),
      loss_first: losses[0],
      loss_last: losses[losses.length - 1],
      peak_MB: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
}

for (const variant of ["relaxed", "plain"])
  for (const threads of [1, 2]) {
    state = 1;
    measure("narrow 100,000 × 20 × 10", narrow(100_000, 20, 10, 20_000), variant, threads);
    measure("wide 1,000 × 64, 5 residual blocks of 128", wide(1000, 5, 64), variant, threads);
  }

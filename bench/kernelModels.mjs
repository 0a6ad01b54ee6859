/**
 * The models of bench/kernels.mjs as row programs, with data and starting values that are functions of a seed. "narrow"
 * is the scale model of paper 002 (20 layers of 10), "wide" a residual net (width 64, ten blocks of 128), both with the
 * posterior of the amplitudes and its prior, as ../../shared/experiments/kernels/bench_py.py has them. "minibatch" is a
 * step of merging: a network of 5 layers of 10 and some 60 elementwise instructions.
 */

/** @typedef {{ rows: number, reflections: number, layers: [string, number, number][] }} Sizes */

/** @type {Record<string, Sizes>} layers: name, inputs, outputs */
export const sizes = {
  narrow: { rows: 100_000, reflections: 20_000, layers: chain([...new Array(21).fill(10), 2]) },
  // Every reflection is observed, so that the prior can be shared among the rows.
  wide: {
    rows: 1000,
    reflections: 200,
    layers: chain([10, 64, ...Array.from({ length: 20 }, (_, k) => (k % 2 ? 64 : 128)), 2]),
  },
};

/** @param {number[]} widths @returns {[string, number, number][]} */
function chain(widths) {
  return widths.slice(1).map((width, k) => [String(k), widths[k], width]);
}

/**
 * Columns, indices and starting values by name, with their shapes.
 * @param {any} friedel @param {string} model
 */
export function makeData({ random }, model) {
  const { rows, reflections, layers } = sizes[model];
  const normals = (name, count, scale = 1) =>
    random.fillNormal(random.randomStream(1, name), new Float32Array(count)).map((x) => scale * x);
  const uniforms = (name, count) => random.fillUniform(random.randomStream(1, name), new Float32Array(count));
  const reflection = Int32Array.from(uniforms("reflection", rows), (u, r) =>
    r < reflections ? r : Math.floor(u * reflections),
  );
  const posterior = new Float32Array(2 * reflections);
  for (let u = 0; u < reflections; u++) posterior[2 * u + 1] = -1;
  const data = {
    metadata: [normals("metadata", rows * 10), [rows, 10]],
    I: [normals("I", rows).map(Math.abs), [rows]],
    SIGI: [uniforms("SIGI", rows).map((u) => 1 + u), [rows]],
    noiseF: [normals("noiseF", reflections), [reflections]],
    noiseScale: [normals("noiseScale", rows), [rows]],
    reflection: [reflection, [rows]],
    posterior: [posterior, [reflections, 2]],
  };
  for (const [name, inputs, outputs] of layers) {
    data[`w${name}`] = [normals(`w${name}`, inputs * outputs, 1 / Math.sqrt(inputs)), [outputs, inputs]];
    data[`b${name}`] = [new Float32Array(outputs), [outputs]];
  }
  return data;
}

/** @param {any} friedel @param {string} model */
export function fullBatch({ kernels }, model) {
  const { rows, reflections, layers } = sizes[model];
  return kernels.traceRowProgram((b) => {
    const dense = (x, k) =>
      b.dense(x, { weights: `w${layers[k][0]}`, bias: `b${layers[k][0]}`, width: layers[k][2] });
    let x = b.column("metadata", 10);
    if (model === "narrow") for (let k = 0; k < layers.length - 1; k++) x = dense(x, k).leakyRelu();
    else {
      x = dense(x, 0);
      for (let k = 1; k < layers.length - 1; k += 2) x = x.add(dense(dense(x.relu(), k).relu(), k + 1));
    }
    const head = dense(x, layers.length - 1);
    const scale = head.slice(0).add(head.slice(1).softplus().mul(b.column("noiseScale")));
    const posterior = b.gather("posterior", "reflection", 2);
    const [location, logScale] = [posterior.slice(0), posterior.slice(1)];
    const scaleF = logScale.exp();
    const amplitude = location.add(scaleF.mul(b.column("noiseF"))).softplus();
    const residual = b.column("I").sub(scale.mul(amplitude.square())).div(b.column("SIGI"));
    const prior = location.square().add(scaleF.square()).mul(0.5).sub(logScale).mul(b.column("share"));
    return { loss: residual.square().mul(0.5 / rows), prior: prior.mul(0.01 / reflections) };
  });
}

/**
 * What the program runs on: what is per reflection is spread over its rows.
 * @param {string} model @param {Record<string, any>} data values by name
 */
export function fullBatchInputs(model, data) {
  const { rows, reflections, layers } = sizes[model];
  const { reflection, posterior, metadata, I, SIGI, noiseScale } = data;
  const counts = new Float32Array(reflections);
  for (const u of reflection) counts[u]++;
  const share = new Float32Array(rows).map((_, r) => 1 / counts[reflection[r]]);
  const noiseF = new Float32Array(rows).map((_, r) => data.noiseF[reflection[r]]);
  const weights = layers.flatMap(([name]) => [`w${name}`, `b${name}`]).map((name) => [name, data[name]]);
  return {
    columns: { metadata, I, SIGI, noiseScale, noiseF, share },
    indices: { reflection },
    parameters: { ...Object.fromEntries(weights), posterior },
  };
}

/**
 * A step of merging: the truncated normal posterior of each reflection's amplitude, sampled for every row, the scale's
 * network, Student-t errors, and the divergence from the acentric Wilson prior shared among the rows of a reflection.
 */
export function minibatch({ kernels }) {
  return kernels.traceRowProgram((b) => {
    let x = b.column("metadata", 5);
    for (let k = 0; k < 5; k++) x = b.dense(x, { weights: `w${k}`, bias: `b${k}`, width: 10 }).leakyRelu();
    const head = b.dense(x, { weights: "wHead", bias: "bHead", width: 2 });
    const scale = head.slice(0).add(head.slice(1).softplus().mul(b.noise()));
    const posterior = b.gather("posterior", "reflection", 2);
    const [location, s] = [posterior.slice(0).add(1.5), posterior.slice(1).exp().add(0.01)];
    const alpha = location.div(s);
    const logCdf = alpha.logNormalCdf();
    const z = b.noise("uniform").log().add(logCdf).normalQuantileOfLog().neg();
    const predicted = location.add(s.mul(z)).mul(b.column("root")).square().mul(scale);
    const sigma = b.column("SIGI").square().add(predicted.square().mul(1e-3)).sqrt();
    const scaled = sigma.mul(b.parameter("logError").exp());
    const residual = b.column("I").sub(predicted).div(scaled);
    const nll = residual.square().div(4).log1p().mul(2.5).add(scaled.log());
    const lambda = alpha.normalReversedHazard();
    const square = location.square().add(s.square()).add(location.mul(s).mul(lambda));
    const logF = s.log().add(alpha.truncatedNormalMeanLog());
    const entropy = s.log().add(logCdf).add(1.4189385).sub(alpha.mul(lambda).mul(0.5));
    const divergence = square.sub(logF).sub(Math.LN2).sub(entropy);
    return { nll, kl: divergence.mul(b.column("share")) };
  });
}

/** @param {any} friedel @param {number} rows @param {number} reflections */
export function minibatchInputs({ random }, rows, reflections) {
  const normals = (name, count, scale = 1) =>
    random.fillNormal(random.randomStream(1, name), new Float32Array(count)).map((x) => scale * x);
  const positive = (name) => normals(name, rows).map((x) => 1 + Math.abs(x));
  const parameters = {
    posterior: normals("posterior", 2 * reflections, 0.1),
    wHead: normals("wHead", 20, 0.3),
    bHead: normals("bHead", 2, 0.1),
    logError: normals("logError", 1, 0.1),
  };
  for (let k = 0; k < 5; k++) {
    const inputs = k === 0 ? 5 : 10;
    parameters[`w${k}`] = normals(`w${k}`, 10 * inputs, 1 / Math.sqrt(inputs));
    parameters[`b${k}`] = new Float32Array(10);
  }
  const share = new Float32Array(rows).fill(reflections / rows);
  const picked = random.fillUniform(random.randomStream(1, "reflection"), new Float64Array(rows));
  return {
    parameters,
    columns: {
      metadata: normals("metadata", rows * 5),
      I: positive("I"),
      SIGI: positive("SIGI"),
      root: positive("root"),
      share,
    },
    indices: { reflection: Int32Array.from(picked, (u) => Math.floor(u * reflections)) },
  };
}

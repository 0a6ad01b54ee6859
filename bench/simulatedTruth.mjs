/**
 * Simulated unmerged data whose truth is known, and a merge of them beside that truth: what bench/coverage.mjs measures
 * with. The library is an argument, so that tests can hand in the sources.
 *
 * A merge knows amplitudes up to what a scale may take away: one factor k, and (the scale may depend on resolution) a fall-off
 * with B. Both are fitted before anything is compared: F_merged = k exp(−B/(4d²)) F_true, by weighted least squares with
 * weights 1/SIGF² where |z| < 1.5, z = (k exp(−B/(4d²)) F_true − F)/SIGF, and 1.5/|z| times that elsewhere (Huber), iterated.
 */

/** A third of the default cell: some 9,700 observations of 1,480 unique reflections, 3 to 8 each. */
export const small = { randomAtoms: { cell: [24, 30, 36, 90, 90, 90], heavyAtoms: [] }, dMin: 2.2 };
/** The default cell without its xenons: 35,000 observations of 5,150. */
export const large = { randomAtoms: { heavyAtoms: [] } };
/** No anomalous scattering: mates are equal, and may be merged together. */
const noAnomalous = { anomalous: {} };
const noSystematic = { scaleDrift: 0, imageJitter: 0, absorption: 0, radiationDamage: 0 };

/**
 * How observations came by their errors:
 *   gaussian   exact, on one scale, + SIGI × a normal number
 *   studentT   the same with a number of Student's t, 4 degrees of freedom
 *   drift      exact, with the scale drift, absorption and radiation damage of `simulateRotation`, + SIGI × normal
 *   all        as `simulateRotation` has it: systematic errors, photons counted, instrument error, outliers
 * @param {typeof import("../lib/index.js")} friedel
 * @param {"gaussian" | "studentT" | "drift" | "all"} errors
 * @param {import("../lib/index.js").RotationOptions} options
 */
export function simulate(friedel, errors, options) {
  const { simulateRotation, random } = friedel;
  if (errors === "all") return simulateRotation({ ...noAnomalous, ...options });
  const data = simulateRotation({
    ...noAnomalous,
    ...(errors === "drift" ? {} : noSystematic),
    ...options,
    noise: false,
  });
  const stream = random.randomStream(options.seed ?? 1, "errors of a coverage study");
  const draw = (i) => (errors === "studentT" ? random.studentT(stream, i, 4) : random.normal(stream, i));
  const sigma = data.observations.values("SIGI");
  const exact = data.truthOfObservations.expectedIntensity;
  const intensity = Float32Array.from(exact, (value, i) => value + sigma[i] * draw(i));
  return { ...data, observations: data.observations.with({ label: "I", type: "J", data: intensity }) };
}

/**
 * The amplitudes of a run beside the truth, one for each reflection or (mates apart) mate; a centric once. `truth` is on
 * the scale of the merge.
 * @param {typeof import("../lib/index.js")} friedel
 * @param {import("../lib/index.js").MergingRun} run
 * @param {import("../lib/index.js").RotationData} data
 * @param {readonly number[]} probabilities of the intervals
 */
export function besideTruth(friedel, run, data, probabilities = []) {
  const merged = friedel.computeDHKL(friedel.labelCentrics(run.merged));
  const intervals = probabilities.map((p) => run.amplitudeIntervals(p));
  const key = (hkl, row) => hkl.subarray(3 * row, 3 * row + 3).join();
  const indices = data.truth.hkl();
  const rowOfTruth = new Map(Array.from({ length: data.truth.length }, (_, row) => [key(indices, row), row]));
  const found = [];
  for (const mate of merged.has("F") ? [""] : ["(+)", "(-)"]) {
    const truth = data.truth.values(`F${mate}`);
    const [f, sigma, i, sigmaI, n] = ["F", "SIGF", "I", "SIGI", "N"].map((label) =>
      merged.values(label + mate),
    );
    const bounds = intervals.map((table) => ["F_LOW", "F_HIGH"].map((label) => table.values(label + mate)));
    for (let row = 0; row < merged.length; row++) {
      const centric = merged.values("CENTRIC")[row] === 1;
      if (!Number.isFinite(f[row]) || (centric && mate === "(-)")) continue;
      found.push({
        f: f[row],
        sigma: sigma[row],
        signal: i[row] / sigmaI[row],
        truth: truth[rowOfTruth.get(key(merged.hkl(), row))],
        bounds: bounds.map(([low, high]) => [low[row], high[row]]),
        n: n[row],
        d: merged.values("dHKL")[row],
        centric,
        mate,
        row,
      });
    }
  }
  const { k, b } = fitScale(found);
  return found.map((one) => ({ ...one, truth: one.truth * k * Math.exp(-b / (4 * one.d ** 2)) }));
}

const TUNING = 1.5;
const CYCLES = 30;

/** k and B as above. @param {readonly { f: number, sigma: number, truth: number, d: number }[]} rows */
export function fitScale(rows) {
  let [a, b] = [0, 0];
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    let [w0, w1, w2, y0, y1] = [0, 0, 0, 0, 0];
    for (const { f, sigma, truth, d } of rows) {
      const x = -1 / (4 * d * d);
      const model = truth * Math.exp(a + b * x);
      const z = (model - f) / sigma;
      const slope = model / sigma;
      const hold = Math.min(1, TUNING / Math.abs(z));
      const w = hold * slope * slope;
      w0 += w;
      w1 += w * x;
      w2 += w * x * x;
      y0 -= hold * slope * z;
      y1 -= hold * slope * z * x;
    }
    const determinant = w0 * w2 - w1 * w1;
    a += (w2 * y0 - w1 * y1) / determinant;
    b += (w0 * y1 - w1 * y0) / determinant;
  }
  return { k: Math.exp(a), b };
}

/** Σ|F − F_true| / Σ F_true. @param {readonly { f: number, truth: number }[]} rows */
export function rTruth(rows) {
  const sum = (value) => rows.reduce((total, row) => total + value(row), 0);
  return sum(({ f, truth }) => Math.abs(f - truth)) / sum(({ truth }) => truth);
}

/**
 * How often the truth lies in the intervals of merged amplitudes: simulated rotation data whose truth is known, 100 sets of
 * the two main studies (fewer of the others), merged with the defaults, and the share of the true amplitudes within the 50,
 * 90 and 95 % intervals. And what the scale network is worth where scales drift. docs/merging-uncertainty.md shows the tables
 * printed and explains them.
 * Usage: npm run build && node bench/coverage.mjs [--sets 100] [--only default,all,…] [--threads 1]
 *        node bench/coverage.mjs --drift [--sets 20]
 *        node bench/coverage.mjs --residuals [--sets 10]
 *        node bench/coverage.mjs --laue|--stills [--sets 3] [--shells 5] [--ensemble 1]  by shell, one and two SIGF, for docs/laue.md and docs/stills.md
 * FRIEDEL_CJS names another build.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { error, mean, percent, reportShells } from "./coverageByShell.mjs";
import { besideTruth, large, rTruth, simulate, small } from "./simulatedTruth.mjs";

export const probabilities = [0.5, 0.9, 0.95];
/** √((0.99 − 2q φ(q))/0.99), q = 2.5758: √⟨z²⟩ of standard normal numbers without the largest 1 %. */
const NORMAL_SPREAD = 0.96162;

/** Neither network nor image scales: the scale is 1, as it truly is where errors are "gaussian". */
const known = { scale: { network: false, imageScales: false } };
/** Scale errors worse than `simulateRotation` has by default. */
const strong = { scaleDrift: 0.4, imageJitter: 0.1, absorption: 0.3, radiationDamage: 15 };
/** The small cell with anomalous scatterers. */
const xenon = { anomalous: undefined, randomAtoms: { cell: small.randomAtoms.cell } };

/**
 * Studies by name: errors, likelihood, and what else differs from the defaults.
 * @param {typeof import("../lib/index.js")} friedel
 */
export function studiesOf({ likelihoods }) {
  const normal = { likelihood: likelihoods.normal() };
  const few = { sets: 0.2 };
  return {
    known: {
      ...few,
      title: "Gaussian errors, scale known, normal likelihood",
      errors: "gaussian",
      model: { ...normal, ...known },
    },
    knownT: { ...few, title: "Gaussian errors, scale known, Student's t", errors: "gaussian", model: known },
    normal: { ...few, title: "Gaussian errors, normal likelihood", errors: "gaussian", model: normal },
    default: { title: "**Gaussian errors, defaults**", errors: "gaussian" },
    studentT: { ...few, title: "Student-t errors, defaults", errors: "studentT" },
    drift: { ...few, title: "Gaussian errors and scale errors, defaults", errors: "drift" },
    all: { title: "**all errors, defaults**", errors: "all" },
    allNormal: { ...few, title: "all errors, normal likelihood", errors: "all", model: normal },
    short: { ...few, title: "all errors, 1,000 steps", errors: "all", training: { steps: 1000 } },
    strong: { ...few, title: "all errors, scale errors strong, defaults", errors: "all", data: strong },
    weak: {
      ...few,
      title: "all errors, a tenth of the photons, defaults",
      errors: "all",
      data: { meanCounts: 40, meanBackground: 20 },
    },
    anomalous: {
      ...few,
      title: "all errors, xenon, mates apart, defaults",
      errors: "all",
      data: xenon,
      model: { anomalous: true },
    },
    sigmas: {
      ...few,
      title: "all errors, SIGI 0.7 of what it should be, defaults",
      errors: "all",
      sigmas: 0.7,
    },
    large: {
      title: "all errors, 35,000 observations, defaults",
      errors: "all",
      data: large,
      sets: 0.1,
    },
  };
}

async function mergeSet(friedel, study, seed, options) {
  const data = simulate(friedel, study.errors, { ...small, seed, ...study.data });
  const { type, data: sigma } = data.observations.column("SIGI");
  const written = Float32Array.from(sigma, (value) => value * (study.sigmas ?? 1));
  const table = data.observations.with({ label: "SIGI", type, data: written });
  const model = friedel.merge(table, { ...options, ...study.model });
  const run = await model.train({ seed, reporters: [], evaluateEvery: 1e9, ...study.training });
  return { data, run };
}

/**
 * One set of a study: its reflections beside the truth, and how long the training took.
 * @param {typeof import("../lib/index.js")} friedel
 */
export async function runSet(friedel, study, seed, engine) {
  const { data, run } = await mergeSet(friedel, study, seed, { engine });
  const rows = besideTruth(friedel, run, data, probabilities);
  return { rows, observations: data.observations.length, seconds: run.result.seconds };
}

/** Share of the truths within the intervals, one for each probability. */
export function coverage(rows) {
  return probabilities.map(
    (_, k) =>
      rows.filter(({ truth, bounds }) => truth >= bounds[k][0] && truth <= bounds[k][1]).length / rows.length,
  );
}

/** √⟨z²⟩ without the largest 1 %, so that a few outliers do not decide, over what it is of a normal distribution. */
function spread(z) {
  const squares = z.map((value) => value * value).sort((a, b) => a - b);
  return Math.sqrt(mean(squares.slice(0, Math.ceil(0.99 * squares.length)))) / NORMAL_SPREAD;
}

/** Classes of reflections: a heading, and which belong. */
const between = (name, property, edges) =>
  edges.slice(1).map((high, k) => {
    const low = edges[k];
    const text = high === Infinity ? `${low} and more` : k === 0 ? `below ${high}` : `${low} to ${high}`;
    return { name: `${name} ${text}`, holds: (row) => property(row) >= low && property(row) < high };
  });
const classes = [
  { name: "acentric", holds: ({ centric }) => !centric },
  { name: "centric", holds: ({ centric }) => centric },
  ...between("⟨I⟩/σ", ({ signal }) => signal, [0, 3, 6, 12, 25, Infinity]),
  ...between("multiplicity", ({ n }) => n, [1, 3, 5, 7, Infinity]),
  ...between("resolution", ({ d }) => d, [0, 2.4, 2.8, 3.6, Infinity]),
];

async function reportCoverage(friedel, engine, { sets, only }) {
  const studies = studiesOf(friedel);
  const chosen = only === undefined ? Object.keys(studies) : only.split(",");
  const byStudy = new Map();
  const lines = [];
  for (const name of chosen) {
    const study = studies[name];
    const count = Math.max(2, Math.round(sets * (study.sets ?? 1)));
    const results = [];
    for (let seed = 1; seed <= count; seed++) {
      results.push(await runSet(friedel, study, seed, engine));
      process.stderr.write(`\r${name}: ${seed} of ${count} sets `);
    }
    const rows = results.flatMap((result) => result.rows);
    byStudy.set(name, rows);
    const ofSets = results.map((result) => coverage(result.rows));
    const cells = coverage(rows).map(
      (c, k) => `${percent(c)} ± ${percent(error(ofSets.map((of) => of[k])))}`,
    );
    const deviations = rows.map(({ f, truth, sigma }) => (f - truth) / sigma);
    const seconds = mean(results.map((result) => result.seconds));
    const r = mean(results.map((result) => rTruth(result.rows)));
    lines.push(
      `| ${study.title} | ${count} | ${cells.join(" | ")} | ${spread(deviations).toFixed(2)} | ${percent(r)} | ${seconds.toFixed(1)} |`,
    );
    process.stderr.write(`\r${lines.at(-1)}\n`);
  }
  console.log(
    "| study | sets | 50 % | 90 % | 95 % | spread | R to the truth, % | s a set |\n|---|---|---|---|---|---|---|---|",
  );
  console.log(lines.join("\n"));
  reportClasses(byStudy);
}

function reportClasses(byStudy) {
  const names = ["default", "all", "weak"].filter((name) => byStudy.has(name));
  if (names.length === 0) return;
  console.log(`\n| reflections | ${names.map((name) => `${name}: share, % | 50 / 90 / 95 %`).join(" | ")} |`);
  console.log(`|---|${"---|---|".repeat(names.length)}`);
  for (const { name, holds } of classes) {
    const cells = names.map((study) => {
      const all = byStudy.get(study);
      const rows = all.filter(holds);
      return `${percent(rows.length / all.length)} | ${rows.length < 200 ? "–" : coverage(rows).map(percent).join(" / ")}`;
    });
    console.log(`| ${name} | ${cells.join(" | ")} |`);
  }
}

/** Spread of the held-out residuals, by predicted I/σ: what can be seen of wrong uncertainties where no truth is known. */
async function reportResiduals(friedel, engine, { sets }) {
  const studies = studiesOf(friedel);
  const signals = between("Ipred/σ", (signal) => signal, [-Infinity, 5, 15, Infinity]);
  console.log(`| study | ${signals.map(({ name }) => name).join(" | ")} |\n|---|---|---|---|`);
  for (const name of ["default", "all", "short", "strong", "sigmas"]) {
    const found = signals.map(() => []);
    for (let seed = 1; seed <= sets; seed++) {
      const { run } = await mergeSet(friedel, studies[name], seed, { engine, testFraction: 0.1 });
      const labels = ["Iobs", "SigIobs", "Ipred", "SigIpred", "test", "N"];
      const columns = labels.map((label) => run.predictions.values(label));
      const [observed, sigma, predicted, predictedSigma, test, n] = columns;
      for (let i = 0; i < n.length; i++) {
        if (!test[i] || n[i] === 0) continue;
        const z = (observed[i] - predicted[i]) / Math.hypot(sigma[i], predictedSigma[i]);
        found[signals.findIndex(({ holds }) => holds(predicted[i] / sigma[i]))].push(z);
      }
    }
    console.log(`| ${studies[name].title} | ${found.map((z) => spread(z).toFixed(2)).join(" | ")} |`);
  }
}

/** Scale models by the row of the table. */
const scaleModels = {
  "network and image scales (default)": {},
  "network alone": { scale: { imageScales: false } },
  "image scales alone": { scale: { network: false } },
  none: known,
};
/** What scales do: the defaults of `simulateRotation`, and worse. */
const drifts = { "as by default": {}, strong };

/** Pearson's r of F − F_true's counterparts: amplitudes, and anomalous differences of acentric reflections. */
function correlations(friedel, rows) {
  const minus = new Map(rows.filter(({ mate }) => mate === "(-)").map((one) => [one.row, one]));
  const pairs = rows.filter(({ mate, row, centric }) => mate === "(+)" && !centric && minus.has(row));
  const difference = (key) => Float64Array.from(pairs, (one) => one[key] - minus.get(one.row)[key]);
  const values = (key) => Float64Array.from(rows, (one) => one[key]);
  return {
    cc: friedel.pearson(values("f"), values("truth")),
    ccAnomalous: friedel.pearson(difference("f"), difference("truth")),
  };
}

async function reportDrift(friedel, engine, { sets }) {
  console.log(
    "| scale errors | scale model | R to the truth, % | CC of F, % | CC of F(+) − F(−), % | CCpred, test, % |\n|---|---|---|---|---|---|",
  );
  for (const [drift, data] of Object.entries(drifts)) {
    const simulated = Array.from({ length: sets }, (_, k) =>
      simulate(friedel, "all", { ...small, ...xenon, ...data, seed: k + 1 }),
    );
    for (const [title, model] of Object.entries(scaleModels)) {
      const found = [];
      for (const [k, set] of simulated.entries()) {
        const merging = friedel.merge(set.observations, {
          engine,
          anomalous: true,
          testFraction: 0.1,
          ...model,
        });
        const run = await merging.train({ seed: k + 1, reporters: [], evaluateEvery: 1e9 });
        const rows = besideTruth(friedel, run, set);
        const ccPred = run.ccPred().overall.test.spearman;
        found.push({ r: rTruth(rows), ...correlations(friedel, rows), ccPred });
      }
      const cells = ["r", "cc", "ccAnomalous", "ccPred"].map((key) => {
        const values = found.map((one) => one[key]);
        return `${(100 * mean(values)).toFixed(2)} ± ${(100 * error(values)).toFixed(2)}`;
      });
      console.log(`| ${drift} | ${title} | ${cells.join(" | ")} |`);
    }
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      sets: { type: "string" },
      only: { type: "string" },
      threads: { type: "string", default: "1" },
      drift: { type: "boolean", default: false },
      residuals: { type: "boolean", default: false },
      laue: { type: "boolean", default: false },
      stills: { type: "boolean", default: false },
      shells: { type: "string", default: "5" },
      ensemble: { type: "string", default: "1" },
    },
  });
  const built = process.env.FRIEDEL_CJS ?? join(import.meta.dirname, "../dist/cjs");
  const friedel = createRequire(import.meta.url)(join(built, "index.js"));
  const engine = friedel.nodeRowEngine({ threads: Number(values.threads) });
  if (values.drift) await reportDrift(friedel, engine, { sets: Number(values.sets ?? 20) });
  else if (values.residuals) await reportResiduals(friedel, engine, { sets: Number(values.sets ?? 10) });
  else if (values.laue || values.stills)
    await reportShells(friedel, engine, values.laue ? "laue" : "stills", {
      sets: Number(values.sets ?? 3),
      shells: Number(values.shells),
      training: { ensemble: Number(values.ensemble) },
    });
  else await reportCoverage(friedel, engine, { sets: Number(values.sets ?? 100), only: values.only });
  process.exit(0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();

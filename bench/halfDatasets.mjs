/**
 * Half data sets of two programs in the same shells: CC1/2 and CCanom with their standard errors, and how much of CCanom
 * comes from the scales, which both halves share because they are frozen. Where the scale model gives the mates of a pair
 * different scales, ΔF = F(+) − F(−) of both halves gets the same error, so that CCanom rises with no anomalous signal.
 * With z = F (log scale(+) − log scale(−)), the mean over the observations of each mate, the correlation of the halves at
 * equal z is the partial one, (r₁₂ − r₁z r₂z)/√((1 − r₁z²)(1 − r₂z²)).
 */
import { friedel, markdown, mean } from "./carelessRuns.mjs";

/** As careless.ccanom computes it: weighted, of amplitudes, centric reflections included. */
const asCareless = { ccAnomalous: { centrics: true } };
const statistics = {
  ccHalf: "CC1/2",
  ccAnomalous: "CCanom",
  withoutScales: "CCanom at equal scales",
};

/**
 * A side: its pairs of halves, and its predictions of all observations, with the column of their scales.
 * @typedef {{ halves: any[], predictions: any, scale: string }} Side
 */

/**
 * Ours against theirs by shell (percentiles of their pairs), the last line over all.
 * @param {Side} ours @param {Side} theirs
 */
export function compareHalves(ours, theirs) {
  const their = friedel.halfMergeStatistics(theirs.halves, { binning: "percentile", ...asCareless });
  const edges = [their.shells[0].dMax, ...their.shells.map(({ dMin }) => dMin)];
  const our = friedel.halfMergeStatistics(ours.halves, { edges, ...asCareless });
  const free = [ours, theirs].map((side) => atEqualScales(side, edges));
  const lines = [...our.shells.keys(), -1].map((s) => {
    const both = [our, their].map(({ shells, overall }) => (s < 0 ? overall : shells[s]));
    const of = (key) => difference(both.map((shell) => [shell[key], shell[`${key}Error`]]));
    return {
      dMax: both[1].dMax,
      dMin: both[1].dMin,
      pairs: both.map(({ pairs }) => pairs),
      ccHalf: of("ccHalf"),
      ccAnomalous: of("ccAnomalous"),
      withoutScales: difference(free.map((side) => side.at(s).partial)),
      withScales: free.map((side) => side.at(s).withScales),
    };
  });
  return lines;
}

/** @param {[number, number][]} both value and standard error, ours and theirs */
function difference([[ours, ourError], [theirs, theirError]]) {
  const sigmas = (ours - theirs) / Math.hypot(ourError, theirError);
  return { values: [ours, theirs], errors: [ourError, theirError], sigmas };
}

/** By shell, and last over all: partial correlation (mean and standard error over repeats), and that of ΔF with z. */
function atEqualScales({ halves, predictions, scale }, edges) {
  const ratio = logScaleRatios(predictions, scale);
  const shells = edges.slice(1).map((dMin, s) => [edges[s], dMin]);
  const repeats = halves.map((pair) => {
    const rows = anomalousRows(pair, ratio);
    return [...shells, [Number.POSITIVE_INFINITY, 0]].map(([dMax, dMin]) =>
      partialCorrelation(rows.filter(({ d }) => d <= dMax && d > dMin)),
    );
  });
  return [...shells, undefined].map((_, s) => {
    const values = repeats.map((each) => each[s].partial);
    const average = mean(values);
    const variance = values.reduce((sum, x) => sum + (x - average) ** 2, 0) / (values.length - 1);
    return {
      partial: [average, Math.sqrt(variance / values.length)],
      withScales: mean(repeats.map((each) => each[s].withScales)),
    };
  });
}

/** log scale(+) − log scale(−) of each pair of mates, by its index in the asymmetric unit. */
function logScaleRatios(predictions, scale) {
  const table = predictions.hklToAsu();
  const [values, isym] = [table.values(scale), table.values("M/ISYM")];
  const hkl = table.hkl();
  const sums = new Map();
  for (let i = 0; i < values.length; i++) {
    const key = hkl.subarray(3 * i, 3 * i + 3).join(" ");
    const sum = sums.get(key) ?? [0, 0, 0, 0];
    const mate = isym[i] % 2 === 1 ? 0 : 2;
    sum[mate] += Math.log(Math.max(values[i], 1e-9));
    sum[mate + 1]++;
    sums.set(key, sum);
  }
  return new Map([...sums].map(([key, [plus, n, minus, m]]) => [key, plus / n - minus / m]));
}

/** Anomalous differences of both halves, acentric pairs with both mates in both. */
function anomalousRows({ first, second }, ratio) {
  const known = new Map(mateDifferences(second).map((row) => [row.key, row]));
  return mateDifferences(first).flatMap(({ key, d, delta, amplitude, variance }) => {
    const other = known.get(key);
    const z = ratio.get(key);
    if (other === undefined || !Number.isFinite(z)) return [];
    const mid = (amplitude + other.amplitude) / 2;
    return [{ d, x: delta, y: other.delta, z: mid * z, weight: 1 / (variance + other.variance) }];
  });
}

function mateDifferences(table) {
  const hkl = table.hkl();
  const d = table.cell.dSpacings(hkl);
  const centric = table.spaceGroup.centricFlags(hkl);
  const sigma = table.has("SIGF(+)") ? "SIGF" : "SigF";
  const columns = ["F(+)", "F(-)", `${sigma}(+)`, `${sigma}(-)`, "N(+)", "N(-)"];
  const [plus, minus, sigmaPlus, sigmaMinus, n, m] = columns.map((label) => table.values(label));
  return Array.from({ length: table.length }, (_, i) => ({
    key: hkl.subarray(3 * i, 3 * i + 3).join(" "),
    d: d[i],
    delta: plus[i] - minus[i],
    amplitude: (plus[i] + minus[i]) / 2,
    variance: sigmaPlus[i] ** 2 + sigmaMinus[i] ** 2,
  })).filter(({ delta }, i) => n[i] > 0 && m[i] > 0 && !centric[i] && Number.isFinite(delta));
}

function partialCorrelation(rows) {
  const [x, y, z, weight] = ["x", "y", "z", "weight"].map((key) =>
    Float64Array.from(rows, (row) => row[key]),
  );
  const [xy, xz, yz] = [
    [x, y],
    [x, z],
    [y, z],
  ].map(([a, b]) => friedel.pearson(a, b, weight));
  return { partial: (xy - xz * yz) / Math.sqrt((1 - xz * xz) * (1 - yz * yz)), withScales: (xz + yz) / 2 };
}

/**
 * Tables and verdicts of {@link compareHalves}, by data set.
 * @param {Record<string, ReturnType<typeof compareHalves>>} found @param {number} target least difference, in errors
 */
export function printHalves(found, target) {
  for (const [set, lines] of Object.entries(found)) {
    for (const [key, title] of Object.entries(statistics)) {
      const head = ["shell, Å", "pairs", `${title}, Friedel`, "careless", "difference, in standard errors"];
      if (key === "withoutScales") head.push("ΔF with scale ratio, Friedel", "careless");
      const rows = lines.map(({ dMax, dMin, pairs, withScales, [key]: { values, errors, sigmas } }, s) => [
        s === lines.length - 1 ? "all" : `${dMax.toFixed(2)} – ${dMin.toFixed(2)}`,
        pairs.map((n) => n.toFixed(0)).join(", "),
        ...values.map((value, side) => `${value.toFixed(4)} ± ${errors[side].toFixed(4)}`),
        sigmas.toFixed(1),
        ...(key === "withoutScales" ? withScales.map((r) => r.toFixed(2)) : []),
      ]);
      const differences = lines.slice(0, -1).map((line) => line[key].sigmas);
      if (differences.some(Number.isNaN)) throw new Error(`${set}, ${title}: got no number in some shell`);
      const below = differences.filter((sigmas) => sigmas < target).length;
      console.log(
        `${set}, ${title}: ${below} of ${differences.length} shells more than ${-target} errors below careless, ` +
          `least ${Math.min(...differences).toFixed(1)}: ${below === 0 ? "met" : "missed"}\n`,
      );
      console.log(`${markdown([head, ...rows])}\n`);
    }
  }
}

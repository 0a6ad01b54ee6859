/**
 * The amplitudes of a merged table and their standard deviations, in the asymmetric unit: by CCP4 type, F amplitudes, Q
 * standard deviations; where there are only those of Friedel mates (types G and L, or F(+), F(-)), the mean of each
 * pair with weights 1/σ², or the one that was measured.
 */
import { InputError } from "../errors.js";
import { hklToAsu } from "./asu.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** Labels of amplitudes and sigmas; by default found. */
export interface AmplitudeLabels {
  /** Default: F, or FP, FOBS, F-obs, or the only column of type F; else the mean of F(+) and F(-). */
  readonly amplitude?: string;
  /** Default: SIG or Sig before the amplitude's label. */
  readonly sigma?: string;
}

/**
 * A merged table with the columns H K L F SIGF alone, one row for each reflection, its indices in the asymmetric unit of CCP4.
 * @throws MissingColumnError naming the columns that are there; InputError for unmerged data, or reflections that are
 *   there more than once
 */
export function amplitudesOf(table: ReflectionTable, labels: AmplitudeLabels = {}): ReflectionTable {
  if (!table.merged) {
    throw new InputError(
      `amplitudes of ${table.name}: got unmerged observations, expected merged amplitudes; merge them first (friedel merge)`,
    );
  }
  const { amplitude, sigma } = findAmplitudes(table, labels);
  const [h, k, l] = table.millerLabels;
  const miller = [h, k, l].map((label, i) => ({ ...table.column(label), label: "HKL"[i] }));
  const plain = table.derive({
    columns: [
      ...miller,
      { label: "F", type: "F", data: amplitude },
      { label: "SIGF", type: "Q", data: sigma },
    ],
  });
  const mapped = hklToAsu(plain).select(["H", "K", "L", "F", "SIGF"]);
  const distinct = mapped.groupBy().length;
  if (distinct !== mapped.length) {
    throw new InputError(
      `amplitudes of ${table.name}: got ${mapped.length} rows for ${distinct} reflections, expected one for each; ` +
        "put Friedel mates into columns of their own (unstackAnomalous), or merge the data",
    );
  }
  return mapped;
}

function findAmplitudes(
  table: ReflectionTable,
  labels: AmplitudeLabels,
): { amplitude: Float64Array; sigma: Float64Array } {
  const found = labels.amplitude ?? findByName(table);
  if (found === undefined && table.has("F(+)") && table.has("F(-)")) return meanOfMates(table);
  const amplitude = found ?? "F";
  const sigma =
    labels.sigma ??
    [`SIG${amplitude}`, `Sig${amplitude}`].find((label) => table.has(label)) ??
    `SIG${amplitude}`;
  return {
    amplitude: Float64Array.from(table.values(amplitude)),
    sigma: Float64Array.from(table.values(sigma)),
  };
}

function findByName(table: ReflectionTable): string | undefined {
  const typed = table.columns.filter(({ type }) => type === "F").map(({ label }) => label);
  const named = ["F", "FP", "FOBS", "F-obs"].find((label) => typed.includes(label));
  return named ?? (typed.length === 1 && !/[+-]\)?$/.test(typed[0]) ? typed[0] : undefined);
}

function meanOfMates(table: ReflectionTable): { amplitude: Float64Array; sigma: Float64Array } {
  const sigmaLabel = (mate: string) =>
    [`SIGF(${mate})`, `SigF(${mate})`].find((label) => table.has(label)) ?? `SIGF(${mate})`;
  const mates = ["+", "-"].map((mate) => ({
    f: table.values(`F(${mate})`),
    sigma: table.values(sigmaLabel(mate)),
  }));
  const amplitude = new Float64Array(table.length).fill(Number.NaN);
  const sigma = amplitude.slice();
  for (let row = 0; row < table.length; row++) {
    let [weights, sum] = [0, 0];
    for (const mate of mates) {
      const weight = 1 / mate.sigma[row] ** 2;
      if (!(mate.sigma[row] > 0 && Number.isFinite(weight * mate.f[row]))) continue;
      weights += weight;
      sum += weight * mate.f[row];
    }
    if (weights === 0) continue;
    amplitude[row] = sum / weights;
    sigma[row] = 1 / Math.sqrt(weights);
  }
  return { amplitude, sigma };
}

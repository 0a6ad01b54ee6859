/** Trained merges of simulated data beside the truth. */
import { type MergingModel, MergingRun } from "../../../lib/models/index.js";
import { roughStart } from "../../../lib/models/merging/posteriorStart.js";
import type { RotationData } from "../../../lib/simulate/index.js";
import type { ReflectionTable } from "../../../lib/table/reflectionTable.js";
import type { JsonValue, StateTensors } from "../../../lib/training/index.js";

/** Values of columns of a table with mates apart, one for each reflection or mate of the model; NaN where it has none. */
function ofGroups({ data }: MergingModel, table: ReflectionTable, [plus, minus]: readonly [string, string]) {
  const hkl = table.hkl();
  const rows = new Map<string, number>();
  for (let row = 0; row < table.length; row++) rows.set(hkl.subarray(3 * row, 3 * row + 3).join(), row);
  const columns = [table.values(plus), table.values(minus)];
  return Float64Array.from({ length: data.groups.count }, (_, g) => {
    const h = data.groups.reflection[g];
    const row = rows.get(data.observations.hkl.subarray(3 * h, 3 * h + 3).join());
    return row === undefined ? Number.NaN : columns[data.groups.minus[g]][row];
  });
}

/** True amplitudes (electrons), merged ones with their sigmas, and those of the rough merge; where all are known. */
export function amplitudes({ truth }: RotationData, run: MergingRun) {
  const { model } = run;
  const known = ofGroups(model, truth, ["F(+)", "F(-)"]);
  const merged = ofGroups(model, run.merged, ["F(+)", "F(-)"]);
  const sigma = ofGroups(model, run.merged, ["SIGF(+)", "SIGF(-)"]);
  const rough = model.beginning.rough.intensity.map((intensity) => Math.sqrt(Math.max(0, intensity)));
  const kept = Array.from(known.keys()).filter((g) => Number.isFinite(known[g] + merged[g]));
  const pick = (values: Float64Array) => Float64Array.from(kept, (g) => values[g]);
  return { truth: pick(known), merged: pick(merged), sigma: pick(sigma), rough: pick(rough) };
}

/** F(+) − F(−) of acentric reflections of which both mates were merged: true, merged, and of the rough merge. */
export function anomalousDifferences({ truth }: RotationData, run: MergingRun) {
  const { data, beginning } = run.model;
  const { count, reflection, minus } = data.groups;
  const known = ofGroups(run.model, truth, ["F(+)", "F(-)"]);
  const merged = ofGroups(run.model, run.merged, ["F(+)", "F(-)"]);
  const rough = beginning.rough.intensity.map((intensity) => Math.sqrt(Math.max(0, intensity)));
  const pairs = Array.from({ length: count - 1 }, (_, g) => g).filter(
    (g) =>
      reflection[g] === reflection[g + 1] && minus[g + 1] === 1 && Number.isFinite(merged[g] - merged[g + 1]),
  );
  const of = (values: Float64Array) => Float64Array.from(pairs, (g) => values[g] - values[g + 1]);
  return { truth: of(known), merged: of(merged), rough: of(rough) };
}

/** The run with other intensities and sigmas, where all that was trained and begun with the old ones is kept. */
export function withObservations(
  { model, parameters, result, settings, context }: MergingRun,
  { intensity, sigma }: { readonly intensity?: Float64Array; readonly sigma?: Float64Array },
): MergingRun {
  const { data, beginning } = model;
  const observations = {
    ...data.observations,
    intensity: intensity ?? data.observations.intensity,
    sigma: sigma ?? data.observations.sigma,
  };
  const changed: MergingModel = Object.assign(Object.create(Object.getPrototypeOf(model)), model, {
    data: { ...data, observations },
  });
  const { rough, expected } = beginning;
  return new MergingRun(
    changed,
    { ...context, start: roughStart({ ...rough, expected, centric: data.centric }) },
    parameters,
    result,
    settings,
  );
}

/** All that a run gives in numbers, for comparisons to the bit; times are left out. */
export function bits(run: MergingRun): { parameters: StateTensors; tables: JsonValue; history: JsonValue } {
  const columns = (table: ReflectionTable) =>
    Object.fromEntries(table.labels.map((label) => [label, Array.from(table.values(label), String)]));
  const { steps, evaluations } = run.history;
  const rows = (table: typeof steps) =>
    Object.fromEntries(
      table.names.filter((name) => name !== "seconds").map((name) => [name, Array.from(table.column(name))]),
    );
  return {
    parameters: run.parameters,
    tables: { merged: columns(run.merged), predictions: columns(run.predictions) },
    history: { steps: rows(steps), evaluations: rows(evaluations) },
  };
}

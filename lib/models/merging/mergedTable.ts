/**
 * The merged table of a variational merge: posterior means and standard deviations of amplitudes and of their squares, in
 * the units of the observed intensities. Columns F SIGF I SIGI N, or F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-)
 * N(+) N(-); I = E[F²]. N counts the observations fitted to; a mate with none has N = 0 and no other value. Centric
 * reflections stand in both mates' columns, as of `classicalMerge`.
 */
import type { ColumnInit, ColumnType } from "../../table/columnTypes.js";
import { ReflectionTable } from "../../table/reflectionTable.js";
import type { MergingData } from "./mergingData.js";
import type { AmplitudeMoments } from "./surrogatePosterior.js";

/** What a reflection or mate came out as: g each. */
export interface MergedAmplitudes {
  /** Of normalised amplitudes. */
  readonly moments: AmplitudeMoments;
  /** What squared amplitudes were normalised by, in the units of the intensities. */
  readonly expected: Float64Array;
  /** Observations fitted to. */
  readonly count: Int32Array;
}

export function mergedTable(
  data: Pick<MergingData, "observations" | "groups" | "centric" | "anomalous" | "tables">,
  { moments, expected, count }: MergedAmplitudes,
  { history, name }: { readonly history: string; readonly name: string },
): ReflectionTable {
  const { observations, groups, anomalous } = data;
  const r = observations.reflectionCount;
  const mates = anomalous ? ["(+)", "(-)"] : [""];
  const empty = () => mates.map(() => new Float32Array(r).fill(Number.NaN));
  const [f, sigF, i, sigI] = [empty(), empty(), empty(), empty()];
  const n = mates.map(() => new Int32Array(r));
  for (let g = 0; g < groups.count; g++) {
    if (count[g] === 0) continue;
    const h = groups.reflection[g];
    const root = Math.sqrt(expected[g]);
    for (const mate of anomalous && data.centric[g] ? [0, 1] : [groups.minus[g]]) {
      f[mate][h] = root * moments.mean[g];
      sigF[mate][h] = root * moments.standardDeviation[g];
      i[mate][h] = expected[g] * moments.meanSquare[g];
      sigI[mate][h] = expected[g] * moments.squareDeviation[g];
      n[mate][h] = count[g];
    }
  }
  const types: readonly ColumnType[] = anomalous ? ["G", "L", "K", "M"] : ["F", "Q", "J", "Q"];
  const pair = (label: string, at: number, values: Float32Array[], sigmas: Float32Array[]): ColumnInit[] =>
    mates.flatMap((mate, m): ColumnInit[] => [
      { label: `${label}${mate}`, type: types[at], data: values[m] },
      { label: `SIG${label}${mate}`, type: types[at + 1], data: sigmas[m] },
    ]);
  const columns: ColumnInit[] = [
    ...["H", "K", "L"].map(
      (label, axis): ColumnInit => ({
        label,
        type: "H",
        data: Int32Array.from({ length: r }, (_, h) => observations.hkl[3 * h + axis]),
      }),
    ),
    ...pair("F", 0, f, sigF),
    ...pair("I", 2, i, sigI),
    ...mates.map((mate, m): ColumnInit => ({ label: `N${mate}`, type: "I", data: n[m] })),
  ];
  const [source] = data.tables;
  const table = new ReflectionTable({
    columns,
    cell: observations.cell,
    spaceGroup: observations.spaceGroup,
    merged: true,
    datasets: source.datasets,
    history: [history, ...source.history],
    title: source.title,
    name,
  });
  const fitted = (h: number) => n.some((counts) => counts[h] > 0);
  return Array.from({ length: r }, (_, h) => h).every(fitted) ? table : table.filter(fitted);
}

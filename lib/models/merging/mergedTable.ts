/**
 * The merged table of a variational merge: posterior means and standard deviations of amplitudes and of their squares, in
 * the units of the observed intensities. Columns F SIGF I SIGI N, or F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-)
 * N(+) N(-); I = E[F²]. N counts the observations fitted to; a mate with none has N = 0 and no other value. Centric
 * reflections stand in both mates' columns, as of `classicalMerge`. Reflections beyond the resolution asked for, which are met in
 * Laue data as harmonics, are not among them.
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

/** What of the data a merged table needs. */
export type MergedData = Pick<
  MergingData,
  "observations" | "groups" | "centric" | "within" | "anomalous" | "tables"
>;

/** What the table says of itself. */
export interface TableNames {
  readonly history: string;
  readonly name: string;
}

/** A column of a merged table, or a column for each mate. */
export interface MergedQuantity {
  readonly label: string;
  /** Column types: mates together, mates apart. */
  readonly types: readonly [ColumnType, ColumnType];
  readonly value: (g: number) => number;
}

export function mergedTable(
  data: MergedData,
  { moments, expected, count }: MergedAmplitudes,
  names: TableNames,
  dataSet = 0,
): ReflectionTable {
  const f = (values: Float64Array) => (g: number) => Math.sqrt(expected[g]) * values[g];
  const i = (values: Float64Array) => (g: number) => expected[g] * values[g];
  return tableOfMates(
    data,
    count,
    [
      [
        { label: "F", types: ["F", "G"], value: f(moments.mean) },
        { label: "SIGF", types: ["Q", "L"], value: f(moments.standardDeviation) },
      ],
      [
        { label: "I", types: ["J", "K"], value: i(moments.meanSquare) },
        { label: "SIGI", types: ["Q", "M"], value: i(moments.squareDeviation) },
      ],
    ],
    names,
    dataSet,
  );
}

/**
 * Quantities of reflections or mates as a table with N; those of one set stand together, mate by mate.
 * @param count g: observations fitted to
 * @param dataSet which, where data sets are merged apart
 */
export function tableOfMates(
  data: MergedData,
  count: Int32Array,
  sets: readonly (readonly MergedQuantity[])[],
  { history, name }: TableNames,
  dataSet = 0,
): ReflectionTable {
  const { observations, groups, anomalous } = data;
  const r = observations.reflectionCount;
  const mates = anomalous ? ["(+)", "(-)"] : [""];
  const groupOf = mates.map(() => new Int32Array(r).fill(-1));
  for (let g = 0; g < groups.count; g++) {
    if (count[g] === 0 || !data.within[g] || groups.dataSet[g] !== dataSet) continue;
    for (const mate of anomalous && data.centric[g] ? [0, 1] : [groups.minus[g]])
      groupOf[mate][groups.reflection[g]] = g;
  }
  const column = ({ label, types, value }: MergedQuantity, mate: number): ColumnInit => ({
    label: label + mates[mate],
    type: types[anomalous ? 1 : 0],
    data: Float32Array.from(groupOf[mate], (g) => (g < 0 ? Number.NaN : value(g))),
  });
  const columns: ColumnInit[] = [
    ...["H", "K", "L"].map(
      (label, axis): ColumnInit => ({
        label,
        type: "H",
        data: Int32Array.from({ length: r }, (_, h) => observations.hkl[3 * h + axis]),
      }),
    ),
    ...sets.flatMap((set) => mates.flatMap((_, mate) => set.map((quantity) => column(quantity, mate)))),
    ...mates.map(
      (mate, m): ColumnInit => ({
        label: `N${mate}`,
        type: "I",
        data: groupOf[m].map((g) => (g < 0 ? 0 : count[g])),
      }),
    ),
  ];
  const source = data.tables[dataSet];
  const table = new ReflectionTable({
    columns,
    cell: source.cell,
    spaceGroup: observations.spaceGroup,
    merged: true,
    datasets: source.datasets,
    history: [history, ...source.history],
    title: source.title,
    name,
  });
  const fitted = (h: number) => groupOf.some((of) => of[h] >= 0);
  return Array.from({ length: r }, (_, h) => h).every(fitted) ? table : table.filter(fitted);
}

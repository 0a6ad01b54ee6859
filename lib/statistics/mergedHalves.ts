/**
 * Merged half data sets, reflection beside reflection: the intensities (or amplitudes) that both halves have, and their
 * anomalous differences. Columns F(+) SIGF(+) F(-) SIGF(-) of tables with mates apart, else F SIGF; SigF(+) as careless
 * writes it serves too, as do I and SIGI. Where there is no I, I = ⟨F²⟩ = F² + SIGF².
 */
import { InputError, MissingColumnError } from "../errors.js";
import type { ColumnData } from "../table/columnTypes.js";
import type { ReflectionTable } from "../table/reflectionTable.js";

/** A data set merged in two halves; anomalous or not, but both alike. */
export interface MergedHalves {
  readonly first: ReflectionTable;
  readonly second: ReflectionTable;
}

/** What is correlated. */
export type MergedQuantity = "intensity" | "amplitude";

/** Values of the two halves side by side, one pair a reflection or mate. */
export interface HalfPairs {
  /** Å. */
  readonly d: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** σ₁² + σ₂² of the pair; NaN where sigmas are missing. */
  readonly variance: Float64Array;
}

/**
 * The halves in one table, as careless writes them (*_xval_0.mtz): integer columns `half` (0, 1) and `repeat`.
 * @throws MissingColumnError; InputError where a repeat lacks a half
 */
export function splitHalves(table: ReflectionTable): MergedHalves[] {
  const repeat = table.values("repeat");
  const half = table.values("half");
  return Array.from(new Set(repeat))
    .sort((a, b) => a - b)
    .map((number) => {
      const [first, second] = [0, 1].map((which) =>
        table
          .filter((row) => repeat[row] === number && half[row] === which)
          .derive({ merged: true, source: undefined }),
      );
      if (first.length === 0 || second.length === 0)
        throw new InputError(
          `half data sets of ${table.name}: got ${first.length} rows of half 0 and ${second.length} of half 1 in ` +
            `repeat ${number}, expected some of both`,
        );
      return { first, second };
    });
}

/** Whether the tables have Friedel mates apart. */
export function matesApart({ first, second }: MergedHalves): boolean {
  const apart = [first, second].map((table) => table.has("F(+)") || table.has("I(+)"));
  if (apart[0] !== apart[1])
    throw new InputError(
      `halves ${first.name} and ${second.name}: got one with Friedel mates apart and one without, expected both alike`,
    );
  return apart[0];
}

/** Pairs of intensities or amplitudes; mates apart give two of each acentric reflection, one of each centric. */
export function mergedPairs(halves: MergedHalves, quantity: MergedQuantity): HalfPairs {
  const apart = matesApart(halves);
  const rows = sideBySide(halves);
  const pairs = new PairList();
  for (const mate of apart ? ["(+)", "(-)"] : [""]) {
    const [x, y] = rows.tables.map((table) => readQuantity(table, quantity, mate));
    for (let i = 0; i < rows.d.length; i++) {
      if (mate === "(-)" && rows.centric[i]) continue;
      pairs.add(rows.d[i], x.value[i], y.value[i], x.sigma[i] ** 2 + y.sigma[i] ** 2);
    }
  }
  return pairs.finish();
}

/**
 * Pairs of anomalous differences, F(+) − F(−), of reflections of which both halves have both mates.
 * @param centrics keep centric reflections, whose differences are 0: careless does, the field does not
 * @throws InputError for halves without mates apart
 */
export function anomalousPairs(halves: MergedHalves, quantity: MergedQuantity, centrics: boolean): HalfPairs {
  if (!matesApart(halves))
    throw new InputError(
      `anomalous differences of ${halves.first.name}: got one column of amplitudes, expected F(+) and F(-); ` +
        "merge with Friedel mates apart",
    );
  const rows = sideBySide(halves);
  const [x, y] = rows.tables.map((table) => {
    const plus = readQuantity(table, quantity, "(+)");
    const minus = readQuantity(table, quantity, "(-)");
    return {
      value: plus.value.map((value, i) => value - minus.value[i]),
      variance: plus.sigma.map((sigma, i) => sigma ** 2 + minus.sigma[i] ** 2),
    };
  });
  const pairs = new PairList();
  for (let i = 0; i < rows.d.length; i++)
    if (centrics || !rows.centric[i])
      pairs.add(rows.d[i], x.value[i], y.value[i], x.variance[i] + y.variance[i]);
  return pairs.finish();
}

class PairList {
  private readonly columns: readonly [number[], number[], number[], number[]] = [[], [], [], []];

  add(...values: [d: number, first: number, second: number, variance: number]): void {
    if (!Number.isFinite(values[1]) || !Number.isFinite(values[2])) return;
    this.columns.forEach((column, k) => {
      column.push(values[k]);
    });
  }

  finish(): HalfPairs {
    const [d, first, second, variance] = this.columns.map((column) => Float64Array.from(column));
    return { d, first, second, variance };
  }
}

/** The rows that both halves have, in the same order. */
function sideBySide({ first, second }: MergedHalves): {
  tables: [ReflectionTable, ReflectionTable];
  d: Float64Array;
  centric: Uint8Array;
} {
  const keys = first.millerLabels;
  const numbered = (table: ReflectionTable, label: string) =>
    table
      .select(keys)
      .with({ label, type: "I", data: Int32Array.from({ length: table.length }, (_, i) => i) });
  const joined = numbered(first, "first").join(numbered(second, "second"), {
    on: keys,
    relation: "one-to-one",
  });
  const hkl = joined.hkl();
  return {
    tables: [first.takeRows(joined.values("first")), second.takeRows(joined.values("second"))],
    d: first.cell.dSpacings(hkl),
    centric: first.spaceGroup.centricFlags(hkl),
  };
}

interface Quantity {
  readonly value: Float64Array;
  readonly sigma: Float64Array;
}

/** A quantity and its sigma of one mate ("(+)", "(-)") or of both (""); NaN where the mate was not measured. */
function readQuantity(table: ReflectionTable, quantity: MergedQuantity, mate: string): Quantity {
  const stem = quantity === "intensity" ? "I" : "F";
  const value = find(table, `${stem}${mate}`);
  const sigma = find(table, `SIG${stem}${mate}`, `Sig${stem}${mate}`);
  const count = find(table, `N${mate}`);
  const measured = (values: ColumnData): Float64Array =>
    Float64Array.from(values, (v, i) => (count === undefined || count[i] > 0 ? v : Number.NaN));
  const unknown = new Float64Array(table.length).fill(Number.NaN);
  if (value !== undefined)
    return { value: measured(value), sigma: sigma === undefined ? unknown : Float64Array.from(sigma) };
  if (quantity === "amplitude") throw new MissingColumnError(`F${mate}`, table.labels, table.name);
  const amplitude = readQuantity(table, "amplitude", mate);
  return { value: amplitude.value.map((f, i) => f * f + amplitude.sigma[i] ** 2), sigma: unknown };
}

function find(table: ReflectionTable, ...labels: string[]): ColumnData | undefined {
  const label = labels.find((name) => table.has(name));
  return label === undefined ? undefined : table.values(label);
}

/**
 * Observations of unlike shape run as one: those with one harmonic by one row program, those with two by another … A batch
 * of observations is dealt out to the programs, and their sums and gradients are added.
 */
import type {
  Numbers,
  PreparedRows,
  RowEngine,
  RowProgram,
  RowResult,
  RowRunOptions,
  SparseGradient,
} from "../../kernels/index.js";
import { sparseGradient } from "../../kernels/sparseGradient.js";

/** Observations of one shape. */
export interface RowPart {
  readonly program: RowProgram;
  readonly columns: Readonly<Record<string, Float32Array>>;
  readonly indices: Readonly<Record<string, Int32Array>>;
  /** Which observation each of its rows is. */
  readonly observations: Int32Array;
}

/** Sets the noises of parts apart: those of row r of one have nothing to do with those of row r of the next. */
const SEED_STRIDE = 0x1_0000;

export class PartitionedRows {
  private readonly prepared: readonly PreparedRows[];
  /** By observation: its part and its row there. */
  private readonly part: Int32Array;
  private readonly place: Int32Array;

  constructor(
    engine: RowEngine,
    private readonly parts: readonly RowPart[],
  ) {
    this.prepared = parts.map(({ program, columns, indices }) =>
      engine.prepare(program, { columns, indices }),
    );
    const count = parts.reduce((sum, { observations }) => sum + observations.length, 0);
    this.part = new Int32Array(count);
    this.place = new Int32Array(count);
    parts.forEach(({ observations }, p) => {
      observations.forEach((observation, row) => {
        this.part[observation] = p;
        this.place[observation] = row;
      });
    });
  }

  /** As of `PreparedRows`; `rows` are observations, and no values row by row are given. */
  run(
    parameters: Readonly<Record<string, Numbers>>,
    options: RowRunOptions & { readonly rows: Int32Array },
  ): RowResult {
    if (this.parts.length === 1) return this.prepared[0].run(parameters, options);
    const results: RowResult[] = [];
    this.deal(options.rows).forEach((rows, p) => {
      if (rows.length > 0)
        results.push(
          this.prepared[p].run(parameters, { ...options, rows, seed: (options.seed ?? 0) + p * SEED_STRIDE }),
        );
    });
    return {
      sums: added(results.map(({ sums }) => sums)),
      perRow: {},
      gradients: addedArrays(results.map(({ gradients }) => gradients)),
      sparse: addedSparse(results.map(({ sparse }) => sparse)),
    };
  }

  release(): void {
    for (const rows of this.prepared) rows.release();
  }

  /** The rows of each part that a batch of observations stands for. */
  private deal(observations: Int32Array): Int32Array[] {
    const counts = new Int32Array(this.parts.length);
    for (const observation of observations) counts[this.part[observation]]++;
    const dealt = Array.from(counts, (count) => new Int32Array(count));
    counts.fill(0);
    for (const observation of observations) {
      const p = this.part[observation];
      dealt[p][counts[p]++] = this.place[observation];
    }
    return dealt;
  }
}

function added(sums: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const each of sums)
    for (const [name, value] of Object.entries(each)) total[name] = (total[name] ?? 0) + value;
  return total;
}

function addedArrays(all: readonly Readonly<Record<string, Numbers>>[]): Record<string, Numbers> {
  const total: Record<string, Float64Array> = {};
  for (const each of all)
    for (const [name, values] of Object.entries(each)) {
      total[name] ??= new Float64Array(values.length);
      const sum = total[name];
      for (let i = 0; i < values.length; i++) sum[i] += values[i];
    }
  return total;
}

function addedSparse(
  all: readonly Readonly<Record<string, SparseGradient>>[],
): Record<string, SparseGradient> {
  const names = new Set(all.flatMap((each) => Object.keys(each)));
  return Object.fromEntries(
    Array.from(names, (name) => {
      const parts = all.flatMap((each) => each[name] ?? []).filter(({ rows }) => rows.length > 0);
      const width = parts.length === 0 ? 1 : parts[0].values.length / parts[0].rows.length;
      const given = parts.map(({ rows, values }) => ({ picked: rows, adjoints: values }));
      return [name, sparseGradient(given, width)];
    }),
  );
}

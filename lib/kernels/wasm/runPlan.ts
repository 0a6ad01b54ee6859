/**
 * Where everything that a run of a row program needs lies in the step arena, and the program's words for it. A plan
 * holds for every run of the same number of rows in the same form, as long as the arena begins where it did and the
 * same parameters are resident: a training loop plans once, and a step only copies the words and writes its settings.
 */
import type { BoundInputs, RowRunOptions } from "../rowInputs.js";
import type { RowProgram } from "../rowProgram.js";
import { planShards, type Shard } from "../shards.js";
import { gathersOf } from "../sparseGradient.js";
import { type DataAddresses, encodeRun, type GradientLayout, gradientLayout } from "./encode.js";
import { aligned } from "./engineMemory.js";
import { SORTING_BYTES } from "./kernelModule.js";
import { planStorage, type Storage } from "./storage.js";

/** What the run takes from the arena; 0 where there is nothing. */
export interface Places {
  readonly parameters: readonly number[];
  /** By instruction: dense weights in the order of the forward kernel. */
  readonly packed: readonly number[];
  /** By instruction: adjoints of what was gathered, by row. */
  readonly gathered: readonly number[];
  readonly rows: number;
  /** By output: gradients by row, and values by row. */
  readonly seeds: readonly number[];
  readonly perRow: readonly number[];
  /** One after the other for every thread. */
  readonly workspaces: number;
  readonly lanes: number;
  /** One after the other for every shard: float64 sums of outputs, and of shared gradients. */
  readonly sums: number;
  readonly gradients: number;
  /** Float32 sums of the shared gradients over the shards. */
  readonly totals: number;
  /** Float64 gradient of a gathered vector, whole or of the rows gathered: of one after the other. */
  readonly vector: number;
  /** Lists with which the rows gathered are grouped, where gradients are wanted sparse. */
  readonly lists: number;
}

/** Bytes of one thread's or one shard's part. */
interface PartBytes {
  readonly workspace: number;
  readonly lanes: number;
  readonly sums: number;
  readonly gradients: number;
}

/** What a run is like, as far as its plan depends on it. */
interface RunForm {
  readonly gradient: boolean;
  readonly dense: boolean;
  readonly rowCount: number;
  readonly withRows: boolean;
  /** By output: whether its gradients come row by row. */
  readonly seeded: readonly boolean[];
  /** By parameter. */
  readonly lengths: readonly number[];
  /** By parameter: where it lies in the engine's memory already, else 0. */
  readonly residents: readonly number[];
  /** Where the arena begins. */
  readonly base: number;
}

export interface RunPlan {
  readonly form: RunForm;
  readonly storage: Storage;
  readonly layout: GradientLayout;
  readonly shards: readonly Shard[];
  readonly places: Places;
  readonly parts: PartBytes;
  /** Bytes of the arena. */
  readonly bytes: number;
  /** About how long the run takes on one thread. */
  readonly nanoseconds: number;
  /** The program's words, and the address they are to stand at. */
  readonly words: Int32Array;
  readonly code: number;
}

/** Plans of the last few forms are kept: batches of a training loop are of one size, but for a last one. */
const KEPT = 8;

export class RunPlans {
  private kept: RunPlan[] = [];
  private readonly storages = new Map<boolean, Storage>();

  constructor(
    private readonly program: RowProgram,
    private readonly data: DataAddresses,
    private readonly threads: number,
  ) {}

  /**
   * The plan of a run.
   * @param base where the arena begins
   * @param residents by parameter: where it lies in the engine's memory already, else 0
   */
  find(bound: BoundInputs, options: RowRunOptions, base: number, residents: readonly number[]): RunPlan {
    const form: RunForm = {
      gradient: options.gradient ?? true,
      dense: options.gathered !== "sparse",
      rowCount: bound.rowCount,
      withRows: bound.rows !== undefined,
      seeded: bound.outputGradients.map((gradient) => typeof gradient !== "number"),
      lengths: bound.parameters.map(({ length }) => length),
      residents,
      base,
    };
    const known = this.kept.find((plan) => sameForm(plan.form, form));
    if (known !== undefined) return known;
    const plan = this.make(form);
    this.kept = [plan, ...this.kept].slice(0, KEPT);
    return plan;
  }

  private make(form: RunForm): RunPlan {
    const { program } = this;
    const storage = this.storages.get(form.gradient) ?? planStorage(program, form.gradient);
    this.storages.set(form.gradient, storage);
    const layout = gradientLayout(program);
    const shards = planShards(form.rowCount);
    const parts = {
      workspace: aligned(storage.bytes),
      lanes: aligned(16 * layout.count),
      sums: aligned(8 * program.outputs.length),
      gradients: aligned(8 * layout.count),
    };
    const { places, end: code } = takePlaces(program, form, parts, this.threads, shards.length, layout.count);
    const words = encodeRun(program, storage, { ...places, ...this.data }, form.gradient, code);
    const bytes = code + aligned(4 * words.length) - form.base;
    const nanoseconds = form.rowCount * rowNanoseconds(program, form.gradient);
    return { form, storage, layout, shards, places, parts, bytes, nanoseconds, words, code };
  }
}

/** About how long a row takes: 20 multiply-adds in a nanosecond, as measured on an EPYC; other numbers 0.9 ns each. */
function rowNanoseconds({ instructions }: RowProgram, gradient: boolean): number {
  return instructions.reduce((sum, instruction) => {
    const { op, out } = instruction;
    if (op === "slice" || op === "constant") return sum;
    if (op === "dense") return sum + ((gradient ? 3 : 1) * instruction.input.width * out.width) / 20;
    return sum + (gradient ? 2 : 1) * 0.9 * out.width;
  }, 0);
}

function sameForm(a: RunForm, b: RunForm): boolean {
  const same = <T>(x: readonly T[], y: readonly T[]) => x.every((value, k) => value === y[k]);
  return (
    a.gradient === b.gradient &&
    a.dense === b.dense &&
    a.rowCount === b.rowCount &&
    a.withRows === b.withRows &&
    a.base === b.base &&
    same(a.seeded, b.seeded) &&
    same(a.lengths, b.lengths) &&
    same(a.residents, b.residents)
  );
}

/** Gives everything its place, one after the other from the arena's beginning. */
function takePlaces(
  program: RowProgram,
  { gradient, dense, rowCount, withRows, seeded, lengths, residents, base }: RunForm,
  parts: PartBytes,
  threads: number,
  shards: number,
  count: number,
): { readonly places: Places; readonly end: number } {
  const { instructions, outputs, parameters } = program;
  const gathered = parameters.flatMap(({ use, shape }, p) =>
    use === "gathered" ? [{ p, width: shape[0], entries: gathersOf(program, p).length * rowCount }] : [],
  );
  const longest = (lengthOf: (of: { p: number; width: number; entries: number }) => number) =>
    Math.max(0, ...gathered.map(lengthOf));
  let end = base;
  const take = (bytes: number) => {
    const address = end;
    end += aligned(bytes);
    return address;
  };
  const optional = (wanted: boolean, bytes: number) => (wanted ? take(bytes) : 0);
  const places: Places = {
    parameters: lengths.map((length, p) => residents[p] || take(4 * length)),
    packed: instructions.map((i) => (i.op === "dense" ? take(4 * i.out.width * i.input.width) : 0)),
    gathered: instructions.map((i) => optional(gradient && i.op === "gather", 4 * rowCount * i.out.width)),
    rows: optional(withRows, 4 * rowCount),
    seeds: seeded.map((byRow) => optional(byRow, 4 * rowCount)),
    perRow: outputs.map(({ perRow }) => optional(perRow, 4 * rowCount)),
    workspaces: take(threads * parts.workspace),
    lanes: take(threads * parts.lanes),
    sums: take(shards * parts.sums),
    gradients: take(shards * parts.gradients),
    totals: optional(gradient, 4 * count),
    vector: optional(
      gradient,
      8 * longest(({ p, width, entries }) => (dense ? lengths[p] : entries * width)),
    ),
    lists: optional(gradient && !dense, 16 * longest(({ entries }) => entries) + SORTING_BYTES),
  };
  return { places, end };
}

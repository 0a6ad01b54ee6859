/**
 * A row program as the words that assembly/rowKernel.as walks over: instructions with the offsets of their registers
 * and the addresses of their data. The order of opcodes and kinds is the one in assembly/.
 */
import type { BinaryKind, CompareKind, RowInstruction, RowProgram, UnaryKind } from "../rowProgram.js";
import { sizeOf } from "../rowProgram.js";
import { FEATURE_BYTES, type Storage } from "./storage.js";

/** In the order of `unaries` in assembly/build.mjs. */
const unaryKinds: readonly UnaryKind[] = [
  ...(["neg", "exp", "log", "log1p", "expm1", "sqrt", "square", "abs", "sign", "reciprocal"] as const),
  ...(["tanh", "sigmoid", "softplus", "relu", "leakyRelu", "sin", "cos", "lgamma", "digamma"] as const),
  ...(["erf", "erfc", "logErfc", "normalCdf", "logNormalCdf", "normalReversedHazard"] as const),
  ...(["normalQuantile", "normalQuantileOfLog", "truncatedNormalMeanLog"] as const),
];

/** In the order of `binaries` in assembly/build.mjs. */
const binaryKinds: readonly (BinaryKind | CompareKind)[] = [
  ...(["add", "sub", "mul", "div", "max", "min", "pow"] as const),
  ...(["lt", "le", "gt", "ge", "eq"] as const),
];

/** In the order of the cases in assembly/rowKernel.as. */
const opcodes: Readonly<Record<Exclude<RowInstruction["op"], "slice">, number>> = {
  column: 0,
  gather: 1,
  noise: 2,
  parameter: 3,
  constant: 4,
  dense: 5,
  unary: 6,
  binary: 7,
  compare: 7,
  where: 8,
  sum: 9,
  concat: 10,
  layerNorm: 11,
};

/** Where the data lie: columns and index columns, all of a row together. */
export interface DataAddresses {
  /** Of the first row. */
  readonly columns: readonly number[];
  readonly indices: readonly number[];
  /** Bytes from a row to the next. */
  readonly stride: number;
}

/** Addresses of what a run reads and writes; 0 where there is nothing. */
export interface RunAddresses extends DataAddresses {
  readonly parameters: readonly number[];
  /** By instruction: dense weights in the order of the forward kernel. */
  readonly packed: readonly number[];
  /** By instruction: adjoints of what was gathered, by row. */
  readonly gathered: readonly number[];
  readonly rows: number;
  /** By output: gradients by row, and values by row. */
  readonly seeds: readonly number[];
  readonly perRow: readonly number[];
}

/** What changes from run to run. */
export interface RunSettings {
  readonly seed: number;
  readonly step: number;
  /** By output: its gradient where that is the same for every row. */
  readonly outputGradients: readonly number[];
}

const HEADER_WORDS = 12;
const [OUTPUT_TABLE, SEED, STEP] = [4, 6, 8];
const OUTPUT_WORDS = 5;
const OUTPUT_GRADIENT = 2;

/** Where the gradients of each shared parameter begin among those of all, and how many there are. */
export interface GradientLayout {
  readonly starts: readonly number[];
  readonly count: number;
}

export function gradientLayout(program: RowProgram): GradientLayout {
  let count = 0;
  const starts = program.parameters.map(({ use, shape }) => {
    const start = count;
    if (use === "shared") count += sizeOf(shape);
    return start;
  });
  return { starts, count };
}

/** The words of a run, to which {@link writeSettings} adds its settings. @param base the address they will stand at */
export function encodeRun(
  program: RowProgram,
  storage: Storage,
  addresses: RunAddresses,
  gradient: boolean,
  base: number,
): Int32Array {
  const layout = gradientLayout(program);
  const words: number[] = new Array(HEADER_WORDS).fill(0);
  const here = () => base + 4 * words.length;
  const table: number[] = [];
  program.instructions.forEach((instruction, k) => {
    if (instruction.op === "slice") return;
    if (instruction.op === "unary" && storage.activations.has(instruction.input.id)) return;
    const clears = here();
    words.push(...storage.clears[k]);
    table.push(here());
    const { op, out } = instruction;
    words.push(
      opcodes[op],
      storage.values[k],
      out.width,
      storage.adjoints[k],
      clears,
      storage.clears[k].length / 2,
    );
    words.push(...operands(instruction, k, layout, storage, addresses));
  });
  words[0] = here();
  words[1] = table.length;
  words.push(...table);
  words[10] = here();
  words[11] = storage.outputClears.length / 2;
  words.push(...storage.outputClears);
  words[OUTPUT_TABLE] = here();
  words[5] = program.outputs.length;
  program.outputs.forEach(({ register: { id } }, o) => {
    words.push(storage.values[id], storage.adjoints[id], 0, addresses.seeds[o], addresses.perRow[o]);
  });
  words[2] = addresses.rows;
  words[3] = Number(gradient);
  words[9] = gradient ? layout.count : 0;
  return Int32Array.from(words);
}

/** Writes what changes from run to run into the words that stand at `base`. */
export function writeSettings(
  words: Int32Array,
  base: number,
  { seed, step, outputGradients }: RunSettings,
): void {
  words[SEED] = seed >>> 0;
  words[SEED + 1] = Math.floor(seed / 4294967296);
  words[STEP] = step;
  const outputs = ((words[OUTPUT_TABLE] >>> 0) - base) / 4;
  outputGradients.forEach((gradient, o) => {
    words[outputs + OUTPUT_WORDS * o + OUTPUT_GRADIENT] = bitsOf(gradient);
  });
}

/** The words from the seventh on. */
function operands(
  instruction: RowInstruction,
  k: number,
  { starts }: GradientLayout,
  { values, adjoints, overwrites, activations }: Storage,
  { columns, indices, stride, parameters, packed, gathered }: RunAddresses,
): number[] {
  // Sixteen bytes for each number: one sum per vector lane.
  const gradient = (parameter: number) => 16 * starts[parameter];
  const step = (width: number) => (width === 1 ? 0 : FEATURE_BYTES);
  const adds = (input: number) => Number(overwrites[k][input] !== true);
  switch (instruction.op) {
    case "column":
      return [columns[instruction.column], stride];
    case "gather":
      return [parameters[instruction.vector], indices[instruction.index], stride, gathered[k]];
    case "noise":
      return [instruction.stream, Number(instruction.kind === "normal")];
    case "parameter":
      return [parameters[instruction.parameter], gradient(instruction.parameter)];
    case "constant":
      return [bitsOf(instruction.value)];
    case "dense": {
      const { input, weights, bias } = instruction;
      const source = [values[input.id], input.width, adjoints[input.id], adds(0)];
      const bias_ =
        bias === undefined
          ? [0, gradient(weights), -1]
          : [parameters[bias], gradient(weights), gradient(bias)];
      const activation = [undefined, "leakyRelu", "relu"].indexOf(activations.get(k));
      return [...source, parameters[weights], packed[k], ...bias_, activation];
    }
    case "unary": {
      const { input, kind } = instruction;
      return [unaryKinds.indexOf(kind), values[input.id], adjoints[input.id], adds(0)];
    }
    case "binary":
    case "compare": {
      const { a, b, kind } = instruction;
      const operand = (register: { id: number; width: number }, input: number) => [
        values[register.id],
        step(register.width),
        adjoints[register.id],
        adds(input),
      ];
      return [binaryKinds.indexOf(kind), ...operand(a, 0), ...operand(b, 1)];
    }
    case "where": {
      const { condition, a, b } = instruction;
      const branch = (register: { id: number; width: number }) => [
        values[register.id],
        step(register.width),
        adjoints[register.id],
      ];
      return [values[condition.id], step(condition.width), ...branch(a), ...branch(b)];
    }
    case "sum":
      return [values[instruction.input.id], instruction.input.width, adjoints[instruction.input.id]];
    case "concat":
      return [
        instruction.inputs.length,
        ...instruction.inputs.flatMap(({ id, width }) => [values[id], width, adjoints[id]]),
      ];
    case "layerNorm": {
      const { input, gain, offset, epsilon } = instruction;
      const at = [values[input.id], adjoints[input.id], parameters[gain], parameters[offset]];
      return [...at, gradient(gain), gradient(offset), bitsOf(epsilon)];
    }
    case "slice":
      return [];
  }
}

const float = new Float32Array(1);
const integer = new Int32Array(float.buffer);

/** The bits of a number as float32. */
function bitsOf(value: number): number {
  float[0] = value;
  return integer[0];
}

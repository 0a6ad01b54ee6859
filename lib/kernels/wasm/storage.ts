/**
 * Where the registers of a program lie in a worker's workspace. A slice lies within what it is cut from; an activation
 * takes the place of the layer before it where nobody else reads that. Adjoints live only from the first instruction
 * that adds to them (going backward) to the one that made the register, and share places accordingly: the smaller the
 * workspace, the more of a block stays in the nearest cache.
 */
import { differentiableRegisters } from "../differentiable.js";
import { ruleOf } from "../instructions/registry.js";
import type { RowInstruction, RowProgram, UnaryKind } from "../rowProgram.js";
import { BLOCK_ROWS } from "../shards.js";

/** Bytes of one feature of a block. */
export const FEATURE_BYTES: number = 4 * BLOCK_ROWS;

/** Bytes at the start of a workspace: the data rows of the lanes, and their rows of a gathered vector. */
const ROWS_BYTES = 2 * FEATURE_BYTES;

/** Activations whose derivative follows from their value: these may overwrite their input. */
const inPlaceKinds = new Set<UnaryKind>(["relu", "leakyRelu", "tanh", "sigmoid"]);
/** Instructions whose adjoint does not look at their own value. */
const valueFree = new Set<RowInstruction["op"]>(["dense", "layerNorm", "gather"]);

export interface Storage {
  /** Byte offsets by register. */
  readonly values: readonly number[];
  /** Byte offsets by register, −1 where no gradient is needed. */
  readonly adjoints: readonly number[];
  /** By instruction: whether its adjoint is the first to write that of its k-th input, and may overwrite it. */
  readonly overwrites: readonly (readonly boolean[])[];
  /** By instruction: pairs of offset and bytes to clear before its adjoint. */
  readonly clears: readonly (readonly number[])[];
  /** The same, before the outputs' gradients are put in. */
  readonly outputClears: readonly number[];
  /** By dense instruction: the activation that its kernel applies at once; that one is not run by itself. */
  readonly activations: ReadonlyMap<number, UnaryKind>;
  readonly bytes: number;
}

/** The register in whose place another lies, and how far from its start. */
interface Place {
  readonly root: number;
  readonly offset: number;
}

/** Lays out the registers of a program; adjoints only where `gradient`. */
export function planStorage(program: RowProgram, gradient: boolean): Storage {
  const { instructions } = program;
  const places = planPlaces(program);
  const activations = fusedActivations(program, places);
  const roots: number[] = [];
  let top = ROWS_BYTES;
  const values = instructions.map(({ out }, k) => {
    const { root, offset } = places[k];
    if (root === k) {
      roots[k] = top;
      top += out.width * FEATURE_BYTES;
    }
    return roots[root] + offset;
  });
  const adjoints = instructions.map(() => -1);
  const overwrites: boolean[][] = instructions.map(() => []);
  const clears: number[][] = instructions.map(() => []);
  if (!gradient) return { values, adjoints, overwrites, clears, outputClears: [], activations, bytes: top };

  const differentiable = differentiableRegisters(program);
  const shared = new Set(
    places.filter(({ root }, k) => root !== k && isSlice(instructions[k])).map(({ root }) => root),
  );
  const rootAdjoints: number[] = [];
  const space = new Space(top);
  const adjointOf = (id: number) => rootAdjoints[places[id].root] + places[id].offset;
  const outputClears: number[] = [];
  for (const { register } of program.outputs) {
    const root = places[register.id].root;
    if (!differentiable[register.id] || rootAdjoints[root] !== undefined) continue;
    open(register.id);
    outputClears.push(rootAdjoints[root], instructions[root].out.width * FEATURE_BYTES);
  }
  for (let k = instructions.length - 1; k >= 0; k--) {
    const instruction = instructions[k];
    if (!differentiable[k] || rootAdjoints[places[k].root] === undefined) continue;
    adjoints[k] = adjointOf(k);
    ruleOf(instruction.op)
      .inputs(instruction)
      .forEach(({ id, width }, i) => {
        const root = places[id].root;
        if (root === places[k].root) overwrites[k][i] = instruction.op === "unary";
        if (!differentiable[id] || rootAdjoints[root] !== undefined) return;
        open(id);
        const may = canOverwrite(instruction, i) && width === instruction.out.width;
        const whole = !shared.has(root);
        overwrites[k][i] = whole && (instruction.op === "dense" || may);
        if (!overwrites[k][i])
          clears[k].push(rootAdjoints[root], instructions[root].out.width * FEATURE_BYTES);
      });
    if (places[k].root === k) space.free(rootAdjoints[k], instruction.out.width * FEATURE_BYTES);
  }
  return { values, adjoints, overwrites, clears, outputClears, activations, bytes: space.end };

  function open(id: number): void {
    const root = places[id].root;
    if (differentiable[id] && rootAdjoints[root] === undefined)
      rootAdjoints[root] = space.take(instructions[root].out.width * FEATURE_BYTES);
  }
}

function isSlice(instruction: RowInstruction): boolean {
  return instruction.op === "slice";
}

/** Whether the adjoint of an instruction sets every number of its input's adjoint, if told to. */
function canOverwrite(instruction: RowInstruction, input: number): boolean {
  if (instruction.op === "unary") return true;
  if (instruction.op !== "binary") return false;
  return input === 0 || instruction.a.id !== instruction.b.id;
}

/** Activations that lie in the place of a dense layer (so nobody else reads that) and that its kernel knows. */
function fusedActivations(program: RowProgram, places: readonly Place[]): Map<number, UnaryKind> {
  const found = new Map<number, UnaryKind>();
  program.instructions.forEach((instruction, k) => {
    if (instruction.op !== "unary" || !["leakyRelu", "relu"].includes(instruction.kind)) return;
    const { id } = instruction.input;
    if (places[k].root === id && program.instructions[id].op === "dense") found.set(id, instruction.kind);
  });
  return found;
}

function planPlaces(program: RowProgram): Place[] {
  const { instructions, outputs } = program;
  const readers = instructions.map(() => 0);
  for (const instruction of instructions)
    for (const { id } of ruleOf(instruction.op).inputs(instruction)) readers[id]++;
  for (const { register } of outputs) readers[register.id]++;
  const places: Place[] = [];
  instructions.forEach((instruction, k) => {
    if (instruction.op === "slice") {
      const { root, offset } = places[instruction.input.id];
      places.push({ root, offset: offset + instruction.start * FEATURE_BYTES });
    } else if (
      instruction.op === "unary" &&
      inPlaceKinds.has(instruction.kind) &&
      readers[instruction.input.id] === 1 &&
      valueFree.has(instructions[instruction.input.id].op)
    )
      places.push(places[instruction.input.id]);
    else places.push({ root: k, offset: 0 });
  });
  return places;
}

/** Places for adjoints, given out first fit from those that are free, else from the end. */
class Space {
  private gaps: { start: number; bytes: number }[] = [];

  constructor(public end: number) {}

  take(bytes: number): number {
    const gap = this.gaps.find((candidate) => candidate.bytes >= bytes);
    if (gap === undefined) {
      this.end += bytes;
      return this.end - bytes;
    }
    gap.start += bytes;
    gap.bytes -= bytes;
    return gap.start - bytes;
  }

  free(start: number, bytes: number): void {
    this.gaps.push({ start, bytes });
  }
}

/** The compiled kernels, brought to life on a memory. Two variants differ only in how a × b + c is rounded. */
import { InputError } from "../../errors.js";
import { plainModule, relaxedModule } from "./wasmModules.js";
import type { WasmMemory, WasmModule } from "./wasmTypes.js";

/** "relaxed": fused multiply-add where the processor has it. "plain": each operation rounded, equal everywhere. */
export type KernelVariant = "relaxed" | "plain";

/** What the module exports: see assembly/rowKernel.as, gradients.as. Addresses are byte offsets into the memory. */
export interface Kernels {
  readonly variant: KernelVariant;
  /** Rows `start` to `end` − 1 forward and backward; writes float64 sums of outputs and of shared gradients. */
  runShard(
    run: number,
    start: number,
    end: number,
    workspace: number,
    lanes: number,
    sums: number,
    gradients: number,
  ): void;
  /** Adds `count` rows of `width` to float64 sums of the rows that an index (`stride` bytes apart) names. */
  scatterRows(
    sums: number,
    adjoints: number,
    index: number,
    stride: number,
    rows: number,
    count: number,
    width: number,
  ): void;
  packWeights(from: number, to: number, inputs: number, outputs: number): void;
  /** Sums of `count` float64 over shards, in their order, as float32. */
  addShards(from: number, stride: number, shards: number, count: number, to: number): void;
  /** The rows of a gathered vector that an index column picks for the rows run. */
  pickRows(index: number, stride: number, rows: number, count: number, to: number): void;
  /**
   * Of four lists of `count` words at an address the first holds numbers; the third gets each number once, ascending, the
   * fourth for each number its place there. Needs {@link SORTING_BYTES} behind the lists. Returns how many there are.
   */
  groupRows(at: number, count: number): number;
}

/** What groupRows needs behind its lists: a count for each value of a digit. */
export const SORTING_BYTES: number = 4 * (2 ** 11 + 1);

const texts: Readonly<Record<KernelVariant, string>> = { relaxed: relaxedModule, plain: plainModule };
const compiled = new Map<KernelVariant, WebAssembly.Module>();

/** Whether the runtime has relaxed SIMD (Node 20 only after its V8 flag is set, before this is first asked). */
export function hasRelaxedSimd(): boolean {
  return compiled.has("relaxed") || WebAssembly.validate(bytesOf("relaxed"));
}

/** The kernels of a variant (default: the fastest that the runtime has) over a memory. @throws InputError if not had */
export function instantiateKernels(memory: WasmMemory, variant?: KernelVariant): Kernels {
  const chosen = variant ?? (hasRelaxedSimd() ? "relaxed" : "plain");
  if (chosen === "relaxed" && !hasRelaxedSimd())
    throw new InputError(
      'kernel variant: got "relaxed", expected "plain", since this runtime has no relaxed SIMD',
    );
  const abort = () => {
    throw new Error("the kernels stopped, which is a bug in Friedel");
  };
  const { exports } = new WebAssembly.Instance(kernelCode(chosen) as WebAssembly.Module, {
    env: { memory: memory as WebAssembly.Memory, abort },
  });
  return {
    variant: chosen,
    runShard: exported(exports, "runShard"),
    scatterRows: exported(exports, "scatterRows"),
    packWeights: exported(exports, "packWeights"),
    addShards: exported(exports, "addShards"),
    pickRows: exported(exports, "pickRows"),
    groupRows: exported(exports, "groupRows"),
  };
}

/** The compiled code of a variant, the same for every memory. */
export function kernelCode(variant: KernelVariant): WasmModule {
  let module = compiled.get(variant);
  if (module === undefined) {
    module = new WebAssembly.Module(bytesOf(variant));
    compiled.set(variant, module);
  }
  return module;
}

function exported<F>(exports: WebAssembly.Exports, name: string): F {
  const found = exports[name];
  if (typeof found !== "function") throw new Error(`the kernels have no ${name}, which is a bug in Friedel`);
  return found as F;
}

function bytesOf(variant: KernelVariant): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(texts[variant]), (character) => character.charCodeAt(0));
}

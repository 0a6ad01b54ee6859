/** The compiled kernels, brought to life on a memory. Two variants differ only in how a × b + c is rounded. */
import { InputError } from "../../errors.js";
import { plainModule, relaxedModule } from "./wasmModules.js";
import type { WasmMemory, WasmModule } from "./wasmTypes.js";

/** "relaxed": fused multiply-add where the processor has it. "plain": each operation rounded, equal everywhere. */
export type KernelVariant = "relaxed" | "plain";

/** What the module exports: see assembly/rowKernel.as. Addresses are byte offsets into the memory. */
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
  /** Adds `count` rows of `width` to the float64 sums of a gathered vector. */
  scatterRows(
    sums: number,
    adjoints: number,
    index: number,
    rows: number,
    count: number,
    width: number,
  ): void;
  packWeights(from: number, to: number, inputs: number, outputs: number): void;
}

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

function exported(exports: WebAssembly.Exports, name: string): (...args: number[]) => void {
  const found = exports[name];
  if (typeof found !== "function") throw new Error(`the kernels have no ${name}, which is a bug in Friedel`);
  return (...args) => {
    found(...args);
  };
}

function bytesOf(variant: KernelVariant): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(texts[variant]), (character) => character.charCodeAt(0));
}

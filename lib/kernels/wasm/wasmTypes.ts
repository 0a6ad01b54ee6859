/**
 * WebAssembly's objects as far as the public declarations name them. TypeScript knows the real ones only with its library
 * "dom", which a project for Node does not have.
 */

/** A `WebAssembly.Memory`. */
export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** A `WebAssembly.Module`. */
export type WasmModule = object;

/**
 * The engine's memory: one shared WebAssembly.Memory that every worker sees. What lasts (columns of the data) is
 * allocated from the bottom; above it lies the step arena, whose allocations are forgotten at the end of the step. The
 * memory grows only where no step is under way, and every growth makes a new generation of views.
 */
import { InputError } from "../../errors.js";
import type { WasmMemory } from "./wasmTypes.js";

const PAGE = 65536;
const ALIGNMENT = 128;

/** Bytes at the bottom that belong to the compiled kernels: their constant tables. */
const RESERVED = PAGE;

/** Bytes the memory may grow to where nothing else is said: 2 GiB. */
export const DEFAULT_LIMIT_BYTES: number = 2 ** 31;

export interface EngineMemoryOptions {
  /** Bytes the memory may grow to, at most 4 GiB (default 2 GiB). Address space is set aside, not memory. */
  readonly limitBytes?: number;
}

export class EngineMemory {
  readonly memory: WasmMemory;
  readonly limitBytes: number;
  private lasting = RESERVED;
  private arena: { top: number; readonly end: number } | undefined;
  private growths = 0;

  /** @throws InputError where the limit is not between two pages (128 KiB) and 4 GiB */
  constructor({ limitBytes = DEFAULT_LIMIT_BYTES }: EngineMemoryOptions = {}) {
    if (!(limitBytes >= 2 * PAGE && limitBytes <= 65536 * PAGE))
      throw new InputError(
        `engine memory limit: got ${limitBytes} bytes, expected from 131072 to 4294967296`,
      );
    const maximum = Math.floor(limitBytes / PAGE);
    this.limitBytes = maximum * PAGE;
    this.memory = new WebAssembly.Memory({ initial: 2, maximum, shared: true });
  }

  /** Counts growths: a view made in an earlier generation does not reach what was added since. */
  get generation(): number {
    return this.growths;
  }

  /** Bytes the memory has now. */
  get byteLength(): number {
    return this.memory.buffer.byteLength;
  }

  /** Address of `bytes` that last until {@link releaseTo}. @throws InputError past the limit or during a step */
  allocate(bytes: number): number {
    if (this.arena !== undefined)
      throw new InputError(
        "engine memory: got a lasting allocation during a step, expected it between steps",
      );
    const address = this.lasting;
    this.lasting = aligned(address + bytes);
    try {
      this.growTo(this.lasting, bytes);
    } catch (error) {
      this.lasting = address;
      throw error;
    }
    return address;
  }

  /** Where the next lasting allocation goes: what {@link releaseTo} takes. */
  get mark(): number {
    return this.lasting;
  }

  /** Gives back every lasting allocation made since a mark. */
  releaseTo(mark: number): void {
    this.lasting = Math.min(this.lasting, mark);
  }

  /** Begins a step with an arena of `bytes`. @throws InputError past the limit, or where a step is under way */
  beginStep(bytes: number): void {
    if (this.arena !== undefined)
      throw new InputError("engine memory: got a second step, expected the first to end before it");
    this.growTo(this.lasting + bytes, bytes);
    this.arena = { top: this.lasting, end: this.lasting + bytes };
  }

  /** Address of `bytes` (a multiple of 128) that last until the step's end. @throws InputError past the arena's end */
  take(bytes: number): number {
    if (this.arena === undefined)
      throw new InputError("step arena: got a request without a step, expected one");
    const address = this.arena.top;
    const top = aligned(address + bytes);
    if (top > this.arena.end)
      throw new InputError(
        `step arena: got a request for ${bytes} bytes, expected at most ${this.arena.end - address}`,
      );
    this.arena.top = top;
    return address;
  }

  /** Ends the step: everything taken from its arena is forgotten. */
  endStep(): void {
    this.arena = undefined;
  }

  float32(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }
  float64(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }
  int32(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  private growTo(bytes: number, asked: number): void {
    if (bytes <= this.byteLength) return;
    const refuse = () =>
      new InputError(
        `engine memory: got a request for ${asked} bytes on top of ${bytes - asked}, expected at most ` +
          `${this.limitBytes} in all; raise limitBytes or use smaller batches`,
      );
    if (bytes > this.limitBytes) throw refuse();
    try {
      this.memory.grow(Math.ceil((bytes - this.byteLength) / PAGE));
    } catch (error) {
      if (error instanceof RangeError) throw refuse();
      throw error;
    }
    this.growths++;
  }
}

/** The next multiple of the alignment: a register's feature, two cache lines. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

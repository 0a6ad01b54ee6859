/**
 * The engine's memory: one shared WebAssembly.Memory that every worker sees. What lasts (columns of the data, resident
 * parameters) is allocated from the bottom, first fit; above it lies the step arena, which is forgotten at the end of
 * the step. The memory grows only where no step is under way, and every growth makes a new generation of views. Views
 * of earlier generations stay valid: a shared memory grows in place, within the address space set aside for its maximum
 * (WebAssembly JavaScript interface, "refresh the memory buffer": the old buffer is not detached, only shorter).
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
  /** Bytes of each lasting allocation by its address. */
  private readonly held = new Map<number, number>();
  /** Bytes given back below the last allocation, in order of address, none beside another. */
  private gaps: { start: number; end: number }[] = [];
  private lasting = RESERVED;
  private stepping = false;
  private growths = 0;
  /** The memory's buffers in all generations. */
  private readonly buffers = new WeakSet<ArrayBufferLike>();

  /** @throws InputError where the limit is not between two pages (128 KiB) and 4 GiB */
  constructor({ limitBytes = DEFAULT_LIMIT_BYTES }: EngineMemoryOptions = {}) {
    if (!(limitBytes >= 2 * PAGE && limitBytes <= 65536 * PAGE))
      throw new InputError(
        `engine memory limit: got ${limitBytes} bytes, expected from 131072 to 4294967296`,
      );
    const maximum = Math.floor(limitBytes / PAGE);
    this.limitBytes = maximum * PAGE;
    this.memory = new WebAssembly.Memory({ initial: 2, maximum, shared: true });
    this.buffers.add(this.memory.buffer);
  }

  /** Counts growths: a view made in an earlier generation does not reach what was added since. */
  get generation(): number {
    return this.growths;
  }

  /** Bytes the memory has now. */
  get byteLength(): number {
    return this.memory.buffer.byteLength;
  }

  /** Where the step arena begins: above everything that lasts. */
  get arenaStart(): number {
    return this.lasting;
  }

  /** Address of `bytes` that last until {@link release}. @throws InputError past the limit or during a step */
  allocate(bytes: number): number {
    this.checkBetweenSteps("a lasting allocation");
    const size = Math.max(ALIGNMENT, aligned(bytes));
    const gap = this.gaps.find(({ start, end }) => end - start >= size);
    const address = gap?.start ?? this.lasting;
    if (gap !== undefined) gap.start += size;
    else {
      this.growTo(address + size, bytes);
      this.lasting = address + size;
    }
    this.held.set(address, size);
    return address;
  }

  /** Gives a lasting allocation back. @throws InputError during a step, or where nothing is held at the address */
  release(address: number): void {
    this.checkBetweenSteps("a release");
    const size = this.held.get(address);
    if (size === undefined)
      throw new InputError(
        `engine memory: got a release of address ${address}, expected one that is held; was it released already?`,
      );
    this.held.delete(address);
    this.gaps.push({ start: address, end: address + size });
    this.gaps.sort((a, b) => a.start - b.start);
    const merged: { start: number; end: number }[] = [];
    for (const gap of this.gaps) {
      const last = merged.at(-1);
      if (last !== undefined && last.end >= gap.start) last.end = gap.end;
      else if (gap.end > gap.start) merged.push(gap);
    }
    if (merged.at(-1)?.end === this.lasting) this.lasting = merged.pop()?.start ?? RESERVED;
    this.gaps = merged;
  }

  /**
   * Where an array lies in this memory; undefined where it lies elsewhere.
   * @throws InputError where it lies in memory that was released
   */
  addressOf({ buffer, byteOffset, byteLength }: Float32Array): number | undefined {
    if (!this.buffers.has(buffer)) return undefined;
    if ((this.held.get(byteOffset) ?? -1) >= byteLength) return byteOffset;
    for (const [address, size] of this.held)
      if (byteOffset >= address && byteOffset + byteLength <= address + size) return byteOffset;
    throw new InputError(
      `engine memory: got an array at ${byteOffset} whose memory was released, expected one that is held`,
    );
  }

  /**
   * Begins a step whose arena has `bytes`, from {@link arenaStart} on.
   * @throws InputError past the limit, or where a step is under way
   */
  beginStep(bytes: number): void {
    if (this.stepping)
      throw new InputError("engine memory: got a second step, expected the first to end before it");
    this.growTo(this.lasting + bytes, bytes);
    this.stepping = true;
  }

  /** Ends the step: everything in its arena is forgotten. */
  endStep(): void {
    this.stepping = false;
  }

  float32(address: number, length: number): Float32Array {
    return new Float32Array(this.currentBuffer(), address, length);
  }
  float64(address: number, length: number): Float64Array {
    return new Float64Array(this.currentBuffer(), address, length);
  }
  int32(address: number, length: number): Int32Array {
    return new Int32Array(this.currentBuffer(), address, length);
  }

  private checkBetweenSteps(what: string): void {
    if (this.stepping)
      throw new InputError(`engine memory: got ${what} during a step, expected it between steps`);
  }

  /** V8 gives every shared memory a new buffer when any of them grows: another engine's growth counts as this one's. */
  private currentBuffer(): ArrayBufferLike {
    const { buffer } = this.memory;
    this.buffers.add(buffer);
    return buffer;
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
    this.buffers.add(this.memory.buffer);
  }
}

/** The next multiple of the alignment: a register's feature, two cache lines. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

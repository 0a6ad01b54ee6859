/**
 * The step arena: memory for the values of one step, handed out by moving an offset (bump allocation) and taken back all
 * at once. What a first step needs beyond the block at hand comes from further blocks; when the step ends they are
 * replaced by one as large as all of them, so later steps of the same size allocate no memory.
 */
import { InputError } from "../errors.js";

const ALIGNMENT = 8;
const DEFAULT_INITIAL_BYTES = 1 << 20;
const DEFAULT_MAXIMUM_BYTES = 2 ** 31;

export interface ArenaOptions {
  /** Bytes of the first block (default 1 MiB). */
  readonly initialBytes?: number;
  /** The arena never holds more bytes than this (default 2 GiB). */
  readonly maximumBytes?: number;
}

/** A place in the arena to go back to. */
export interface ArenaMark {
  readonly block: number;
  readonly offset: number;
}

export class Arena {
  readonly maximumBytes: number;
  private blocks: ArrayBuffer[] = [];
  private block = 0;
  private offset = 0;
  private readonly initialBytes: number;

  /** @throws InputError where a size is not a positive number of bytes */
  constructor({
    initialBytes = DEFAULT_INITIAL_BYTES,
    maximumBytes = DEFAULT_MAXIMUM_BYTES,
  }: ArenaOptions = {}) {
    for (const [name, bytes] of Object.entries({ initialBytes, maximumBytes }))
      if (!(bytes > 0)) throw new InputError(`arena ${name}: got ${bytes}, expected a positive number`);
    this.maximumBytes = maximumBytes;
    this.initialBytes = roundUp(Math.min(initialBytes, maximumBytes));
  }

  /** Bytes held, used or not. */
  get capacityBytes(): number {
    return this.blocks.reduce((total, block) => total + block.byteLength, 0);
  }

  /** `length` numbers of whatever value. @throws InputError past the limit */
  float32(length: number): Float32Array {
    const at = this.allocate(4 * length);
    return new Float32Array(this.blocks[this.block], at, length);
  }

  /** `length` numbers of whatever value. @throws InputError past the limit */
  float64(length: number): Float64Array {
    const at = this.allocate(8 * length);
    return new Float64Array(this.blocks[this.block], at, length);
  }

  /** Where the arena stands now. */
  mark(): ArenaMark {
    return { block: this.block, offset: this.offset };
  }

  /** Takes back everything handed out since the mark. */
  release({ block, offset }: ArenaMark): void {
    this.block = block;
    this.offset = offset;
  }

  /** Takes back everything; the memory stays for the next step. */
  reset(): void {
    if (this.blocks.length > 1) {
      const bytes = this.capacityBytes;
      // The old blocks must be free before the new one is made, or the peak would be twice as high.
      this.blocks = [];
      this.blocks = [newBlock(bytes)];
    }
    this.release({ block: 0, offset: 0 });
  }

  private allocate(bytes: number): number {
    const size = roundUp(bytes);
    while (this.block < this.blocks.length && this.offset + size > this.blocks[this.block].byteLength) {
      this.block++;
      this.offset = 0;
    }
    if (this.block === this.blocks.length) this.grow(size);
    const at = this.offset;
    this.offset += size;
    return at;
  }

  private grow(bytes: number): void {
    const held = this.capacityBytes;
    if (held + bytes > this.maximumBytes)
      throw new InputError(
        `step arena: got a request for ${bytes} bytes on top of ${held}, expected at most ${this.maximumBytes} in all; ` +
          "use fewer rows per step, or a larger maximumBytes",
      );
    // Doubling keeps the number of blocks of a first step small.
    const wanted = Math.max(bytes, held, this.initialBytes);
    this.blocks.push(newBlock(Math.min(wanted, this.maximumBytes - held)));
  }
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function newBlock(bytes: number): ArrayBuffer {
  try {
    return new ArrayBuffer(bytes);
  } catch {
    throw new InputError(
      `step arena: got no block of ${bytes} bytes from the machine; use fewer rows per step`,
    );
  }
}

/** A column of numbers whose length is not known before the file is read: its store doubles where it is full. */

/** Typed arrays that a column may be of. */
interface Store {
  readonly length: number;
  set(values: ArrayLike<number>): void;
  slice(start: number, end: number): Store;
  [index: number]: number;
}

/** A typed array that grows at its end. */
export class GrowingColumn<T extends Store> {
  /** Values so far. */
  length = 0;
  readonly #make: (length: number) => T;
  #store: T;

  /** @param make an array of so many zeros, e.g. `(n) => new Float32Array(n)` */
  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#store = make(256);
  }

  /** Puts a value at the end. */
  push(value: number): void {
    if (this.length === this.#store.length) {
      const larger = this.#make(2 * this.length);
      larger.set(this.#store);
      this.#store = larger;
    }
    (this.#store as Store)[this.length++] = value;
  }

  /** The values, in an array of just their length. */
  values(): T {
    return this.#store.slice(0, this.length) as T;
  }
}

/** A growing column of single precision, which an MTZ file holds. */
export function growingFloats(): GrowingColumn<Float32Array> {
  return new GrowingColumn((length) => new Float32Array(length));
}

/** A growing column of double precision. */
export function growingDoubles(): GrowingColumn<Float64Array> {
  return new GrowingColumn((length) => new Float64Array(length));
}

/** A growing column of integers. */
export function growingIntegers(): GrowingColumn<Int32Array> {
  return new GrowingColumn((length) => new Int32Array(length));
}

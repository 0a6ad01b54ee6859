/** A data frame with the parts of Danfo's that Friedel uses; the real package is in test/interop. */
import type { DanfoFrame } from "../../lib/table/index.js";

/** Keeps what it was made of, as Danfo 1.2 does. */
export class Frame implements DanfoFrame {
  readonly columns: readonly string[];
  readonly shape: readonly number[];
  readonly dtypes: readonly string[];
  private readonly data: Readonly<Record<string, readonly unknown[]>>;

  constructor(
    data: Record<string, readonly unknown[]> | number[][],
    options: { columns?: string[]; dtypes?: string[] } = {},
  ) {
    this.data = Array.isArray(data) ? {} : data;
    this.columns = options.columns ?? Object.keys(this.data);
    this.dtypes = options.dtypes ?? [];
    this.shape = [Object.values(this.data)[0]?.length ?? 0, this.columns.length];
  }

  column(label: string): { readonly values: readonly unknown[] } {
    return { values: this.data[label] };
  }
}

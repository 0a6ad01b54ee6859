/**
 * Which reflection is selected, shared by the views of a page: whoever selects one says so here, and every other view of the
 * same file follows. The MTZ table and the view of reciprocal space are linked by it.
 */

/** A reflection of a file. */
export interface SelectedReflection {
  /** The file, from the server's root; for data of a cell, what names them. */
  readonly path: string;
  /** As it stands in the file. */
  readonly hkl: readonly [number, number, number];
  /** The row of the file, from 0, where it is known. */
  readonly row?: number;
}

/** Hears of selections. `by` is who made it, so that nobody answers to himself. */
export type SelectionListener = (selected: SelectedReflection, by: object) => void;

/** The selections of a page. */
export class SelectionBus {
  readonly #listeners = new Set<SelectionListener>();
  readonly #last = new Map<string, SelectedReflection>();

  /** Tells the others that `by` has selected a reflection. */
  select(selected: SelectedReflection, by: object): void {
    this.#last.set(selected.path, selected);
    for (const listener of [...this.#listeners]) listener(selected, by);
  }

  /** What was last selected in a file: for a view that opens later. */
  last(path: string): SelectedReflection | undefined {
    return this.#last.get(path);
  }

  /** @returns what ends the listening */
  listen(listener: SelectionListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** The one bus of this page. */
export const selections: SelectionBus = new SelectionBus();

/** What each notebook must show, wherever it runs: in the tests of the kernel and of the browser. */

export interface Expected {
  /** With the real data and without it. */
  readonly always: readonly RegExp[];
  readonly withData: readonly RegExp[];
  readonly withoutData: readonly RegExp[];
  /** The least number of plots. */
  readonly plots: number;
  /** Files that it writes, relative to the folder it runs in. */
  readonly files: readonly string[];
}

export const expected: Readonly<Record<string, Expected>> = {
  "01-reflections.ipynb": {
    always: [/friedel \d/],
    withData: [],
    withoutData: [],
    plots: 1,
    files: [],
  },
};

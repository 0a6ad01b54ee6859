/** What each notebook must show, wherever it runs: in the tests of the kernel and of the browser. */

export interface Expected {
  /** Texts, with the real data and without it. */
  readonly always: readonly RegExp[];
  readonly withData: readonly RegExp[];
  readonly withoutData: readonly RegExp[];
  /** Least heights at a grid point, in σ, of the first peaks of the anomalous map, where it prints one. */
  readonly peaks: { readonly withData: readonly number[]; readonly withoutData: readonly number[] };
  /** The number of plots. */
  readonly plots: number;
  /** Files that it writes, relative to the folder it runs in; of reflections, with the labels of their columns. */
  readonly files: Readonly<Record<string, readonly string[] | undefined>>;
}

export const expected: Readonly<Record<string, Expected>> = {
  "01-reflections.ipynb": {
    always: [
      /Multiplicity +\d/,
      /Completeness \(%\) +\d/,
      /Rmeas \(%\) +\d/,
      /CC1\/2 +0\.99/,
      /Wilson B \(Å²\) +\d/,
      /\d+ outliers rejected/,
      /merged reflections, 13 columns/,
    ],
    withData: [/measured data: .*HKLOUT_unmerged\.mtz/, /44,990 observations/],
    withoutData: [/SIMULATED data/],
    // With the real data: Aimless and French-Wilson give 39.3 and 17.3 for the two xenons. Simulated: two xenons, too.
    peaks: { withData: [38.3, 16.3], withoutData: [30, 12] },
    plots: 9,
    files: {
      "output/01-merged.mtz": "H K L F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-) N(+) N(-)".split(
        " ",
      ),
      "output/01-anomalous.map": undefined,
    },
  },
};

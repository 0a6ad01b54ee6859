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
  "02-merge.ipynb": {
    always: [
      /variational merge, not yet trained\n {2}data +[\d,]+ observations of [\d,]+ reflections \(Friedel mates apart\)/,
      /merging {2}step (\d+) of \1 {2}finished/,
      /CCpred of observations fitted to +0\.9[89]/,
      /held out, reflection known otherwise +0\.9[789]/,
      /half data sets: 6 of 6 in/,
      /CC1\/2 +0\.99\d+ ± 0\.\d+ /,
      /CCanom +0\.\d+ ± 0\.\d+ /,
      /merged reflections, 13 columns/,
      /Huber +CCpred test 0\.9[789]/,
    ],
    withData: [/measured data: .*HKLOUT_unmerged\.mtz/, /variational merge: .* from 969\d Friedel pairs/],
    withoutData: [/SIMULATED data/],
    // With the real data: at least what the issue asks of five seeds. Simulated and raw: a classical merge gives 28 and 11.
    peaks: { withData: [39.3, 17.3], withoutData: [36, 14] },
    plots: 9,
    files: {
      "output/02-merged.mtz": "H K L F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-) N(+) N(-)".split(
        " ",
      ),
      "output/02-predictions.mtz":
        "H K L M/ISYM asu_id image_id file_id test Iobs SigIobs Ipred SigIpred scale N XDET YDET".split(" "),
    },
  },
  "03-look.ipynb": {
    always: [
      /merging {2}step 1500 of 1500 {2}finished/,
      /normal +CCpred test 0\.9[6789]/,
      /half data sets: 4 of 4 in/,
      /✓ L-test/,
      /– CCpred/,
    ],
    withData: [/measured data: .*HKLOUT_unmerged\.mtz/, /44990 observations/],
    withoutData: [/SIMULATED data/],
    peaks: { withData: [], withoutData: [] },
    plots: 19,
    files: {
      "output/03-unmerged.mtz": undefined,
      "output/03-merged.mtz": "H K L F SIGF I SIGI N".split(" "),
      "output/03-predictions.mtz":
        "H K L M/ISYM asu_id image_id file_id test Iobs SigIobs Ipred SigIpred scale N XDET YDET".split(" "),
    },
  },
  "04-laue-time-resolved.ipynb": {
    always: [
      /columns H K L .*Wavelength/,
      /merging {2}step (\d+) of \1 {2}finished/,
      /dark +CCpred fitted 0\.9\d+, held out 0\.9[3-9]/,
      /light +CCpred fitted 0\.9\d+, held out 0\.9[3-9]/,
      /wrote output\/04-difference\.map/,
    ],
    withData: [
      /measured data: .*off\.mtz/,
      /48069 observations in the dark, 48055 in the light/,
      /0 % of the spots may hold harmonics/,
      // after 1,300 steps; what issue 7 asks of the default 6,000: −7.0 and +4.9
      /independent: near HC4 -[4-9]\.\d σ at/,
      /related: near HC4 -(6\.[5-9]|[7-9]\.\d) σ at O4' and (4\.[4-9]|[5-9]\.\d) σ/,
    ],
    withoutData: [
      /SIMULATED data/,
      /3\d % of the spots may hold harmonics/,
      /harmonics on +CC of E, all 0\.9[6-9]\d \(\d+\), seen only in harmonics 0\.9[3-9]\d \(290\), the rest (0\.99\d|1\.000) /,
      /harmonics off +CC of E, all 0\.[3-7]\d+ /,
      /related: near LIG -[6-9]\.\d σ at \w+ and (8\.[5-9]|9\.\d|1\d\.\d) σ/,
    ],
    peaks: { withData: [], withoutData: [] },
    plots: 5,
    files: {
      "output/04-dark.mtz": "H K L F SIGF I SIGI N".split(" "),
      "output/04-light.mtz": "H K L F SIGF I SIGI N".split(" "),
      "output/04-difference.mtz": "H K L FDIFF PHIDIFF W DELF SIGDELF PHIDARK".split(" "),
      "output/04-difference.map": undefined,
    },
  },
  "05-serial-stills.ipynb": {
    always: [
      /columns H K L .*ewald_offset/,
      /merging {2}step (\d+) of \1 {2}finished/,
      /log scale +spread over images 0\.[2-9]/,
      /wrote output\/05-anomalous\.map/,
    ],
    withData: [
      /measured data: .*friedel_plus_n395\.mtz/,
      /75619 \+ 60689 observations/,
      /106,380 observations of 29,507 reflections \(Friedel mates apart\) on 395 images/,
      /mates independent +CCpred held out 0\.9\d/,
      /mates tied +CCpred held out 0\.9[2-9]/,
      // the zinc, which lies 1.8 Å from the water that the model has beside it
      /mates tied, \d+ Friedel pairs\n +([789]|1\d)\.\d σ \(\d+\.\d\) +\d\.\d Å from HOH A1003 O/,
      /measured data: the truth is not known/,
    ],
    withoutData: [
      /SIMULATED data/,
      /mates independent +CCpred held out 0\.(8[7-9]|9)/,
      /mates tied +CCpred held out 0\.(89|9)/,
      /mates tied, \d+ Friedel pairs\n +1\d\.\d σ \(\d+\.\d\) +0\.\d Å from ZN/,
      /mates tied +CC of E 0\.9[6-9]/,
    ],
    // the zinc, mates independent; with the real data careless has it at 5.4
    peaks: { withData: [7.5], withoutData: [8] },
    plots: 5,
    files: {
      "output/05-merged.mtz": "H K L F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-) N(+) N(-)".split(
        " ",
      ),
      "output/05-anomalous.map": undefined,
    },
  },
  "06-double-wilson.ipynb": {
    always: [
      /merging {2}step (\d+) of \1 {2}finished/,
      /4 merges: apart, 0\.97, 0\.99, 0\.999/,
      /0\.97 +leaves +[5-9]\d % of the hole, +[5-9]\d % of σ\n/,
      /0\.999 +leaves +[12]\d % of the hole, +[12]\d % of σ +TOO STRONG/,
      /chosen by CCpred held out, of those not too strong: 0\.9[79]\n/,
      /r started at 0\.97 and came to 0\.9[89]\d+/,
      /apart +CC1\/2 light 0\.9\d+, outer shell 0\.[89]\d+; of the differences/,
      /wrote output\/06-difference\.map/,
    ],
    withData: [
      /measured data: .*off\.mtz/,
      /48069 observations in the dark, 48055 in the light/,
      // CCpred of the light data held out, Riso, and beside the chromophore, to 2 Å and after 1,200 steps
      /apart +0\.9[34]\d+ +0\.0[4-9]\d+ +-[4-7]\.\d σ at/,
      /0\.99 +0\.9[5-9]\d+ +0\.0[12]\d+ +-(5\.[7-9]|[6-9]\.\d) σ at O4', [4-6]\.\d σ/,
    ],
    withoutData: [
      /SIMULATED data/,
      /apart +0\.97\d+ +0\.\d+ +-1\d\.\d σ at/,
      // the truth: a prior that helps, and one that is too strong
      /apart +correlation of the differences with the true ones 0\.8[0-7]/,
      /0\.97 +correlation of the differences with the true ones 0\.(8[7-9]|9)/,
      /0\.999 +correlation of the differences with the true ones 0\.[67]/,
    ],
    peaks: { withData: [], withoutData: [] },
    plots: 4,
    files: {
      "output/06-dark.mtz": "H K L F SIGF I SIGI N".split(" "),
      "output/06-light.mtz": "H K L F SIGF I SIGI N".split(" "),
      "output/06-difference.map": undefined,
    },
  },
  "07-tuning.ipynb": {
    always: [
      /12 trials of metadata, learningRate, scale\.layers; 12 finished/,
      /rank +trial +metadata +learningRate +scale\.layers +CCpred +NLL/,
      /1 +\d{4} +dHKL,image,ROT,XDET,YDET,Hobs,Kobs,Lobs +0\.\d+ +\d +0\.9\d{3} /,
      /dHKL only +6 layers +seed 1 0\.9\d+ \([−+]0\.000\d\) +seed 2 0\.9\d+ \([−+]0\.000\d\)/,
      /all metadata +6 layers +seed 1 0\.9\d+ \(\+0\.00\d+\) +seed 2 0\.9\d+ \(\+0\.00\d+\)/,
      /worst trial \d{4} +CCpred 0\.9\d+ +xenons at/,
      /merging {2}step (\d+) of \1 {2}finished/,
      /wrote output\/07-trials\.csv: 12 trials/,
    ],
    withData: [
      /measured data: .*HKLOUT_unmerged\.mtz/,
      /best +trial \d{4} +CCpred 0\.93\d+ +xenons at 4\d\.\d and 1[7-9]\.\d σ/,
    ],
    withoutData: [
      /SIMULATED data/,
      /all metadata +6 layers +seed 1 0\.97\d+ \(\+0\.00[12]\d\) +seed 2 0\.97\d+ \(\+0\.00[12]\d\)/,
      /best +trial \d{4} +CCpred 0\.97\d+ +xenons at (3[6-9]|4\d)\.\d and 1[5-9]\.\d σ/,
    ],
    // as of notebook 02
    peaks: { withData: [39.3, 17.3], withoutData: [36, 14] },
    plots: 3,
    files: {
      "output/07-merged.mtz": "H K L F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-) N(+) N(-)".split(
        " ",
      ),
      "output/07-trials.csv": undefined,
    },
  },
};

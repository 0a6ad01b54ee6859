/** `friedel merge`: from unmerged to merged reflections, written as an MTZ file that other programs take. */
import { type Command, type CommandArguments, type CommandOption, UsageError } from "./command.js";
import { outlierOption, repeatsOption, selectionOptions, shellsOption } from "./mergeOptions.js";
import { checkedOutputs } from "./outputFiles.js";
import { variationalOptions } from "./variationalOptions.js";

const classicalGroup = "of merging by the weighted mean (--classical)";

/** Options that mean something with --classical alone. */
const classicalOptions: readonly CommandOption[] = [
  {
    name: "french-wilson",
    type: "flag",
    default: true,
    help: "Add French–Wilson amplitudes F. Without them the file holds intensities alone.",
  } as const,
  outlierOption,
  repeatsOption,
].map((option) => ({ ...option, group: classicalGroup }));

const options: readonly CommandOption[] = [
  {
    name: "out",
    type: "text",
    value: "FILE",
    help: "The MTZ file to write. Required. With --separate-files a number is set before its ending for each file.",
  },
  {
    name: "anomalous",
    type: "flag",
    help: "Keep Friedel mates apart, for phasing from anomalous scatterers or to see where they are.",
  },
  {
    name: "classical",
    type: "flag",
    help: "Merge by the weighted mean of intensities that are on one scale already, instead of by variational inference.",
  },
  ...selectionOptions,
  shellsOption,
  {
    name: "seed",
    type: "integer",
    minimum: 0,
    default: 0,
    value: "N",
    help: "Seed of all that is random: what is held out, the fit, the halves. The same seed gives the same result.",
  },
  { name: "table1", type: "text", value: "FILE", help: "Write the statistics as text to this file too." },
  {
    name: "json",
    type: "text",
    value: "FILE",
    help: "Write all statistics as JSON to this file; with --separate-files a list of them, one for each file.",
  },
  ...variationalOptions,
  ...classicalOptions,
];

/** Options that name files to write. */
export const writtenFiles: readonly string[] = [
  "out",
  "table1",
  "json",
  "predictions",
  "halves",
  "weights",
  "report",
];

/** Options that mean something where the data are merged by variational inference. */
export const optionsWithoutClassical: readonly CommandOption[] = options.filter(
  (option) => option.name !== "classical" && !classicalOptions.includes(option),
);

/** The command. */
export const mergeCommand: Command = {
  name: "merge",
  summary: "merge unmerged reflections into one MTZ file of intensities and amplitudes",
  operands: "in.mtz [more.mtz …]",
  minimumOperands: 1,
  maximumOperands: Number.POSITIVE_INFINITY,
  description: `
    Scales and merges by variational inference (Dalton, Greisman & Hekstra, 2022): a network learns each observation's
    scale from its metadata (where on the detector, which image, which resolution), while the amplitude of each reflection
    is learnt as a distribution under Wilson's prior. F and I are its means, SIGF and SIGI its standard deviations.
    Outliers are weighed down by a likelihood with heavy tails. The data need no scaling before. Several files are scaled
    and merged together.

    To judge a fit, hold observations out (--test-fraction 0.05): CCpred is the correlation of observed with predicted
    intensities; compare models by the value of those held out, of ranks (Spearman's). Then merge all observations, with
    --merge-half-datasets for CC1/2 and CCanom. NLL should fall and flatten. A fit that fails says at which step and why,
    and writes nothing.

    Ctrl-C stops after the current step; with --run FOLDER the fit can be resumed from there, and comes to the same result
    to the bit.

    With --classical: scaled observations of each reflection are averaged with weights 1/σ², after outliers are rejected;
    amplitudes and their standard deviations come from the intensities by the method of French & Wilson (1978), which
    makes good use of weak and negative ones. The intensities must be on one scale already. Table 1 of what was merged is
    printed.

    The file has the columns F SIGF I SIGI N, or, with --anomalous, F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-)
    N(+) N(-), as Phenix, CCP4 and Coot know them; N counts observations. It appears under its name only when it is
    complete; a file of that name is replaced.
  `,
  options,
  examples: [
    [
      "friedel merge integrated.mtz --anomalous --out merged.mtz",
      "Friedel mates apart, all else by default.",
    ],
    [
      "friedel merge integrated.mtz --test-fraction 0.05 --metadata dHKL,ROT,XDET,YDET --out test.mtz",
      "A model to compare with others by the CCpred of a twentieth held out.",
    ],
    [
      "friedel merge integrated.mtz --merge-half-datasets --half-dataset-repeats 10 --out merged.mtz",
      "CC1/2, and with --anomalous CCanom, with errors.",
    ],
    [
      "friedel merge integrated.mtz --run runs/a --resume --out merged.mtz",
      "A fit that can be interrupted, and goes on where it was.",
    ],
    [
      "friedel merge dark.mtz light.mtz --separate-files --double-wilson-r 0,0.99 --out pair.mtz",
      "Two states of one crystal into pair_0.mtz and pair_1.mtz, tied by a prior.",
    ],
    [
      "friedel merge light.mtz --scale-file runs/dark --freeze-scales --out light_merged.mtz",
      "Amplitudes alone, with the scale that another merge has learned.",
    ],
    [
      "friedel merge shots.stream --recipe stills --anomalous --mates-correlation 0.995 --out stills.mtz",
      "Serial stills with weak anomalous differences.",
    ],
    [
      "friedel merge a.mtz b.mtz --classical --d-min 1.9 --out both.mtz",
      "Two scaled crystals together, to 1.9 Å.",
    ],
  ],
  async run(args, output) {
    const classical = args.flag("classical");
    checkKind(args, classical);
    const out = await checkedOutputs("merge", args, writtenFiles);
    // the numeric engine is loaded only where it is needed: --help answers at once
    if (classical) {
      const { mergeClassical } = await import("./mergeClassical.js");
      await mergeClassical(args, out, output);
    } else {
      const { mergeVariational } = await import("./mergeVariational.js");
      await mergeVariational(args, { name: "merge", options }, out, output);
    }
  },
};

/** @throws UsageError for an option of the other kind of merging */
function checkKind({ given }: CommandArguments, classical: boolean): void {
  const wrong = (classical ? variationalOptions : classicalOptions).find(({ name }) => given.has(name));
  if (wrong === undefined) return;
  const ours = wrong.name === repeatsOption.name ? " (half data sets: --half-dataset-repeats)" : "";
  throw new UsageError(
    classical
      ? `friedel merge: got --${wrong.name} with --classical, expected it without: it is for merging by variational inference`
      : `friedel merge: got --${wrong.name}, which is for --classical alone${ours}; add --classical, or leave it out`,
  );
}

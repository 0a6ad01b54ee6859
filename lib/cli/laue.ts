/** `friedel laue`: `friedel merge` of polychromatic data, in which a spot may be the sum of several harmonics. */
import type { Command, CommandOption } from "./command.js";
import { optionsWithoutClassical, writtenFiles } from "./merge.js";
import { checkedOutputs } from "./outputFiles.js";

const options: readonly CommandOption[] = optionsWithoutClassical.filter(({ name }) => name !== "laue");

/** The command. */
export const laueCommand: Command = {
  name: "laue",
  summary: "merge unmerged Laue (polychromatic) reflections, harmonics taken apart, into one MTZ file",
  operands: "in.mtz [more.mtz …]",
  minimumOperands: 1,
  maximumOperands: Number.POSITIVE_INFINITY,
  description: `
    Scales and merges Laue data by variational inference, as friedel merge does monochromatic ones (friedel merge --help
    has how to judge and to resume a fit). Each reflection needs its wavelength: a column Wavelength, as Precognition, DIALS
    and other indexers of Laue images write it. Reflections h, 2h, 3h … lie on one ray and share one spot; each spot is
    predicted as the sum of all that the beam (--wavelength-range) and the resolution (--harmonics-d-min) allow, so that its
    intensity is divided among them by what other spots say of each. Rows of one image that lie on one ray are one spot.

    The data need no wavelength normalisation before: the wavelength is one of the metadata, and the spectrum of the beam is
    learned with the scale. Defaults are those of --recipe laue.

    To judge a fit, hold observations out (--test-fraction 0.05) and compare CCpred; then merge all. Time-resolved pairs are
    merged with --separate-files, tied by the double-Wilson prior (--double-wilson-r 0,0.99); friedel difference then
    makes the difference map.
  `,
  options,
  examples: [
    [
      "friedel laue off.mtz --wavelength-range 0.95,1.2 --test-fraction 0.05 --out test.mtz",
      "A model to compare with others by the CCpred of a twentieth held out.",
    ],
    [
      "friedel laue off.mtz on.mtz --separate-files --double-wilson-r 0,0.99 --out pyp.mtz",
      "Dark and light into pyp_0.mtz and pyp_1.mtz, tied by a prior.",
    ],
    [
      "friedel laue off.mtz --no-harmonics --out alone.mtz",
      "Each spot as the one reflection it was indexed as.",
    ],
  ],
  async run(args, output) {
    const out = await checkedOutputs("laue", args, writtenFiles);
    // the numeric engine is loaded only where it is needed: --help answers at once
    const { mergeVariational } = await import("./mergeVariational.js");
    await mergeVariational(args, { name: "laue", options }, out, output);
  },
};

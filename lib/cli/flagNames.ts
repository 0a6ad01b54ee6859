/**
 * Sentences of the library as the program says them: what a notebook gives as an option is a flag here. Each command's errors
 * go through it; what a command has no flag for is not offered.
 */
import { mergeFlag } from "../sweeps/mergeFlags.js";

/** What the library offers, and how it is given here. What begins with a semicolon is left out where there is no such flag. */
export const flagNames: readonly (readonly [RegExp, string])[] = [
  [/\bset otherCells to "leave out", or allowMixed\b/, "give --other-cells drop, or --other-cells keep"],
  [
    /\bset allowMixed to keep the first$/,
    "give --other-cells drop to leave such files out, or --other-cells keep to keep the first",
  ],
  [/\braise edgeTolerance or angleTolerance\b/, "raise --cell-tolerance or --angle-tolerance"],
  [/; give it as the option spaceGroup, e\.g\. ("[^"]+")/, "; give it as --space-group $1"],
  // there is no flag for it
  [/; give it as the option cell\b/, ""],
  [/\bor leave the space group out$/, "or leave --space-group out"],
  [/\bname it beside the \.refl file or as `experiments`$/, "name it beside the .refl file"],
  [
    /\bwiden the range, or leave those out with dropOutside\b/,
    "widen --wavelength-range, or leave those out with --drop-outside-range",
  ],
  [/^laueLorentz of the scale: got true\b/, "--laue-lorentz: got it"],
  [/\bgive laue: true with it$/, "add --laue"],
  [/^dMin of the harmonics\b/, "--harmonics-d-min"],
  [/\bcut them with the merge's dMin\b/, "cut them with --d-min"],
  [/\bname its column as laue\.wavelength\b/, "name its column with --wavelength-key"],
  [/\(each table, with separate: true\)$/, "(each file, with --separate-files)"],
  [/, or the offset \(ewaldOffset: false\)$/, ", or give --no-image-terms"],
  [/^training option steps\b/, "--iterations"],
  [/\braise tries; readSweep has how they stand$/, "raise --tries; friedel sweep status has how they stand"],
];

/** A setting that a run was not made with, by its name in the run's configuration. */
const otherSetting = /\bgot a run with (?:model|training)\.([\w.]+)(?= )/;

/**
 * The sentence with flags in place of options of the library.
 * @param known the flags of the command, without dashes
 */
export function namingFlags(message: string, known: readonly string[]): string {
  const ofRun = message.replace(otherSetting, (found, name) => {
    const { flag, opposite } = mergeFlag(name);
    return opposite || !known.includes(flag) ? found : `got a run with --${flag}`;
  });
  return flagNames.reduce(
    (text, [offered, flag]) =>
      text.replace(offered, (found, ...groups) =>
        found.startsWith(";") && !isKnown(flag, known) ? "" : flag.replace("$1", String(groups[0])),
      ),
    ofRun,
  );
}

function isKnown(text: string, known: readonly string[]): boolean {
  return [...text.matchAll(/--([a-z-]+)/g)].every(([, name]) => known.includes(name));
}

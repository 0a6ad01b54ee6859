/**
 * Sentences of the library as the program says them: what a notebook gives as an option is a flag here. Each command's errors
 * go through it; what a command has no flag for is not offered.
 */

/** What the library offers, and how it is given here. What begins with a semicolon is left out where there is no such flag. */
export const flagNames: readonly (readonly [RegExp, string])[] = [
  [/\bset otherCells to "leave out", or allowMixed\b/, "give --other-cells drop, or --other-cells keep"],
  [
    /\bset allowMixed to keep the first$/,
    "give --other-cells drop to leave such files out, or --other-cells keep to keep the first",
  ],
  [/\braise edgeTolerance or angleTolerance\b/, "raise --cell-tolerance or --angle-tolerance"],
  [/; give it as the option spaceGroup, e\.g\. ("[^"]+")/, "; give it as --space-group $1"],
  [/; give it as the option cell\b/, "; give it as --cell"],
  [/\bor leave the space group out$/, "or leave --space-group out"],
  [/\bname it beside the \.refl file or as `experiments`$/, "name it beside the .refl file"],
  [
    /\bwiden the range, or leave those out with dropOutside\b/,
    "widen --wavelength-range, or leave those out with --drop-outside-range",
  ],
  [/^dMin of the harmonics\b/, "--harmonics-d-min"],
  [/\bcut the observations with the merge's dMin$/, "cut the observations with --d-min"],
  [/\(each table, with separate: true\)$/, "(each file, with --separate-files)"],
  [/, or the offset \(ewaldOffset: false\)$/, ", or give --no-image-terms"],
  [/^training option steps\b/, "--iterations"],
  [/\braise tries; readSweep has how they stand$/, "raise --tries; friedel sweep status has how they stand"],
];

/**
 * The sentence with flags in place of options of the library.
 * @param known the flags of the command, without dashes
 */
export function namingFlags(message: string, known: readonly string[]): string {
  return flagNames.reduce(
    (text, [offered, flag]) =>
      text.replace(offered, (found, ...groups) =>
        found.startsWith(";") && !isKnown(flag, known) ? "" : flag.replace("$1", String(groups[0])),
      ),
    message,
  );
}

function isKnown(text: string, known: readonly string[]): boolean {
  return [...text.matchAll(/--([a-z-]+)/g)].every(([, name]) => known.includes(name));
}

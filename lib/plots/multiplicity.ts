/** Multiplicity by resolution shell: observations per unique reflection, and per Friedel mate. */
import { type ShellLimits, shellLines } from "./shellLines.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** What the plot needs of each shell. */
export interface MultiplicityShell extends ShellLimits {
  readonly multiplicity: number;
  readonly anomalousMultiplicity?: number;
}

/** Multiplicity against resolution. @throws InputError where there are no shells */
export function multiplicity(
  statistics: { readonly shells: readonly MultiplicityShell[] },
  options: PlotOptions = {},
): VegaLiteSpec {
  return shellLines(
    {
      shells: statistics.shells,
      series: [
        { name: "reflections", value: (shell) => shell.multiplicity },
        { name: "Friedel mates", value: (shell) => shell.anomalousMultiplicity },
      ],
      title: "Multiplicity",
      description:
        "Mean number of observations of a unique reflection, and of a Friedel mate, against resolution.",
      yTitle: "Observations each",
    },
    options,
  );
}

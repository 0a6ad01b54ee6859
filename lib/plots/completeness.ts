/** Completeness by resolution shell: measured of possible unique reflections, and of pairs of Friedel mates. */
import { type ShellLimits, shellLines } from "./shellLines.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** What the plot needs of each shell: fractions, not per cent. */
export interface CompletenessShell extends ShellLimits {
  readonly completeness: number;
  readonly anomalousCompleteness?: number;
}

/** Completeness against resolution. @throws InputError where there are no shells */
export function completeness(
  statistics: { readonly shells: readonly CompletenessShell[] },
  options: PlotOptions = {},
): VegaLiteSpec {
  return shellLines(
    {
      shells: statistics.shells,
      series: [
        { name: "reflections", value: (shell) => shell.completeness },
        { name: "Friedel pairs", value: (shell) => shell.anomalousCompleteness },
      ],
      title: "Completeness",
      description:
        "Share of the possible unique reflections that were measured, and of the possible pairs of Friedel mates, " +
        "against resolution.",
      yTitle: "Completeness (%)",
      format: ".3~p",
      domain: [0, 1],
    },
    options,
  );
}

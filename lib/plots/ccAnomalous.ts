/** CCanom by resolution shell: correlation of the anomalous differences of half data sets (Schneider & Sheldrick, 2002). */
import { CHANCE_WORDS, chanceOf } from "./ccHalf.js";
import { type ShellLimits, shellLines } from "./shellLines.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** What the plot needs of each shell. */
export interface AnomalousCorrelationShell extends ShellLimits {
  readonly ccAnomalous: number;
  /** Standard error over repeated halves: drawn as an error bar where there is one. */
  readonly ccAnomalousError?: number;
  /** Number of pairs correlated: for the limit of significance. */
  readonly anomalousPairs?: number;
}

export interface CcAnomalousOptions extends PlotOptions {
  /** A dashed line at this CCanom, the customary limit of phasing; false for none. Default 0.3. */
  readonly limit?: number | false;
  /** A dotted line at the smallest CCanom that is significant at 0.1 %. Default: where the shells have numbers of pairs. */
  readonly significance?: boolean;
}

/** CCanom against resolution. @throws InputError where there are no shells, or none has a CCanom */
export function ccAnomalous(
  statistics: { readonly shells: readonly AnomalousCorrelationShell[] },
  options: CcAnomalousOptions = {},
): VegaLiteSpec {
  const { limit = 0.3, significance = true } = options;
  const lowest = Math.min(0, ...statistics.shells.map((shell) => shell.ccAnomalous).filter(Number.isFinite));
  const isCounted = statistics.shells.some((shell) => Number.isFinite(chanceOf(shell.anomalousPairs)));
  return shellLines(
    {
      shells: statistics.shells,
      series: [
        {
          name: "CCanom",
          value: (shell) => shell.ccAnomalous,
          error: (shell) => shell.ccAnomalousError,
          chance: (shell) => (significance ? chanceOf(shell.anomalousPairs) : undefined),
        },
      ],
      title: "Anomalous correlation of half data sets",
      subtitle: significance && isCounted ? CHANCE_WORDS : undefined,
      description:
        "Correlation coefficient between the anomalous differences of two halves of the data, against resolution.",
      yTitle: "CCanom",
      domain: [Math.floor(lowest * 5) / 5, 1],
      reference: limit === false ? undefined : { value: limit, label: `CCanom = ${limit}` },
    },
    options,
  );
}

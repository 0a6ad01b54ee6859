/**
 * CC1/2 and the anomalous CC by resolution shell, with the correlation that chance exceeds once in a thousand, where the
 * shells say how many pairs there were: Karplus & Diederichs, Science 336 (2012) 1030.
 */
import { significantCorrelation } from "../statistics/index.js";
import { type ShellLimits, type ShellSeries, shellLines } from "./shellLines.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** What the plot needs of each shell. */
export interface CorrelationShell extends ShellLimits {
  readonly ccHalf: number;
  /** Standard error over repeated random halves: drawn as an error bar where there is one. */
  readonly ccHalfError?: number;
  /** Numbers of pairs correlated: for the limit of significance. */
  readonly pairs?: number;
  readonly anomalousPairs?: number;
  readonly ccAnomalous?: number;
  readonly ccAnomalousError?: number;
}

export interface CcHalfOptions extends PlotOptions {
  /** Draw the anomalous correlation too. Default: where the shells have it. */
  readonly anomalous?: boolean;
  /** A dashed line at this CC1/2, the customary limit of useful data; false for none. Default 0.3. */
  readonly limit?: number | false;
  /** Dotted lines at the smallest correlation that is significant at 0.1 %. Default: where the shells have numbers of pairs. */
  readonly significance?: boolean;
}

/** CC1/2 (and CCanom) against resolution. @throws InputError where there are no shells */
export function ccHalf(
  statistics: { readonly shells: readonly CorrelationShell[] },
  options: CcHalfOptions = {},
): VegaLiteSpec {
  const { anomalous = true, limit = 0.3, significance = true } = options;
  const half: ShellSeries<CorrelationShell> = {
    name: "CC1/2",
    value: (shell) => shell.ccHalf,
    error: (shell) => shell.ccHalfError,
    chance: (shell) => (significance ? chanceOf(shell.pairs) : undefined),
  };
  const mates: ShellSeries<CorrelationShell> = {
    name: "CCanom",
    value: (shell) => shell.ccAnomalous,
    error: (shell) => shell.ccAnomalousError,
    chance: (shell) => (significance ? chanceOf(shell.anomalousPairs) : undefined),
  };
  const values = statistics.shells.flatMap((shell) => [
    shell.ccHalf,
    anomalous ? (shell.ccAnomalous ?? 0) : 0,
  ]);
  const isCounted = statistics.shells.some((shell) => Number.isFinite(chanceOf(shell.pairs)));
  const lowest = Math.min(0, ...values.filter(Number.isFinite));
  return shellLines(
    {
      shells: statistics.shells,
      series: anomalous ? [half, mates] : [half],
      title: "Correlation of random half data sets",
      subtitle: significance && isCounted ? CHANCE_WORDS : undefined,
      description:
        "Correlation coefficient between the merged intensities of two random halves of the data, and between their " +
        "anomalous differences, against resolution.",
      yTitle: "Correlation coefficient",
      domain: [Math.floor(lowest * 5) / 5, 1],
      reference: limit === false ? undefined : { value: limit, label: `CC1/2 = ${limit}` },
    },
    options,
  );
}

/** What the dotted lines of correlations are. */
export const CHANCE_WORDS = "Dotted: what chance exceeds once in a thousand (0.1 %)";

/** The smallest significant correlation; NaN where the number of pairs is not known. */
export function chanceOf(pairs: number | undefined): number {
  return significantCorrelation(pairs ?? Number.NaN);
}

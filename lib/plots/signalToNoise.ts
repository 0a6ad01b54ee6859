/** ⟨I/σ(I)⟩ by resolution shell, of merged reflections and of single observations. */
import { type ShellLimits, shellLines } from "./shellLines.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** What the plot needs of each shell. */
export interface SignalToNoiseShell extends ShellLimits {
  readonly meanIOverSigma: number;
  readonly meanUnmergedIOverSigma?: number;
}

export interface SignalToNoiseOptions extends PlotOptions {
  /** A dashed line at this ⟨I/σ⟩, the customary limit; false for none. Default 2. */
  readonly limit?: number | false;
}

/** ⟨I/σ(I)⟩ against resolution. @throws InputError where there are no shells */
export function signalToNoise(
  statistics: { readonly shells: readonly SignalToNoiseShell[] },
  options: SignalToNoiseOptions = {},
): VegaLiteSpec {
  const { limit = 2 } = options;
  return shellLines(
    {
      shells: statistics.shells,
      series: [
        { name: "merged", value: (shell) => shell.meanIOverSigma },
        { name: "single observations", value: (shell) => shell.meanUnmergedIOverSigma },
      ],
      title: "Signal to noise",
      description:
        "Mean of intensity over its standard deviation, of merged reflections and of single observations, against " +
        "resolution.",
      yTitle: "⟨I/σ(I)⟩",
      reference: limit === false ? undefined : { value: limit, label: `I/σ = ${limit}` },
    },
    options,
  );
}

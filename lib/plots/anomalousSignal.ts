/**
 * Strength of the anomalous signal by resolution shell, ⟨|ΔI|⟩/⟨σ(ΔI)⟩. Noise alone has √(2/π) = 0.80, the mean of |z| of a
 * standard normal number.
 */
import { type ShellLimits, shellLines } from "./shellLines.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** What the plot needs of each shell. */
export interface AnomalousSignalShell extends ShellLimits {
  readonly anomalousSignal: number;
}

const NOISE = Math.sqrt(2 / Math.PI);

/** Anomalous signal against resolution. @throws InputError where there are no shells */
export function anomalousSignal(
  statistics: { readonly shells: readonly AnomalousSignalShell[] },
  options: PlotOptions = {},
): VegaLiteSpec {
  return shellLines(
    {
      shells: statistics.shells,
      series: [{ name: "anomalous signal", value: (shell) => shell.anomalousSignal }],
      title: "Anomalous signal",
      description:
        "Mean absolute anomalous difference over its mean standard deviation, against resolution; 0.8 is noise alone.",
      yTitle: "⟨|ΔI|⟩ / ⟨σ(ΔI)⟩",
      reference: { value: NOISE, label: "noise alone" },
    },
    options,
  );
}

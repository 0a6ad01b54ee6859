/** Rmerge, Rmeas and Rpim by resolution shell: Diederichs & Karplus, Nat. Struct. Biol. 4 (1997) 269; Weiss, J. Appl. Cryst. 34 (2001) 130. */
import { type ShellLimits, shellLines } from "./shellLines.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** What the plot needs of each shell: fractions, not per cent. */
export interface RFactorShell extends ShellLimits {
  readonly rMerge: number;
  readonly rMeas: number;
  readonly rPim: number;
}

/** R factors of merging against resolution. @throws InputError where there are no shells */
export function rFactors(
  statistics: { readonly shells: readonly RFactorShell[] },
  options: PlotOptions = {},
): VegaLiteSpec {
  return shellLines(
    {
      shells: statistics.shells,
      series: [
        { name: "Rmeas", value: (shell) => shell.rMeas },
        { name: "Rmerge", value: (shell) => shell.rMerge },
        { name: "Rpim", value: (shell) => shell.rPim },
      ],
      title: "Agreement of equivalent observations",
      description: "The merging R factors Rmeas, Rmerge and Rpim against resolution.",
      yTitle: "R factor (%)",
      format: ".3~p",
    },
    options,
  );
}

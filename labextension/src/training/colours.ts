/** The colours of runs and curves: those of the library's plots, which readers with any kind of colour vision can tell apart. */
import { plots } from "friedel/browser";

export const palette: readonly string[] = plots.palette;

/** The colour of the n-th run, as CSS; the palette's black follows the theme. */
export function runColour(index: number): string {
  const colour = palette[index % palette.length];
  return colour === "#000000" ? "var(--jp-ui-font-color1)" : colour;
}

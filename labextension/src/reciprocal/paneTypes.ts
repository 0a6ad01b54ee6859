/** What the panes of a view share: their host, what they pick, and the line that says what is shown. */
import { grouped } from "../common/numberText.js";
import type { ReflectionDetails } from "./details.js";
import type { Vector3 } from "./lattice.js";
import type { Palette } from "./painter.js";
import type { ViewModel } from "./viewModel.js";

/** A reflection of a picture. */
export interface Pick {
  readonly hkl: Vector3;
  /** The row of the reflections that was drawn there; undefined where none was. */
  readonly row?: number;
}

/** What is selected in a view. */
export interface Selected {
  readonly details: ReflectionDetails;
}

/** The view around a pane. */
export interface PaneHost {
  readonly model: ViewModel;
  readonly palette: Palette;
  readonly selected: Selected | undefined;
  /** Points that are drawn while the cloud turns. */
  readonly budget: number;
  /** Something was clicked; undefined: nothing is there. */
  pick(picked: Pick | undefined): void;
  hover(picked: Pick | undefined, at: readonly [number, number] | undefined): void;
  /** A sentence to show; undefined: no more. */
  problem(text: string | undefined): void;
  /** Whether the wheel zooms. */
  takesWheel(): boolean;
}

const expansions = {
  none: "as in the file",
  friedel: "with Friedel mates",
  laue: "with symmetry mates",
  all: "with symmetry and Friedel mates",
} as const;

/** What is shown, in a line: name, number of reflections, space group, resolution, equivalents. */
export function captionOf({ reflections, state, dMax, dMin }: ViewModel): string {
  const { name, count, total, spaceGroup, merged } = reflections;
  const counted = grouped(count);
  const what = merged
    ? "reflections"
    : state.observations === "mean"
      ? "means of observations"
      : "observations";
  const part = count < total && merged ? ` of ${grouped(total)}` : "";
  const shown = state.show === "cloud" ? state.expansion : state.sectionExpansion;
  const limits = Number.isFinite(dMax) ? ` · ${dMax.toFixed(1)}–${dMin.toFixed(2)} Å` : "";
  return `${name} · ${counted}${part} ${what} · ${spaceGroup.name}${limits} · ${expansions[shown]}`;
}

/** "#rrggbb" as numbers from 0 to 1. */
export function rgbOfHex(hex: string): Vector3 {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return [r, g, b];
}

/** What a view of reciprocal space shows and how: everything that the controls change, with what it is at first. */
import type { ReflectionsView } from "friedel/browser";
import type { Slab } from "./clipping.js";
import type { ColourMapName } from "./colourMaps.js";
import type { Expansion } from "./lattice.js";
import type { ObservationMode, Reflections } from "./reflections.js";
import type { ScaleKind } from "./scales.js";
import { type Ring, resolutionRings, ringsAt } from "./shells.js";
import { defaultColour, defaultScale } from "./values.js";

/** How the spots of a section say how strong they are. */
export type SpotStyle = "size" | "grey" | "colour";

/** The state of a view. Immutable: a change makes a new one. */
export interface ViewState {
  readonly show: "cloud" | "section";
  /** A column or an expression of columns. */
  readonly colour: string;
  readonly colourScale: ScaleKind;
  readonly colourMap: ColourMapName;
  /** Empty: all of one size. */
  readonly size: string;
  readonly sizeScale: ScaleKind;
  /** 1 is the size that suits the number of points. */
  readonly pointSize: number;
  readonly expansion: Expansion;
  /** The same for sections, which look like photographs only where they are whole. */
  readonly sectionExpansion: Expansion;
  readonly perspective: boolean;
  readonly axes: boolean;
  /** "auto", or d in Å as text: "3.5, 2"; empty for none. */
  readonly rings: string;
  readonly ice: boolean;
  /** Whether reflections that should be there and are not are marked. */
  readonly missing: boolean;
  /** Whether reflections without a value are drawn. */
  readonly withoutValue: boolean;
  /** Limits in Å. */
  readonly dMin?: number;
  readonly dMax?: number;
  readonly slab?: Slab;
  /** The share of the lowest values that is hidden, 0 to 1. */
  readonly hidden: number;
  readonly section: string;
  readonly spots: SpotStyle;
  readonly observations: ObservationMode;
}

/** What the settings of the extension say. */
export interface ViewDefaults {
  readonly colourMap: ColourMapName;
  readonly section: string;
}

/**
 * The state at first.
 * @param view what the cell that made the data asks for
 */
export function initialState(
  reflections: Reflections,
  view: ReflectionsView = {},
  { colourMap, section }: ViewDefaults = { colourMap: "viridis", section: "hk0" },
): ViewState {
  const colour = view.colour ?? defaultColour(reflections);
  const colourScale = view.scale ?? defaultScale(reflections, colour);
  const size = view.size ?? (view.colour === undefined ? colour : "");
  return {
    show: view.show === "section" ? "section" : "cloud",
    colour,
    colourScale,
    colourMap: colourScale === "diverging" ? "diverging" : colourMap,
    size,
    sizeScale: "quantile",
    pointSize: 1,
    expansion: view.expand === true ? "all" : "none",
    sectionExpansion: view.expand === false ? "none" : "all",
    perspective: false,
    axes: true,
    rings: "auto",
    ice: false,
    missing: false,
    withoutValue: true,
    hidden: 0,
    section: view.section ?? section,
    spots: "size",
    observations: "mean",
  };
}

/** A changed scale brings the map that suits it, unless the map was chosen for itself. */
export function withScale(state: ViewState, colourScale: ScaleKind, usual: ColourMapName): ViewState {
  if (colourScale === "diverging") return { ...state, colourScale, colourMap: "diverging" };
  return { ...state, colourScale, colourMap: state.colourMap === "diverging" ? usual : state.colourMap };
}

/** The rings that a state asks for, within the data. */
export function ringsOf({ rings }: Pick<ViewState, "rings">, dMin: number): Ring[] {
  return rings.trim() === "auto" ? resolutionRings(dMin) : ringsAt(rings).filter(({ d }) => d >= dMin * 0.8);
}

/** A positive number of a text; undefined where it is none. */
export function positiveNumber(text: string): number | undefined {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() !== "" && value > 0 && Number.isFinite(value) ? value : undefined;
}

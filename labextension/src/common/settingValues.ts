/**
 * The settings of the extension: their names, types and defaults, as schema/settings.json has them (a test holds the two
 * together), and reading what JupyterLab gives. What is not as expected is taken to be the default.
 */

/** The maps from a number to a colour that the views of reciprocal space offer. */
export const colourMaps = ["viridis", "ember", "grey", "diverging"] as const;

export interface FriedelSettings {
  /** Whether losses are drawn on a logarithmic axis, where they are positive. */
  readonly logAxis: boolean;
  /** Weight of the past in the exponential smoothing of curves: 0 draws them as they are. */
  readonly smoothing: number;
  /** Most points that a view of reciprocal space draws while it is being turned. */
  readonly pointBudget: number;
  readonly colourMap: (typeof colourMaps)[number];
  /** The zone that a section shows first. */
  readonly sectionAxis: "hk0" | "h0l" | "0kl";
  /** Whether a panel opens beside the notebook when a training starts. */
  readonly openPanels: boolean;
  /** Most run folders that the sidebar looks for. */
  readonly mostRuns: number;
}

export const defaultSettings: FriedelSettings = {
  logAxis: false,
  smoothing: 0.6,
  pointBudget: 200_000,
  colourMap: "viridis",
  sectionAxis: "hk0",
  openPanels: false,
  mostRuns: 500,
};

/** The settings among what JupyterLab has read from the defaults and the user's file. */
export function readSettings(composite: Readonly<Record<string, unknown>>): FriedelSettings {
  const { colourMap, sectionAxis } = composite;
  const flag = (name: "logAxis" | "openPanels") => {
    const value = composite[name];
    return typeof value === "boolean" ? value : defaultSettings[name];
  };
  const number = (name: "smoothing" | "pointBudget" | "mostRuns", least: number, most: number) => {
    const value = composite[name];
    return typeof value === "number" && value >= least && value <= most ? value : defaultSettings[name];
  };
  return {
    logAxis: flag("logAxis"),
    smoothing: number("smoothing", 0, 0.999),
    pointBudget: number("pointBudget", 1000, 10_000_000),
    colourMap: colourMaps.find((name) => name === colourMap) ?? defaultSettings.colourMap,
    sectionAxis:
      (["hk0", "h0l", "0kl"] as const).find((name) => name === sectionAxis) ?? defaultSettings.sectionAxis,
    openPanels: flag("openPanels"),
    mostRuns: number("mostRuns", 1, 100_000),
  };
}

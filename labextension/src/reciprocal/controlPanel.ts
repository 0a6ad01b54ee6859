/**
 * The panel of controls of a view: colour, size, symmetry, clipping, marks, section; in groups that open and close.
 * Tested in the page: test/browser/reciprocal.test.ts.
 */
import { element } from "../common/dom.js";
import type { Slab, SlabAxis } from "./clipping.js";
import { type ColourMapName, colourMapNames } from "./colourMaps.js";
import { choice, group, slider, textField, tick } from "./controls.js";
import type { Expansion } from "./lattice.js";
import type { ObservationMode } from "./reflections.js";
import { type ScaleKind, scaleKinds } from "./scales.js";
import type { ProblemPlace } from "./viewModel.js";
import { positiveNumber, type SpotStyle, type ViewState } from "./viewState.js";

/** The panel as an element. */
export interface ControlPanel {
  readonly node: HTMLElement;
  /** Shows a state, and what of it could not be used. */
  show(state: ViewState, problems: ReadonlyMap<ProblemPlace, string>): void;
  suggest(expressions: readonly string[]): void;
}

/** What the panel does. */
export interface PanelActions {
  change(change: Partial<ViewState>): void;
  /** A scale of the colours; it may bring a map with it. */
  scale(kind: ScaleKind): void;
  observations(mode: ObservationMode): void;
  level(by: number): void;
}

const expansionWords: readonly (readonly [Expansion, string])[] = [
  ["none", "as in the file"],
  ["friedel", "Friedel mates"],
  ["laue", "symmetry mates"],
  ["all", "symmetry and Friedel mates"],
];

/** Makes the panel. @param unmerged whether observations can be shown one by one */
export function controlPanel(actions: PanelActions, unmerged: boolean): ControlPanel {
  const { change } = actions;
  let inSection = false;
  const scales = scaleKinds.map((kind) => [kind, kind] as const);
  const expressionTitle =
    "A column, or an expression of columns such as I/SIGI, log10(I) or abs(H); labels with other letters in `backticks`";
  const colour = textField("Colour by", (value) => change({ colour: value }), { title: expressionTitle });
  const colourScale = choice<ScaleKind>(
    "Scale",
    scales,
    actions.scale,
    "linear; log; quantile: equal shares of the reflections; diverging: zero in the middle",
  );
  const colourMap = choice<ColourMapName>(
    "Map",
    colourMapNames.map((name) => [name, name] as const),
    (value) => change({ colourMap: value }),
  );
  const size = textField("Size by", (value) => change({ size: value }), {
    title: expressionTitle,
    placeholder: "all of one size",
  });
  const sizeScale = choice<ScaleKind>("Scale", scales, (value) => change({ sizeScale: value }));
  const pointSize = slider(
    "Size",
    { least: 0.3, most: 3, step: 0.05 },
    (value) => change({ pointSize: value }),
    (value) => `${value.toFixed(2)} ×`,
  );
  const hidden = slider(
    "Hide weakest",
    { least: 0, most: 0.99, step: 0.01 },
    (value) => change({ hidden: value }),
    (value) => `${Math.round(100 * value)} %`,
    "Hides the share of the reflections whose colour value is the lowest",
  );
  const expansion = choice<Expansion>("Symmetry", expansionWords, (value) =>
    change(inSection ? { sectionExpansion: value } : { expansion: value }),
  );
  const observations = choice<ObservationMode>(
    "Rows",
    [
      ["mean", "means over equivalents"],
      ["each", "each by itself"],
    ],
    actions.observations,
  );
  const withoutValue = tick("reflections without a value", (value) => change({ withoutValue: value }));
  const missing = tick(
    "missing reflections",
    (value) => change({ missing: value }),
    "Within the resolution of the data, not systematically absent, and without any equivalent in the data",
  );
  const axes = tick("axes", (value) => change({ axes: value }));
  const ice = tick("ice rings", (value) => change({ ice: value }), "Powder rings of hexagonal ice");
  const rings = textField("Shells", (value) => change({ rings: value }), {
    title: 'Resolution shells: "auto", or d in Å such as "3.5, 2"',
    placeholder: "none",
  });
  const perspective = tick("perspective", (value) => change({ perspective: value }));
  const limits = clippingFields(change);
  const section = textField("Section", (value) => change({ section: value }), {
    title: "Two free indices such as hk0, h2l, hhl, or a zone and its level such as [1 1 0] 2",
  });
  section.suggest(["hk0", "h0l", "0kl", "hk1", "hhl", "[1 1 0] 0", "[1 1 1] 0"]);
  const levels = element(
    "div",
    { class: "friedel-reciprocal-field" },
    element("span", {}, "Level"),
    element(
      "button",
      {
        type: "button",
        class: "friedel-button",
        "aria-label": "Level below",
        onclick: () => actions.level(-1),
      },
      "−",
    ),
    element(
      "button",
      {
        type: "button",
        class: "friedel-button",
        "aria-label": "Level above",
        onclick: () => actions.level(1),
      },
      "+",
    ),
  );
  const spots = choice<SpotStyle>(
    "Spots",
    [
      ["size", "by size"],
      ["grey", "by blackness"],
      ["colour", "by colour"],
    ],
    (value) => change({ spots: value }),
  );
  const told = element("div", { class: "friedel-reciprocal-problem", role: "alert" });
  const sectionGroup = group("Section", true, section.node, levels, spots.node);
  const clipGroup = group("Clip", false, ...limits.nodes);
  const node = element(
    "div",
    { class: "friedel-reciprocal-controls", role: "form", "aria-label": "What is drawn" },
    told,
    sectionGroup,
    group(
      "Colour and size",
      true,
      colour.node,
      colourScale.node,
      colourMap.node,
      size.node,
      sizeScale.node,
      pointSize.node,
      hidden.node,
    ),
    group(
      "Reflections",
      true,
      expansion.node,
      ...(unmerged ? [observations.node] : []),
      missing.node,
      withoutValue.node,
    ),
    group("Marks", false, rings.node, ice.node, axes.node, perspective.node),
    clipGroup,
  );
  return {
    node,
    suggest: (expressions) => {
      colour.suggest(expressions);
      size.suggest(expressions);
    },
    show: (state, problems) => {
      colour.show(state.colour);
      colourScale.show(state.colourScale);
      colourMap.show(state.colourMap);
      size.show(state.size);
      sizeScale.show(state.sizeScale);
      pointSize.show(state.pointSize);
      hidden.show(state.hidden);
      inSection = state.show === "section";
      expansion.show(inSection ? state.sectionExpansion : state.expansion);
      observations.show(state.observations);
      withoutValue.show(state.withoutValue);
      missing.show(state.missing);
      axes.show(state.axes);
      ice.show(state.ice);
      rings.show(state.rings);
      perspective.show(state.perspective);
      section.show(state.section);
      spots.show(state.spots);
      limits.show(state);
      colour.mark(problems.has("colour"));
      size.mark(problems.has("size"));
      section.mark(problems.has("section"));
      const cloud = state.show === "cloud";
      sectionGroup.hidden = cloud;
      clipGroup.hidden = !cloud;
      hidden.node.hidden = !cloud;
      perspective.node.hidden = !cloud;
      size.node.hidden = !cloud;
      sizeScale.node.hidden = !cloud || state.size.trim() === "";
      const sentences = [...problems.values()].join(" ");
      if (told.textContent !== sentences) told.textContent = sentences;
    },
  };
}

/** Limits of resolution, and the slab. */
function clippingFields(change: PanelActions["change"]) {
  let slab: Slab = { axis: "c", middle: 0, thickness: 1 };
  let cut = false;
  const send = (next: Partial<Slab>) => {
    slab = { ...slab, ...next };
    change({ slab: cut ? slab : undefined });
  };
  const dMin = textField("d from", (text) => change({ dMin: positiveNumber(text) }), {
    placeholder: "all (Å)",
  });
  const dMax = textField("d to", (text) => change({ dMax: positiveNumber(text) }), {
    placeholder: "all (Å)",
  });
  const axis = choice<SlabAxis | "none">(
    "Slab along",
    [
      ["none", "no slab"],
      ["a", "a (layers of h)"],
      ["b", "b (layers of k)"],
      ["c", "c (layers of l)"],
      ["view", "line of sight"],
    ],
    (value) => {
      cut = value !== "none";
      if (value === "none") send({});
      else if ((value === "view") === (slab.axis === "view")) send({ axis: value });
      else send({ axis: value, middle: 0, thickness: value === "view" ? 0.05 : 1 });
    },
  );
  const amount = (text: string, otherwise: number): number => {
    const value = Number(text.replace(",", ".").replace("−", "-"));
    return text.trim() !== "" && Number.isFinite(value) ? value : otherwise;
  };
  const middle = textField("Middle", (text) => send({ middle: amount(text, 0) }), {
    title: "Layer number, or Å⁻¹ along the line of sight",
  });
  const thickness = textField("Thickness", (text) => send({ thickness: Math.max(0, amount(text, 1)) }), {
    title: "Layers, or Å⁻¹ along the line of sight",
  });
  return {
    nodes: [dMin.node, dMax.node, axis.node, middle.node, thickness.node],
    show: (state: ViewState) => {
      dMin.show(state.dMin === undefined ? "" : String(state.dMin));
      dMax.show(state.dMax === undefined ? "" : String(state.dMax));
      cut = state.slab !== undefined;
      slab = state.slab ?? slab;
      axis.show(state.slab?.axis ?? "none");
      middle.show(String(slab.middle));
      thickness.show(String(slab.thickness));
      middle.node.hidden = !cut;
      thickness.node.hidden = !cut;
    },
  };
}

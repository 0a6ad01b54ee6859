/**
 * The whole view as one element: a bar of buttons, the cloud or a section, and a panel of controls with what is known of the
 * reflection picked. Knows nothing of JupyterLab: a widget puts it into a tab or a cell.
 * Tested in the page: test/browser/reciprocal.test.ts.
 */
import type { ReflectionsView, ReflectionTable } from "friedel/browser";
import { button, element } from "../common/dom.js";
import { downloadCanvas, downloadText } from "../common/download.js";
import { messageBox, sentenceOf } from "../common/message.js";
import type { SelectionBus } from "../common/selection.js";
import { cameraAlong } from "./cloudKeys.js";
import { CloudPane } from "./cloudPane.js";
import { GraphicsError } from "./cloudRenderer.js";
import { type ControlPanel, controlPanel } from "./controlPanel.js";
import { reflectionDetails } from "./details.js";
import { detailsView, indexText } from "./detailsView.js";
import { type Palette, themePalette } from "./painter.js";
import type { PaneHost, Pick, Selected } from "./paneTypes.js";
import { type ObservationMode, reflectionsOf } from "./reflections.js";
import { formatNumber } from "./scales.js";
import { SectionPane } from "./sectionPane.js";
import { neighbouringSection } from "./sections.js";
import { suggestions } from "./values.js";
import { ViewModel } from "./viewModel.js";
import { initialState, type ViewDefaults, type ViewState, withScale } from "./viewState.js";

/** What a view is made from. */
export interface ReciprocalViewInit {
  readonly table: ReflectionTable;
  /** Rows of the whole table, of which this one is a sample. */
  readonly total?: number;
  readonly view?: ReflectionsView;
  readonly defaults?: ViewDefaults;
  /** Points that are drawn while the cloud turns. */
  readonly budget?: number;
  readonly dark: boolean;
  /** In a cell: the wheel is the page's until the picture has the focus, and the panel is closed at first. */
  readonly inCell?: boolean;
  /** Where selections are told and heard, and the name of the file there. */
  readonly bus?: SelectionBus;
  readonly path?: string;
  /** More buttons for the bar. */
  readonly extra?: readonly HTMLElement[];
}

/** The view. */
export class ReciprocalView implements PaneHost {
  readonly node: HTMLElement;
  readonly budget: number;
  selected: Selected | undefined;
  palette: Palette;
  model: ViewModel;
  readonly #init: ReciprocalViewInit;
  readonly #stage = element("div", { class: "friedel-reciprocal-main" });
  readonly #side: HTMLElement;
  readonly #tip = element("div", { class: "friedel-reciprocal-tip", hidden: true });
  readonly #message = element("div", {});
  readonly #tabs: Readonly<Record<"cloud" | "section", HTMLButtonElement>>;
  readonly #cloudButtons: readonly HTMLElement[];
  #cloud: CloudPane | undefined;
  #section: SectionPane | undefined;
  #panel: ControlPanel;
  #details = detailsView(undefined, () => {});
  #leaveBus: (() => void) | undefined;

  /** @throws InputError where the table has no Miller indices or they cannot be drawn */
  constructor(init: ReciprocalViewInit) {
    this.#init = init;
    this.budget = init.budget ?? 200_000;
    this.palette = themePalette(init.dark);
    const reflections = reflectionsOf(init.table, "mean", init.total);
    this.model = new ViewModel(reflections, initialState(reflections, init.view, init.defaults));
    this.#tabs = {
      cloud: button("Cloud", () => this.change({ show: "cloud" }), {
        title: "All reflections in three dimensions",
      }),
      section: button("Section", () => this.change({ show: "section" }), {
        title: "One plane, as a precession photograph",
      }),
    };
    this.#cloudButtons = ([1, 2, 3] as const).map((axis) =>
      button(["a*", "b*", "c*"][axis - 1], () => this.#lookAlong(axis), {
        title: `Look along ${["a*", "b*", "c*"][axis - 1]} (key ${axis})`,
      }),
    );
    this.#panel = this.#makePanel();
    this.#side = element(
      "div",
      { class: "friedel-reciprocal-side", hidden: init.inCell === true },
      this.#panel.node,
      this.#details,
    );
    this.node = element(
      "div",
      { class: "friedel-reciprocal" },
      this.#bar(),
      this.#message,
      element("div", { class: "friedel-reciprocal-body" }, this.#stage, this.#side),
    );
    this.#leaveBus = init.bus?.listen((selected, by) => {
      if (by === this || selected.path !== init.path) return;
      this.#select({ hkl: selected.hkl }, false);
    });
    this.#show();
    const last = init.path === undefined ? undefined : init.bus?.last(init.path);
    if (last !== undefined) this.#select({ hkl: last.hkl }, false);
  }

  get state(): ViewState {
    return this.model.state;
  }

  /** The pane of the cloud, where there is one: for measuring. */
  get cloud(): CloudPane | undefined {
    return this.#cloud;
  }

  #bar(): HTMLElement {
    return element(
      "div",
      { class: "friedel-reciprocal-bar", role: "toolbar", "aria-label": "View of reciprocal space" },
      this.#tabs.cloud,
      this.#tabs.section,
      element("span", { class: "friedel-reciprocal-gap" }),
      ...this.#cloudButtons,
      button("Whole", () => this.#pane?.home(), { title: "Show all (Home)" }),
      element("span", { class: "friedel-reciprocal-gap" }),
      button("PNG", () => this.#export("png"), { title: "Save the picture as PNG" }),
      button("SVG", () => this.#export("svg"), { title: "Save the picture as SVG, with its words as text" }),
      element("span", { class: "friedel-reciprocal-space" }),
      ...(this.#init.extra ?? []),
      button("Controls", () => this.#toggleSide(), { title: "Show or hide the controls" }),
    );
  }

  #makePanel(): ControlPanel {
    const panel = controlPanel(
      {
        change: (change) => this.change(change),
        scale: (kind) =>
          this.#setState(withScale(this.state, kind, this.#init.defaults?.colourMap ?? "viridis")),
        observations: (mode) => this.#observations(mode),
        level: (by) => this.#level(by),
      },
      !this.#init.table.merged,
    );
    panel.suggest(suggestions(this.model.reflections));
    return panel;
  }

  /** Changes a part of what is shown. */
  change(change: Partial<ViewState>): void {
    this.#setState({ ...this.state, ...change });
  }

  #setState(state: ViewState): void {
    const before = this.state;
    this.model.state = state;
    if (before.section !== state.section) this.#section?.home();
    this.#show();
  }

  /** Follows the theme. */
  setDark(dark: boolean): void {
    this.palette = themePalette(dark);
    this.#show();
  }

  /** Fits the picture to its place; to be called when that has changed. */
  resize(): void {
    this.#pane?.resize();
  }

  get #pane(): CloudPane | SectionPane | undefined {
    return this.state.show === "cloud" ? this.#cloud : this.#section;
  }

  #show(): void {
    const { show } = this.state;
    this.#tabs.cloud.setAttribute("aria-pressed", String(show === "cloud"));
    this.#tabs.section.setAttribute("aria-pressed", String(show === "section"));
    for (const node of this.#cloudButtons) node.hidden = show !== "cloud";
    if (this.model.reflections.count === 0) {
      this.#stage.replaceChildren(
        messageBox({
          text: `${this.model.reflections.name}: got no reflections, expected at least one row`,
          info: true,
        }),
      );
      this.#panel.show(this.state, this.model.problems);
      return;
    }
    const pane = show === "cloud" ? this.#cloudPane() : this.#sectionPane();
    if (pane !== undefined && pane.node.parentElement !== this.#stage) {
      this.#stage.replaceChildren(pane.node, this.#tip);
      pane.resize();
    }
    pane?.update();
    this.#panel.show(this.state, this.model.problems);
  }

  /** The cloud; where the browser cannot draw it, the section takes its place. */
  #cloudPane(): CloudPane | SectionPane | undefined {
    try {
      this.#cloud ??= new CloudPane(this);
      return this.#cloud;
    } catch (error) {
      if (!(error instanceof GraphicsError)) throw error;
      this.problem(error.message);
      this.#tabs.cloud.disabled = true;
      this.model.state = { ...this.state, show: "section" };
      this.#show();
      return undefined;
    }
  }

  #sectionPane(): SectionPane {
    this.#section ??= new SectionPane(this, (by) => this.#level(by));
    // what cannot be used shows among the problems
    void this.model.section;
    return this.#section;
  }

  #observations(mode: ObservationMode): void {
    const reflections = reflectionsOf(this.#init.table, mode, this.#init.total);
    const { colour, colourScale, size } = initialState(reflections, this.#init.view, this.#init.defaults);
    this.model = new ViewModel(reflections, { ...this.state, observations: mode, colour, colourScale, size });
    this.#panel.suggest(suggestions(reflections));
    this.selected = undefined;
    this.#showDetails();
    this.#show();
  }

  #level(by: number): void {
    const { reflections, problems } = this.model;
    if (problems.has("section")) return;
    this.change({ section: neighbouringSection(this.state.section, by, reflections.cell) });
  }

  #lookAlong(axis: 1 | 2 | 3): void {
    const { model } = this;
    if (this.#cloud !== undefined) this.#cloud.moveCamera(cameraAlong(this.#cloud.camera, model.basis, axis));
  }

  #toggleSide(): void {
    this.#side.hidden = !this.#side.hidden;
    this.resize();
  }

  async #export(kind: "png" | "svg"): Promise<void> {
    const pane = this.#pane;
    if (pane === undefined) return;
    const what = this.state.show === "cloud" ? "reciprocal" : this.state.section.replace(/[^\w-]+/g, "_");
    const name = `${this.model.reflections.name.replace(/\.mtz$/i, "")}-${what}.${kind}`;
    try {
      if (kind === "svg") downloadText(name, pane.toSvg(), "image/svg+xml");
      else await downloadCanvas(name, pane.toCanvas());
    } catch (error) {
      this.problem(sentenceOf(error, "picture"));
    }
  }

  takesWheel(): boolean {
    return this.#init.inCell !== true || this.#stage.contains(document.activeElement);
  }

  problem(text: string | undefined): void {
    this.#message.replaceChildren(...(text === undefined ? [] : [messageBox({ text, info: true })]));
    this.resize();
  }

  pick(picked: Pick | undefined): void {
    this.#select(picked, true);
  }

  #select(picked: Pick | undefined, tell: boolean): void {
    const { reflections } = this.model;
    this.selected = picked && { details: reflectionDetails(reflections, picked.hkl, picked.row) };
    this.#showDetails();
    this.#pane?.update();
    const { path, bus } = this.#init;
    if (!tell || path === undefined || picked === undefined || this.selected === undefined) return;
    const { row } = this.selected.details;
    if (row === undefined) return;
    bus?.select({ path, hkl: reflections.index(row), row: reflections.tableRow(row) }, this);
  }

  #showDetails(): void {
    const view = detailsView(this.selected?.details, (hkl, row) => this.#select({ hkl, row }, true));
    this.#details.replaceWith(view);
    this.#details = view;
  }

  hover(picked: Pick | undefined, at: readonly [number, number] | undefined): void {
    this.#tip.hidden = picked === undefined || at === undefined;
    if (picked === undefined || at === undefined) return;
    const { hkl, d, row, absent } = reflectionDetails(this.model.reflections, picked.hkl, picked.row);
    const { values } = this.model.colour;
    const value =
      row === undefined
        ? absent
          ? "absent"
          : "missing"
        : `${this.state.colour} = ${formatNumber(values[row])}`;
    this.#tip.textContent = `${indexText(hkl)} · ${d.toFixed(2)} Å · ${value}`;
    const flip = at[0] > this.#stage.clientWidth - 240;
    this.#tip.style.left = `${at[0] + (flip ? -12 : 14)}px`;
    this.#tip.style.top = `${at[1] + 14}px`;
    this.#tip.style.transform = flip ? "translateX(-100%)" : "";
  }

  dispose(): void {
    this.#leaveBus?.();
    this.#cloud?.dispose();
    this.#section?.dispose();
  }
}

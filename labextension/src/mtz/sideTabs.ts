/** The tabs at the side of the viewer: the file, a column, the observations of a reflection. */
import { button, element } from "../common/dom.js";

const sides = ["File", "Column", "Observations"] as const;

/** What the side shows. */
export type Side = (typeof sides)[number];

const hint =
  "Select a row and press o (or the button Observations) for all observations of its reflection and their mean.";

/** Tabs with one panel each, of which one is shown. */
export class SideTabs {
  readonly node: HTMLElement;
  readonly #tabs = new Map<Side, HTMLButtonElement>();
  readonly #panels = new Map<Side, HTMLElement>();
  readonly #onShow: (side: Side) => void;
  #shown: Side = "File";

  constructor(onShow: (side: Side) => void) {
    this.#onShow = onShow;
    for (const side of sides) {
      const tab = button(side, () => this.show(side), { className: "friedel-mtz-tab" });
      tab.setAttribute("role", "tab");
      this.#tabs.set(side, tab);
      const about = { class: "friedel-mtz-panel", role: "tabpanel", "aria-label": side, tabindex: 0 };
      this.#panels.set(side, element("div", about));
    }
    this.panel("Observations").append(element("p", {}, hint));
    const list = {
      role: "tablist",
      class: "friedel-mtz-tabs",
      onkeydown: (event: Event) => this.#step(event),
    };
    this.node = element(
      "div",
      { class: "friedel-mtz-side" },
      element("div", list, ...this.#tabs.values()),
      ...this.#panels.values(),
    );
    this.#mark();
  }

  get shown(): Side {
    return this.#shown;
  }

  /** The panel of a side, to be filled. */
  panel(side: Side): HTMLElement {
    const panel = this.#panels.get(side);
    if (panel === undefined)
      throw new RangeError(`panel ${side}: got none, expected one of ${sides.join(", ")}`);
    return panel;
  }

  show(side: Side): void {
    this.#shown = side;
    this.#mark();
    this.#onShow(side);
  }

  #mark(): void {
    for (const [side, tab] of this.#tabs) {
      tab.setAttribute("aria-selected", String(side === this.#shown));
      tab.tabIndex = side === this.#shown ? 0 : -1;
      this.panel(side).hidden = side !== this.#shown;
    }
  }

  #step(event: Event): void {
    if (!(event instanceof KeyboardEvent)) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    this.show(sides[(sides.indexOf(this.#shown) + by + sides.length) % sides.length]);
    this.#tabs.get(this.#shown)?.focus();
  }
}

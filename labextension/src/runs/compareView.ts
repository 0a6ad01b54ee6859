/** Several runs compared: hyperparameters against held-out quality as pictures, and a table with the best run on top. */
import { button, element } from "../common/dom.js";
import { messageBox } from "../common/message.js";
import { grouped } from "../common/numberText.js";
import { valueText } from "../training/axes.js";
import { durationText, stateText } from "../training/standingText.js";
import { type Brushes, within } from "./brushes.js";
import { type PlotEvents, parallelCoordinates, rankColour, scatterPlot } from "./comparePlots.js";
import { byQuality, type Dimension, hyperparameters, qualityDimension } from "./hyperparameters.js";
import { type Quality, qualities, type RunSummary } from "./runSummary.js";

/** What the view asks of the page around it. */
export interface CompareHost {
  /** Opens a run's panel, with others drawn over it. */
  open(folder: string, over?: readonly string[]): void;
}

const heights = { scatter: 280, parallel: 300 };
const leastWidth = 320;

export class CompareView implements PlotEvents {
  readonly node: HTMLElement = element("section", {
    class: "friedel-compare",
    "aria-label": "Comparison of runs",
  });
  private runs: RunSummary[] = [];
  private dimensions: Dimension[] = [];
  private quality: Quality = "ccPredTest";
  private across: string | undefined;
  private pointed: number | undefined;
  private readonly brushes = new Map<string, readonly [number, number]>();
  private readonly tools = element("div", { class: "friedel-tools" });
  private readonly scatter = element("div", { class: "friedel-compare-plot" });
  private readonly parallel = element("div", { class: "friedel-compare-plot" });
  private readonly table = element("div", { class: "friedel-compare-table" });
  private readonly sizes = new ResizeObserver(() => this.drawPlots());

  constructor(private readonly host: CompareHost) {
    this.sizes.observe(this.node);
  }

  /** Compares these runs. */
  show(summaries: readonly RunSummary[]): void {
    const known = (quality: Quality) => summaries.some((run) => Number.isFinite(run.quality[quality]));
    if (!known(this.quality)) this.quality = known("nllTest") ? "nllTest" : "ccPredTest";
    this.runs = byQuality(summaries, this.quality);
    this.dimensions = hyperparameters(this.runs);
    for (const path of [...this.brushes.keys()])
      if (!this.allDimensions().some((dimension) => dimension.path === path)) this.brushes.delete(path);
    this.pointed = undefined;
    this.render();
  }

  dispose(): void {
    this.sizes.disconnect();
  }

  point(run: number | undefined): void {
    if (run === this.pointed) return;
    this.pointed = run;
    // the marks stay, so that a click on one is not lost between two pictures
    for (const mark of this.node.querySelectorAll<Element>("[data-run]"))
      mark.classList.toggle(
        "friedel-mod-pointed",
        run !== undefined && mark.getAttribute("data-run") === this.runs[run].folder,
      );
  }

  open(run: number): void {
    this.host.open(this.runs[run].folder);
  }

  brush(path: string, range: readonly [number, number] | undefined): void {
    if (range === undefined) this.brushes.delete(path);
    else this.brushes.set(path, range);
    this.render();
  }

  private allDimensions(): Dimension[] {
    return [...this.dimensions, qualityDimension(this.runs, this.quality)];
  }

  private render(): void {
    if (this.runs.length < 2) {
      this.node.replaceChildren(
        messageBox({
          text: "Select two runs or more in the sidebar “Runs”, then press “Compare”.",
          info: true,
        }),
      );
      return;
    }
    this.node.replaceChildren(this.tools, this.scatter, this.parallel, this.table);
    this.drawTools();
    this.drawPlots();
    this.drawTable();
  }

  private drawTools(): void {
    const select = <T extends string>(
      label: string,
      choices: readonly (readonly [T, string])[],
      now: T | undefined,
      take: (value: T) => void,
    ) => {
      const node = element(
        "select",
        { class: "friedel-select", "aria-label": label },
        ...choices.map(([value, text]) => element("option", { value, selected: value === now }, text)),
      );
      node.addEventListener("change", () => take(node.value as T));
      return element("label", {}, `${label} `, node);
    };
    const measures = (Object.keys(qualities) as Quality[]).map(
      (name) => [name, qualities[name].title] as const,
    );
    const axes = this.dimensions.map(({ path, title }) => [path, title] as const);
    const chosen = within(this.allDimensions(), this.brushes as Brushes, this.runs.length);
    const count = chosen.filter(Boolean).length;
    this.tools.replaceChildren(
      select("Quality", measures, this.quality, (quality) => {
        this.quality = quality;
        this.show(this.runs);
      }),
      ...(axes.length === 0
        ? []
        : [
            select("Against", axes, this.across ?? axes[0][0], (path) => {
              this.across = path;
              this.render();
            }),
          ]),
      button(
        `Draw ${count} over each other`,
        () => {
          const [first, ...over] = this.runs.filter((_, i) => chosen[i]).map(({ folder }) => folder);
          if (first !== undefined) this.host.open(first, over);
        },
        { title: "Opens the training panel of the best with the others over it", disabled: count < 1 },
      ),
      button(
        "Clear ranges",
        () => {
          this.brushes.clear();
          this.render();
        },
        { disabled: this.brushes.size === 0, title: "Takes away the ranges drawn on the axes" },
      ),
      element(
        "span",
        { class: "friedel-quiet", role: "status" },
        `${count} of ${this.runs.length} runs within the ranges`,
      ),
    );
  }

  private drawPlots(): void {
    if (this.runs.length < 2 || !this.node.isConnected) return;
    if (this.dimensions.length === 0) {
      this.scatter.replaceChildren(
        messageBox({
          text: "These runs were made with the same configuration: there is no hyperparameter to compare.",
          info: true,
        }),
      );
      this.parallel.replaceChildren();
      return;
    }
    const width = Math.max(leastWidth, this.node.clientWidth - 24);
    const all = this.allDimensions();
    const plotted = {
      names: this.runs.map(({ folder }) => folder),
      within: within(all, this.brushes, this.runs.length),
      rank: this.ranks(),
      pointed: this.pointed,
    };
    const x = this.dimensions.find(({ path }) => path === this.across) ?? this.dimensions[0];
    const size = [Math.min(width, 720), heights.scatter] as const;
    this.scatter.replaceChildren(scatterPlot(x, all[all.length - 1], plotted, size, this));
    this.parallel.replaceChildren(
      parallelCoordinates(
        all,
        this.brushes,
        plotted,
        [Math.max(width, 110 * all.length), heights.parallel],
        this,
      ),
    );
  }

  /** 1 for the best, 0 for the worst, evenly between. */
  private ranks(): number[] {
    const measured = this.runs.filter((run) => Number.isFinite(run.quality[this.quality])).length;
    return this.runs.map((run, place) => {
      if (!Number.isFinite(run.quality[this.quality])) return Number.NaN;
      return measured === 1 ? 1 : 1 - place / (measured - 1);
    });
  }

  private drawTable(): void {
    const ranks = this.ranks();
    const chosen = within(this.allDimensions(), this.brushes, this.runs.length);
    const heads = [
      "run",
      ...Object.values(qualities).map(({ title }) => title),
      ...this.dimensions.map(({ title }) => title),
      "state",
      "steps",
      "time",
    ];
    this.table.replaceChildren(
      element(
        "table",
        {},
        element(
          "thead",
          {},
          element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text))),
        ),
        element("tbody", {}, ...this.runs.map((run, i) => this.row(run, i, ranks[i], chosen[i]))),
      ),
    );
  }

  private row(run: RunSummary, index: number, rank: number, chosen: boolean): HTMLElement {
    const name = button(run.folder, () => this.host.open(run.folder), {
      className: "friedel-link",
      title: "Opens the training panel",
    });
    const cells = [
      element(
        "td",
        {},
        element("span", { class: "friedel-rank", style: `background: ${rankColour(rank)}` }),
        name,
      ),
      ...(Object.keys(qualities) as Quality[]).map((quality) =>
        number(valueText(finite(run.quality[quality]))),
      ),
      ...this.dimensions.map(({ kind, values, categories }) => {
        const value = values[index];
        if (Number.isNaN(value)) return number("–");
        return kind === "numeric" ? number(plain(value)) : element("td", {}, categories[value]);
      }),
      element("td", {}, stateText(run)),
      number(grouped(run.step)),
      number(durationText(run.seconds)),
    ];
    return element(
      "tr",
      {
        class: chosen ? "" : "friedel-mod-out",
        "data-run": run.folder,
        onpointerenter: () => this.point(index),
        onpointerleave: () => this.point(undefined),
      },
      ...cells,
    );
  }
}

function number(text: string): HTMLElement {
  return element("td", { class: "friedel-number" }, text);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A hyperparameter as it was written: 0.01, 2048. */
function plain(value: number): string {
  return Number.isInteger(value) ? grouped(value) : String(Number(value.toPrecision(6)));
}

/**
 * The view of a training, in the output of a cell and in a tab of its own: head, buttons, charts, the runs drawn over each
 * other, configuration. It shows a record (runRecord.ts) and draws anew when that changes; where nothing new comes it does
 * nothing.
 */
import { button, element } from "../common/dom.js";
import { downloadText } from "../common/download.js";
import { messageBox } from "../common/message.js";
import { grouped } from "../common/numberText.js";
import { ChartBoard } from "./chartBoard.js";
import { runColour } from "./colours.js";
import { ConfigView } from "./configView.js";
import { ControlBar, type Controller } from "./controlBar.js";
import { pointsAsCsv } from "./pointsTable.js";
import type { RunRecord } from "./runRecord.js";
import { stateText } from "./standingText.js";
import { StatusHeader } from "./statusHeader.js";

/** What a view asks of the page around it. */
export interface ViewHost extends Controller {
  /** Keeps a record read while it is shown. @returns lets it go */
  hold(record: RunRecord): () => void;
  /** Opens it in a tab; undefined where it is in one. */
  open?(record: RunRecord): void;
  /** Runs that can be drawn over this one. */
  others(): Promise<readonly { readonly folder: string; readonly label: string }[]>;
  /** The record of a run folder. */
  record(folder: string): RunRecord;
  /** The code that resumes it, and what puts it into the notebook, where that is open. */
  resume(record: RunRecord): { readonly code: string; readonly insert?: () => void } | undefined;
  copy(text: string): Promise<void>;
}

export interface ViewSettings {
  readonly smoothing: number;
  readonly logLosses: boolean;
}

interface ShownRun {
  readonly record: RunRecord;
  hidden: boolean;
  readonly release: () => void;
}

export class TrainingView {
  readonly node: HTMLElement;
  private readonly runs: ShownRun[] = [];
  private readonly head: StatusHeader;
  private readonly controls: ControlBar;
  private readonly board: ChartBoard;
  private readonly config = new ConfigView();
  private readonly notices = element("div", { class: "friedel-notices" });
  private readonly legend = element("div", { class: "friedel-legend" });
  private readonly under = element("span", { class: "friedel-under", role: "status" });
  private readonly resetZoom: HTMLButtonElement;
  private readonly add: HTMLSelectElement;
  private noticesShown = "";
  private legendShown = "";
  private frame: number | undefined;

  constructor(
    readonly record: RunRecord,
    private readonly host: ViewHost,
    settings: ViewSettings,
  ) {
    const state = { smoothing: settings.smoothing, logLosses: settings.logLosses };
    this.board = new ChartBoard(state, (text, zoomed) => {
      if (this.under.textContent !== text) this.under.textContent = text;
      this.resetZoom.disabled = !zoomed;
    });
    const { open } = host;
    const tab =
      open &&
      button("Open in a tab", () => open(record), { title: "Shows this training in a tab of its own" });
    this.head = new StatusHeader(tab === undefined ? [] : [tab]);
    this.controls = new ControlBar(record, host);
    this.resetZoom = button("Reset zoom", () => this.board.reset(), {
      title: "Shows all steps again (a double click on a chart, or the key 0)",
      disabled: true,
    });
    this.add = element("select", { class: "friedel-select", "aria-label": "Draw another run over this one" });
    const tools = element(
      "div",
      { class: "friedel-tools" },
      smoothingSlider(state, () => this.board.redraw()),
      this.resetZoom,
      this.add,
      button("Save points", () => downloadText(`${record.name}.csv`, pointsAsCsv(record), "text/csv"), {
        title: "Saves every point of the curves as comma-separated values",
      }),
      this.controls.echo,
      this.under,
    );
    this.node = element(
      "section",
      { class: "friedel-training", "aria-label": `Training ${record.name}` },
      this.head.node,
      this.controls.node,
      this.notices,
      tools,
      this.legend,
      this.board.node,
      this.config.node,
    );
    this.offerRuns();
    this.overlay(record);
  }

  /** Draws another run over those that are shown. */
  overlay(record: RunRecord): void {
    if (this.runs.some((run) => run.record === record)) return;
    const unwatch = record.watch(() => this.later());
    const letGo = this.host.hold(record);
    const release = () => {
      unwatch();
      letGo();
    };
    this.runs.push({ record, hidden: false, release });
    this.later();
  }

  /** The records shown. */
  get shown(): readonly RunRecord[] {
    return this.runs.map(({ record }) => record);
  }

  /** The page's colours have changed. */
  newTheme(): void {
    this.board.newTheme();
  }

  /** Something beside the record has changed, such as the link to the kernel. */
  refresh(): void {
    this.later();
  }

  dispose(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = -1;
    for (const { release } of this.runs.splice(0)) release();
    this.board.dispose();
  }

  private later(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.render();
    });
  }

  private render(): void {
    this.head.show(this.record);
    this.controls.show();
    this.showNotices();
    this.showLegend();
    this.board.show(this.runs);
    this.config.show(this.record, this.shown.slice(1));
  }

  private showNotices(): void {
    const { problem, outside, warnings, standing } = this.record;
    const resume = standing.state === "interrupted" ? this.host.resume(this.record) : undefined;
    const state = JSON.stringify([
      problem,
      outside,
      warnings,
      standing.reason,
      stateText(standing),
      resume?.code,
      resume?.insert !== undefined,
    ]);
    if (state === this.noticesShown) return;
    this.noticesShown = state;
    const boxes: HTMLElement[] = [];
    if (problem !== undefined) boxes.push(messageBox({ text: problem }));
    if (standing.reason !== undefined) boxes.push(messageBox({ text: standing.reason }));
    if (outside !== undefined)
      boxes.push(
        messageBox({
          text: `The run folder ${outside} lies outside of what this server shows: the page has what the kernel and the notebook tell, not every point.`,
          info: true,
        }),
      );
    if (resume !== undefined) boxes.push(this.resumeBox(resume.code, resume.insert));
    for (const warning of warnings) boxes.push(messageBox({ text: warning, info: true }));
    this.notices.replaceChildren(...boxes);
  }

  private resumeBox(code: string, insert: (() => void) | undefined): HTMLElement {
    const { standing } = this.record;
    return element(
      "div",
      { class: "friedel-resume", role: "status" },
      element(
        "p",
        {},
        `The run was interrupted at step ${grouped(standing.step)} of ${grouped(standing.steps)}: the kernel that trained it is gone. After the cells above it, this goes on from the last checkpoint:`,
      ),
      element("pre", {}, element("code", {}, code)),
      element(
        "div",
        { class: "friedel-tools" },
        button("Copy", () => void this.host.copy(code), { title: "Copies the code" }),
        insert && button("Insert below", insert, { title: "Puts the code into a new cell of the notebook" }),
      ),
    );
  }

  private showLegend(): void {
    const state = JSON.stringify(
      this.runs.map(({ record, hidden }) => [record.name, hidden, stateText(record.standing)]),
    );
    if (state === this.legendShown) return;
    this.legendShown = state;
    this.legend.hidden = this.runs.length < 2;
    this.legend.replaceChildren(...this.runs.map((run, index) => this.legendEntry(run, index)));
  }

  private legendEntry(run: ShownRun, index: number): HTMLElement {
    const { record } = run;
    const hide = button(run.hidden ? "Show" : "Hide", () => {
      run.hidden = !run.hidden;
      this.render();
    });
    const remove = button("Remove", () => {
      this.runs.splice(this.runs.indexOf(run), 1);
      run.release();
      this.render();
    });
    return element(
      "span",
      { class: run.hidden ? "friedel-legend-run friedel-mod-hidden" : "friedel-legend-run" },
      element("span", { class: "friedel-swatch", style: `color: ${runColour(index)}` }),
      element("span", {}, record.name),
      element("span", { class: "friedel-quiet" }, stateText(record.standing)),
      hide,
      index === 0 ? undefined : remove,
    );
  }

  /** The list of other runs is asked for when the user reaches for it. */
  private offerRuns(): void {
    const { add } = this;
    const fill = (choices: readonly { folder: string; label: string }[]) =>
      add.replaceChildren(
        element("option", { value: "" }, "Compare with …"),
        ...choices.map(({ folder, label }) => element("option", { value: folder }, label)),
      );
    fill([]);
    const ask = () => {
      void this.host.others().then((found) => {
        const shown = new Set(this.shown.map(({ folder }) => folder));
        fill(found.filter(({ folder }) => !shown.has(folder)));
      });
    };
    add.addEventListener("pointerenter", ask);
    add.addEventListener("focus", ask);
    add.addEventListener("keydown", (event) => event.stopPropagation());
    add.addEventListener("change", () => {
      const folder = add.value;
      add.value = "";
      if (folder !== "") this.overlay(this.host.record(folder));
    });
  }
}

function smoothingSlider(settings: { smoothing: number }, changed: () => void): HTMLElement {
  const value = element("output", {}, settings.smoothing.toFixed(2));
  const slider = element("input", {
    type: "range",
    min: 0,
    max: 0.99,
    step: 0.01,
    value: settings.smoothing,
    "aria-label": "Smoothing",
    title:
      "Exponential smoothing: the weight of the past. The values as they are stay behind the line, faint.",
  });
  slider.addEventListener("input", () => {
    settings.smoothing = Number(slider.value);
    value.textContent = settings.smoothing.toFixed(2);
    changed();
  });
  slider.addEventListener("keydown", (event) => event.stopPropagation());
  return element("label", { class: "friedel-slider" }, "Smoothing", slider, value);
}

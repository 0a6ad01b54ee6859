/**
 * The sidebar of runs: what the workspace has, newest first, how each stands and how well it predicts. A double click or Enter
 * opens a run; several are selected by their boxes and compared; one is deleted after a question.
 */
import { button, element } from "../common/dom.js";
import { messageBox, sentenceOf } from "../common/message.js";
import { grouped } from "../common/numberText.js";
import { valueText } from "../training/axes.js";
import { baseName, folderOf } from "../training/serverPaths.js";
import { stateText } from "../training/standingText.js";
import type { SearchProgress, SearchResult } from "./findRuns.js";
import type { RunSummary } from "./runSummary.js";

/** What the view asks of the page around it. */
export interface RunsHost {
  search(tell: (progress: SearchProgress) => void, signal: AbortSignal): Promise<SearchResult>;
  summary(run: SearchResult["runs"][number]): Promise<RunSummary>;
  open(folder: string): void;
  compare(runs: readonly RunSummary[]): void;
  /** Asks the user, and deletes. @returns whether it was deleted */
  remove(run: RunSummary): Promise<boolean>;
}

export class RunsView {
  readonly node: HTMLElement;
  private readonly progress = element("p", { class: "friedel-runs-progress", role: "status" });
  private readonly notices = element("div", {});
  private readonly list = element("ul", { class: "friedel-runs-list", "aria-label": "Runs" });
  private readonly compare: HTMLButtonElement;
  private readonly all: HTMLButtonElement;
  private readonly selected = new Set<string>();
  private summaries: RunSummary[] = [];
  private ending: AbortController | undefined;

  constructor(private readonly host: RunsHost) {
    this.compare = button("Compare", () => this.host.compare(this.chosen()), {
      title: "Compares the selected runs: hyperparameters against held-out quality",
      disabled: true,
    });
    this.all = button("Select all", () => this.selectAll(), { disabled: true });
    this.node = element(
      "section",
      { class: "friedel-runs", "aria-label": "Training runs" },
      element(
        "div",
        { class: "friedel-runs-tools" },
        button("Refresh", () => void this.refresh(), { title: "Looks for run folders in the workspace" }),
        this.all,
        this.compare,
      ),
      this.progress,
      this.notices,
      this.list,
    );
  }

  /** Looks for runs anew; a search under way is ended first. */
  async refresh(): Promise<void> {
    this.ending?.abort();
    const ending = new AbortController();
    this.ending = ending;
    try {
      const found = await this.host.search(({ folders, runs, at }) => {
        if (ending.signal.aborted) return;
        this.progress.textContent = `Looking: ${folders} folders, ${runs.length} runs … ${at}`;
      }, ending.signal);
      const summaries = await Promise.all(found.runs.map((run) => this.host.summary(run)));
      if (ending.signal.aborted) return;
      this.summaries = summaries.sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
      this.progress.textContent = resultText(found);
      this.notices.replaceChildren();
    } catch (error) {
      if (ending.signal.aborted) return;
      this.progress.textContent = "";
      this.notices.replaceChildren(
        messageBox({ text: sentenceOf(error, "runs"), retry: () => void this.refresh() }),
      );
    }
    this.render();
  }

  dispose(): void {
    this.ending?.abort();
  }

  private chosen(): RunSummary[] {
    return this.summaries.filter(({ folder }) => this.selected.has(folder));
  }

  private selectAll(): void {
    const every = this.chosen().length === this.summaries.length;
    this.selected.clear();
    if (!every) for (const { folder } of this.summaries) this.selected.add(folder);
    this.render();
  }

  private render(): void {
    const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>(".friedel-run")
      ?.dataset.run;
    this.list.replaceChildren(...this.summaries.map((run) => this.entry(run)));
    this.enable();
    if (focused !== undefined)
      this.list.querySelector<HTMLElement>(`[data-run="${CSS.escape(focused)}"]`)?.focus();
  }

  private enable(): void {
    const count = this.chosen().length;
    this.compare.disabled = count < 2;
    this.compare.textContent = count < 2 ? "Compare" : `Compare ${count}`;
    this.all.disabled = this.summaries.length < 2;
    this.all.textContent = count === this.summaries.length && count > 0 ? "Select none" : "Select all";
  }

  private entry(run: RunSummary): HTMLElement {
    const { folder, kind, reason, quality } = run;
    const box = element("input", {
      type: "checkbox",
      "aria-label": `Select ${folder}`,
      title: "Select for comparison",
    });
    box.checked = this.selected.has(folder);
    box.addEventListener("change", () => {
      if (box.checked) this.selected.add(folder);
      else this.selected.delete(folder);
      this.enable();
    });
    const open = () => this.host.open(folder);
    const remove = button("×", () => void this.remove(run), {
      title: `Deletes the run folder ${folder}`,
      className: "friedel-run-delete",
    });
    remove.setAttribute("aria-label", `Delete ${folder}`);
    const best = Number.isFinite(quality.ccPredTest) ? `CCpred ${valueText(quality.ccPredTest)}` : undefined;
    const all = `${grouped(run.steps)} steps`;
    const steps = run.state === "running" ? `${grouped(run.step)} of ${all}` : all;
    const entry = element(
      "li",
      {
        class: "friedel-run",
        tabindex: 0,
        "data-run": folder,
        title: `${folder}\n${kind}${run.created === "" ? "" : `, started ${new Date(run.created).toLocaleString()}`}\nDouble click to open`,
        ondblclick: open,
        onkeydown: (event) => {
          if ((event as KeyboardEvent).key === "Enter" && event.target === entry) open();
        },
      },
      box,
      element(
        "div",
        { class: "friedel-run-body" },
        element(
          "div",
          { class: "friedel-run-line" },
          element("span", { class: "friedel-run-name" }, baseName(folder)),
          element("span", { class: "friedel-run-folder" }, folderOf(folder)),
        ),
        element(
          "div",
          { class: "friedel-run-line" },
          element(
            "span",
            { class: "friedel-state", "data-state": run.state },
            reason !== undefined && run.state === "unfinished" ? "unreadable" : stateText(run),
          ),
          element(
            "span",
            { class: "friedel-quiet" },
            [best, run.steps > 0 ? steps : undefined].filter(Boolean).join(" · "),
          ),
        ),
        reason === undefined ? undefined : element("div", { class: "friedel-run-reason" }, reason),
      ),
      remove,
    );
    return entry;
  }

  private async remove(run: RunSummary): Promise<void> {
    try {
      if (!(await this.host.remove(run))) return;
      this.selected.delete(run.folder);
      await this.refresh();
    } catch (error) {
      this.notices.replaceChildren(messageBox({ text: sentenceOf(error, run.folder) }));
    }
  }
}

function resultText({ runs, folders, ended, refused }: SearchResult): string {
  const counted = `${runs.length} ${runs.length === 1 ? "run" : "runs"} in ${folders} ${folders === 1 ? "folder" : "folders"}`;
  const bounds = {
    runs: "; there may be more: the bound is in the settings",
    folders: "; not all folders were looked into, there are too many",
    depth: "; folders that lie deeper were not looked into",
  };
  const left = refused.length === 0 ? "" : `; ${refused.length} could not be listed`;
  return `${counted}${ended === undefined ? "" : bounds[ended]}${left}`;
}

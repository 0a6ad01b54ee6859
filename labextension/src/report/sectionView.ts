/** What stands around the plots of a report: its head with progress and buttons, its contents, the words of each section. */
import { button, element } from "../common/dom.js";
import { messageBox } from "../common/message.js";
import type { ReportSection } from "./drawReport.js";

/** The id of a section's element, within the report of this number. */
export function sectionId(report: number, key: string): string {
  return `friedel-report-${report}-${key}`;
}

/** Title, what it means, notes; or why there is neither plot nor table. */
export function sectionHead(
  { key, title, help, notes, missing }: ReportSection,
  report: number,
): HTMLElement {
  const words = missing === undefined ? notes : [missing, ...notes];
  return element(
    "section",
    { class: "friedel-report-section", id: sectionId(report, key), "aria-label": title },
    element("h2", { tabindex: -1 }, title),
    element("p", { class: "friedel-report-help" }, help),
    ...words.map((line) =>
      element("p", { class: missing === line ? "friedel-report-missing" : "friedel-report-note" }, line),
    ),
  );
}

/** Links to the sections; one that could not be drawn is pale. */
export class Contents {
  readonly node: HTMLElement;
  private readonly links = new Map<string, HTMLButtonElement>();

  constructor(
    titles: readonly { readonly key: string; readonly title: string }[],
    go: (key: string) => void,
  ) {
    const items = titles.map(({ key, title }) => {
      const link = button(title, () => go(key), { disabled: true, className: "friedel-report-link" });
      this.links.set(key, link);
      return element("li", {}, link);
    });
    this.node = element(
      "nav",
      { class: "friedel-report-contents", "aria-label": "Contents of the report" },
      element("ol", {}, ...items),
    );
  }

  /** The section is there. */
  arrived({ key, missing }: ReportSection): void {
    const link = this.links.get(key);
    link?.removeAttribute("disabled");
    if (missing !== undefined) link?.setAttribute("data-missing", "true");
  }
}

/** The head of a report: what it is of, how far it is, and its buttons. */
export class ReportHeader {
  readonly node: HTMLElement;
  private readonly bar = element("progress", { max: 1, value: 0, "aria-label": "Progress of the report" });
  private readonly said = element("span", { class: "friedel-report-status", role: "status" });
  private readonly problem = element("div");
  private readonly cancel: HTMLButtonElement;
  private readonly save: HTMLButtonElement;

  constructor(name: string, facts: string, actions: { cancel: () => void; save: () => void }) {
    this.cancel = button("Cancel", actions.cancel, { title: "Leave the rest out" });
    this.save = button("Save as HTML", actions.save, {
      title: "Save all plots and tables as one HTML file",
      disabled: true,
    });
    this.node = element(
      "header",
      { class: "friedel-report-header" },
      element("h1", {}, name),
      element("p", { class: "friedel-report-facts" }, facts),
      element("div", { class: "friedel-report-bar" }, this.save, this.cancel, this.bar, this.said),
      this.problem,
    );
  }

  working(title: string, done: number, total: number): void {
    this.bar.setAttribute("max", String(total));
    this.bar.setAttribute("value", String(done));
    this.say(`${title} …`);
  }

  /** No more sections come. */
  ended(said: string): void {
    this.bar.remove();
    this.cancel.remove();
    this.save.removeAttribute("disabled");
    this.say(said);
  }

  say(text: string): void {
    this.said.textContent = text;
    this.problem.replaceChildren();
  }

  fail(text: string): void {
    this.say("");
    this.problem.replaceChildren(messageBox({ text }));
  }
}

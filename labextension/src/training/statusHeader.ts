/** The head of a training view: state, name, numbers, and a bar of the steps done. */
import { element } from "../common/dom.js";
import type { RunRecord } from "./runRecord.js";
import { numbersText, stateText } from "./standingText.js";

export class StatusHeader {
  readonly node: HTMLElement;
  private readonly state = element("span", { class: "friedel-state" });
  private readonly name = element("span", { class: "friedel-training-name" });
  private readonly numbers = element("span", { class: "friedel-training-numbers" });
  private readonly bar = element("div", { class: "friedel-bar-done" });
  private readonly frame: HTMLElement;

  /** @param buttons what stands at the right end */
  constructor(buttons: readonly Node[]) {
    this.frame = element(
      "div",
      { class: "friedel-bar", role: "progressbar", "aria-label": "Steps done", "aria-valuemin": 0 },
      this.bar,
    );
    this.node = element(
      "header",
      { class: "friedel-training-head" },
      element("div", { class: "friedel-training-line" }, this.state, this.name, this.numbers, ...buttons),
      this.frame,
    );
  }

  show(record: RunRecord): void {
    const { standing } = record;
    const { state } = standing;
    const { step, steps } = standing.preparation ?? standing;
    put(this.state, stateText(standing));
    this.state.dataset.state = state;
    const where = record.folder ?? record.outside;
    put(this.name, where === undefined ? standing.kind : `${standing.kind} · ${where}`);
    this.name.title = where === undefined ? "Nothing is saved: the training has no run folder" : where;
    put(this.numbers, numbersText(standing).join(" · "));
    const share = steps > 0 ? Math.min(1, step / steps) : 0;
    this.bar.style.width = `${(100 * share).toFixed(2)}%`;
    this.bar.dataset.state = state;
    this.frame.setAttribute("aria-valuemax", String(steps));
    this.frame.setAttribute("aria-valuenow", String(step));
  }
}

/** Text is set only where it is another, so that what the user has selected stays selected. */
function put(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

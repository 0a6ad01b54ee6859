/**
 * The buttons of a training. Each asks the kernel and says what came of it: from which step on it was applied. Where nothing
 * can be asked they are grey, and say why.
 */
import { button, element } from "../common/dom.js";
import { grouped } from "../common/numberText.js";
import { controlText } from "./controlText.js";
import type { ControlAnswer, TrainingRequest } from "./messageTypes.js";
import type { RunRecord } from "./runRecord.js";

/** Whom the buttons ask. */
export interface Controller {
  /** Why nothing can be asked, in a sentence. */
  obstacle(record: RunRecord): string | undefined;
  ask(record: RunRecord, request: TrainingRequest): Promise<ControlAnswer>;
}

interface Factor {
  readonly name: "learningRate" | "priorWeight";
  readonly label: string;
  readonly help: string;
  readonly allowed: (value: number) => boolean;
  readonly expected: string;
}

const factors: readonly Factor[] = [
  {
    name: "learningRate",
    label: "Learning rate ×",
    help: "Factor of the learning rate that the model was made with, from the next step on",
    allowed: (value) => value > 0,
    expected: "a number above 0",
  },
  {
    name: "priorWeight",
    label: "Prior weight ×",
    help: "Factor of the KL term, from the next step on: 1 is the model as it was made, 0 leaves the prior out",
    allowed: (value) => value >= 0,
    expected: "a number of 0 or more",
  },
];

export class ControlBar {
  readonly node: HTMLElement;
  private readonly pause: HTMLButtonElement;
  private readonly inputs = new Map<string, HTMLInputElement>();
  private readonly all: (HTMLButtonElement | HTMLInputElement)[] = [];
  private readonly titles = new Map<HTMLElement, string>();
  /** What came of the last request; it stands where the view puts it. */
  readonly echo: HTMLElement = element("span", {
    class: "friedel-echo",
    role: "status",
    "aria-live": "polite",
  });

  constructor(
    private readonly record: RunRecord,
    private readonly controller: Controller,
  ) {
    const stop = this.button("Stop", "Stops after the current step, with a checkpoint", { stop: true });
    this.pause = this.button("Pause", "Waits after the current step; the state stays in memory", undefined);
    const saved = this.button("Checkpoint now", "Writes the state after the current step to the run folder", {
      checkpoint: true,
    });
    const judged = this.button(
      "Statistics now",
      "Evaluates the state after the current step on held-out data, and records it",
      { evaluate: true },
    );
    this.node = element(
      "div",
      { class: "friedel-controls", role: "toolbar", "aria-label": "Controls of the training" },
      stop,
      this.pause,
      ...factors.map((factor) => this.factor(factor)),
      saved,
      judged,
    );
  }

  /** Brings the buttons in line with the record. */
  show(): void {
    const obstacle = this.controller.obstacle(this.record);
    this.node.dataset.obstacle = obstacle ?? "";
    for (const control of this.all) {
      control.disabled = obstacle !== undefined;
      control.title = obstacle ?? this.titles.get(control) ?? "";
    }
    const paused = this.record.standing.state === "paused";
    const label = paused ? "Resume" : "Pause";
    if (this.pause.textContent !== label) this.pause.textContent = label;
  }

  /** Says something beside the buttons. */
  say(text: string, wrong: boolean): void {
    this.echo.textContent = text;
    this.echo.classList.toggle("friedel-mod-wrong", wrong);
  }

  private button(label: string, title: string, request: TrainingRequest | undefined): HTMLButtonElement {
    const made = button(label, () => void this.send(request ?? this.pauseRequest()), { title });
    this.all.push(made);
    this.titles.set(made, title);
    return made;
  }

  private pauseRequest(): TrainingRequest {
    return this.record.standing.state === "paused" ? { resume: true } : { pause: true };
  }

  private factor(factor: Factor): HTMLElement {
    const { name, label, help } = factor;
    const input = element("input", {
      type: "text",
      inputmode: "decimal",
      value: "1",
      size: 5,
      "aria-label": label,
    });
    input.addEventListener("keydown", (event) => {
      // the notebook below has shortcuts of its own for letters and for Enter
      event.stopPropagation();
      if (event.key === "Enter") this.sendFactor(factor, input);
    });
    const set = button("Set", () => this.sendFactor(factor, input), { title: help });
    set.setAttribute("aria-label", `Set ${label.replace(" ×", "")}`);
    this.inputs.set(name, input);
    this.all.push(input, set);
    for (const control of [input, set]) this.titles.set(control, help);
    return element("span", { class: "friedel-factor" }, element("label", {}, label, input), set);
  }

  private sendFactor({ name, label, allowed, expected }: Factor, input: HTMLInputElement): void {
    const value = Number(input.value.trim().replace(",", "."));
    if (input.value.trim() === "" || !Number.isFinite(value) || !allowed(value)) {
      this.say(
        `${label.replace(" ×", " factor")}: got ${input.value.trim() || "nothing"}, expected ${expected}`,
        true,
      );
      return;
    }
    void this.send(name === "learningRate" ? { learningRate: value } : { priorWeight: value });
  }

  private async send(request: TrainingRequest): Promise<void> {
    const what = controlText(request);
    this.say(`${what}: asked …`, false);
    const answer = await this.controller.ask(this.record, request);
    if ("error" in answer) this.say(answer.error, true);
    else if (!answer.applied) this.say(`${what}: the training had ended before it could be applied`, true);
    else this.say(`${what} ${placeOf(request)} step ${grouped(answer.step)}`, false);
  }
}

/** Factors act from a step on, the rest after one. */
function placeOf(request: TrainingRequest): string {
  return "learningRate" in request || "priorWeight" in request ? "from" : "after";
}

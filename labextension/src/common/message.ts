/** What a view shows in place of itself when it cannot do its work: one sentence, and a button to try again. */
import { FriedelError } from "friedel/browser";
import { button, element } from "./dom.js";

export interface Message {
  readonly text: string;
  /** Tries again; without it there is no button. */
  readonly retry?: () => void;
  /** What the button says. Default "Retry". */
  readonly retryLabel?: string;
  /** A remark rather than an error. */
  readonly info?: boolean;
}

/** The box; screen readers are told of it at once. */
export function messageBox({ text, retry, retryLabel = "Retry", info = false }: Message): HTMLElement {
  return element(
    "div",
    { class: info ? "friedel-message friedel-mod-info" : "friedel-message", role: info ? "status" : "alert" },
    element("span", { class: "friedel-message-text" }, text),
    retry && button(retryLabel, retry),
  );
}

/** An error in words for the user: Friedel's own as they are, others with what they happened in. */
export function sentenceOf(error: unknown, where: string): string {
  if (error instanceof FriedelError) return error.message;
  const reason = error instanceof Error ? error.message : String(error);
  return `${where}: failed unexpectedly (${reason}); please report this with what you did`;
}

/** Where an action says what it did, and what went wrong with it. */
export interface ActionPlaces {
  readonly status: HTMLElement;
  readonly problem: HTMLElement;
  /** What it is done to, for the sentence of an error. */
  readonly subject: string;
}

/** Makes the handlers of buttons: each does its work, then says `said`; an error is told instead, in a box of its own. */
export function actionsOf({ status, problem, subject }: ActionPlaces) {
  return (said: string, work: () => Promise<void> | void) => async (): Promise<void> => {
    problem.replaceChildren();
    try {
      await work();
      status.textContent = said;
    } catch (error) {
      status.textContent = "";
      problem.replaceChildren(messageBox({ text: sentenceOf(error, subject) }));
    }
  };
}

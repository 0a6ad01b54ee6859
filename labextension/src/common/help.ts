/**
 * What the views' words mean, for "?" buttons and for the page "What the plots mean": each view adds its texts when its
 * plugin starts.
 */
import { InputError } from "friedel/browser";

export interface HelpText {
  /** E.g. "training.ccPred". */
  readonly id: string;
  readonly title: string;
  /** A paragraph a string. */
  readonly text: readonly string[];
  /** In one line, e.g. "CC½ = σ²_τ / (σ²_τ + σ²_ε/2)". */
  readonly formula?: string;
}

export class HelpTexts {
  private readonly texts = new Map<string, HelpText>();

  add(...texts: readonly HelpText[]): void {
    for (const text of texts) {
      if (this.texts.has(text.id))
        throw new InputError(`help text ${text.id}: is there twice, expected one of a name`);
      this.texts.set(text.id, text);
    }
  }

  get(id: string): HelpText | undefined {
    return this.texts.get(id);
  }

  /** In the order of their titles. */
  list(): readonly HelpText[] {
    return [...this.texts.values()].sort((a, b) => a.title.localeCompare(b.title));
  }
}

/** The texts of this page. */
export const helpTexts: HelpTexts = new HelpTexts();

/** Which observations of a table of predictions are drawn: those held out, those trained on, or all. */
import { InputError } from "../errors.js";
import { type PredictionRows, readPredictions } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import { grouped } from "./numberText.js";

/** A part of the predictions. */
export type PredictionPart = "test" | "train" | "all";

/** Rows of a part, and its name in words. */
export interface ChosenPredictions {
  readonly rows: PredictionRows;
  /** Numbers of the rows chosen. */
  readonly chosen: readonly number[];
  /** "4,559 observations held out". */
  readonly title: string;
}

const words: Readonly<Record<PredictionPart, string>> = {
  test: "observations held out",
  train: "observations trained on",
  all: "observations",
};

/**
 * Reads predictions and chooses a part of them.
 * @param part by default the test set, or all where there is none
 * @throws MissingColumnError, InputError where the part is empty
 */
export function choosePredictions(table: ReflectionTable, part?: PredictionPart): ChosenPredictions {
  const rows = readPredictions(table);
  const which = part ?? (rows.test.includes(1) ? "test" : "all");
  const chosen = Array.from(rows.test.keys()).filter(
    (i) => which === "all" || (rows.test[i] === 1) === (which === "test"),
  );
  if (chosen.length === 0)
    throw new InputError(
      `plot of the predictions of ${table.name}: got no ${words[which]}, expected some; choose part: "all"`,
    );
  return { rows, chosen, title: `${grouped(chosen.length)} ${words[which]}` };
}

/** Which training a report is of and where it stands, as JSON can say it. */
import type { TrainingProgress } from "../training/index.js";
import type { TrainingStatus } from "./mimeTypes.js";
import { finiteOrNull } from "./numbers.js";

/** The status that a report tells. */
export function trainingStatus(progress: TrainingProgress): TrainingStatus {
  const { run, kind, state, step, steps, seconds, rate, remaining, history, preparation } = progress;
  const reason = history.end?.reason;
  return {
    ...(run === undefined ? {} : { run }),
    kind,
    state,
    step,
    steps,
    ...(preparation === undefined ? {} : { preparation }),
    seconds,
    rate: finiteOrNull(rate),
    remaining: state === "running" ? finiteOrNull(remaining) : null,
    ...(reason === undefined ? {} : { reason }),
  };
}

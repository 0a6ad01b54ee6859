/**
 * Ctrl-C, and a batch system's signal to end: the first asks the work to stop in good order, the second ends the process
 * as it would without us.
 */
import type { Output, StopSignal } from "./command.js";

/** A request to stop: an `AbortSignal`, and which signal it was that came. */
export interface StopRequest {
  readonly signal: AbortSignal;
  /** Undefined until one came. */
  came(): StopSignal | undefined;
}

/**
 * Does work that the user can stop.
 * @param said what the first signal answers
 */
export async function stoppable<T>(
  { error, signals }: Output,
  said: string,
  work: (stop: StopRequest) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let came: StopSignal | undefined;
  const listeners = (["SIGINT", "SIGTERM"] as const).map((name) => [name, () => stop(name)] as const);
  // without a listener of ours the next signal does what it does by default: it ends the process at once
  const leave = () => {
    for (const [name, listener] of listeners) signals?.off(name, listener);
  };
  const stop = (name: StopSignal) => {
    leave();
    came = name;
    error(`\n${said}\n`);
    controller.abort();
  };
  for (const [name, listener] of listeners) signals?.on(name, listener);
  try {
    return await work({ signal: controller.signal, came: () => came });
  } finally {
    leave();
  }
}

/**
 * What an interrupt of the kernel (SIGINT) does. The first one in a cell stops the trainings that are under way after the
 * step they are at, with a checkpoint, and lets the cell go on from there; the second one abandons the cell, as tslab does
 * by itself. Where nothing trains the first one abandons it. A training that an abandoned cell's code begins nevertheless
 * is stopped before its first step.
 */
import type { Cells } from "./cells.js";
import type { Trainings } from "./trainings.js";

/** What tslab's listener is known by. */
const tslabListener = /\bexecutor\.interrupt\(/;

/**
 * Handles one interrupt.
 * @param abandon ends the cell that runs, for the page
 * @param say prints a line below the cell
 */
export function interrupt(
  { cells, trainings }: { readonly cells: Cells; readonly trainings: Trainings },
  abandon: () => void,
  say: (line: string) => void,
): void {
  const cell = cells.running;
  const active = trainings.list();
  const first = cell === undefined || cell.interrupts === 0;
  if (cell !== undefined) cell.interrupts++;
  for (const { controls } of active) void controls.stop();
  if (first && active.length > 0) {
    const saved = active.some(({ folder }) => folder !== undefined) ? ", with a checkpoint" : "";
    const again = cell === undefined ? "" : "; interrupt again to abandon the cell";
    say(`interrupt: the training stops after this step${saved}${again}\n`);
    return;
  }
  if (cell !== undefined) cell.abandoned = true;
  abandon();
}

/** Stops trainings that the code of an abandoned cell begins. */
export function stopAbandoned(cells: Cells, trainings: Trainings): void {
  trainings.watch(({ controls }, state) => {
    if (state === "started" && cells.calling?.abandoned) void controls.stop();
  });
}

/**
 * Puts a handler in the place of tslab's listener as soon as the code that runs now has returned, and before anything
 * that it awaits goes on: while the synchronous part of a cell runs, Node has taken the listeners away, and would put
 * tslab's back beside ours.
 */
export function takeInterrupts(handle: (abandon: () => void) => void): void {
  queueMicrotask(() => {
    for (const listener of process.listeners("SIGINT")) {
      if (!tslabListener.test(String(listener))) continue;
      process.off("SIGINT", listener);
      process.on("SIGINT", () => handle(() => listener("SIGINT")));
    }
  });
}

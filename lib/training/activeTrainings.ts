/**
 * The trainings that are under way in this process: what an interrupt stops, and what a page's buttons reach. `train`
 * enters each one here for as long as it lasts.
 */
import type { TrainingControls } from "./controls.js";
import type { Reporter } from "./trainingTypes.js";

/** A training that is under way. */
export interface ActiveTraining {
  /** Tells it from every other training, of this process or another. */
  readonly run: string;
  /** Which model trains, e.g. "merging". */
  readonly kind: string;
  /** How many steps there are to be. */
  readonly steps: number;
  /** The name of its run folder; undefined where nothing is saved. */
  readonly folder?: string;
  readonly controls: TrainingControls;
  /** Tells one more reporter how it goes, from now on; one that throws is left out. @returns ends it */
  listen(reporter: Reporter): () => void;
}

/** Is told when a training begins, before its first step, and when it has ended. */
export type TrainingWatcher = (training: ActiveTraining, state: "started" | "ended") => void;

const trainings = new Set<ActiveTraining>();
const watchers = new Set<TrainingWatcher>();
let entered = 0;

/** The trainings that are under way now, oldest first. */
export function activeTrainings(): readonly ActiveTraining[] {
  return [...trainings];
}

/** Watches trainings begin and end. @returns ends it */
export function watchTrainings(watcher: TrainingWatcher): () => void {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}

/** A name for a training that no other has: the time, and a number for those of one millisecond. */
export function newRunName(): string {
  entered++;
  return `${Date.now().toString(36)}-${entered}`;
}

/** Enters a training. @returns takes it out again */
export function enterTraining(training: ActiveTraining): () => void {
  trainings.add(training);
  for (const watcher of watchers) watcher(training, "started");
  return () => {
    if (!trainings.delete(training)) return;
    for (const watcher of watchers) watcher(training, "ended");
  };
}

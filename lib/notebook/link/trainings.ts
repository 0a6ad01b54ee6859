/**
 * The trainings that the link knows: those of every copy of Friedel that is loaded in the kernel. (A notebook has one as a
 * rule; two where the kernel was installed from another place than the notebook's own Friedel.)
 */
import type { ActiveTraining, TrainingWatcher } from "../../training/activeTrainings.js";

/** What a copy of Friedel offers. */
export interface TrainingSource {
  activeTrainings(): readonly ActiveTraining[];
  watchTrainings(watcher: TrainingWatcher): () => void;
}

/** The trainings of all copies. */
export class Trainings {
  private readonly sources = new Set<TrainingSource["activeTrainings"]>();
  private readonly watchers: TrainingWatcher[] = [];

  /** Adds a copy; one that is known already is not added again. */
  add({ activeTrainings, watchTrainings }: TrainingSource): void {
    if (this.sources.has(activeTrainings)) return;
    this.sources.add(activeTrainings);
    watchTrainings((training, state) => {
      for (const watcher of this.watchers) watcher(training, state);
    });
  }

  /** Those that are under way. */
  list(): readonly ActiveTraining[] {
    return [...this.sources].flatMap((active) => active());
  }

  watch(watcher: TrainingWatcher): void {
    this.watchers.push(watcher);
  }
}

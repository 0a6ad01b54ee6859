/**
 * Tells pages how trainings go: of each training that is under way a snapshot when a page subscribes or the training begins,
 * then at each report what is new. A page that was not there for a while subscribes again, and reads all points from the run
 * folder.
 */
import { TrainingDeltas, trainingSnapshot } from "../../displays/index.js";
import type { ActiveTraining } from "../../training/activeTrainings.js";
import type { TrainingProgress } from "../../training/index.js";
import { trainingPlace } from "../trainingPlace.js";
import type { Comm } from "./comms.js";
import type { Trainings } from "./trainings.js";

interface Followed {
  last: TrainingProgress | undefined;
  deltas: TrainingDeltas | undefined;
  stop(): void;
}

/** The feed of one kernel. */
export class TrainingFeed {
  private readonly pages = new Set<Comm>();
  private readonly followed = new Map<ActiveTraining, Followed>();

  constructor(trainings: Trainings) {
    trainings.watch((training, state) => {
      if (state === "started") this.follow(training);
      else this.forget(training);
    });
  }

  /** From now on this page is told. */
  subscribe(page: Comm): void {
    this.pages.add(page);
    for (const { last } of this.followed.values())
      if (last !== undefined) page.send({ snapshot: snapshotOf(last) });
  }

  /** The page is gone. */
  unsubscribe(page: Comm): void {
    this.pages.delete(page);
  }

  private follow(training: ActiveTraining): void {
    const followed: Followed = { last: undefined, deltas: undefined, stop: () => undefined };
    this.followed.set(training, followed);
    followed.stop = training.listen((progress) => this.report(followed, progress));
  }

  private forget(training: ActiveTraining): void {
    this.followed.get(training)?.stop();
    this.followed.delete(training);
  }

  private report(followed: Followed, progress: TrainingProgress): void {
    const first = followed.last === undefined;
    followed.last = progress;
    if (first || followed.deltas === undefined || this.pages.size === 0) {
      followed.deltas = new TrainingDeltas(progress);
      if (first && this.pages.size > 0) this.send({ snapshot: snapshotOf(progress) });
      return;
    }
    this.send({ progress: { ...followed.deltas.next(progress), ...trainingPlace(progress) } });
  }

  private send(data: Readonly<Record<string, unknown>>): void {
    for (const page of this.pages) page.send(data);
  }
}

function snapshotOf(progress: TrainingProgress) {
  return trainingSnapshot(progress, trainingPlace(progress));
}

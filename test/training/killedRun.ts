/** The run that is killed and the unbroken one: the same model and options for both. */
import { TrainingControls, type TrainingOptions } from "../../lib/training/index.js";
import { Toy } from "./toy.js";

/** When to kill: the `count`-th time in the life of a process that this happens. */
export interface Moment {
  readonly kind:
    | "after a step"
    | "in a checkpoint's bytes"
    | "before a checkpoint's rename"
    | "after a checkpoint's rename"
    | "in a line of the history";
  readonly count: number;
}

/** The early stop never comes, but its best state, that of step 400, must come through. */
export const killedOptions: TrainingOptions = {
  steps: 1500,
  evaluateEvery: 50,
  checkpointEvery: 70,
  metrics: { distance: (step) => Math.abs(step - 410) },
  earlyStop: { metric: "distance", patience: 1000 },
};

/** Someone changes the learning rate and the prior's weight after step 200, and the rate again after step 600. */
export class KilledToy extends Toy {
  readonly controls: TrainingControls = new TrainingControls();
  override step(...[step, controls]: Parameters<Toy["step"]>): ReturnType<Toy["step"]> {
    const terms = super.step(step, controls);
    if (step === 200) void this.controls.set({ learningRate: 0.5, priorWeight: 3 });
    if (step === 600) void this.controls.set({ learningRate: 0.25 });
    return terms;
  }
}

/**
 * A page's buttons for trainings: comms to the target "friedel". The page opens one and is told which trainings are under
 * way, then of each that starts and ends. What it sends is applied between two steps and echoed to all pages with the step
 * and the value applied; the history of the run records it (controls.ts).
 *
 *     page → kernel   { run?, request?, stop | pause | resume | checkpoint | evaluate: true }
 *                     { run?, request?, learningRate?: factor, priorWeight?: factor }
 *                     { request?, trainings: true }
 *                     { subscribe: true }
 *     kernel → page   { trainings: [{ run, kind, steps, folder? }] }
 *                     { started: { run, kind, steps, folder? } }   { ended: { run } }
 *                     { echo: { run, step, control, applied }, request? }
 *                     { error: sentence, request? }
 *                     { snapshot: TrainingSnapshot }   { progress: TrainingDelta and folder, device, memory }
 *
 * A page that subscribes gets a snapshot of each training that is under way, and of each that begins, then at most ten times
 * a second what is new of it (displays/mimeTypes.ts, displays/trainingDelta.ts). `evaluate` judges the state after the
 * current step. `run` names the training, and may be left out where there is one only; `request` is the page's own mark, sent back to
 * the page that asked.
 */
import { FriedelError, InputError } from "../../errors.js";
import type { ActiveTraining } from "../../training/activeTrainings.js";
import type { ControlEcho, TrainingControls } from "../../training/controls.js";
import type { Comm, CommData, Comms, CommTarget } from "./comms.js";
import { TrainingFeed } from "./trainingFeed.js";
import type { Trainings } from "./trainings.js";

/** The name of the target. */
export const trainingTarget = "friedel";

const buttons = ["stop", "pause", "resume", "checkpoint", "evaluate"] as const;
const factors = ["learningRate", "priorWeight"] as const;

/** Lets pages control the trainings. */
export function serveTrainings(comms: Comms, trainings: Trainings): void {
  const all = (data: CommData) => {
    for (const comm of comms.list(trainingTarget)) comm.send(data);
  };
  const list = (comm: Comm, mark: CommData) =>
    comm.send({ trainings: trainings.list().map(described), ...mark });
  const feed = new TrainingFeed(trainings);
  const target: CommTarget = {
    opened: (comm) => list(comm, {}),
    message(comm, { request, ...asked }) {
      const mark = request === undefined ? {} : { request };
      if (asked.trainings === true) list(comm, mark);
      else if (asked.subscribe === true) feed.subscribe(comm);
      else void answer(trainings, asked, comm, mark);
    },
    closed: (comm) => feed.unsubscribe(comm),
  };
  const answer = async (known: Trainings, asked: CommData, asker: Comm, mark: CommData) => {
    try {
      const { run, controls } = trainingOf(known.list(), asked.run);
      const echo = { run, ...(await apply(controls, asked)) };
      for (const comm of comms.list(trainingTarget)) comm.send({ echo, ...(comm === asker ? mark : {}) });
    } catch (error) {
      if (!(error instanceof FriedelError)) throw error;
      asker.send({ error: error.message, ...mark });
    }
  };
  comms.register(trainingTarget, target);
  trainings.watch((training, state) =>
    all(state === "started" ? { started: described(training) } : { ended: { run: training.run } }),
  );
}

function described({ run, kind, steps, folder }: ActiveTraining): CommData {
  return { run, kind, steps, ...(folder === undefined ? {} : { folder }) };
}

function trainingOf(active: readonly ActiveTraining[], run: unknown): ActiveTraining {
  const names = active.map((training) => training.run).join(", ");
  if (active.length === 0) throw new InputError("control of a training: none is under way");
  if (run === undefined) {
    if (active.length === 1) return active[0];
    throw new InputError(`control of a training: got no run, expected one of ${names}`);
  }
  const found = active.find((training) => training.run === run);
  if (found === undefined)
    throw new InputError(`control of a training: got run ${JSON.stringify(run)}, expected one of ${names}`);
  return found;
}

/** Asks for what a message says; resolves when it is applied, or the training has ended. */
async function apply(controls: TrainingControls, asked: CommData): Promise<ControlEcho> {
  const names = Object.keys(asked).filter((name) => name !== "run");
  const button = buttons.find((name) => names.length === 1 && name === names[0] && asked[name] === true);
  if (button !== undefined) return controls[button]();
  const known: readonly string[] = factors;
  const set: Record<string, number> = {};
  for (const name of names) {
    const value = asked[name];
    if (!known.includes(name) || typeof value !== "number") throw notAControl(asked);
    set[name] = value;
  }
  if (names.length === 0) throw notAControl(asked);
  return controls.set(set);
}

function notAControl(asked: CommData): InputError {
  const { run: _, ...rest } = asked;
  const got = JSON.stringify(rest).slice(0, 100);
  return new InputError(
    `control of a training: got ${got}, expected one of ${buttons.join(", ")}: true, or numbers for ${factors.join(", ")}`,
  );
}

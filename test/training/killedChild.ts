/**
 * The process that killed.test.ts kills: trains the toy into the folder FOLDER, and at the moment MOMENT writes a word to
 * its output and then does nothing more, so that it is killed just there. Bundled to plain JavaScript by the test.
 */
import { writeSync } from "node:fs";
import * as files from "node:fs/promises";
import { type FolderCalls, folderStore } from "../../lib/node/folderStore.js";
import { train } from "../../lib/training/index.js";
import { KilledToy, killedOptions, type Moment } from "./killedRun.js";

const { FOLDER = "", MOMENT = "" } = process.env;
const moment: Moment | undefined = MOMENT === "" ? undefined : JSON.parse(MOMENT);
const left = { count: moment?.count ?? 0 };

/** Whether the moment has come. */
function isNow(kind: Moment["kind"]): boolean {
  return moment?.kind === kind && --left.count === 0;
}

/** Tells the parent, and waits to be killed. */
function waitForDeath(): never {
  writeSync(1, "now\n");
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** The file system, which can be caught in the middle of things. */
const calls: FolderCalls = {
  ...files,
  async open(...given: Parameters<typeof files.open>) {
    const handle = await files.open(...given);
    const path = String(given[0]);
    if (path.includes("step-") && isNow("in a checkpoint's bytes"))
      handle.writeFile = async (data) => {
        const bytes = data as Uint8Array;
        await handle.write(bytes, 0, bytes.length >> 1);
        return waitForDeath();
      };
    if (path.endsWith("history.jsonl"))
      handle.appendFile = async (data) => {
        const text = String(data);
        const caught = text.length > 1000 && isNow("in a line of the history");
        await handle.writeFile(caught ? text.slice(0, text.length - 25) : text);
        if (caught) waitForDeath();
      };
    return handle;
  },
  async rename(...given: Parameters<typeof files.rename>) {
    const checkpoint = String(given[1]).includes("step-");
    if (checkpoint && isNow("before a checkpoint's rename")) waitForDeath();
    await files.rename(...given);
    if (checkpoint && isNow("after a checkpoint's rename")) waitForDeath();
  },
};

class DyingToy extends KilledToy {
  override step(...given: Parameters<KilledToy["step"]>) {
    const terms = super.step(...given);
    if (isNow("after a step")) waitForDeath();
    return terms;
  }
}

const toy = new DyingToy();
train(toy, {
  ...killedOptions,
  controls: toy.controls,
  store: folderStore(FOLDER, calls),
  resume: true,
}).then(({ state }) => writeSync(1, `${state}\n`));

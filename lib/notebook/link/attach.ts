/**
 * Attaches the link to the tslab of this process: once, to the one version whose insides it knows. On `import "friedel"`
 * in a stock tslab kernel that happens in the midst of a cell, which is then taken over as it runs.
 */
import { createRequire } from "node:module";
import { activeTrainings, watchTrainings } from "../../training/activeTrainings.js";
import type { LoadedTslab } from "./findTslab.js";
import { NotebookLink, neverLose } from "./link.js";
import { linkedVersion, type TslabSocket, type WriteDisplayData } from "./tslabTypes.js";
import { parentOf } from "./wireMessage.js";

/**
 * On the prototype of `ZmqServer`: the link, or null where the version was refused. Another copy of Friedel may find it
 * there, so that `trainings.add` must stay as it is from version to version.
 */
const mark = Symbol.for("friedel.notebookLink");

/**
 * The link to a copy of tslab, attached if need be; undefined for a version that it does not know, which a warning says
 * the first time.
 */
export function attachLink(
  tslab: LoadedTslab,
  warn: (sentence: string) => void = console.warn,
): NotebookLink | undefined {
  const { prototype } = tslab.jupyter.ZmqServer;
  const before: NotebookLink | null | undefined = Reflect.get(prototype, mark);
  if (before === null) return undefined;
  const link = before ?? newLink(tslab, warn);
  if (before === undefined) Object.defineProperty(prototype, mark, { value: link ?? null });
  link?.trainings.add({ activeTrainings, watchTrainings });
  return link;
}

function newLink(
  { jupyter, file, version }: LoadedTslab,
  warn: (sentence: string) => void,
): NotebookLink | undefined {
  if (version !== linkedVersion) {
    warn(
      `friedel: got tslab ${version}, expected ${linkedVersion}: in this kernel an interrupt and a page's buttons do not ` +
        `reach a training, and long outputs may be lost; npm install tslab@${linkedVersion} mends it`,
    );
    return undefined;
  }
  const link = new NotebookLink();
  link.patch(jupyter.ZmqServer.prototype, jupyter.JupyterHandlerImpl.prototype);
  const write = jupyter.lastWriteDisplayData;
  if (write !== null) {
    takeOverCell(link, file, write);
    jupyter.lastWriteDisplayData = link.afterText(write);
  }
  return link;
}

/**
 * Takes over the cell that runs now: its socket, which is seen when its display writer sends, the message that started
 * it, which what is sent names as its parent, and its streams.
 */
function takeOverCell(link: NotebookLink, file: string, write: WriteDisplayData): void {
  const sent = captureSend(file, () => write({ data: {}, metadata: {}, transient: {} }, false));
  if (sent !== undefined) {
    neverLose(sent.socket);
    const header = parentOf(sent.frames);
    if (header !== undefined) link.cells.adopt(header);
  }
  for (const name of ["stdout", "stderr"] as const) {
    const stream = process[name];
    const print = stream.write.bind(stream);
    stream.write = link.streams.writer(name, (_, text) => void print(text));
  }
}

type Frames = readonly (string | Uint8Array)[];

/** What is sent on a published socket while `call` runs; it is sent nowhere. */
function captureSend(file: string, call: () => void): { socket: TslabSocket; frames: Frames } | undefined {
  const { Publisher } = createRequire(file)("zeromq") as { Publisher: { prototype: TslabSocket } };
  let captured: { socket: TslabSocket; frames: Frames } | undefined;
  const own = Object.getOwnPropertyDescriptor(Publisher.prototype, "send");
  const send = async function (this: TslabSocket, frames: Frames) {
    captured = { socket: this, frames };
  };
  Object.defineProperty(Publisher.prototype, "send", { value: send, configurable: true });
  try {
    call();
  } finally {
    if (own === undefined) Reflect.deleteProperty(Publisher.prototype, "send");
    else Object.defineProperty(Publisher.prototype, "send", own);
  }
  return captured;
}

/**
 * The link to a tslab kernel: what tslab 1.0.22 lacks, laid over the prototypes of its `ZmqServer` and
 * `JupyterHandlerImpl`. Comms, interrupts that stop a training, output that is gathered and never lost, and a status that
 * says "busy" as long as a cell runs or waits.
 *
 * zeromq.js refuses (EBUSY) to send more than 512 messages in one turn of the event loop unless the send timeout is 0, and
 * ZeroMQ drops what a slow page has not taken beyond 1,000 messages unless its high-water mark is 0. With both options a
 * send is handed over at once, in order, and kept for as long as it takes.
 */
import { Cells } from "./cells.js";
import { Comms, type Publish } from "./comms.js";
import { interrupt, stopAbandoned, takeInterrupts } from "./interrupts.js";
import { StreamOutput } from "./streamOutput.js";
import { serveTrainings } from "./trainingComms.js";
import { Trainings } from "./trainings.js";
import type {
  MessageHeader,
  ReceivedMessage,
  StreamName,
  TslabHandler,
  TslabServer,
  TslabSocket,
  WriteDisplayData,
} from "./tslabTypes.js";
import { readWireMessage, wireFrames, wireType } from "./wireMessage.js";

/** The messages that tslab does not know. */
const ours: ReadonlySet<string> = new Set(["comm_open", "comm_msg", "comm_close", "interrupt_request"]);

/** The link of one kernel. */
export class NotebookLink {
  readonly streams: StreamOutput = new StreamOutput();
  readonly cells: Cells = new Cells();
  readonly trainings: Trainings = new Trainings();
  readonly comms: Comms;
  private server: TslabServer | undefined;
  /** The last message that came in: the parent of what nobody asked for. */
  private latest: MessageHeader | undefined;

  constructor() {
    const publish: Publish = (type, content) => this.publish(type, content);
    this.comms = new Comms(publish);
    serveTrainings(this.comms, this.trainings);
    stopAbandoned(this.cells, this.trainings);
  }

  /** Lays the link over the two prototypes. */
  patch(server: TslabServer, handler: TslabHandler): void {
    patchServer(this, server);
    patchHandler(this, handler);
    takeInterrupts((abandon) => interrupt(this, abandon, (line) => void process.stderr.write(line)));
    process.on("exit", () => this.streams.flush());
  }

  /** A writer of display data before which the text that was printed goes out. */
  afterText(write: WriteDisplayData): WriteDisplayData {
    return (content, update) => {
      this.streams.flush();
      write(content, update);
    };
  }

  /** The server whose messages come in. */
  serve(server: TslabServer): void {
    if (this.server === server) return;
    this.server = server;
    neverLose(server.iopub);
  }

  /** Publishes a status, and "busy" again where another cell runs or waits. */
  status(state: "busy" | "idle", { header }: Pick<ReceivedMessage, "header">): void {
    if (state === "idle") this.cells.end(header);
    this.publish("status", { execution_state: state }, header);
    const { busyWith } = this.cells;
    if (state === "idle" && busyWith !== undefined)
      this.publish("status", { execution_state: "busy" }, busyWith.header);
  }

  /** Does what a message asks that tslab does not know. @returns whether it was one */
  handled(server: TslabServer, socket: TslabSocket, frames: readonly Uint8Array[]): boolean {
    const type = wireType(frames);
    if (type === undefined || !ours.has(type)) return false;
    const message = readWireMessage(server.connInfo.key, frames);
    if (message === undefined) return true;
    this.latest = message.header;
    this.status("busy", message);
    if (type === "interrupt_request") {
      this.reply(socket, message, "interrupt_reply", { status: "ok" });
      process.emit("SIGINT");
    } else this.comms.receive(type, message.content);
    this.status("idle", message);
    return true;
  }

  /** Answers a message on the socket it came from. */
  reply(socket: TslabSocket, message: ReceivedMessage, type: string, content: object): void {
    if (this.server === undefined) return;
    const parts = { type, content, parent: message.header };
    void socket.send(wireFrames(this.server.connInfo.key, message.identity, parts));
  }

  /** Before the first message there is no server to publish by, and no page that could have asked. */
  private publish(type: string, content: object, parent = this.cells.running?.header ?? this.latest): void {
    if (this.server === undefined || parent === undefined) return;
    this.streams.flush();
    const { connInfo, iopub } = this.server;
    void iopub.send(wireFrames(connInfo.key, [type], { type, content, parent }));
  }
}

/** Lets a socket take any number of messages at once, and keep them for a page that is slow. */
export function neverLose(socket: TslabSocket): void {
  socket.sendTimeout = 0;
  socket.sendHighWaterMark = 0;
}

function patchServer(link: NotebookLink, server: TslabServer): void {
  const { handleShellMessage, handleExecute } = server;
  server.handleShellMessage = async function (this: TslabServer, socket, ...frames) {
    link.serve(this);
    if (!link.handled(this, socket, frames)) await handleShellMessage.call(this, socket, ...frames);
  };
  server.handleExecute = function (this: TslabServer, socket, message) {
    link.cells.arrive(message);
    return handleExecute.call(this, socket, message);
  };
  server.publishStatus = function (this: TslabServer, state, message) {
    link.serve(this);
    link.status(state, message);
  };
  server.handleCommInfoRequest = (socket, message) => {
    const { target_name: target } = message.content;
    const open = link.comms.list(typeof target === "string" ? target : undefined);
    const comms = Object.fromEntries(open.map((comm) => [comm.id, { target_name: comm.target }]));
    link.reply(socket, message, "comm_info_reply", { status: "ok", comms });
  };
}

function patchHandler(link: NotebookLink, handler: TslabHandler): void {
  const { handleExecuteImpl } = handler;
  handler.handleExecuteImpl = function (this: TslabHandler, request, writeStream, writeDisplayData) {
    const display = link.afterText(writeDisplayData);
    link.streams.begin();
    return link.cells.run(request, () => handleExecuteImpl.call(this, request, writeStream, display));
  };
  handler.createWriteToIopub = (name: StreamName, write) => link.streams.writer(name, write);
}

/** The parts of tslab's dist/jupyter.js that the link patches, with the control flow of tslab 1.0.22, and no sockets. */
import type {
  ReceivedMessage,
  StreamName,
  StreamWrite,
  TslabSocket,
  WriteDisplayData,
  WriteStream,
} from "../../../lib/notebook/link/tslabTypes.js";
import { readWireMessage, wireFrames } from "../../../lib/notebook/link/wireMessage.js";

type Frames = readonly (string | Uint8Array)[];

/** A socket that keeps what it is given, by type of message. */
export class FakeSocket implements TslabSocket {
  sendTimeout = -1;
  sendHighWaterMark = 1000;
  readonly sent: { type: string; content: unknown; parent: string }[] = [];

  async send(frames: Frames): Promise<void> {
    const bytes = frames.map((frame) => Buffer.from(frame));
    const message = readWireMessage("key", bytes);
    const parent = JSON.parse(String(bytes.at(-3)));
    this.sent.push({
      type: message?.header.msg_type ?? "",
      content: message?.content,
      parent: parent.msg_id,
    });
  }
}

/** A message of a page, and its frames. */
export function pageMessage(type: string, content: object) {
  const header = { msg_id: "none", msg_type: type, session: "s", username: "u" };
  const frames = wireFrames("key", ["page"], { type, content, parent: header });
  const message = readWireMessage(
    "key",
    frames.map((frame) => Buffer.from(frame)),
  );
  if (message === undefined) throw new Error("no message");
  return { id: message.header.msg_id, message, frames: frames.map((frame) => Buffer.from(frame)) };
}

/** The module. `code` is what a cell does. */
export function fakeJupyter() {
  class ZmqServer {
    readonly connInfo = { key: "key" };
    readonly iopub: FakeSocket = new FakeSocket();
    readonly unknown: string[] = [];
    constructor(readonly handler: JupyterHandlerImpl) {}

    publishStatus(_state: "busy" | "idle", _parent: ReceivedMessage): void {
      throw new Error("tslab's own");
    }
    async handleShellMessage(socket: TslabSocket, ...frames: Uint8Array[]): Promise<void> {
      const message = readWireMessage("key", frames);
      if (message === undefined) throw new Error("invalid hmac");
      this.publishStatus("busy", message);
      if (message.header.msg_type === "execute_request") await this.handleExecute(socket, message);
      else if (message.header.msg_type === "comm_info_request") this.handleCommInfoRequest(socket, message);
      else this.unknown.push(message.header.msg_type);
      this.publishStatus("idle", message);
    }
    async handleExecute(_socket: TslabSocket, message: ReceivedMessage): Promise<void> {
      const send = (type: string, content: object) =>
        this.iopub.send(wireFrames("key", [], { type, content, parent: message.header }));
      await this.handler.handleExecute(
        message.content,
        (name, text) => void send("stream", { name, text }),
        (content, update) => void send(update ? "update_display_data" : "display_data", content),
      );
    }
    handleCommInfoRequest(_socket: TslabSocket, _message: ReceivedMessage): void {
      throw new Error("tslab's own");
    }
  }

  class JupyterHandlerImpl {
    private queue: Promise<unknown> = Promise.resolve();
    constructor(
      readonly code: (name: unknown, print: (text: string) => void, show: WriteDisplayData) => unknown,
    ) {}

    handleExecute(request: object, write: WriteStream, show: WriteDisplayData): Promise<unknown> {
      this.queue = this.queue.then(() => this.handleExecuteImpl(request, write, show));
      return this.queue;
    }
    async handleExecuteImpl(request: object, write: WriteStream, show: WriteDisplayData): Promise<unknown> {
      module.lastWriteDisplayData = show;
      const print = this.createWriteToIopub("stdout", write);
      return await this.code(Reflect.get(request, "code"), print, show);
    }
    createWriteToIopub(name: StreamName, write: WriteStream): StreamWrite {
      return (text) => {
        write(name, String(text));
        return true;
      };
    }
  }

  const module = { lastWriteDisplayData: null as WriteDisplayData | null, ZmqServer, JupyterHandlerImpl };
  return module;
}

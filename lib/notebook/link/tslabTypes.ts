/** The parts of tslab 1.0.22 that the link takes hold of, all of its module `dist/jupyter.js`. */

/** The version whose insides these are. */
export const linkedVersion = "1.0.22";

/** A ZeroMQ socket that sends (zeromq.js 6). */
export interface TslabSocket {
  /** In milliseconds; with 0 a send is done at once, or not at all. */
  sendTimeout: number;
  /** Messages kept for a receiver that is slow, before more of them are dropped; 0: any number. */
  sendHighWaterMark: number;
  send(frames: readonly (string | Uint8Array)[]): Promise<void>;
}

/** The header of a message of the Jupyter protocol. */
export interface MessageHeader {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly version?: string;
  readonly date?: string;
}

/** A message as tslab parsed it, or as we did. */
export interface ReceivedMessage {
  /** The sockets it came through: a reply finds its way back by them. */
  readonly identity: readonly Uint8Array[];
  readonly header: MessageHeader;
  readonly content: Readonly<Record<string, unknown>>;
}

export type StreamName = "stdout" | "stderr";
export type WriteStream = (name: StreamName, text: string) => void;
export type WriteDisplayData = (content: object, update: boolean) => void;

/** `ZmqServer`: the kernel's sockets. */
export interface TslabServer {
  readonly connInfo: { readonly key: string };
  readonly iopub: TslabSocket;
  publishStatus(status: "busy" | "idle", parent: ReceivedMessage): void;
  handleShellMessage(socket: TslabSocket, ...frames: Uint8Array[]): Promise<void>;
  handleExecute(socket: TslabSocket, message: ReceivedMessage): Promise<void>;
  handleCommInfoRequest(socket: TslabSocket, message: ReceivedMessage): void;
}

/** `JupyterHandlerImpl`: what a request does. */
export interface TslabHandler {
  handleExecuteImpl(
    request: object,
    writeStream: WriteStream,
    writeDisplayData: WriteDisplayData,
  ): Promise<unknown>;
  createWriteToIopub(name: StreamName, write: WriteStream): StreamWrite;
}

/** What takes the place of `process.stdout.write`. */
export type StreamWrite = (
  chunk: string | Uint8Array,
  encodingOrDone?: unknown,
  done?: (error?: Error | null) => void,
) => boolean;

/** The module itself. */
export interface TslabJupyter {
  /** Of the last cell that was started; null before the first. */
  lastWriteDisplayData: WriteDisplayData | null;
  readonly ZmqServer: { readonly prototype: TslabServer };
  readonly JupyterHandlerImpl: { readonly prototype: TslabHandler };
}

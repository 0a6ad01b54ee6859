/**
 * Messages of the Jupyter protocol 5.3 as ZeroMQ carries them: the sockets they came through, "<IDS|MSG>", a signature,
 * and as JSON the header, the header of the message answered, metadata and content. The signature is the HMAC-SHA256 of
 * the four by the connection's key, in hexadecimal (jupyter-client's documentation, "The wire protocol").
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { MessageHeader, ReceivedMessage } from "./tslabTypes.js";

const delimiter = Buffer.from("<IDS|MSG>");

/** What a message says, for {@link wireFrames}. */
export interface MessageParts {
  readonly type: string;
  readonly content: object;
  /** The message that this one answers or comes of. */
  readonly parent: MessageHeader;
}

/** The frames of a message. @param identity of the receiver, or the topic of a published message */
export function wireFrames(
  key: string,
  identity: readonly (string | Uint8Array)[],
  { type, content, parent }: MessageParts,
): (string | Uint8Array)[] {
  const header: MessageHeader = {
    msg_id: randomUUID(),
    msg_type: type,
    session: parent.session,
    username: parent.username,
    date: new Date().toISOString(),
    version: "5.3",
  };
  const parts = [header, parent, {}, content].map((part) => JSON.stringify(part));
  return [...identity, delimiter, signature(key, parts), ...parts];
}

/** The type of a message, read from its header alone; undefined where the frames are no message. */
export function wireType(frames: readonly Uint8Array[]): string | undefined {
  const start = frames.findIndex((frame) => delimiter.equals(frame));
  if (start < 0 || frames.length < start + 6) return undefined;
  const header = parsed(frames[start + 2]);
  return typeof header?.msg_type === "string" ? header.msg_type : undefined;
}

/** Reads a message; undefined where it is none, or where its signature is not by the key. */
export function readWireMessage(key: string, frames: readonly Uint8Array[]): ReceivedMessage | undefined {
  const start = frames.findIndex((frame) => delimiter.equals(frame));
  if (start < 0 || frames.length < start + 6) return undefined;
  const parts = frames.slice(start + 2);
  const expected = Buffer.from(signature(key, parts));
  const given = frames[start + 1];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const header = parsed(parts[0]);
  const content = parsed(parts[3]);
  if (header === undefined || content === undefined) return undefined;
  return { identity: frames.slice(0, start), header: header as unknown as MessageHeader, content };
}

/** The header of the message that these frames answer. */
export function parentOf(frames: readonly (string | Uint8Array)[]): MessageHeader | undefined {
  const start = frames.findIndex((frame) => typeof frame !== "string" && delimiter.equals(frame));
  const header = start < 0 ? undefined : parsed(frames[start + 3]);
  return header === undefined ? undefined : (header as unknown as MessageHeader);
}

function signature(key: string, parts: readonly (string | Uint8Array)[]): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

function parsed(frame: string | Uint8Array | undefined): Record<string, unknown> | undefined {
  if (frame === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(
      typeof frame === "string" ? frame : Buffer.from(frame).toString("utf8"),
    );
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

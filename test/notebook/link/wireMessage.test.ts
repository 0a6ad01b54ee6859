/** Oracle: jupyter_client 8.10.0's own Session.sign of the frames that are written out here. */
import { expect, test } from "vitest";
import { parentOf, readWireMessage, wireFrames, wireType } from "../../../lib/notebook/link/wireMessage.js";

const header = {
  msg_id: "1",
  msg_type: "comm_msg",
  username: "u",
  session: "s",
  date: "2026-01-01T00:00:00Z",
  version: "5.3",
};
const frames = [
  "one",
  "two",
  "<IDS|MSG>",
  "SIGNATURE",
  JSON.stringify(header),
  "{}",
  "{}",
  '{"comm_id":"c","data":{"é":1}}',
];
/** jupyter_client.session.Session(key=b"key").sign([header, b"{}", b"{}", content]) of the frames above. */
const signature = "5c1b04c3d0f78f38c624dfbd6de6d52e54c1ab78b609d91ffae512bb74bfe58c";
const bytes = (texts: readonly (string | Uint8Array)[]) => texts.map((text) => Buffer.from(text));

test("reads a message that jupyter_client signed, and the sockets it came through", () => {
  const signed = bytes(frames.map((frame) => (frame === "SIGNATURE" ? signature : frame)));
  expect(wireType(signed)).toBe("comm_msg");
  expect(readWireMessage("key", signed)).toEqual({
    identity: bytes(["one", "two"]),
    header,
    content: { comm_id: "c", data: { é: 1 } },
  });
  expect(readWireMessage("another key", signed)).toBeUndefined();
  expect(readWireMessage("key", bytes(frames))).toBeUndefined();
});

test("what is written is read back, and names the message it answers", () => {
  const written = wireFrames("key", ["topic"], { type: "status", content: { a: [1] }, parent: header });
  const message = readWireMessage("key", bytes(written));
  expect(message?.identity).toEqual(bytes(["topic"]));
  expect(message?.content).toEqual({ a: [1] });
  expect(message?.header).toMatchObject({ msg_type: "status", session: "s", username: "u", version: "5.3" });
  expect(parentOf(written)).toEqual(header);
  const again = wireFrames("key", [], { type: "status", content: {}, parent: header });
  expect(readWireMessage("key", bytes(again))?.header.msg_id).not.toBe(message?.header.msg_id);
});

test("what is no message is none", () => {
  for (const wrong of [
    [],
    ["a"],
    frames.slice(0, 7),
    [...frames.slice(0, 4), "{", ...frames.slice(5)],
    [...frames.slice(0, 4), "null", ...frames.slice(5)],
  ]) {
    expect(wireType(bytes(wrong))).toBeUndefined();
    expect(readWireMessage("key", bytes(wrong))).toBeUndefined();
  }
  expect(parentOf(["a", "b"])).toBeUndefined();
});

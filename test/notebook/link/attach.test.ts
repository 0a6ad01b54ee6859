import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { attachLink } from "../../../lib/notebook/link/attach.js";
import { notebookComms } from "../../../lib/notebook/link/index.js";
import { FakeSocket, fakeJupyter, pageMessage } from "./fakeTslab.js";

const folder = mkdtempSync(join(tmpdir(), "friedel attach "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "tslab", "dist", "jupyter.js");
mkdirSync(join(folder, "node_modules", "zeromq"), { recursive: true });
writeFileSync(
  join(folder, "node_modules", "zeromq", "index.js"),
  "class Publisher { send() { throw new Error('sent'); } }; exports.Publisher = Publisher;",
);
const { Publisher } = createRequire(file)("zeromq");

test("outside a kernel there is no link, and nothing is patched", () => {
  const write = process.stdout.write;
  expect(notebookComms()).toBeUndefined();
  expect(process.stdout.write).toBe(write);
});

test("before the first cell the link is laid over the prototypes, once", () => {
  const jupyter = fakeJupyter();
  const link = attachLink({ jupyter, file, version: "1.0.22" });
  const { handleShellMessage } = jupyter.ZmqServer.prototype;
  expect(link).toBeDefined();
  expect(attachLink({ jupyter, file, version: "1.0.22" })).toBe(link);
  expect(jupyter.ZmqServer.prototype.handleShellMessage).toBe(handleShellMessage);
});

test("another version is left alone, and a sentence says so once", () => {
  const jupyter = fakeJupyter();
  const { handleShellMessage } = jupyter.ZmqServer.prototype;
  const warned: string[] = [];
  for (let i = 0; i < 2; i++)
    expect(attachLink({ jupyter, file, version: "1.0.23" }, (line) => warned.push(line))).toBeUndefined();
  expect(warned).toEqual([
    expect.stringMatching(
      /^friedel: got tslab 1\.0\.23, expected 1\.0\.22: .*npm install tslab@1\.0\.22 mends it$/,
    ),
  ]);
  expect(jupyter.ZmqServer.prototype.handleShellMessage).toBe(handleShellMessage);
});

test("in the midst of a cell it is taken over: socket, status, streams and displays; nothing is sent for it", async () => {
  const jupyter = fakeJupyter();
  const streams = (["stdout", "stderr"] as const).map(
    (name) => [process[name], process[name].write] as const,
  );
  let link: ReturnType<typeof attachLink>;
  const { send } = Publisher.prototype;
  const sent: unknown[] = [];
  const server = new jupyter.ZmqServer(
    new jupyter.JupyterHandlerImpl(() => {
      process.stdout.write = (text) => sent.push(text) > 0;
      link = attachLink({ jupyter, file, version: "1.0.22" });
      expect(link?.cells.running?.header.msg_id).toBe(id);
      for (const text of ["a", "b", "c"]) process.stdout.write(text);
      jupyter.lastWriteDisplayData?.({ shown: true }, false);
    }),
  );
  // the socket of the fake is a plain one until the link asks for what it sends
  const iopub = Object.setPrototypeOf(new FakeSocket(), Publisher.prototype);
  Reflect.set(server, "iopub", iopub);
  Object.defineProperty(server, "publishStatus", { value: () => {}, configurable: true });
  Publisher.prototype.send = (frames: readonly unknown[]) =>
    FakeSocket.prototype.send.call(iopub, frames as string[]);
  const { id, frames } = pageMessage("execute_request", { code: "" });
  try {
    await server.handleShellMessage(new FakeSocket(), ...frames);
  } finally {
    for (const [stream, write] of streams) stream.write = write;
    Publisher.prototype.send = send;
  }
  expect([iopub.sendTimeout, iopub.sendHighWaterMark]).toEqual([0, 0]);
  expect(sent).toEqual(["a", "b", "c"]);
  expect(iopub.sent.map(({ type, content }: FakeSocket["sent"][0]) => [type, content])).toEqual([
    ["display_data", { shown: true }],
  ]);
  Reflect.deleteProperty(server, "publishStatus");
  link?.status("idle", { header: { msg_id: id, msg_type: "execute_request", session: "s", username: "u" } });
  expect(link?.cells.running).toBeUndefined();
});

/** The link over a tslab without sockets; over a real kernel it is in test/notebooks/link.test.ts. */
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { NotebookLink } from "../../../lib/notebook/link/link.js";
import { FakeSocket, fakeJupyter, pageMessage } from "./fakeTslab.js";

type Code = ConstructorParameters<ReturnType<typeof fakeJupyter>["JupyterHandlerImpl"]>[0];

function made(code: Code = () => {}) {
  const jupyter = fakeJupyter();
  const link = new NotebookLink();
  link.patch(jupyter.ZmqServer.prototype, jupyter.JupyterHandlerImpl.prototype);
  const server = new jupyter.ZmqServer(new jupyter.JupyterHandlerImpl(code));
  const shell = new FakeSocket();
  const receive = (type: string, content: object) => {
    const { id, frames } = pageMessage(type, content);
    return { id, done: server.handleShellMessage(shell, ...frames) };
  };
  const states = () =>
    server.iopub.sent
      .filter(({ type }) => type === "status")
      .map(({ content, parent }) => [Reflect.get(Object(content), "execution_state"), parent]);
  return { link, server, shell, receive, states, published: server.iopub.sent };
}

test("the socket of the first message keeps and sends any number of messages", async () => {
  const { server, receive } = made();
  await receive("execute_request", { code: "1" }).done;
  expect([server.iopub.sendTimeout, server.iopub.sendHighWaterMark]).toEqual([0, 0]);
});

test("the kernel is busy again after any answer while a cell runs, and while one waits", async () => {
  let finish = () => {};
  const { receive, states } = made(async (name) => {
    if (name === "first") await new Promise<void>((done) => (finish = done));
  });
  const first = receive("execute_request", { code: "first" });
  const second = receive("execute_request", { code: "second" });
  await turn();
  const other = receive("is_complete_request", {});
  await other.done;
  finish();
  await Promise.all([first.done, second.done]);
  expect(states()).toEqual([
    ["busy", first.id],
    ["busy", second.id],
    ["busy", other.id],
    ["idle", other.id],
    ["busy", first.id],
    ["idle", first.id],
    ["busy", second.id],
    ["idle", second.id],
  ]);
});

test("text goes before a display and before the end of its cell", async () => {
  const { receive, published } = made((_, print, show) => {
    for (const text of "abcdefghijklmnopqrst") print(text);
    show({ data: {} }, false);
    print("u");
  });
  await receive("execute_request", { code: "" }).done;
  const kinds = published.map(({ type, content }) =>
    type === "stream" ? Reflect.get(Object(content), "text") : type,
  );
  expect(kinds).toEqual(["status", ..."abcdefghijklmnop", "qrst", "display_data", "u", "status"]);
});

test("comm messages are taken from tslab, answered, and listed", async () => {
  const { link, server, shell, receive, published, states } = made();
  link.comms.register("echo", { message: (comm, data) => comm.send(data) });
  await receive("comm_open", { comm_id: "a", target_name: "echo", data: {} }).done;
  const sent = receive("comm_msg", { comm_id: "a", data: { x: 1 } });
  await sent.done;
  await receive("comm_info_request", { target_name: "another" }).done;
  await receive("comm_info_request", {}).done;
  expect(server.unknown).toEqual([]);
  expect(published.filter(({ type }) => type === "comm_msg")).toEqual([
    { type: "comm_msg", content: { comm_id: "a", data: { x: 1 } }, parent: sent.id },
  ]);
  expect(shell.sent.map(({ type, content }) => [type, content])).toEqual([
    ["comm_info_reply", { status: "ok", comms: {} }],
    ["comm_info_reply", { status: "ok", comms: { a: { target_name: "echo" } } }],
  ]);
  expect(states().map(([state]) => state)).toEqual(Array(4).fill(["busy", "idle"]).flat());
});

test("a message of ours with a wrong signature is not obeyed, and what is no message is left to tslab", async () => {
  const { link, server, shell, published } = made();
  const opened: string[] = [];
  link.comms.register("echo", { opened: (comm) => opened.push(comm.id), message: () => {} });
  const { frames } = pageMessage("comm_open", { comm_id: "a", target_name: "echo" });
  await server.handleShellMessage(shell, ...frames.slice(0, -1), Buffer.from('{"comm_id":"b"}'));
  expect([opened, published]).toEqual([[], []]);
  await expect(server.handleShellMessage(shell, Buffer.from("x"))).rejects.toThrow("invalid hmac");
});

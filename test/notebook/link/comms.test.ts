import { expect, test } from "vitest";
import { type Comm, Comms, mostOpen } from "../../../lib/notebook/link/comms.js";

function made() {
  const published: unknown[] = [];
  const comms = new Comms((type, content) => published.push([type, content]));
  const seen: unknown[] = [];
  const kept: Comm[] = [];
  comms.register("echo", {
    opened: (comm, data) => {
      kept.push(comm);
      seen.push(["opened", comm.id, data]);
    },
    message: (comm, data) => {
      seen.push(["message", comm.id, data]);
      comm.send({ back: data });
    },
    closed: (comm) => seen.push(["closed", comm.id]),
  });
  return { published, comms, seen, kept };
}

test("a page opens, sends, is answered, and closes", () => {
  const { published, comms, seen, kept } = made();
  comms.receive("comm_open", { comm_id: "a", target_name: "echo", data: { x: 1 } });
  comms.receive("comm_msg", { comm_id: "a", data: { y: 2 } });
  expect(comms.list("echo").map(({ id }) => id)).toEqual(["a"]);
  expect(comms.list("another")).toEqual([]);
  comms.receive("comm_close", { comm_id: "a" });
  kept[0].send({ late: true });
  kept[0].close();
  expect(seen).toEqual([
    ["opened", "a", { x: 1 }],
    ["message", "a", { y: 2 }],
    ["closed", "a"],
  ]);
  expect(published).toEqual([["comm_msg", { comm_id: "a", data: { back: { y: 2 } } }]]);
  expect(comms.list()).toEqual([]);
});

test("a target need not care who opens and closes", () => {
  const { published, comms } = made();
  comms.register("plain", { message: (comm, data) => comm.send(data) });
  comms.receive("comm_open", { comm_id: "a", target_name: "plain", data: {} });
  comms.receive("comm_msg", { comm_id: "a", data: { x: 1 } });
  comms.receive("comm_close", { comm_id: "a" });
  expect(published).toEqual([["comm_msg", { comm_id: "a", data: { x: 1 } }]]);
  expect(comms.list()).toEqual([]);
});

test("a target that is not there is answered by a close", () => {
  const { published, comms } = made();
  comms.receive("comm_open", { comm_id: "a", target_name: "jupyter.widget", data: {} });
  expect(published).toEqual([["comm_close", { comm_id: "a", data: {} }]]);
});

test("the kernel opens one, and closes it", () => {
  const { published, comms, seen } = made();
  const comm = comms.openTo("echo", { x: 1 });
  comms.receive("comm_msg", { comm_id: comm.id, data: {} });
  comm.close();
  comm.close();
  expect(published).toEqual([
    ["comm_open", { comm_id: comm.id, target_name: "echo", data: { x: 1 } }],
    ["comm_msg", { comm_id: comm.id, data: { back: {} } }],
    ["comm_close", { comm_id: comm.id, data: {} }],
  ]);
  expect(seen).toEqual([
    ["message", comm.id, {}],
    ["closed", comm.id],
  ]);
});

test("of one target only so many stay open: the oldest make room", () => {
  const { comms } = made();
  for (let i = 0; i < mostOpen + 3; i++) comms.receive("comm_open", { comm_id: `${i}`, target_name: "echo" });
  expect(comms.list("echo").map(({ id }) => id)).toEqual(
    Array.from({ length: mostOpen }, (_, i) => `${i + 3}`),
  );
});

test("nonsense does nothing, and a second open of one id neither", () => {
  const { published, comms, seen } = made();
  for (const type of ["comm_open", "comm_msg", "comm_close"])
    for (const content of [
      {},
      { comm_id: 3 },
      { comm_id: "a" },
      { comm_id: "a", target_name: 7, data: null },
    ])
      comms.receive(type, content);
  expect([published, seen]).toEqual([[], []]);
  comms.receive("comm_open", { comm_id: "a", target_name: "echo", data: "text" });
  comms.receive("comm_open", { comm_id: "a", target_name: "echo", data: {} });
  expect(seen).toEqual([["opened", "a", {}]]);
});

import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Cells } from "../../../lib/notebook/link/cells.js";

const message = (id: string) => ({
  header: { msg_id: id, msg_type: "execute_request", session: "s", username: "u" },
  content: { code: id },
});

test("a cell waits, runs and ends; the kernel is busy with the one that runs, or else the first that waits", () => {
  const cells = new Cells();
  const [first, second] = [message("1"), message("2")];
  cells.arrive(first);
  cells.arrive(second);
  expect(cells.running).toBeUndefined();
  expect(cells.busyWith?.header.msg_id).toBe("1");
  cells.run(first.content, () => expect(cells.running?.header.msg_id).toBe("1"));
  cells.end(message("a completion").header);
  expect(cells.busyWith?.header.msg_id).toBe("1");
  cells.end(first.header);
  expect(cells.running).toBeUndefined();
  expect(cells.busyWith?.header.msg_id).toBe("2");
  cells.end(second.header);
  expect(cells.busyWith).toBeUndefined();
});

test("code knows its cell also after the next one has begun", async () => {
  const cells = new Cells();
  const [first, second] = [message("1"), message("2")];
  cells.arrive(first);
  cells.arrive(second);
  const called = async () => {
    await turn();
    return cells.calling?.header.msg_id;
  };
  const one = cells.run(first.content, called);
  const two = cells.run(second.content, called);
  expect([await one, await two]).toEqual(["1", "2"]);
  expect(cells.running?.header.msg_id).toBe("2");
  expect(cells.calling).toBeUndefined();
});

test("a cell that ran before the link came is taken over by its own code, until it ends", async () => {
  const cells = new Cells();
  const { header } = message("1");
  await (async () => {
    await turn();
    cells.adopt(header);
    expect(cells.busyWith?.header).toBe(header);
    await turn();
    expect(cells.calling?.header).toBe(header);
  })();
  cells.end(header);
  expect(cells.busyWith).toBeUndefined();
});

test("a request that nobody announced is run", () => {
  expect(new Cells().run({}, () => 3)).toBe(3);
});

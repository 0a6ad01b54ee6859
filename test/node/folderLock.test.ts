/** The lock of a run folder: held by the living, not by the dead. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { lockFolder, lockHolder } from "../../lib/node/folderLock.js";

let folder = "";
let lock = "";
let child: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "friedel-lock-"));
  lock = join(folder, "lock");
});
afterEach(() => {
  child?.kill("SIGKILL");
  child = undefined;
  rmSync(folder, { recursive: true });
});

/** A process that lives until it is killed. */
async function living(): Promise<number> {
  child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1e6)"]);
  await new Promise((resolve) => child?.stdout?.once("data", resolve));
  return child.pid ?? 0;
}

function kill(): Promise<void> {
  const ended = new Promise<void>((resolve) => child?.once("exit", () => resolve()));
  child?.kill("SIGKILL");
  return ended;
}

/** The lock of this process, said to be another's. */
async function lockOf(changes: object): Promise<void> {
  const unlock = await lockFolder(folder);
  const own = JSON.parse(readFileSync(lock, "utf8"));
  await unlock();
  writeFileSync(lock, `${JSON.stringify({ ...own, ...changes })}\n`);
}

test("is taken once, told, and given back; nothing else stays", async () => {
  const unlock = await lockFolder(folder);
  expect(await lockHolder(folder)).toBe(`process ${process.pid} on ${hostname()}`);
  await expect(lockFolder(folder)).rejects.toThrow(InputError);
  await expect(lockFolder(folder)).rejects.toThrow(
    `${folder}: got a folder into which this very process trains, expected a free one; stop that training, or choose another folder`,
  );
  expect(readdirSync(folder)).toEqual(["lock"]);
  await unlock();
  expect(readdirSync(folder)).toEqual([]);
  expect(await lockHolder(folder)).toBeUndefined();
});

test("of many that try at once one has it", async () => {
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  expect(tries.filter(({ status }) => status === "fulfilled").length).toBe(1);
});

describe("of another process", () => {
  test("holds while it lives, and no longer", async () => {
    const pid = await living();
    // systems other than Linux say the start of a process in another way: there the number alone must do
    await lockOf({ pid, started: "" });
    expect(await lockHolder(folder)).toBe(`process ${pid} on ${hostname()}`);
    await expect(lockFolder(folder)).rejects.toThrow(
      `got a folder into which process ${pid} trains, expected a free one`,
    );
    await kill();
    expect(await lockHolder(folder)).toBeUndefined();
    const unlock = await lockFolder(folder);
    expect(JSON.parse(readFileSync(lock, "utf8")).pid).toBe(process.pid);
    await unlock();
  });

  test("that is dead does not hold because a later process has its number", async () => {
    const pid = await living();
    await lockOf({ pid, started: "an earlier life" });
    expect(await lockHolder(folder)).toBeUndefined();
    await (await lockFolder(folder))();
  });

  test("on another machine holds, with what to do", async () => {
    await lockOf({ host: "elsewhere", pid: 2 ** 22 + 1 });
    expect(await lockHolder(folder)).toBe(`process ${2 ** 22 + 1} on elsewhere`);
    await expect(lockFolder(folder)).rejects.toThrow(
      /on elsewhere trains, expected a free one; if that process is gone, remove .*lock$/,
    );
    expect(existsSync(lock)).toBe(true);
  });
});

test.each(["", "{", "null", "{}", '{"pid":"1"}', "mine"])(
  "a lock that says %j holds nothing",
  async (text) => {
    writeFileSync(lock, text);
    expect(await lockHolder(folder)).toBeUndefined();
    await (await lockFolder(folder))();
  },
);

test("after a stale lock, too, only one of many has it", async () => {
  for (let round = 0; round < 30; round++) {
    await lockOf({ started: "an earlier life" });
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
    expect(tries.filter(({ status }) => status === "fulfilled").length).toBe(1);
    expect(readdirSync(folder)).toEqual(["lock"]);
    rmSync(lock);
  }
});

test("a process that was killed while it took over a stale lock is in nobody's way", async () => {
  await lockOf({ started: "an earlier life" });
  writeFileSync(`${lock}.takeover`, readFileSync(lock));
  await (await lockFolder(folder))();
  expect(readdirSync(folder)).toEqual([]);
});

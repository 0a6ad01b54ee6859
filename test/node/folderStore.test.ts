/** A run folder on the disk: whole files, whole lines, one sentence where it cannot be. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import * as files from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { type FolderCalls, folderStore } from "../../lib/node/folderStore.js";
import { memoryStore, openRun, train } from "../../lib/training/index.js";
import { Toy } from "../training/toy.js";

let above = "";
let path = "";

beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), "friedel-run-"));
  path = join(above, "new", "run");
});
afterEach(() => rmSync(above, { recursive: true }));

const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);

test("reads what it wrote, as the store in memory does", async () => {
  for (const store of [folderStore(path), memoryStore()]) {
    expect(await store.read("config.json")).toBeUndefined();
    expect(await store.list()).toEqual([]);
    await store.remove("config.json");
    await store.write("checkpoints/a.safetensors", bytes);
    await store.write("config.json", bytes.subarray(0, 5));
    await store.append("history.jsonl", "é\n");
    await store.append("history.jsonl", "", true);
    await store.append("history.jsonl", "2\n", true);
    expect(Buffer.from((await store.read("checkpoints/a.safetensors")) ?? []).equals(bytes)).toBe(true);
    expect(new TextDecoder().decode(await store.read("history.jsonl"))).toBe("é\n2\n");
    expect(await store.list()).toEqual(["checkpoints/a.safetensors", "config.json", "history.jsonl"]);
    await store.remove("checkpoints/a.safetensors");
    expect(await store.list()).toEqual(["config.json", "history.jsonl"]);
  }
});

test("its path is from the root, whatever it was called", () => {
  expect(folderStore(path).path).toBe(path);
  const { name, path: whole } = folderStore("runs/../runs/a/");
  expect([name, whole]).toEqual(["runs/../runs/a/", join(process.cwd(), "runs", "a")]);
  expect(memoryStore().path).toBeUndefined();
});

test("looking makes nothing", async () => {
  const store = folderStore(path);
  await store.list();
  await store.read("x");
  await expect(openRun(store)).rejects.toThrow(`${path}: got no config.json in it`);
  expect(existsSync(join(above, "new"))).toBe(false);
});

test("trains, and opens again", async () => {
  const store = folderStore(path);
  const toy = new Toy();
  await train(toy, { steps: 250, checkpointEvery: 100, store });
  expect(await openRun(folderStore(path))).toMatchObject({ state: "finished", step: 250, kind: "toy" });
  expect(readdirSync(path).sort()).toEqual(["checkpoints", "config.json", "history.jsonl"]);
  expect(readFileSync(join(path, "history.jsonl"), "utf8").split("\n").length).toBe(250 + 3 + 1 + 1);
});

test("who trains into it is told, and a second training refused", async () => {
  const store = folderStore(path);
  const unlock = await store.lock?.();
  expect(await folderStore(path).holder?.()).toMatch(new RegExp(`^process ${process.pid} on `));
  expect(await store.list()).toEqual([]);
  await expect(train(new Toy(), { steps: 5, store: folderStore(path) })).rejects.toThrow(
    `${path}: got a folder into which this very process trains, expected a free one`,
  );
  await unlock?.();
  expect((await train(new Toy(), { steps: 5, store })).step).toBe(5);
});

test("what a killed process was writing is taken away, by whoever trains next, and nothing else is", async () => {
  mkdirSync(join(path, "checkpoints"), { recursive: true });
  for (const name of [
    ".config.json.12-1-x.tmp",
    "lock.12-1-x.tmp",
    "checkpoints/.step-1.12-1-x.tmp",
    "notes.tmp",
  ])
    writeFileSync(join(path, name), "half");
  const store = folderStore(path);
  expect(await store.list()).toEqual([]);
  await (await store.lock?.())?.();
  expect(readdirSync(path).sort()).toEqual(["checkpoints", "notes.tmp"]);
  expect(readdirSync(join(path, "checkpoints"))).toEqual([]);
});

test.each(["../x", "a/b/c", "/x", "", ".x", "a/../x", "a\\b"])("the name %j is refused", async (name) => {
  await expect(folderStore(path).write(name, bytes)).rejects.toThrow(/run folder: got the file name/);
});

describe("one sentence", () => {
  const failing = (code: string): Error => Object.assign(new Error(code), { code });
  const refused = async (action: Promise<unknown>, message: string) => {
    const error = await action.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toHaveProperty("message", message);
  };

  test("where a file stands in the place of the folder", async () => {
    const file = join(above, "file");
    writeFileSync(file, "mine");
    const message = `${file}: got a file, expected a folder for the run; choose another name`;
    const store = folderStore(file);
    await refused(store.write("config.json", bytes), message);
    await refused(store.append("history.jsonl", "x"), message);
    await refused(store.read("config.json"), message);
    await refused(store.list(), message);
    await refused(train(new Toy(), { steps: 5, store }), message);
    const below = folderStore(join(file, "run"));
    await refused(
      below.write("config.json", bytes),
      `${join(file, "run")}: got a file, expected a folder for the run; choose another name`,
    );
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  test("where a folder stands in the place of a file", async () => {
    mkdirSync(join(path, "config.json"), { recursive: true });
    const file = join(path, "config.json");
    await refused(
      folderStore(path).read("config.json"),
      `${file}: got EISDIR when reading, expected a file that can be read`,
    );
    await refused(
      folderStore(path).write("config.json", bytes),
      `${file}: got a folder, expected the name of a file to write`,
    );
  });

  // root may write everywhere, so the system's answer is put in
  test.each([
    ["EACCES", "got no permission to write there, expected a folder that you may write to"],
    ["EROFS", "got a read-only disk, expected one that can be written to"],
    ["ENOSPC", "got a full disk, expected room for the file; free some space"],
  ])("where the folder cannot be made: %s", async (code, message) => {
    const calls: FolderCalls = { ...files, mkdir: (): Promise<never> => Promise.reject(failing(code)) };
    await refused(folderStore(path, calls).write("config.json", bytes), `${path}: ${message}`);
    await refused(train(new Toy(), { steps: 5, store: folderStore(path, calls) }), `${path}: ${message}`);
  });

  /** The file system, in which files of a name have room for half of what is written, once there are so many of them. */
  function fullDisk(name: string, room: number): FolderCalls {
    let opened = 0;
    return {
      ...files,
      open: async (...given: Parameters<typeof files.open>) => {
        const handle = await files.open(...given);
        if (!String(given[0]).includes(name) || ++opened <= room) return handle;
        const write = handle.writeFile.bind(handle);
        const half = async (data: unknown) => {
          const whole = Buffer.from(data as Uint8Array);
          await write(whole.subarray(0, whole.length >> 1));
          throw failing("ENOSPC");
        };
        handle.writeFile = half;
        handle.appendFile = half;
        return handle;
      },
    };
  }

  test("a full disk in a checkpoint: the older one stands, and the run is resumed to the same bits", async () => {
    const options = { steps: 500, checkpointEvery: 100 };
    const store = folderStore(path, fullDisk("step-", 3));
    const file = join(path, "checkpoints", "step-00000300.safetensors");
    await refused(
      train(new Toy(), { ...options, store }),
      `${file}: got a full disk, expected room for the file; free some space; the run can then be resumed from its checkpoint of step 200`,
    );
    expect(readdirSync(join(path, "checkpoints"))).toEqual([
      "step-00000100.safetensors",
      "step-00000200.safetensors",
    ]);
    expect(await openRun(folderStore(path))).toMatchObject({ state: "failed", step: 300 });
    const resumed = new Toy();
    await train(resumed, { ...options, store: folderStore(path), resume: true });
    const whole = new Toy();
    await train(whole, options);
    expect(resumed.tensors()).toEqual(whole.tensors());
  });

  test("a full disk in the history: no half line is left in it", async () => {
    const store = folderStore(path, fullDisk("history.jsonl", 2));
    await store.append("history.jsonl", '{"step":1}\n');
    await store.append("history.jsonl", '{"step":2}\n');
    const file = join(path, "history.jsonl");
    await refused(
      store.append("history.jsonl", '{"step":3}\n'),
      `${file}: got a full disk, expected room for the file; free some space`,
    );
    expect(readFileSync(file, "utf8")).toBe('{"step":1}\n{"step":2}\n');
  });

  test("a file that may not be read", async () => {
    const calls: FolderCalls = {
      ...files,
      readFile: (): Promise<never> => Promise.reject(failing("EACCES")),
    };
    const file = join(path, "config.json");
    await refused(
      folderStore(path, calls).read("config.json"),
      `${file}: got EACCES when reading, expected a file that can be read`,
    );
  });
});

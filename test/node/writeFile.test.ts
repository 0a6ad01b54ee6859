/** Files written whole or not at all: after every failure the old file stands and nothing else is left. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as files from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { type WritingCalls, writeFileAtomic } from "../../lib/node/writeFile.js";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "friedel-write-"));
  path = join(folder, "out.mtz");
});
afterEach(() => rmSync(folder, { recursive: true }));

const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);

test("writes bytes, text and pieces; nothing else stays in the folder", async () => {
  await writeFileAtomic(path, bytes);
  expect(readFileSync(path).equals(bytes)).toBe(true);
  await writeFileAtomic(path, "text, replaced");
  expect(readFileSync(path, "utf8")).toBe("text, replaced");
  await writeFileAtomic(path, [bytes.subarray(0, 7), new Uint8Array(0), bytes.subarray(7)]);
  expect(readFileSync(path).equals(bytes)).toBe(true);
  await writeFileAtomic(path, new Uint8Array(0));
  expect(readFileSync(path).length).toBe(0);
  expect(readdirSync(folder)).toEqual(["out.mtz"]);
});

test("many at once do not meet", async () => {
  const names = Array.from({ length: 20 }, (_, i) => join(folder, `${i % 10}.txt`));
  await Promise.all(names.map((name, i) => writeFileAtomic(name, String(i % 10))));
  expect(readdirSync(folder).length).toBe(10);
  for (const [i, name] of names.entries()) expect(readFileSync(name, "utf8")).toBe(String(i % 10));
});

test("keeps the mode of the file and the symbolic link to it", async () => {
  writeFileSync(path, "old");
  chmodSync(path, 0o640);
  const link = join(folder, "link.mtz");
  symlinkSync("out.mtz", link);
  await writeFileAtomic(link, "new");
  expect(readlinkSync(link)).toBe("out.mtz");
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

describe("one sentence where it cannot be written", () => {
  test("no such folder", async () => {
    const wanted = join(folder, "nowhere", "out.mtz");
    const error = await writeFileAtomic(wanted, bytes).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toHaveProperty(
      "message",
      `${wanted}: got no such folder as ${join(folder, "nowhere")}, expected one to write to; create it first`,
    );
  });

  test("a folder", async () => {
    mkdirSync(path);
    await expect(writeFileAtomic(path, bytes)).rejects.toThrow(
      `${path}: got a folder, expected the name of a file to write`,
    );
    expect(readdirSync(folder)).toEqual(["out.mtz"]);
  });

  test("a file in the place of the folder", async () => {
    writeFileSync(path, "old");
    await expect(writeFileAtomic(join(path, "in.mtz"), bytes)).rejects.toThrow("should be a folder");
  });

  test("a name that is too long", async () => {
    await expect(writeFileAtomic(join(folder, "n".repeat(300)), bytes)).rejects.toThrow(
      "got a name that is too long, expected a shorter one",
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  const failing = (code: string): Error => Object.assign(new Error(code), { code });

  /** The file system, in which the second piece meets `code`. */
  function fullDisk(code: string): WritingCalls {
    return {
      ...files,
      open: async (...given: Parameters<typeof files.open>) => {
        const handle = await files.open(...given);
        const writeFile = handle.writeFile.bind(handle);
        let pieces = 0;
        handle.writeFile = (...data: Parameters<typeof writeFile>) => {
          pieces += 1;
          return pieces > 1 ? Promise.reject(failing(code)) : writeFile(...data);
        };
        return handle;
      },
    };
  }

  test.each([
    ["ENOSPC", "got a full disk, expected room for the file; free some space"],
    ["EDQUOT", "got a full quota, expected room for the file; free some space"],
    ["EIO", "got EIO when writing, expected to write the file"],
  ])("%s in the middle: the old file stands, the temporary one is gone", async (code, message) => {
    writeFileSync(path, "old");
    const pieces = [bytes, bytes];
    const error = await writeFileAtomic(path, pieces, fullDisk(code)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toHaveProperty("message", `${path}: ${message}`);
    expect(readdirSync(folder)).toEqual(["out.mtz"]);
    expect(readFileSync(path, "utf8")).toBe("old");
  });

  // root may write everywhere, so the system's answer is put in
  test.each([
    ["EACCES", "got no permission to write there, expected a folder that you may write to"],
    ["EPERM", "got no permission to write there, expected a folder that you may write to"],
    ["EROFS", "got a read-only disk, expected one that can be written to"],
  ])("%s", async (code, message) => {
    const calls = { ...files, open: () => Promise.reject(failing(code)) };
    await expect(writeFileAtomic(path, bytes, calls)).rejects.toThrow(`${path}: ${message}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a rename that fails", async () => {
    const calls = { ...files, rename: () => Promise.reject(failing("EACCES")) };
    await expect(writeFileAtomic(path, bytes, calls)).rejects.toThrow(InputError);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("contents that throw on the way: their error, and nothing is left", async () => {
    function* broken(): Generator<Uint8Array> {
      yield bytes;
      throw new InputError("no more pieces");
    }
    await expect(writeFileAtomic(path, broken())).rejects.toThrow("no more pieces");
    expect(readdirSync(folder)).toEqual([]);
  });
});

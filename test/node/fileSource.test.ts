/** Files as byte sources: the bytes of the file, range by range, and one sentence where there is none to read. */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import * as files from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { FormatError, InputError } from "../../lib/errors.js";
import { readAll, readRange } from "../../lib/formats/byteSource.js";
import { fileSource, withFile } from "../../lib/node/fileSource.js";

vi.mock("node:fs/promises", { spy: true });
afterEach(() => vi.restoreAllMocks());

const folder = mkdtempSync(join(tmpdir(), "friedel-source-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 13) % 256);
const path = join(folder, "data.mtz");
writeFileSync(path, bytes);
writeFileSync(join(folder, "empty.mtz"), "");
mkdirSync(join(folder, "sub"));

test("reads the whole file and ranges of it", async () => {
  const source = await fileSource(path);
  expect(source.byteLength).toBe(5000);
  expect(source.name).toBe(path);
  expect(await readAll(source)).toEqual(bytes);
  expect(await readRange(source, 4000, 4010)).toEqual(bytes.subarray(4000, 4010));
  expect(new Uint8Array(await source.slice(4990))).toEqual(bytes.subarray(4990));
  const both = await Promise.all([readRange(source, 0, 2500), readRange(source, 2500, 5000)]);
  expect(Buffer.concat(both)).toEqual(Buffer.from(bytes));
  await source.close();
  await source.close();
});

test("withFile closes the file, also after an error", async () => {
  let kept: Awaited<ReturnType<typeof fileSource>> | undefined;
  const failed = withFile(path, (source) => {
    kept = source;
    throw new InputError("wrong");
  });
  await expect(failed).rejects.toThrow("wrong");
  expect(() => kept?.slice(0, 1)).toThrow(`${path}: got a read after close, expected it open`);
  expect(await withFile(path, (source) => source.byteLength)).toBe(5000);
});

describe("one sentence for what cannot be read", () => {
  test("no such file: the nearest name", async () => {
    const wanted = join(folder, "date.mtz");
    const error = await fileSource(wanted).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toHaveProperty(
      "message",
      `${wanted}: got no such file, expected one to read; did you mean data.mtz?`,
    );
  });

  test("no such folder", async () => {
    const wanted = join(folder, "nowhere", "data.mtz");
    await expect(fileSource(wanted)).rejects.toThrow(
      `${wanted}: got no such folder as ${join(folder, "nowhere")}, expected a file in it`,
    );
  });

  test("a file where a folder should be", async () => {
    await expect(fileSource(join(path, "data.mtz"))).rejects.toThrow("got no such folder as");
  });

  test("a folder", async () => {
    await expect(fileSource(join(folder, "sub"))).rejects.toThrow(
      `${join(folder, "sub")}: got a folder, expected a file`,
    );
  });

  test("an empty file", async () => {
    const error = await fileSource(join(folder, "empty.mtz")).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect(error).toHaveProperty("message", `${join(folder, "empty.mtz")}: got an empty file, expected data`);
  });

  // root may read everything, so the system's answer is put in
  test.each([
    ["EACCES", "got no permission to read it, expected a file that you may read"],
    ["EMFILE", "got EMFILE when opening it, expected a file that can be read"],
  ])("%s", async (code, message) => {
    vi.mocked(files.open).mockRejectedValueOnce(Object.assign(new Error(code), { code }));
    const error = await fileSource(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toHaveProperty("message", `${path}: ${message}`);
  });

  test("a file that became shorter", async () => {
    const shrinking = join(folder, "shrinking.mtz");
    writeFileSync(shrinking, bytes);
    await withFile(shrinking, async (source) => {
      truncateSync(shrinking, 100);
      const error = await readRange(source, 50, 200).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(FormatError);
      expect(error).toHaveProperty(
        "message",
        `${shrinking}: got the end at byte 100, expected bytes up to 200 (did the file change meanwhile?)`,
      );
    });
  });
});

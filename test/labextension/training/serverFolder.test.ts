/** Run folders of a Jupyter server that is made up: its list of files, and answers to Range requests. */
import { expect, test } from "vitest";
import { serverFolders } from "../../../labextension/src/training/serverFolder.js";

function server(files: Map<string, string>) {
  const asked: string[] = [];
  let away = false;
  const request = async (url: string, init: RequestInit): Promise<Response> => {
    if (away) throw new TypeError("Failed to fetch");
    const path = decodeURIComponent(url.replace("http://x/", "").replace(/\?.*/, ""));
    asked.push(path);
    if (path.startsWith("api/contents/")) return listing(path.slice("api/contents/".length));
    const text = files.get(path.slice("files/".length));
    if (text === undefined) return new Response("", { status: 404 });
    const range = /bytes=(\d+)-(\d+)/.exec(new Headers(init.headers).get("range") ?? "");
    const [from, to] = [Number(range?.[1]), Number(range?.[2]) + 1];
    const total = `/${text.length}`;
    if (from >= text.length)
      return new Response(null, { status: 416, headers: { "content-range": `bytes *${total}` } });
    const part = text.slice(from, to);
    const headers = { "content-range": `bytes ${from}-${from + part.length - 1}${total}` };
    return new Response(part, { status: 206, headers });
  };
  const listing = (folder: string) => {
    const inside = [...files].filter(
      ([path]) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes("/"),
    );
    if (inside.length === 0) return new Response("", { status: 404 });
    const content = inside.map(([path, text]) => ({
      name: path.slice(folder.length + 1),
      type: "file",
      size: text.length,
      last_modified: "2026-01-01T00:00:00Z",
    }));
    return Response.json({ type: "directory", content });
  };
  const gone = (now: boolean) => {
    away = now;
  };
  return { folders: serverFolders({ baseUrl: "http://x/", request }), asked, gone };
}

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

test("bytes from an offset on, as the file grows", async () => {
  const files = new Map([["r/history.jsonl", "one\n"]]);
  const { folders } = server(files);
  expect(text(await folders.readFrom("r/history.jsonl", 0, 100))).toBe("one\n");
  files.set("r/history.jsonl", "one\ntwo\n");
  expect(text(await folders.readFrom("r/history.jsonl", 4, 100))).toBe("two\n");
  expect(text(await folders.readFrom("r/history.jsonl", 0, 3))).toBe("one");
  expect(text(await folders.readFrom("r/history.jsonl", 50, 100))).toBe("");
});

test("a file that is missing or empty is not asked for: the browser would tell its console", async () => {
  const { folders, asked } = server(new Map([["r/history.jsonl", ""]]));
  expect(text(await folders.readFrom("r/history.jsonl", 0, 100))).toBe("");
  expect(await folders.readFrom("r/config.json", 0, 100)).toBeUndefined();
  expect(await folders.readFrom("s/config.json", 0, 100)).toBeUndefined();
  expect(asked.filter((path) => path.startsWith("files/"))).toEqual([]);
});

test("a file that was deleted is none, and one that came back is read", async () => {
  const files = new Map([["r/config.json", "{}"]]);
  const { folders } = server(files);
  expect(text(await folders.readFrom("r/config.json", 0, 9))).toBe("{}");
  files.delete("r/config.json");
  expect(await folders.readFrom("r/config.json", 0, 9)).toBeUndefined();
  files.set("r/config.json", "{1}");
  expect(text(await folders.readFrom("r/config.json", 0, 9))).toBe("{1}");
});

test("a server that is gone is an error in a sentence", async () => {
  const { folders, gone } = server(new Map([["r/config.json", "{}"]]));
  await folders.readFrom("r/config.json", 0, 9);
  gone(true);
  await expect(folders.readFrom("r/config.json", 0, 9)).rejects.toThrow("the Jupyter server does not answer");
  await expect(folders.list("r")).rejects.toThrow("r: the Jupyter server does not answer");
  gone(false);
  expect(await folders.list("r")).toEqual([
    { name: "config.json", type: "file", size: 2, modified: "2026-01-01T00:00:00Z" },
  ]);
  expect(await folders.list("none")).toBeUndefined();
});

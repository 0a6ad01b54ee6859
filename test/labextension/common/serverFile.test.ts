/**
 * Files of the server by ranges. The server is one of Node's that answers as Jupyter's does (tornado's StaticFileHandler):
 * 206 with Content-Range, 200 where the range is the whole file, 416 past its end, 403 for a directory.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodedPath, type FileServer, ServerFile } from "../../../labextension/src/common/serverFile.js";
import { readRange } from "../../../lib/formats/index.js";

interface Stored {
  readonly bytes: Uint8Array;
  readonly modified?: string;
}

const digits = Buffer.from("0123456789");
let files: Map<string, Stored>;
let requests: string[];
/** Replaces what the server would answer. */
let instead: ((request: IncomingMessage, answer: ServerResponse) => boolean) | undefined;
let node: Server;
let server: FileServer;

beforeEach(async () => {
  files = new Map([["a.mtz", { bytes: digits }]]);
  requests = [];
  instead = undefined;
  node = createServer(respond);
  await new Promise<void>((done) => node.listen(0, "127.0.0.1", done));
  const baseUrl = `http://127.0.0.1:${(node.address() as AddressInfo).port}/`;
  server = { baseUrl, request: (url, init) => fetch(url, init) };
});

afterEach(
  () =>
    new Promise<void>((done) => {
      node.closeAllConnections();
      node.close(() => done());
    }),
);

function respond(request: IncomingMessage, answer: ServerResponse): void {
  const url = request.url ?? "";
  requests.push(`${url} ${request.headers.range ?? ""}`.trim());
  if (instead?.(request, answer)) return;
  if (url === "/login") return void answer.end("x");
  if (url.startsWith("/api/contents/")) {
    const known = url === "/api/contents/folder.mtz?content=0";
    answer.writeHead(known ? 200 : 404).end(JSON.stringify(known ? { type: "directory" } : {}));
    return;
  }
  const file = files.get(decodeURIComponent(url.replace("/files/", "")));
  if (url === "/files/folder.mtz" || url === "/files/secret.mtz") answer.writeHead(403).end("no");
  else if (file === undefined) answer.writeHead(404).end("no");
  else sendRange(file, request.headers.range ?? "", answer);
}

function sendRange(
  { bytes, modified = "Sat, 21 Nov 2026 15:00:00 GMT" }: Stored,
  range: string,
  answer: ServerResponse,
) {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range)!;
  const start = Number(first);
  const end = Math.min(Number(last) + 1, bytes.length);
  const size = bytes.length;
  answer.setHeader("last-modified", modified);
  if (start >= size) answer.writeHead(416, { "content-range": `bytes */${size}` }).end();
  else if (start === 0 && end === size) answer.writeHead(200, { "content-length": size }).end(bytes);
  else
    answer
      .writeHead(206, { "content-range": `bytes ${start}-${end - 1}/${size}`, "content-length": end - start })
      .end(bytes.subarray(start, end));
}

const asText = (bytes: ArrayBuffer) => Buffer.from(bytes).toString();

describe("a file", () => {
  test("has a length and a time, and gives ranges, to the library's readers too", async () => {
    const file = await ServerFile.open(server, "a.mtz");
    expect([file.byteLength, file.modified]).toEqual([10, "Sat, 21 Nov 2026 15:00:00 GMT"]);
    expect(asText(await file.slice(2, 5))).toBe("234");
    expect(asText(await file.slice(7))).toBe("789");
    expect(asText(await file.slice(0))).toBe("0123456789");
    expect((await file.slice(5, 5)).byteLength).toBe(0);
    expect(Buffer.from(await readRange(file, 1, 3)).toString()).toBe("12");
    expect(requests[0]).toBe("/files/a.mtz bytes=0-0");
  });

  test("of one byte, or of none, is one all the same", async () => {
    files.set("one", { bytes: digits.subarray(0, 1) }).set("none", { bytes: new Uint8Array(0) });
    const one = await ServerFile.open(server, "one");
    expect([one.byteLength, asText(await one.slice(0))]).toEqual([1, "0"]);
    const none = await ServerFile.open(server, "none");
    expect([none.byteLength, asText(await none.slice(0))]).toEqual([0, ""]);
  });

  test("may have any name", async () => {
    files.set("ünd so/a#b?c %.mtz", { bytes: digits });
    expect((await ServerFile.open(server, "/ünd so/a#b?c %.mtz")).byteLength).toBe(10);
    expect(encodedPath("/a b/c#d")).toBe("a%20b/c%23d");
  });

  test.each([
    ["another length", { bytes: Buffer.from("0123456789ab") }],
    ["a shorter one", { bytes: Buffer.from("01") }],
    ["another time", { bytes: digits, modified: "Sat, 21 Nov 2026 15:00:09 GMT" }],
  ])("that has got %s since is not read on, until it is taken anew", async (_, changed) => {
    const file = await ServerFile.open(server, "a.mtz");
    files.set("a.mtz", changed);
    await expect(file.slice(4, 6)).rejects.toMatchObject({
      name: "FileChangedError",
      message: expect.stringMatching(
        /^a\.mtz: has changed since it was opened \(10 bytes then, \d+ now\); reload/,
      ),
    });
    await file.refresh();
    expect(file.byteLength).toBe(changed.bytes.length);
    expect(asText(await file.slice(0, 2))).toBe("01");
  });

  test("that may grow is read on; where it has become shorter, there is nothing", async () => {
    const file = await ServerFile.open(server, "a.mtz", { growing: true });
    files.set("a.mtz", { bytes: Buffer.from("0123456789ab"), modified: "later" });
    expect(asText(await file.slice(9, 20))).toBe("9ab");
    expect(file.byteLength).toBe(12);
    files.set("a.mtz", { bytes: Buffer.from("01") });
    expect(asText(await file.slice(9, 20))).toBe("");
    expect(file.byteLength).toBe(2);
  });
});

describe("what goes wrong is a sentence", () => {
  const cases: readonly [string, string, string, RegExp][] = [
    ["no such file", "gone.mtz", "missing", /^gone\.mtz: there is no such file on the server/],
    ["a directory", "folder.mtz", "directory", /^folder\.mtz: is a directory, expected a file$/],
    ["no permission", "secret.mtz", "refused", /does not let it be read \(HTTP 403\)/],
  ];
  test.each(cases)("%s", async (_, path, kind, message) => {
    await expect(ServerFile.open(server, path)).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    });
  });

  const answers: readonly [string, (answer: ServerResponse) => void, string, RegExp][] = [
    [
      "a server without ranges",
      (a) => a.writeHead(200, { "content-length": 10 }).end(digits),
      "noRanges",
      /sends whole files only/,
    ],
    ["one that tells no length", (a) => a.writeHead(206).end("0"), "noRanges", /without a length/],
    ["one that fails", (a) => a.writeHead(500).end(), "failed", /failed with HTTP 500/],
    ["one that is gone", (a) => void a.destroy(), "unreachable", /the Jupyter server does not answer/],
    ["a log-in page", (a) => a.writeHead(302, { location: "/login" }).end(), "refused", /asks for a log-in/],
  ];
  test.each(answers)("%s", async (_, answer, kind, message) => {
    let asked = 0;
    instead = (_request, response) => {
      if (asked++ > 0) return false;
      answer(response);
      return true;
    };
    await expect(ServerFile.open(server, "a.mtz")).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    });
  });

  test("an answer that breaks off, or is of another length than was asked for", async () => {
    const file = await ServerFile.open(server, "a.mtz");
    instead = (_request, answer) => {
      answer.writeHead(206, { "content-range": "bytes 0-4/10", "content-length": 5 }).write("01");
      answer.destroy();
      return true;
    };
    await expect(file.slice(0, 5)).rejects.toMatchObject({ kind: "unreachable" });
    instead = (_request, answer) => {
      const headers = { "content-range": "bytes 0-1/10", "last-modified": file.modified };
      answer.writeHead(206, headers).end("01");
      return true;
    };
    await expect(file.slice(0, 5)).rejects.toThrow("a.mtz: got 2 bytes from byte 0, expected 5");
  });

  test("a request that was given up is no failure of the server", async () => {
    const file = await ServerFile.open(server, "a.mtz");
    const controller = new AbortController();
    instead = () => {
      controller.abort();
      return true;
    };
    await expect(file.slice(0, 5, controller.signal)).rejects.toMatchObject({ name: "AbortError" });
  });
});

/** Byte sources: every kind gives the same ranges of the same bytes, and one sentence where it cannot. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { blobSource, bytesSource, readAll, readRange, urlSource } from "../../lib/formats/byteSource.js";

const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) % 256);

let server: Server;
let root = "";
let requests: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request.headers.range ?? "none");
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (request.url === "/missing") response.writeHead(404).end("no");
    else if (request.url === "/whole" || range === null) response.writeHead(200).end(bytes);
    else {
      const [from, to] = [Number(range[1]), Number(range[2])];
      const short = request.url === "/short" && from > 0 ? 3 : 0;
      const total = request.url === "/nolength" ? "*" : bytes.length;
      response.writeHead(206, { "Content-Range": `bytes ${from}-${to}/${total}` });
      response.end(bytes.subarray(from, to + 1 - short));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  root = `http://127.0.0.1:${port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

describe("every source gives the same bytes", () => {
  const makers = {
    "an ArrayBuffer itself": () => bytes.slice().buffer,
    "bytes in memory": () => bytesSource(bytes),
    "a view in the middle of a buffer": () => {
      const larger = new Uint8Array(1100);
      larger.set(bytes, 50);
      return bytesSource(larger.subarray(50, 1050));
    },
    "a Blob": () => blobSource(new Blob([bytes])),
    "HTTP ranges": () => urlSource(`${root}/ranges`),
    "HTTP without ranges": () => urlSource(`${root}/whole`),
  };
  test.each(Object.entries(makers))("%s", async (_, make) => {
    const source = await make();
    expect(source.byteLength).toBe(1000);
    expect(await readAll(source)).toEqual(bytes);
    expect(await readRange(source, 80, 160)).toEqual(bytes.subarray(80, 160));
    expect(await readRange(source, 1000, 1000)).toEqual(new Uint8Array(0));
    expect(new Uint8Array(await source.slice(990))).toEqual(bytes.subarray(990));
  });
});

test("a slice in memory is a copy", async () => {
  const own = bytes.slice();
  const range = await readRange(bytesSource(own), 0, 10);
  range[0] = 99;
  expect(own[0]).toBe(0);
});

test("HTTP asks for the ranges needed and nothing else", async () => {
  requests = [];
  const source = await urlSource(`${root}/ranges`);
  await readRange(source, 80, 160);
  await readRange(source, 500, 500);
  expect(requests).toEqual(["bytes=0-0", "bytes=80-159"]);
});

test("a file's own name, or the one given, is the name in errors", () => {
  expect(blobSource(new File([bytes], "own.mtz")).name).toBe("own.mtz");
  expect(blobSource(new File([bytes], "own.mtz"), "given.mtz").name).toBe("given.mtz");
  expect(bytesSource(bytes, "memory").name).toBe("memory");
});

describe("one sentence for what cannot be read", () => {
  test.each([
    [0, 1001],
    [-1, 5],
    [6, 5],
    [Number.NaN, 5],
  ])("bytes %s to %s", async (start, end) => {
    const error = await readRange(bytesSource(bytes, "a.mtz"), start, end).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toContain("expected a range within its 1000 bytes");
  });

  test("a source that gives fewer bytes than it said", async () => {
    const source = { byteLength: 1000, name: "liar.mtz", slice: () => new ArrayBuffer(3) };
    await expect(readRange(source, 0, 10)).rejects.toThrow(
      "liar.mtz: got 3 bytes from byte 0, expected 10 (did the file change meanwhile?)",
    );
  });

  test.each([
    ["/missing", "got HTTP 404 and no length"],
    ["/nolength", "got HTTP 206 and no length"],
  ])("HTTP %s", async (path, message) => {
    const error = await urlSource(root + path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toContain(message);
  });

  test("HTTP that sends too little", async () => {
    const source = await urlSource(`${root}/short`);
    await expect(readRange(source, 10, 20)).rejects.toThrow(
      `${root}/short: got HTTP 206 with 7 bytes, expected bytes 10 to 20`,
    );
  });

  test("no server at all", async () => {
    const refused = urlSource("http://127.0.0.1:1/x.mtz");
    await expect(refused).rejects.toThrow(FormatError);
    await expect(refused).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:1\/x\.mtz: got no answer .*expected a file$/,
    );
  });
});

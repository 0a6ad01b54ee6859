import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StreamOutput, streamBurst, streamInterval } from "../../../lib/notebook/link/streamOutput.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An output whose burst is spent. */
function made() {
  const sent: string[][] = [];
  const output = new StreamOutput(() => Date.now());
  const send = (...message: string[]) => void sent.push(message);
  const out = output.writer("stdout", send);
  for (let i = 1; i < streamBurst; i++) out(`${i}`);
  expect(sent.splice(0)).toEqual(Array.from({ length: streamBurst - 1 }, (_, i) => ["stdout", `${i + 1}`]));
  return { sent, output, out, err: output.writer("stderr", send) };
}

test("beyond a burst, the first text goes at once, what follows within 20 ms as one message", () => {
  const { sent, out } = made();
  for (const text of ["a", "b", "c"]) out(text);
  expect(sent).toEqual([["stdout", "a"]]);
  vi.advanceTimersByTime(streamInterval);
  expect(sent).toEqual([
    ["stdout", "a"],
    ["stdout", "bc"],
  ]);
  vi.advanceTimersByTime(1000);
  out("d");
  expect(sent.length).toBe(3);
  vi.advanceTimersByTime(1000);
  expect(sent.length).toBe(3);
});

test("a cell's first texts go at once, however much the one before has printed", () => {
  const { sent, output, out } = made();
  for (const text of ["a", "b", "c"]) out(text);
  output.begin();
  expect(sent.map(([, text]) => text)).toEqual(["a", "bc"]);
  for (const text of ["d", "e"]) out(text);
  expect(sent.map(([, text]) => text)).toEqual(["a", "bc", "d", "e"]);
});

test("after a silence of three intervals three texts go at once, and no more", () => {
  const { sent, output, out } = made();
  for (const text of ["a", "b"]) out(text);
  output.flush();
  vi.advanceTimersByTime(4 * streamInterval);
  sent.length = 0;
  for (const text of ["c", "d", "e", "f", "g"]) out(text);
  expect(sent.map(([, text]) => text)).toEqual(["c", "d", "e"]);
});

test("a loop that lets no timer run is seen nevertheless: text goes once 20 ms have passed", () => {
  const { sent, out } = made();
  out("a");
  out("b");
  vi.setSystemTime(Date.now() + streamInterval);
  out("c");
  expect(sent.at(-1)).toEqual(["stdout", "bc"]);
});

test("order is kept between the streams, and by a flush to what comes after it", () => {
  const { sent, output, out, err } = made();
  out("a");
  out("b");
  err("c");
  out("d");
  output.flush();
  output.flush();
  expect(sent).toEqual([
    ["stdout", "a"],
    ["stdout", "b"],
    ["stderr", "c"],
    ["stdout", "d"],
  ]);
});

test("texts of two cells are never one message", () => {
  const { output, sent, out } = made();
  const later: string[] = [];
  out("a");
  out("b");
  output.writer("stdout", (_, text) => later.push(text))("c");
  output.flush();
  expect(sent.map(([, text]) => text)).toEqual(["a", "b"]);
  expect(later).toEqual(["c"]);
});

test("a message holds 64 KiB at most and a write more, and nothing is lost", () => {
  const { sent, output, out } = made();
  const line = "x".repeat(999);
  for (let i = 0; i < 500; i++) out(`${line}\n`);
  output.flush();
  expect(sent.map(([, text]) => text).join("")).toBe(`${line}\n`.repeat(500));
  expect(Math.max(...sent.map(([, text]) => text.length))).toBeLessThan(65_536 + 1000);
  expect(sent.length).toBeLessThan(12);
});

test("bytes of a letter that is cut in two are one letter, and callbacks are called", async () => {
  vi.useRealTimers();
  const { sent, output, out } = made();
  const bytes = Buffer.from("é");
  await new Promise<void>((done) => out(bytes.subarray(0, 1), () => done()));
  await new Promise<void>((done) => out(bytes.subarray(1), "utf8", () => done()));
  output.flush();
  expect(sent).toEqual([["stdout", "é"]]);
});

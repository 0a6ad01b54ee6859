/** A history read as it grows, from a server that is a map of files. */
import { expect, test } from "vitest";
import { type FolderFiles, HistoryFeed } from "../../../labextension/src/training/historyFeed.js";

const row = (step: number, nll = step) => `{"step":${step},"nll":${nll},"seconds":${step / 10}}\n`;

function server(): { files: FolderFiles; texts: Map<string, string>; asked: [number, number][] } {
  const texts = new Map<string, string>();
  const asked: [number, number][] = [];
  const files: FolderFiles = {
    readFrom: async (path, from, most) => {
      const text = texts.get(path);
      if (text === undefined) return undefined;
      const bytes = new TextEncoder().encode(text).slice(from, from + most);
      asked.push([from, bytes.length]);
      return bytes;
    },
    list: async () => [],
  };
  return { files, texts, asked };
}

test("only what was added is asked for, with a few bytes before it", async () => {
  const { files, texts, asked } = server();
  const feed = new HistoryFeed(files, "runs/a");
  expect(await feed.read()).toEqual({ found: false, grew: false, anew: false });
  const first = Array.from({ length: 1000 }, (_, i) => row(i + 1)).join("");
  texts.set("runs/a/history.jsonl", first);
  expect(await feed.read()).toEqual({ found: true, grew: true, anew: false });
  expect(await feed.read()).toEqual({ found: true, grew: false, anew: false });
  texts.set("runs/a/history.jsonl", first + row(1001).slice(0, 9));
  expect(await feed.read()).toEqual({ found: true, grew: false, anew: false });
  texts.set("runs/a/history.jsonl", first + row(1001) + row(1002));
  expect(await feed.read()).toEqual({ found: true, grew: true, anew: false });
  expect(feed.history.steps.length).toBe(1002);
  expect(asked.slice(1).every(([, bytes]) => bytes < 200)).toBe(true);
});

test("another file of the same name is read from its start", async () => {
  const { files, texts } = server();
  const feed = new HistoryFeed(files, "runs/a");
  texts.set("runs/a/history.jsonl", row(1) + row(2) + row(3));
  await feed.read();
  texts.set("runs/a/history.jsonl", row(1, -1) + row(2, -2) + row(3, -3) + row(4, -4));
  expect(await feed.read()).toEqual({ found: true, grew: true, anew: true });
  expect([...feed.history.steps.column("nll")]).toEqual([-1, -2, -3, -4]);
  texts.set("runs/a/history.jsonl", row(1, 7));
  expect(await feed.read()).toEqual({ found: true, grew: true, anew: true });
  expect([...feed.history.steps.column("nll")]).toEqual([7]);
});

test("rows that a resume supersedes, and a torn line before it, are left out", async () => {
  const { files, texts } = server();
  const feed = new HistoryFeed(files, "runs/a");
  const before = `${row(1)}${row(2)}${row(3)}{"step":4,"nl`;
  texts.set("runs/a/history.jsonl", before);
  await feed.read();
  expect(feed.history.steps.length).toBe(3);
  texts.set("runs/a/history.jsonl", `${before}\n{"resume":2,"steps":9}\n${row(3, -3)}`);
  await feed.read();
  expect([...feed.history.steps.column("nll")]).toEqual([1, 2, -3]);
});

test("a history of many megabytes comes in pieces", async () => {
  const { files, texts, asked } = server();
  const line = row(1);
  const wide = `{"step":1,"nll":1,"note":"${"x".repeat(3 << 20)}"}\n`;
  texts.set("runs/a/history.jsonl", wide + wide + line);
  const feed = new HistoryFeed(files, "runs/a");
  await feed.read();
  expect(asked.length).toBe(2);
  expect(feed.history.steps.length).toBe(3);
});

test("a line in the middle that is no row is an error with the path and its number", async () => {
  const { files, texts } = server();
  texts.set("runs/a/history.jsonl", `${row(1)}oops\n${row(2)}`);
  await expect(new HistoryFeed(files, "runs/a").read()).rejects.toThrow(
    "runs/a, history.jsonl, line 2: got no row of a history",
  );
});

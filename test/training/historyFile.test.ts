/** Lines of history.jsonl, read with what a kill and a resume leave in them. */
import { expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { HistoryReader, jsonLine, readHistory } from "../../lib/training/historyFile.js";
import { memoryStore } from "../../lib/training/memoryStore.js";

const step = (n: number, nll = n) => `{"step":${n},"nll":${nll},"seconds":${n / 10}}\n`;

test("all rows come to their place", async () => {
  const history = await readHistory(
    `${step(1)}${step(2)}{"step":2,"evaluation":{"cc":0.5,"bad":"NaN"},"seconds":0.2}\n` +
      '{"step":3,"control":{"learningRate":0.5}}\n{"step":3,"nll":"Infinity","seconds":1}\n' +
      '{"step":3,"diverged":{"term":"nll","value":"Infinity","restored":0}}\n' +
      '{"step":3,"end":"failed","reason":"it diverged"}\n',
  );
  expect(history.steps.names).toEqual(["step", "nll", "seconds"]);
  expect([...history.steps.column("nll")]).toEqual([1, 2, Infinity]);
  expect(history.evaluations.last()).toEqual({ step: 2, cc: 0.5, bad: Number.NaN, seconds: 0.2 });
  expect(history.controls).toEqual([{ step: 3, control: { learningRate: 0.5 } }]);
  expect(history.end).toEqual({ state: "failed", step: 3, reason: "it diverged" });
});

test("a resume supersedes the later rows before it, once and again", async () => {
  const history = await readHistory(
    `${step(1)}${step(2)}${step(3)}{"step":3,"end":"stopped"}\n{"resume":2,"steps":9,"variant":"plain"}\n` +
      `${step(3, -3)}${step(4, -4)}{"resume":1}\n${step(2, 20)}`,
  );
  expect([...history.steps.column("step")]).toEqual([1, 2]);
  expect([...history.steps.column("nll")]).toEqual([1, 20]);
  expect(history.resumes).toEqual([{ step: 2, steps: 9, variant: "plain" }, { step: 1 }]);
  expect(history.end).toBeUndefined();
});

test("every torn last line is dropped; a whole one without its newline is not", async () => {
  const text = step(1) + step(2);
  for (let length = text.indexOf("\n") + 1; length < text.length - 1; length++)
    expect((await readHistory(text.slice(0, length))).steps.length, text.slice(0, length)).toBe(1);
  expect((await readHistory(text.slice(0, -1))).steps.length).toBe(2);
});

test("torn lines before a resume are dropped, even two", async () => {
  const { steps } = await readHistory(
    `${step(1)}${step(2)}{"step":3,"nl\n{"resu\n{"resume":1}\n${step(2, -2)}`,
  );
  expect([...steps.column("nll")]).toEqual([1, -2]);
});

test.each([
  ["no JSON", `${step(1)}{"step":2,\n${step(3)}`, 2],
  ["no object", `${step(1)}12\n${step(3)}`, 2],
  ["no step", `{"nll":1}\n`, 1],
  ["a step that is none", `${step(1)}\n{"step":-1,"nll":1}\n`, 3],
])("%s in the middle is an error with its line", async (_name, text, line) => {
  await expect(readHistory(text)).rejects.toThrow(FormatError);
  await expect(readHistory(text)).rejects.toThrow(
    `history.jsonl, line ${line}: got no row of a history, expected`,
  );
});

test("a store without a history has an empty one", async () => {
  const store = memoryStore("a/run");
  expect((await readHistory(store)).steps.length).toBe(0);
  await store.append("history.jsonl", `oops\n${step(1)}`);
  await expect(readHistory(store)).rejects.toThrow(/^a\/run, history.jsonl, line 1: got/);
});

test("numbers are written to the last bit, and those that JSON cannot hold as texts", async () => {
  const values = { a: 0.1 + 0.2, b: 5e-324, c: -1.7976931348623157e308, d: Number.NaN, e: -Infinity };
  const { steps } = await readHistory(jsonLine({ step: 1, ...values }));
  expect(steps.last()).toEqual({ step: 1, ...values });
});

test("a file that grows reads the same in pieces cut anywhere as at once", async () => {
  const text =
    `${step(1)}${step(2)}{"step":2,"evaluation":{"⟨I/σ⟩":0.5},"seconds":0.2}\n{"step":3,"nl\n` +
    `{"resume":1,"steps":9}\n${step(2, -2)}{"step":3,"control":{"learningRate":0.5}}\n{"step":3,"end":"stopped"}\n`;
  const whole = await readHistory(text);
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 2, 3, 7, 40, 1000]) {
    const reader = new HistoryReader();
    let lines = 0;
    for (let from = 0; from < bytes.length; from += size)
      lines += reader.push(bytes.slice(from, from + size));
    expect(reader.offset).toBe(bytes.length);
    expect(lines).toBe(8);
    expect(reader.history).toEqual(whole);
  }
});

test("a line that is being written waits for its end; then it counts once", () => {
  const reader = new HistoryReader();
  const bytes = new TextEncoder().encode(step(1) + step(2));
  reader.push(bytes.slice(0, bytes.length - 1));
  expect(reader.history.steps.length).toBe(1);
  reader.push(bytes.slice(bytes.length - 1));
  reader.finish();
  expect([...reader.history.steps.column("step")]).toEqual([1, 2]);
});

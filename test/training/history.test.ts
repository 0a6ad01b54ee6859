/** The record in memory: columns that grow, rows that a resume drops. */
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { History, HistoryTable } from "../../lib/training/history.js";

test("rows grow past every capacity; what a row does not have is NaN", () => {
  const table = new HistoryTable();
  for (let step = 1; step <= 1000; step++) table.append(step, step % 2 ? { nll: 2 * step } : { kl: 3 });
  expect(table.length).toBe(1000);
  expect(table.names).toEqual(["step", "nll", "kl"]);
  expect(table.column("step")).toEqual(Float64Array.from({ length: 1000 }, (_, i) => i + 1));
  expect(table.column("nll")[998]).toBe(1998);
  expect(table.column("nll")[999]).toBeNaN();
  expect(table.column("kl")[0]).toBeNaN();
  expect(table.last()).toEqual({ step: 1000, nll: Number.NaN, kl: 3 });
});

test("a column that was taken is left alone by later rows", () => {
  const table = new HistoryTable();
  table.append(1, { nll: 5 });
  const taken = table.column("nll");
  for (let step = 2; step < 200; step++) table.append(step, { nll: step });
  expect([...taken]).toEqual([5]);
});

test("an unknown column is an error that names those there are", () => {
  const table = new HistoryTable();
  expect(() => table.column("nll")).toThrow(InputError);
  table.append(1, { kl: 5 });
  expect(() => table.column("nll")).toThrow("history: got no column nll, expected one of step, kl");
  expect(new HistoryTable().last()).toBeUndefined();
});

test("a resume drops later rows, later controls and the end; new rows follow without old values", () => {
  const history = new History();
  for (let step = 1; step <= 10; step++) history.steps.append(step, { nll: step, kl: step });
  history.evaluations.append(5, { cc: 0.5 });
  history.evaluations.append(10, { cc: 0.9 });
  history.controls.push({ step: 7, control: { pause: true } }, { step: 8, control: { learningRate: 2 } });
  history.end = { state: "stopped", step: 10 };
  history.dropAfter(7);
  expect(history.steps.length).toBe(7);
  expect([...history.evaluations.column("step")]).toEqual([5]);
  expect(history.controls).toEqual([{ step: 7, control: { pause: true } }]);
  expect(history.end).toBeUndefined();
  history.steps.append(8, { nll: -8 });
  expect(history.steps.last()).toEqual({ step: 8, nll: -8, kl: Number.NaN });
});

/**
 * Stands for `friedel sweep --trial N --threads T FOLDER` in the tests of sweeps: what it does is the trial's hyperparameter
 * `act`. It writes into FOLDER/calls.txt when it begins.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const words = process.argv.slice(2);
const trial = Number(words[words.indexOf("--trial") + 1]);
const folder = words.at(-1);
const run = `${folder}/trials/${String(trial).padStart(4, "0")}`;
const plan = JSON.parse(readFileSync(`${folder}/sweep.json`, "utf8"));
const { act } = plan.trials[trial - 1];

const calls = () => readFileSync(`${folder}/calls.txt`, "utf8").split("\n").filter(Boolean);
const write = (name, text) => writeFileSync(`${run}/${name}`, text);
const say = (row) => appendFileSync(`${run}/history.jsonl`, `${JSON.stringify(row)}\n`);
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** A run of 100 steps that has done half of them. */
function begin() {
  mkdirSync(run, { recursive: true });
  const parts = { kind: "merging", fingerprint: "1", variant: "reference", created: "2026-01-01" };
  write(
    "config.json",
    JSON.stringify({ format: "friedel run 1", ...parts, config: {}, training: { steps: 100 } }),
  );
  say({ step: 50, evaluation: { ccPredTest: 0.5, nllTest: 1 }, seconds: 1 });
}

function finish() {
  say({ step: 100, evaluation: { ccPredTest: 0.9 + trial / 1000, nllTest: 1 }, seconds: 2 });
  say({ step: 100, end: "finished" });
  write("outcome.json", '{"state":"finished"}');
  process.exit(0);
}

appendFileSync(`${folder}/calls.txt`, `${trial}\n`);
if (act === "usage") {
  console.error("friedel merge has no option --act");
  process.exit(2);
}
begin();
if (act === "finish") finish();
if (act === "fail") {
  write("outcome.json", '{"state":"failed","reason":"it diverged"}');
  console.error("friedel: it diverged");
  process.exit(1);
}
if (act === "die") process.kill(process.pid, "SIGKILL");
if (act === "meet") {
  // ends only once another has begun too
  while (calls().length < 2) await wait(20);
  finish();
}
if (act === "hang") {
  process.once("SIGTERM", () => {
    say({ step: 60, end: "stopped" });
    process.exit(143);
  });
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  await wait(1e6);
}

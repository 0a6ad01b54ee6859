/** The runs are of the small model of the training's own tests, one in each state. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { folderStore } from "../../lib/node/folderStore.js";
import { train } from "../../lib/training/index.js";
import { Toy } from "../training/toy.js";
import { runProgram, temporaryFolder } from "./runProgram.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);

class FailingToy extends Toy {
  override step(...[step, controls]: Parameters<Toy["step"]>): ReturnType<Toy["step"]> {
    const terms = super.step(step, controls);
    return step === 70 ? { ...terms, nll: Number.NaN } : terms;
  }
}

beforeAll(async () => {
  const options = { steps: 200, evaluateEvery: 50, checkpointEvery: 50 };
  await train(new Toy(), { ...options, store: folderStore(path("finished")) });
  const stopped = new AbortController();
  await train(new Toy(), {
    ...options,
    store: folderStore(path("stopped")),
    signal: stopped.signal,
    metrics: {
      stop: (step) => {
        if (step === 100) stopped.abort();
        return step;
      },
    },
  });
  const failing = train(new FailingToy(), { ...options, store: folderStore(path("failed")) });
  await expect(failing).rejects.toThrow(/diverged at step 70/);
});

describe("friedel info of a run folder", () => {
  test("a finished run: state, step, last evaluation, checkpoints, what it was started with", async () => {
    const { status, out, error } = await runProgram(["info", path("finished")]);
    expect([status, error]).toEqual([0, ""]);
    expect(out).toContain(`${path("finished")}: run of toy\n`);
    expect(out).toMatch(/^ {2}state +finished, step 200 of 200$/m);
    expect(out).toMatch(/^ {2}data +toy 1$/m);
    expect(out).toMatch(/^ {2}kernels +reference$/m);
    expect(out).toMatch(/^ {2}checkpoints +of steps 150, 200$/m);
    expect(out).toMatch(/^ {2}evaluation +nllTest [\d.e-]+ after step 200, \d+\.\d s$/m);
    expect(out).toMatch(/^ {2}learningRate +0\.02$/m);
  });

  test("a stopped run", async () => {
    const { out } = await runProgram(["info", path("stopped")]);
    expect(out).toMatch(/state +stopped by the user, step 100 of 200/);
    expect(out).toMatch(/evaluation .* after step 100/);
  });

  test("a run that failed: why, and no number of its fit", async () => {
    const { status, out } = await runProgram(["info", path("failed")]);
    expect(status).toBe(0);
    expect(out).toMatch(/state +failed, step 70 of 200/);
    expect(out).toMatch(/reason +training diverged at step 70: got nll NaN/);
    expect(out).not.toMatch(/evaluation|nllTest/);
    const json = JSON.parse((await runProgram(["info", path("failed"), "--json"])).out);
    expect([json.state, json.evaluation]).toEqual(["failed", null]);
  });

  test("a run whose process is gone is interrupted", async () => {
    const history = path("finished/history.jsonl");
    const lines = readFileSync(history, "utf8").split("\n");
    mkdirSync(path("gone"));
    writeFileSync(path("gone/config.json"), readFileSync(path("finished/config.json")));
    writeFileSync(path("gone/history.jsonl"), `${lines.slice(0, 40).join("\n")}\n`);
    const { out } = await runProgram(["info", path("gone")]);
    expect(out).toMatch(/state +interrupted: its process is gone without a word, step 40 of 200/);
    expect(out).toMatch(/checkpoints +none/);
    expect(out).not.toMatch(/evaluation/);
  });

  test("--json, and files and folders side by side", async () => {
    const { out } = await runProgram(["info", path("finished"), path("stopped"), "--json"]);
    const [finished, stopped] = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(finished).toMatchObject({
      format: "run folder",
      kind: "toy",
      state: "finished",
      step: 200,
      steps: 200,
    });
    expect(finished.evaluation.step).toBe(200);
    expect(finished.checkpoints).toEqual([150, 200]);
    expect(finished.config.learningRate).toBe(0.02);
    expect(stopped.state).toBe("stopped");
  });

  test("a folder that holds no run is one sentence", async () => {
    mkdirSync(path("empty"));
    const { status, error } = await runProgram(["info", path("empty")]);
    expect(status).toBe(1);
    expect(error).toMatch(/empty: got no config\.json in it, expected the folder of a run/);
    expect(error.trim().split("\n")).toHaveLength(1);
  });
});

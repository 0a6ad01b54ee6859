/**
 * `friedel merge --run FOLDER` that is killed (SIGKILL) after several random steps, and started again each time with
 * --resume, writes the bytes that an unbroken run writes: merged file, predictions, half data sets.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { beforeAll, expect, test } from "vitest";
import { writeReflections } from "../../lib/node/reflectionFiles.js";
import { seeded } from "../fuzz/mtzMutations.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { smallRotation } from "./smallMerge.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const files = ["merged.mtz", "predictions.mtz", "halves.mtz"];

beforeAll(async () => {
  await writeReflections(smallRotation().observations, path("unmerged.mtz"));
  const bundle = await rolldown({
    input: join(import.meta.dirname, "killedMergeChild.ts"),
    platform: "node",
    external: ["apache-arrow"],
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
  });
  await bundle.write({
    format: "esm",
    dir: path("program"),
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name].mjs",
  });
  await bundle.close();
});

/** The words of the run whose files carry a name. */
function wordsOf(name: string, ...more: string[]): string[] {
  const [merged, predictions, halves] = files.map((file) => path(`${name}-${file}`));
  return [
    ...["merge", path("unmerged.mtz"), "--anomalous", "--test-fraction", "0.1", "--iterations", "400"],
    ...["--merge-half-datasets", "--out", merged, "--predictions", predictions, "--halves", halves, ...more],
  ];
}

/** Runs the program until it has done so many steps, then kills it; or to its end. */
function runChild(words: readonly string[], step?: number): Promise<object> {
  const env = { ...process.env, WORDS: JSON.stringify(words), STEP: step === undefined ? "" : String(step) };
  const child: ChildProcess = spawn(process.execPath, [path("program/killedMergeChild.mjs")], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stdout?.on("data", () => child.kill("SIGKILL"));
  child.stderr?.on("data", (data: Buffer) => {
    errors += data;
  });
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, errors })));
}

test("six kills leave no trace in the bytes", async () => {
  const killed = wordsOf("killed", "--run", path("run"), "--resume", "--checkpoint-every", "30");
  const random = seeded(4);
  for (let kill = 0; kill < 6; kill++) {
    const step = 1 + random(90);
    expect(await runChild(killed, step), `kill ${kill}, after ${step} steps`).toEqual({
      code: null,
      signal: "SIGKILL",
      errors: "",
    });
    expect(files.filter((file) => existsSync(path(`killed-${file}`)))).toEqual([]);
  }
  expect((await runProgram(["info", path("run")])).out).toMatch(/state +interrupted/);
  expect(await runChild(killed)).toEqual({ code: 0, signal: null, errors: "" });
  expect(await runChild(wordsOf("unbroken", "--threads", "1"))).toEqual({
    code: 0,
    signal: null,
    errors: "",
  });

  for (const file of files)
    expect(readFileSync(path(`killed-${file}`)).equals(readFileSync(path(`unbroken-${file}`))), file).toBe(
      true,
    );
  const { resumes, end } = await history();
  expect(resumes).toBeGreaterThanOrEqual(6);
  expect(end).toBe("finished");
});

/** How often the killed run was resumed, and how it ended. */
async function history(): Promise<{ resumes: number; end: unknown }> {
  const lines = readFileSync(path("run/history.jsonl"), "utf8").trim().split("\n");
  return {
    resumes: lines.filter((line) => line.startsWith('{"resume"')).length,
    end: JSON.parse(lines.at(-1) ?? "{}").end,
  };
}

/** Runs the program in this process and collects what it prints. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Output } from "../../lib/cli/command.js";
import { run } from "../../lib/cli/program.js";

/**
 * The exit status and the text of both streams.
 * @param more where progress goes and interrupts come from; by default there is neither
 */
export async function runProgram(
  words: readonly string[],
  more: Pick<Output, "progress" | "signals" | "program"> = {},
): Promise<{ status: number; out: string; error: string }> {
  let out = "";
  let error = "";
  const status = await run(words, {
    ...more,
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
  });
  return { status, out, error };
}

/** A folder for the files of one test file, removed at its end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "friedel-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

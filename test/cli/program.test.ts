import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { commands, run } from "../../lib/cli/program.js";
import { version } from "../../lib/version.js";
import { runProgram } from "./runProgram.js";

describe("friedel", () => {
  test("without a command shows the commands and fails; with --help it does not fail", async () => {
    const bare = await runProgram([]);
    const help = await runProgram(["--help"]);
    expect(bare.status).toBe(2);
    expect(help.status).toBe(0);
    expect(help.out).toBe(bare.out);
    for (const { name, summary } of commands)
      expect(help.out).toMatch(new RegExp(`${name} +${summary.slice(0, 20)}`));
  });

  test("--version prints the version", async () => {
    expect(await runProgram(["--version"])).toEqual({ status: 0, out: `${version}\n`, error: "" });
  });

  test("an unknown command is a usage error that names the commands", async () => {
    const { status, error } = await runProgram(["marge"]);
    expect(status).toBe(2);
    expect(error).toBe(
      "friedel has no command marge, expected one of info, stats, merge, laue, sweep, difference, kernel (friedel --help)\n",
    );
  });

  test.each(commands.map(({ name }) => name))(
    "%s --help explains itself, whatever else is on the line",
    async (name) => {
      const { status, out } = await runProgram([name, "--nonsense", "--help"]);
      expect(status).toBe(0);
      expect(out).toContain(`usage: friedel ${name}`);
    },
  );

  test("an error of the data is one line on stderr and status 1", async () => {
    let error = "";
    const status = await run(["info", import.meta.filename], {
      out: () => {},
      error: (text) => {
        error += text;
      },
    });
    expect(status).toBe(1);
    const missing = await runProgram(["info", "no-such-file.mtz"]);
    expect(missing.status).toBe(1);
    expect(missing.error.trim().split("\n")).toHaveLength(1);
    expect(missing.error).toMatch(/^friedel: no-such-file.mtz/);
    expect(error).toMatch(/^friedel: .*program.test.ts: got an unknown kind of file/);
  });
});

test("the program starts without the numeric engine: what is loaded at once has no kernels in it", () => {
  const lib = join(import.meta.dirname, "../../lib");
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const source = readFileSync(file, "utf8");
    for (const [, specifier] of source.matchAll(/^(?:import|export) (?!type )[^;]*?from "(\.[^"]*)";/gms))
      visit(join(dirname(file), specifier.replace(/\.js$/, ".ts")));
  };
  visit(join(lib, "cli/program.ts"));
  const rooms = new Set(Array.from(loaded, (file) => dirname(relative(lib, file)).split("/")[0]));
  expect([...rooms]).toEqual(expect.arrayContaining(["cli", "formats", "statistics"]));
  for (const room of ["kernels", "autodiff", "nn"]) expect([...rooms]).not.toContain(room);
});

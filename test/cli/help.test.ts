import { describe, expect, test } from "vitest";
import { commandHelp, programHelp, wrap } from "../../lib/cli/help.js";
import { commands } from "../../lib/cli/program.js";

describe("help", () => {
  test("lists every command with its line", () => {
    const text = programHelp(commands, "1.2.3");
    for (const command of commands) expect(text).toContain(`${command.name.padEnd(5)}`);
    expect(text).toContain("friedel 1.2.3");
  });

  test.each(commands.map((command) => [command.name, command] as const))(
    "%s: shows every option with an explanation, its default, and an example, within the page",
    (_name, command) => {
      const text = commandHelp(command);
      for (const option of command.options) {
        expect(text).toContain(
          `--${option.type === "flag" && option.default === true ? "no-" : ""}${option.name}`,
        );
        expect(option.help.length).toBeGreaterThan(20);
      }
      expect(command.examples.length).toBeGreaterThan(0);
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    },
  );

  test("options of a group stand under its heading, those of none first, and aliases beside names", () => {
    const text = commandHelp({
      ...commands[0],
      options: [
        { name: "late", group: "of the end", type: "flag", help: "At the end." },
        { name: "early", aliases: ["soon"], type: "integer", value: "N", help: "First." },
      ],
    });
    const lines = text.split("\n").filter((line) => /^options|^ {2}--/.test(line));
    expect(lines).toEqual([
      "options:",
      "  --early N, --soon N",
      "  --help",
      "options of the end:",
      "  --late",
    ]);
  });

  test("wrap keeps every word and indents every line", () => {
    const words = Array.from({ length: 60 }, (_, i) => `word${i}`).join(" ");
    const wrapped = wrap(words, 4);
    expect(wrapped.split("\n").every((line) => line.startsWith("    ") && line.length <= 96)).toBe(true);
    expect(wrapped.replace(/\s+/g, " ").trim()).toBe(words);
  });
});

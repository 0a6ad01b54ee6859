/** The help texts of the program `friedel`: the list of commands, and one page for each, wrapped to the terminal. */
import type { Command, CommandOption } from "./command.js";

const width = 96;

/** The page of `friedel --help`. */
export function programHelp(commands: readonly Command[], version: string): string {
  const longest = Math.max(...commands.map((command) => command.name.length));
  return [
    `friedel ${version}: merging, statistics and maps of X-ray diffraction data`,
    "",
    "usage: friedel COMMAND … [--help]",
    "",
    ...commands.map((command) => `  ${command.name.padEnd(longest + 2)}${command.summary}`),
    "",
    "friedel COMMAND --help explains a command, its options and how to judge what it prints.",
    "",
  ].join("\n");
}

/** The page of `friedel COMMAND --help`. */
export function commandHelp(command: Command): string {
  const paragraphs = command.description
    .split(/\n\s*\n/)
    .map((text) => wrap(text.replace(/\s+/g, " ").trim(), 0));
  const examples = command.examples.flatMap(([line, what]) => [`  ${line}`, wrap(what, 6)]);
  return [
    `usage: friedel ${command.name} ${command.operands} [options]`,
    "",
    paragraphs.join("\n\n"),
    "",
    ...optionGroups([...command.options, helpOption]),
    "examples:",
    ...examples,
    "",
  ].join("\n");
}

const helpOption: CommandOption = { name: "help", type: "flag", help: "Print this page." };

/** The options under their headings, those without one first. */
function optionGroups(options: readonly CommandOption[]): string[] {
  const groups = new Set([undefined, ...options.map(({ group }) => group)]);
  return [...groups].flatMap((group) => [
    `${group === undefined ? "options" : `options ${group}`}:`,
    ...options.filter((option) => option.group === group).map(optionHelp),
    "",
  ]);
}

function optionHelp(option: CommandOption): string {
  const negatable = option.type === "flag" && option.default === true;
  const value = option.type === "flag" ? "" : ` ${option.value ?? option.type.toUpperCase()}`;
  const choices = option.choices === undefined ? "" : ` One of ${option.choices.join(", ")}.`;
  const isDefault = option.default !== undefined && option.type !== "flag";
  const byDefault = negatable ? " (on by default)" : isDefault ? ` (default ${option.default})` : "";
  const names = [option.name, ...(option.aliases ?? [])];
  const head = `  ${names.map((name) => `--${negatable ? "no-" : ""}${name}${value}`).join(", ")}`;
  return `${head}\n${wrap(option.help + choices + byDefault, 6)}`;
}

/** Breaks a text at spaces so that no line is longer than the page, each indented. */
export function wrap(text: string, indent: number): string {
  const pad = " ".repeat(indent);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line.length > 0 && indent + line.length + 1 + word.length > width) {
      lines.push(pad + line);
      line = word;
    } else {
      line = line.length === 0 ? word : `${line} ${word}`;
    }
  }
  lines.push(pad + line);
  return lines.join("\n");
}

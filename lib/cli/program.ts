/**
 * The program `friedel`. Exit status: 0 done, 1 the data or a file cannot be used or a fit failed (one sentence on stderr
 * says why), 2 the command line is wrong, 70 a bug in Friedel (the stack is printed so that it can be reported), 130 or 143
 * stopped by Ctrl-C or a signal to end.
 */
import { FriedelError } from "../errors.js";
import { version } from "../version.js";
import { type Command, Interrupted, type Output, parseArguments, UsageError } from "./command.js";
import { differenceCommand } from "./difference.js";
import { namingFlags } from "./flagNames.js";
import { commandHelp, programHelp } from "./help.js";
import { infoCommand } from "./info.js";
import { kernelCommand } from "./kernel.js";
import { laueCommand } from "./laue.js";
import { mergeCommand } from "./merge.js";
import { statsCommand } from "./stats.js";
import { sweepCommand } from "./sweep.js";

/** Every command, in the order of the help page. A new one is a file and a line here. */
export const commands: readonly Command[] = [
  infoCommand,
  statsCommand,
  mergeCommand,
  laueCommand,
  sweepCommand,
  differenceCommand,
  kernelCommand,
];

/**
 * Runs the program on the words after its name.
 * @returns the exit status
 */
export async function run(words: readonly string[], output: Output): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    output.out(programHelp(commands, version));
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    output.out(`${version}\n`);
    return 0;
  }
  let known: readonly string[] = [];
  try {
    const command = findCommand(name);
    known = command.options.map((option) => option.name);
    const beforeDashes = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
    if (beforeDashes.includes("--help") || beforeDashes.includes("-h")) {
      output.out(commandHelp(command));
      return 0;
    }
    await command.run(parseArguments(command, rest), output);
    return 0;
  } catch (error) {
    return report(error, known, output);
  }
}

function findCommand(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  throw new UsageError(
    `friedel has no command ${name}, expected one of ${commands.map((c) => c.name).join(", ")} (friedel --help)`,
  );
}

function report(error: unknown, known: readonly string[], output: Output): number {
  if (error instanceof UsageError) {
    output.error(`${error.message}\n`);
    return 2;
  }
  if (error instanceof Interrupted) {
    output.error(`friedel: ${error.message}\n`);
    return error.status;
  }
  if (error instanceof FriedelError) {
    output.error(`friedel: ${namingFlags(error.message, known)}\n`);
    return 1;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  output.error(`friedel: this is a bug in Friedel, please report it with these lines:\n${stack}\n`);
  return 70;
}

/**
 * What a command of the program `friedel` is, and how its arguments are read: `--name value`, `--name=value`,
 * `--flag`, `--no-flag`, `-h`, and `--` before operands that begin with a dash. Unknown names are errors that suggest
 * the nearest known one; every value is checked before the command runs.
 */
import { FriedelError, InputError, nearestName } from "../errors.js";
import type { ProgramWords } from "../node/sweepWorkers.js";
import type { ProgressStream } from "../training/index.js";

/** One option of a command. A flag takes no value; the others do. */
export interface CommandOption {
  /** Long name without the dashes, e.g. `d-min`. */
  readonly name: string;
  /** Other names for it, such as other programs have. */
  readonly aliases?: readonly string[];
  /** Heading in the help under which it stands; those without one come first. */
  readonly group?: string;
  readonly type: "flag" | "number" | "integer" | "text";
  /** What stands for the value in the help, e.g. `Å`, `FILE`. */
  readonly value?: string;
  /** What it does, why one would change it, in one or two sentences. */
  readonly help: string;
  readonly default?: string | number | boolean;
  readonly choices?: readonly string[];
  /** Whether it may be given several times; all of its texts count. */
  readonly repeated?: boolean;
  /** Smallest and largest value allowed, inclusive. */
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Where a command writes: real streams in the program, collected text in tests. */
export interface Output {
  out(text: string): void;
  error(text: string): void;
  /** Where progress is drawn; without it none is. */
  readonly progress?: ProgressStream;
  /** Where interrupts come from: this process. Without it there are none. */
  readonly signals?: SignalSource;
  /** How this program is started anew, for what runs as a process of its own; by default this copy of it. */
  readonly program?: ProgramWords;
}

/** The signals that ask a program to end. */
export type StopSignal = "SIGINT" | "SIGTERM";

/** The part of `process` that gives signals. */
export interface SignalSource {
  on(name: StopSignal, listener: () => void): unknown;
  off(name: StopSignal, listener: () => void): unknown;
}

/** A command of the program. */
export interface Command {
  readonly name: string;
  /** One line in the list of commands. */
  readonly summary: string;
  /** Operands as shown after the name, e.g. `in.mtz [more.mtz …]`. */
  readonly operands: string;
  readonly minimumOperands: number;
  readonly maximumOperands: number;
  /** Paragraphs that explain what is computed and how to judge it. */
  readonly description: string;
  readonly options: readonly CommandOption[];
  /** Command lines worth copying, each with what it does. */
  readonly examples: readonly (readonly [command: string, what: string])[];
  run(args: CommandArguments, output: Output): Promise<void>;
}

/** The arguments of a command after checking. */
export class CommandArguments {
  constructor(
    readonly operands: readonly string[],
    private readonly values: ReadonlyMap<string, string | number | boolean>,
    /** The options that stand in the command line, by name. */
    readonly given: ReadonlySet<string> = new Set(),
    /** The words of the command line after the command's name. */
    readonly words: readonly string[] = [],
    private readonly repeated: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {}
  /** The text given to an option, or its default. */
  text(name: string): string | undefined {
    const value = this.values.get(name);
    return value === undefined ? undefined : String(value);
  }
  /** All texts given to an option that may be repeated, in order. */
  texts(name: string): readonly string[] {
    return this.repeated.get(name) ?? [];
  }
  /** The number given to an option, or its default. */
  number(name: string): number | undefined {
    const value = this.values.get(name);
    return typeof value === "number" ? value : undefined;
  }
  /** Whether a flag is set. */
  flag(name: string): boolean {
    return this.values.get(name) === true;
  }
}

/** A mistake in the command line itself, answered with a pointer to `--help` and exit status 2. */
export class UsageError extends InputError {
  override name = "UsageError";
}

/** The user stopped the command: what became of it, and how to go on. The exit status is that of the signal. */
export class Interrupted extends FriedelError {
  override name = "Interrupted";
  constructor(
    message: string,
    readonly signal: StopSignal,
  ) {
    super(message);
  }
  /** 128 and the signal's number, as shells have it. */
  get status(): number {
    return this.signal === "SIGINT" ? 130 : 143;
  }
}

/**
 * Reads the words after a command's name.
 * @throws UsageError naming the word, what was expected, and the nearest known option
 */
export function parseArguments(command: Command, words: readonly string[]): CommandArguments {
  const values = new Map<string, string | number | boolean>();
  for (const option of command.options) {
    if (option.default !== undefined) values.set(option.name, option.default);
  }
  const operands: string[] = [];
  const given = new Set<string>();
  const repeated = new Map<string, string[]>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === "--") {
      operands.push(...words.slice(i + 1));
      break;
    }
    if (!word.startsWith("--")) {
      if (/^-[a-zA-Z]/.test(word)) throw unknownOption(command, word);
      operands.push(word);
      continue;
    }
    const [name, inline] = splitAtEquals(word.slice(2));
    const [option, negated] = findOption(command, name);
    given.add(option.name);
    if (option.type === "flag") {
      if (inline !== undefined)
        throw new UsageError(`--${name}: got a value ${inline}, expected none (it is a flag)`);
      values.set(option.name, !negated);
      continue;
    }
    const value = inline ?? words[++i];
    if (value === undefined || (inline === undefined && value.startsWith("--"))) {
      throw new UsageError(`--${name}: got no value, expected ${option.value ?? option.type}`);
    }
    values.set(option.name, checkValue(option, value));
    if (option.repeated) repeated.set(option.name, [...(repeated.get(option.name) ?? []), value]);
  }
  checkOperands(command, operands);
  return new CommandArguments(operands, values, given, words, repeated);
}

function splitAtEquals(word: string): [string, string | undefined] {
  const at = word.indexOf("=");
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function findOption(command: Command, name: string): [CommandOption, boolean] {
  const direct = command.options.find((option) => option.name === name || option.aliases?.includes(name));
  if (direct !== undefined) return [direct, false];
  if (name.startsWith("no-")) {
    const flag = command.options.find((option) => option.type === "flag" && option.name === name.slice(3));
    if (flag !== undefined) return [flag, true];
  }
  throw unknownOption(command, `--${name}`);
}

function unknownOption(command: Command, word: string): UsageError {
  const known = command.options.flatMap(({ name, aliases = [] }) => [name, ...aliases].map((n) => `--${n}`));
  const nearest = nearestName(word, known);
  const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return new UsageError(
    `friedel ${command.name} has no option ${word}${hint} (friedel ${command.name} --help)`,
  );
}

function checkValue(option: CommandOption, value: string): string | number {
  if (option.type === "text") {
    if (option.choices !== undefined && !option.choices.includes(value)) {
      throw new UsageError(`--${option.name}: got ${value}, expected one of ${option.choices.join(", ")}`);
    }
    return value;
  }
  const number = value.trim() === "" ? Number.NaN : Number(value);
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = option;
  const whole = option.type === "integer";
  if (
    !Number.isFinite(number) ||
    (whole && !Number.isInteger(number)) ||
    number < minimum ||
    number > maximum
  ) {
    const range =
      maximum < Number.POSITIVE_INFINITY
        ? ` from ${minimum} to ${maximum}`
        : minimum > Number.NEGATIVE_INFINITY
          ? ` of at least ${minimum}`
          : "";
    throw new UsageError(
      `--${option.name}: got ${value}, expected a ${whole ? "whole " : ""}number${range}${option.value === "Å" ? " (Å)" : ""}`,
    );
  }
  return number;
}

function checkOperands(command: Command, operands: readonly string[]): void {
  if (operands.length < command.minimumOperands) {
    const missing = operands.length === 0 ? "no file" : `${operands.length} files`;
    throw new UsageError(`friedel ${command.name}: got ${missing}, expected ${command.operands}`);
  }
  if (operands.length > command.maximumOperands) {
    const extra = operands[command.maximumOperands];
    throw new UsageError(`friedel ${command.name}: got ${extra} too many, expected ${command.operands}`);
  }
}

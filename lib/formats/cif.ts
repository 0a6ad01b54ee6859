/**
 * CIF: data blocks of tags with values, loops and save frames. This reads the syntax only; what tags mean, others know.
 * Source: S. R. Hall, J. D. Westbrook et al., "CIF version 1.1 working specification" (IUCr), International Tables G,
 * chapter 2.2. Wider than it in two points, as files are: lines and names of any length, and letters beyond ASCII.
 */
import { FormatError } from "../errors.js";

/** A value: its text; `undefined` for an unquoted `?` (unknown), `null` for an unquoted `.` (inapplicable). */
export type CifValue = string | null | undefined;

/** A table of a CIF: `tags.length` columns, values row by row. */
export interface CifLoop {
  /** As written. */
  readonly tags: readonly string[];
  readonly values: readonly CifValue[];
  /** Line of `loop_`, from 1. */
  readonly line: number;
}

/** One column of a CIF, from a loop or, with one value, from a tag by itself. */
export interface CifColumn {
  readonly loop: CifLoop;
  /** Position of the column in its loop. */
  readonly index: number;
}

/** A data block or a save frame. */
export class CifBlock {
  readonly #columns = new Map<string, CifColumn>();
  /** The save frames of the block. */
  readonly frames: CifBlock[] = [];
  readonly loops: CifLoop[] = [];

  /** @param name what follows `data_` or `save_` */
  constructor(readonly name: string) {}

  /** The column of a tag, in any letter case; a tag by itself is a loop of one row. */
  find(tag: string): CifColumn | undefined {
    return this.#columns.get(tag.toLowerCase());
  }

  /** The value of a tag; the first one if it is in a loop; undefined too where there is no such tag. */
  value(tag: string): CifValue {
    const column = this.find(tag);
    return column?.loop.values[column.index];
  }

  /** All values of a tag; none where there is no such tag. */
  values(tag: string): CifValue[] {
    const column = this.find(tag);
    if (column === undefined) return [];
    const { loop, index } = column;
    const width = loop.tags.length;
    return Array.from(
      { length: loop.values.length / width },
      (_, row): CifValue => loop.values[row * width + index],
    );
  }

  /** The tags, in order, in small letters. */
  get tags(): string[] {
    return [...this.#columns.keys()];
  }

  /**
   * Adds a loop.
   * @returns the first tag that the block had already, and then nothing is added
   */
  add(loop: CifLoop): string | undefined {
    const columns = new Map<string, CifColumn>();
    for (const [index, tag] of loop.tags.entries()) {
      const key = tag.toLowerCase();
      if (this.#columns.has(key) || columns.has(key)) return tag;
      columns.set(key, { loop, index });
    }
    for (const [key, column] of columns) this.#columns.set(key, column);
    this.loops.push(loop);
    return undefined;
  }
}

type TokenKind = "end" | "data" | "save" | "loop" | "tag" | "value";

/** Characters that may not begin an unquoted value. */
const reservedStarts = new Set(["_", "#", "$", "'", '"', "[", "]"]);

/** Cuts the text into tokens; the last one is in its fields. */
class Lexer {
  kind: TokenKind = "end";
  /** Name, tag or value. */
  text: CifValue = "";
  line = 1;
  column = 1;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(
    readonly source: string,
    readonly name: string,
  ) {
    if (source.charCodeAt(0) === 0xfeff) {
      this.#at = 1;
      this.#lineStart = 1;
    }
  }

  /** The error "NAME line L column C: MESSAGE" at the last token. */
  failure(message: string): FormatError {
    return new FormatError(`${this.name} line ${this.line} column ${this.column}: ${message}`);
  }

  /** What the last token is, for errors. */
  describe(): string {
    if (this.kind === "end") return "the end of the file";
    const text = this.text === null ? "." : (this.text ?? "?");
    const short = shortened(text);
    if (this.kind === "tag") return `the tag ${short}`;
    return this.kind === "value" ? `the value ${JSON.stringify(short)}` : `${this.kind}_${short}`;
  }

  next(): void {
    this.#skipBlanks();
    this.line = this.#line;
    this.column = this.#at - this.#lineStart + 1;
    const first = this.source[this.#at];
    if (first === undefined) {
      this.#set("end", "");
    } else if (first === ";" && this.#at === this.#lineStart) {
      this.#textField();
    } else if (first === "'" || first === '"') {
      this.#quoted(first);
    } else {
      this.#word();
    }
  }

  #set(kind: TokenKind, text: CifValue): void {
    this.kind = kind;
    this.text = text;
  }

  #skipBlanks(): void {
    const { source } = this;
    for (; this.#at < source.length; this.#at++) {
      const code = source.charCodeAt(this.#at);
      if (code === 10 || (code === 13 && source.charCodeAt(this.#at + 1) !== 10)) {
        this.#line++;
        this.#lineStart = this.#at + 1;
      } else if (code === 35) {
        while (this.#at + 1 < source.length && !isLineEnd(source.charCodeAt(this.#at + 1))) this.#at++;
      } else if (!isBlank(code)) {
        return;
      }
    }
  }

  /** From a semicolon at the start of a line to the next one there. */
  #textField(): void {
    const lineEnd = /\r\n|\n|\r/g;
    lineEnd.lastIndex = this.#at;
    for (let match = lineEnd.exec(this.source); match !== null; match = lineEnd.exec(this.source)) {
      this.#line++;
      this.#lineStart = lineEnd.lastIndex;
      if (this.source[lineEnd.lastIndex] !== ";") continue;
      this.#set("value", this.source.slice(this.#at + 1, match.index).replace(/\r\n?/g, "\n"));
      this.#at = lineEnd.lastIndex + 1;
      if (!this.#atBlank()) {
        this.line = this.#line;
        this.column = 1;
        throw this.failure("got letters after the semicolon that ends a text, expected a blank");
      }
      return;
    }
    throw this.failure("got a text without end, expected a line that begins with a semicolon");
  }

  /** A quote ends a value only where a blank follows. */
  #quoted(quote: string): void {
    const { source } = this;
    const start = this.#at + 1;
    for (let i = start; i < source.length && !isLineEnd(source.charCodeAt(i)); i++) {
      if (source[i] !== quote) continue;
      this.#at = i + 1;
      if (!this.#atBlank()) continue;
      this.#set("value", source.slice(start, i));
      return;
    }
    throw this.failure(
      `got a value that begins with ${quote}, expected ${quote} and a blank on the same line`,
    );
  }

  #atBlank(): boolean {
    const code = this.source.charCodeAt(this.#at);
    return Number.isNaN(code) || isBlank(code);
  }

  #word(): void {
    const { source } = this;
    const start = this.#at;
    while (!this.#atBlank()) this.#at++;
    const word = source.slice(start, this.#at);
    if (word[0] === "_") {
      if (word.length === 1) throw this.failure("got _, expected the name of a tag after it");
      this.#set("tag", word);
      return;
    }
    if (reservedStarts.has(word[0])) {
      throw this.failure(`got ${shortened(word)}, expected a value that begins with ${word[0]} to be quoted`);
    }
    const keyword = /^(data|save|loop|global|stop)_/i.exec(word)?.[1].toLowerCase();
    const rest = word.slice(5);
    if (keyword === "data" && rest !== "") this.#set("data", rest);
    else if (keyword === "save") this.#set("save", rest);
    else if (keyword === "loop" && rest === "") this.#set("loop", "");
    else if (keyword === "data" || /^(global|stop)_$/i.test(word)) {
      throw this.failure(`got ${shortened(word)}, expected data_NAME, loop_, a tag or a value`);
    } else if (word === "?") this.#set("value", undefined);
    else this.#set("value", word === "." ? null : word);
  }
}

/**
 * The data blocks of a CIF.
 * @param name what errors call the file
 * @throws FormatError with line and column where the syntax is broken: text outside of a block, a tag without a value or
 * given twice, a loop whose values do not fill its rows, a quote or text that does not end
 */
export function parseCif(text: string, name = "CIF"): CifBlock[] {
  const lexer = new Lexer(text, name);
  const blocks: CifBlock[] = [];
  lexer.next();
  while (lexer.kind !== "end") {
    if (lexer.kind !== "data") throw lexer.failure(`got ${lexer.describe()}, expected data_NAME`);
    const block = new CifBlock(lexer.text ?? "");
    blocks.push(block);
    lexer.next();
    parseItems(lexer, block, false);
  }
  return blocks;
}

/** Tags, loops and frames up to the next block, the end of the frame, or the end of the file. */
function parseItems(lexer: Lexer, block: CifBlock, inFrame: boolean): void {
  for (;;) {
    const { kind } = lexer;
    if (kind === "tag") {
      parsePair(lexer, block);
    } else if (kind === "loop") {
      parseLoop(lexer, block);
    } else if (kind === "save" && !inFrame && lexer.text !== "") {
      const frame = new CifBlock(lexer.text ?? "");
      block.frames.push(frame);
      lexer.next();
      parseItems(lexer, frame, true);
    } else if (kind === "save" && inFrame && lexer.text === "") {
      lexer.next();
      return;
    } else if (inFrame) {
      throw lexer.failure(
        `got ${lexer.describe()}, expected save_ at the end of the frame ${shortened(block.name)}`,
      );
    } else if (kind === "data" || kind === "end") {
      return;
    } else {
      throw lexer.failure(`got ${lexer.describe()}, expected a tag before it`);
    }
  }
}

function parsePair(lexer: Lexer, block: CifBlock): void {
  const tag = lexer.text ?? "";
  const { line } = lexer;
  const values: CifValue[] = [];
  if (block.find(tag) !== undefined)
    throw lexer.failure(`got the tag ${shortened(tag)} again, expected it once in a block`);
  lexer.next();
  if (lexer.kind !== "value")
    throw lexer.failure(`got ${lexer.describe()}, expected the value of ${shortened(tag)}`);
  values.push(lexer.text);
  block.add({ tags: [tag], values, line });
  lexer.next();
}

function parseLoop(lexer: Lexer, block: CifBlock): void {
  const { line } = lexer;
  const tags: string[] = [];
  const values: CifValue[] = [];
  for (lexer.next(); lexer.kind === "tag"; lexer.next()) tags.push(lexer.text ?? "");
  if (tags.length === 0) throw lexer.failure(`got ${lexer.describe()}, expected the tags of a loop`);
  for (; lexer.kind === "value"; lexer.next()) values.push(lexer.text);
  if (values.length === 0 || values.length % tags.length !== 0) {
    throw lexer.failure(
      `got ${lexer.describe()} after ${values.length} values of the loop of line ${line}, ` +
        `expected rows of ${tags.length} values`,
    );
  }
  const repeated = block.add({ tags, values, line });
  if (repeated !== undefined) {
    throw lexer.failure(
      `got the tag ${shortened(repeated)} again in the loop of line ${line}, expected it once in a block`,
    );
  }
}

/** A text as errors show it. */
export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

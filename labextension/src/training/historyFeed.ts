/**
 * The history of a run folder on the server, read as it grows: only the bytes after the last read are asked for. The last
 * bytes that are known are asked for again; where they are others, or the file is shorter, it is another file (the folder
 * was removed and a new run started in it), and it is read from its start.
 */
import { type History, HistoryReader } from "friedel/browser";

/** What is asked of the server. */
export interface FolderFiles {
  /**
   * Bytes of a file from an offset on, at most `most` of them; none where the file ends before it.
   * @returns undefined where there is no such file
   * @throws Error with a sentence where the server does not answer
   */
  readFrom(path: string, from: number, most: number): Promise<Uint8Array | undefined>;
  /** The names in a folder; undefined where there is no such folder. */
  list(path: string): Promise<readonly FolderEntry[] | undefined>;
}

/** A file or folder of the server. */
export interface FolderEntry {
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size?: number;
  /** When it was last written, ISO 8601. */
  readonly modified?: string;
}

/** What a read found. */
export interface FeedReading {
  /** Whether there is a history; false: none yet, or not any more. */
  readonly found: boolean;
  /** Whether lines were added since the last read. */
  readonly grew: boolean;
  /** Whether the file was another one than before, and was read anew. */
  readonly anew: boolean;
}

const historyName = "history.jsonl";
/** So many bytes a request: a page stays alive while a long history comes in. */
const mostBytes = 4 << 20;
const overlap = 64;

/** One history, read again and again. */
export class HistoryFeed {
  private reader: HistoryReader;
  private known: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly files: FolderFiles,
    private readonly folder: string,
  ) {
    this.reader = this.newReader();
  }

  /** What was read so far. */
  get history(): History {
    return this.reader.history;
  }

  /**
   * Reads what was added.
   * @throws FormatError where a line is no row; Error where the server does not answer
   */
  async read(): Promise<FeedReading> {
    const path = `${this.folder}/${historyName}`;
    let anew = false;
    let grew = false;
    for (;;) {
      const from = this.reader.offset - this.known.length;
      const bytes = await this.files.readFrom(path, from, mostBytes);
      if (bytes === undefined) return { found: false, grew: false, anew };
      if (!startsWith(bytes, this.known)) {
        this.reader = this.newReader();
        this.known = new Uint8Array(0);
        anew = true;
        continue;
      }
      const added = bytes.subarray(this.known.length);
      if (this.reader.push(added) > 0) grew = true;
      this.known = bytes.slice(Math.max(0, bytes.length - overlap));
      if (bytes.length < mostBytes) return { found: true, grew, anew };
    }
  }

  private newReader(): HistoryReader {
    return new HistoryReader(`${this.folder}, ${historyName}`);
  }
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  if (bytes.length < start.length) return false;
  return start.every((byte, i) => byte === bytes[i]);
}

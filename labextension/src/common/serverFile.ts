/**
 * A file of the Jupyter server, read in ranges through `/files/PATH` (RFC 9110, section 14): a {@link ByteSource}, so that
 * the library's readers take it. What is asked of the network goes through {@link FileServer}, which knows the address of
 * the server and how to identify the user.
 */
import { type ByteSource, FriedelError } from "friedel/browser";

/** The Jupyter server, as far as files go; plugins/server.ts makes one of JupyterLab's. */
export interface FileServer {
  /** With "/" at its end. */
  readonly baseUrl: string;
  /** `fetch`, with token and the like. */
  request(url: string, init: RequestInit): Promise<Response>;
}

/** A file cannot be read. */
export class ServerFileError extends FriedelError {
  override name = "ServerFileError";
  constructor(
    message: string,
    readonly kind: "missing" | "directory" | "refused" | "unreachable" | "noRanges" | "failed",
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The file is not the one that was opened: another length, or a later time. */
export class FileChangedError extends FriedelError {
  override name = "FileChangedError";
}

export interface ServerFileOptions {
  /** The file may become longer, or be written again: it is no error then, and {@link ServerFile.byteLength} follows. */
  readonly growing?: boolean;
}

export class ServerFile implements ByteSource {
  readonly name: string;
  private length = 0;
  private time = "";

  private constructor(
    private readonly server: FileServer,
    /** From the server's root, with "/". */
    readonly path: string,
    private readonly growing: boolean,
  ) {
    this.name = path;
  }

  /**
   * Finds a file and its length.
   * @throws ServerFileError where it is missing, a directory, or the server does not answer or knows no ranges
   */
  static async open(
    server: FileServer,
    path: string,
    { growing = false }: ServerFileOptions = {},
  ): Promise<ServerFile> {
    const file = new ServerFile(server, path, growing);
    await file.refresh();
    return file;
  }

  /** Length in bytes, as of the last answer. */
  get byteLength(): number {
    return this.length;
  }

  /** When it was last written, as the server says; "" where it does not. */
  get modified(): string {
    return this.time;
  }

  /** Asks anew for length and time, and takes them as they are. */
  async refresh(signal?: AbortSignal): Promise<void> {
    const answer = await this.ask(0, 1, signal);
    // The body must be taken, or the connection stays busy.
    await this.bodyOf(answer);
    this.length = answer.status === 416 ? 0 : lengthOf(answer, this.path);
    this.time = answer.headers.get("last-modified") ?? "";
  }

  /**
   * Bytes `start` to `end`. Of a growing file that has become shorter, what there is.
   * @throws FileChangedError where the file has changed, unless it may
   */
  async slice(start: number, end: number = this.length, signal?: AbortSignal): Promise<ArrayBuffer> {
    if (end <= start) return new ArrayBuffer(0);
    const answer = await this.ask(start, end, signal);
    const body = await this.bodyOf(answer);
    if (answer.status === 416 && this.growing) {
      this.length = totalOf(answer) ?? this.length;
      return new ArrayBuffer(0);
    }
    const total = answer.status === 416 ? totalOf(answer) : lengthOf(answer, this.path);
    const time = answer.headers.get("last-modified") ?? "";
    if (!this.growing && (total !== this.length || time !== this.time))
      throw new FileChangedError(
        `${this.path}: has changed since it was opened (${this.length} bytes then, ${total ?? "fewer"} now); reload it`,
      );
    this.length = total ?? this.length;
    this.time = time;
    const expected = Math.min(end, this.length) - start;
    if (body.byteLength !== expected)
      throw new ServerFileError(
        `${this.path}: got ${body.byteLength} bytes from byte ${start}, expected ${expected}; try again`,
        "failed",
      );
    return body;
  }

  private async ask(start: number, end: number, signal?: AbortSignal): Promise<Response> {
    const url = `${this.server.baseUrl}files/${encodedPath(this.path)}`;
    let answer: Response;
    try {
      answer = await this.server.request(url, {
        method: "GET",
        headers: { Range: `bytes=${start}-${end - 1}` },
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      throw this.unreachable(error, signal);
    }
    const whole = answer.status === 200 && !answer.redirected && start === 0 && wholeLength(answer) <= end;
    if (whole || answer.status === 206 || answer.status === 416) return answer;
    // The rest of an answer that nobody wants is not waited for.
    void answer.body?.cancel().catch(() => undefined);
    throw await this.refusal(answer);
  }

  private async bodyOf(answer: Response): Promise<ArrayBuffer> {
    try {
      return await answer.arrayBuffer();
    } catch (error) {
      throw this.unreachable(error);
    }
  }

  private unreachable(error: unknown, signal?: AbortSignal): unknown {
    if (signal?.aborted) return error;
    return new ServerFileError(
      `${this.path}: the Jupyter server does not answer; see that it runs, then try again`,
      "unreachable",
      { cause: error },
    );
  }

  private async refusal(answer: Response): Promise<ServerFileError> {
    const { path } = this;
    const { status } = answer;
    if (answer.redirected)
      return new ServerFileError(
        `${path}: the server asks for a log-in, expected the file; reload the page`,
        "refused",
      );
    if (status === 200)
      return new ServerFileError(
        `${path}: the server sends whole files only, expected one that answers Range requests; open it from a server with files on disk`,
        "noRanges",
      );
    if (await this.isDirectory())
      return new ServerFileError(`${path}: is a directory, expected a file`, "directory");
    if (status === 404)
      return new ServerFileError(
        `${path}: there is no such file on the server; was it moved or deleted?`,
        "missing",
      );
    if (status === 401 || status === 403)
      return new ServerFileError(
        `${path}: the server does not let it be read (HTTP ${status}); reload the page to log in, or see the file's permissions`,
        "refused",
      );
    return new ServerFileError(
      `${path}: the server failed with HTTP ${status}, expected bytes of the file; try again`,
      "failed",
    );
  }

  private async isDirectory(): Promise<boolean> {
    try {
      const url = `${this.server.baseUrl}api/contents/${encodedPath(this.path)}?content=0`;
      const answer = await this.server.request(url, { method: "GET" });
      const model: unknown = answer.ok ? await answer.json() : undefined;
      return typeof model === "object" && model !== null && "type" in model && model.type === "directory";
    } catch {
      return false;
    }
  }
}

/** The path as it goes into an address. */
export function encodedPath(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "")
    .map(encodeURIComponent)
    .join("/");
}

/** The length that an answer to a request for a range tells: `Content-Range: bytes 0-0/1234`. */
function lengthOf(answer: Response, path: string): number {
  const total = totalOf(answer);
  if (total === undefined)
    throw new ServerFileError(
      `${path}: got HTTP ${answer.status} without a length, expected Content-Range; open it from a server with files on disk`,
      "noRanges",
    );
  return total;
}

function totalOf(answer: Response): number | undefined {
  if (answer.status === 200) return wholeLength(answer);
  const match = /\/(\d+)$/.exec(answer.headers.get("content-range") ?? "");
  return match ? Number(match[1]) : undefined;
}

/** The length of a whole file: Jupyter's server sends one, as if no range had been asked for, where the range is all of it. */
function wholeLength(answer: Response): number {
  const length = answer.headers.get("content-length");
  return length === null ? Number.POSITIVE_INFINITY : Number(length);
}

/**
 * Finds the run folders of a workspace: folders that hold `config.json` and `history.jsonl`. It looks breadth first, so that
 * runs near the top come soon, and only so far and so deep: a workspace may hold a whole home directory. Folders that are
 * hidden or belong to programs are passed by, and what lies within a run is not looked into.
 */
import type { FolderEntry, FolderFiles } from "../training/historyFeed.js";

/** How far to look. */
export interface SearchBounds {
  /** Runs found, at most. */
  readonly runs: number;
  /** Folders listed, at most. */
  readonly folders: number;
  /** Folders below the root, at most. */
  readonly depth: number;
}

/** How a search goes. */
export interface SearchProgress {
  readonly folders: number;
  readonly runs: readonly FoundRun[];
  /** The folder that is looked into. */
  readonly at: string;
}

/** A run folder. */
export interface FoundRun {
  /** From the root of the server's files. */
  readonly folder: string;
  /** Whether the file `lock` is there: a process trains into it, or did until it was killed. */
  readonly locked: boolean;
  /** When its history was last written, in milliseconds; NaN where the server does not say. */
  readonly written: number;
}

/** What a search found. */
export interface SearchResult {
  readonly runs: readonly FoundRun[];
  readonly folders: number;
  /** Which bound ended the search before all was seen. */
  readonly ended?: "runs" | "folders" | "depth";
  /** Folders that could not be listed. */
  readonly refused: readonly string[];
}

export const searchBounds: SearchBounds = { runs: 500, folders: 2000, depth: 8 };

const passedBy = new Set(["node_modules", "__pycache__", "site-packages", "checkpoints", "dist", "build"]);
/** Folders listed at a time. */
const atOnce = 4;

/**
 * @param signal ends the search; what was found till then is given
 * @throws Error where not even the root can be listed
 */
export async function findRuns(
  files: Pick<FolderFiles, "list">,
  root: string,
  bounds: SearchBounds,
  tell: (progress: SearchProgress) => void = () => undefined,
  signal?: AbortSignal,
): Promise<SearchResult> {
  const runs: FoundRun[] = [];
  const refused: string[] = [];
  let level = [root];
  let folders = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > bounds.depth) return { runs, folders, refused, ended: "depth" };
    const next: string[] = [];
    for (let from = 0; from < level.length; from += atOnce) {
      if (signal?.aborted) return { runs, folders, refused };
      const batch = level.slice(from, from + atOnce);
      tell({ folders, runs, at: batch[0] });
      const listed = await Promise.all(
        batch.map(async (path) => {
          try {
            return await files.list(path);
          } catch (error) {
            if (path === root) throw error;
            refused.push(path);
            return undefined;
          }
        }),
      );
      listed.forEach((entries = [], i) => {
        const run = runIn(batch[i], entries);
        if (run !== undefined) runs.push(run);
        else next.push(...foldersIn(batch[i], entries));
      });
      folders += batch.length;
      if (runs.length >= bounds.runs)
        return { runs: runs.slice(0, bounds.runs), folders, refused, ended: "runs" };
      if (folders >= bounds.folders && (next.length > 0 || from + atOnce < level.length))
        return { runs, folders, refused, ended: "folders" };
    }
    level = next;
  }
  return { runs, folders, refused };
}

/** The run that a folder is, by the names in it. */
export function runIn(folder: string, entries: readonly FolderEntry[]): FoundRun | undefined {
  const named = (name: string) => entries.find((entry) => entry.name === name && entry.type !== "directory");
  const history = named("history.jsonl");
  if (history === undefined || named("config.json") === undefined) return undefined;
  return {
    folder,
    locked: named("lock") !== undefined,
    written: history.modified === undefined ? Number.NaN : Date.parse(history.modified),
  };
}

function foldersIn(folder: string, entries: readonly FolderEntry[]): string[] {
  return entries
    .filter(({ name, type }) => type === "directory" && !name.startsWith(".") && !passedBy.has(name))
    .map(({ name }) => (folder === "" ? name : `${folder}/${name}`));
}

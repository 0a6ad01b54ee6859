/** Run folders as the Jupyter server has them: files by Range, folders by its contents API. */
import { encodedPath, type FileServer, ServerFile, ServerFileError } from "../common/serverFile.js";
import type { FolderEntry, FolderFiles } from "./historyFeed.js";
import { baseName, folderOf } from "./serverPaths.js";

/** At most so many files are remembered between two readings. */
const mostKnown = 200;

/** The folders of a server. */
export function serverFolders(server: FileServer): FolderFiles {
  const known = new Map<string, ServerFile>();
  return {
    async readFrom(path, from, most) {
      try {
        let file = known.get(path);
        if (file === undefined) {
          // asked first, since a browser tells its console of every file that is missing, and of ranges of an empty one
          const size = await sizeOf(server, path);
          if (size === undefined || size === 0) return size === 0 ? new Uint8Array(0) : undefined;
          file = await ServerFile.open(server, path, { growing: true });
          if (known.size >= mostKnown) known.delete(known.keys().next().value as string);
          known.set(path, file);
        }
        return new Uint8Array(await file.slice(from, from + most));
      } catch (error) {
        known.delete(path);
        if (error instanceof ServerFileError && error.kind === "missing") return undefined;
        throw error;
      }
    },
    list: (path) => listFolder(server, path),
  };
}

/** The length of a file by the list of its folder; undefined where it is not there. */
async function sizeOf(server: FileServer, path: string): Promise<number | undefined> {
  const entries = await listFolder(server, folderOf(path));
  const entry = entries?.find(({ name }) => name === baseName(path));
  return entry === undefined ? undefined : (entry.size ?? 1);
}

/** @throws ServerFileError where the server does not answer */
async function listFolder(server: FileServer, path: string): Promise<readonly FolderEntry[] | undefined> {
  const url = `${server.baseUrl}api/contents/${encodedPath(path)}?content=1`;
  const where = path === "" ? "the workspace" : path;
  let answer: Response;
  let model: unknown;
  try {
    answer = await server.request(url, { method: "GET", cache: "no-store" });
    model = answer.ok ? await answer.json() : undefined;
  } catch (error) {
    throw new ServerFileError(
      `${where}: the Jupyter server does not answer; see that it runs, then try again`,
      "unreachable",
      { cause: error },
    );
  }
  if (answer.status === 404) return undefined;
  if (!answer.ok)
    throw new ServerFileError(
      `${where}: the server does not list it (HTTP ${answer.status}); reload the page to log in, or see its permissions`,
      "refused",
    );
  return entriesOf(model);
}

function entriesOf(model: unknown): readonly FolderEntry[] | undefined {
  if (typeof model !== "object" || model === null || !("content" in model)) return undefined;
  if (!Array.isArray(model.content)) return undefined;
  return model.content.flatMap((entry: Readonly<Record<string, unknown>>) => {
    const { name, type, size, last_modified: modified } = entry;
    if (typeof name !== "string" || typeof type !== "string") return [];
    return [
      {
        name,
        type,
        ...(typeof size === "number" ? { size } : {}),
        ...(typeof modified === "string" ? { modified } : {}),
      },
    ];
  });
}

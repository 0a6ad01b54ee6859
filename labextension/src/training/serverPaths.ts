/** Paths of run folders: what a kernel calls them, and where the server has them. */

/**
 * The path of a folder from the root of the server's files.
 * @param base the folder that the kernel runs in, from that root; "" is the root itself
 * @param folder what the kernel calls it: relative to `base`, or absolute
 * @param serverRoot the root as the kernel's machine calls it, where it is known
 * @returns undefined where it lies outside of what the server shows
 */
export function serverPath(base: string, folder: string, serverRoot = ""): string | undefined {
  const path = folder.replaceAll("\\", "/");
  if (path.startsWith("/") || /^[A-Za-z]:\//.test(path)) {
    const root = serverRoot.replaceAll("\\", "/").replace(/\/+$/, "");
    if (root === "" || !path.startsWith(`${root}/`)) return undefined;
    return joined(path.slice(root.length + 1).split("/"));
  }
  return joined([...base.split("/"), ...path.split("/")]);
}

function joined(parts: readonly string[]): string | undefined {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.pop() === undefined) return undefined;
  }
  return kept.join("/");
}

/** The folder that a file is in; "" is the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

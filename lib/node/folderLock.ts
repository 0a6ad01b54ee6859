/**
 * One training at a time in a run folder: the file `lock` names the process that has it. A process that was killed leaves
 * its lock behind, so a lock holds only while its process lives; since process numbers are used again, the process must
 * also have started when the lock says. A lock from another machine cannot be judged, and holds until someone removes it.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { InputError } from "../errors.js";
import { errorCode } from "./writeFile.js";

/** The name of the lock in the folder. */
export const lockFile = "lock";

/** What a lock says. */
interface LockOwner {
  readonly pid: number;
  /** When the process started, as the system puts it; empty where the system does not say. */
  readonly started: string;
  readonly host: string;
}

let made = 0;

/**
 * Takes the lock of a folder.
 * @returns what gives it back
 * @throws InputError where a living process has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, lockFile);
  const own: LockOwner = { pid: process.pid, started: processStart(process.pid) ?? "", host: hostname() };
  const text = `${JSON.stringify(own)}\n`;
  while (!(await create(path, text))) {
    const found = await readFile(path, "utf8").catch(() => undefined);
    if (found === undefined) continue;
    const owner = ownerOf(found);
    if (owner !== undefined && isAlive(owner)) throw new InputError(`${folder}: ${inUse(owner, own, path)}`);
    await removeStale(path, found, text);
  }
  return () => rm(path, { force: true });
}

/** Who has the lock of a folder, as a phrase, or undefined where no living process has. */
export async function lockHolder(folder: string): Promise<string | undefined> {
  const found = await readFile(join(folder, lockFile), "utf8").catch(() => undefined);
  const owner = found === undefined ? undefined : ownerOf(found);
  return owner !== undefined && isAlive(owner) ? `process ${owner.pid} on ${owner.host}` : undefined;
}

function inUse(owner: LockOwner, own: LockOwner, path: string): string {
  if (owner.host !== own.host)
    return `got a folder into which process ${owner.pid} on ${owner.host} trains, expected a free one; if that process is gone, remove ${path}`;
  const who = owner.pid === own.pid ? "this very process" : `process ${owner.pid}`;
  return `got a folder into which ${who} trains, expected a free one; stop that training, or choose another folder`;
}

/** Makes the lock with its text in it at once, so that nobody reads half of it; false where there is one. */
async function create(path: string, text: string): Promise<boolean> {
  const temporary = uniqueName(path);
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await link(temporary, path).catch((error: unknown) => {
      // a file system without links: not at once, but nearly
      if (errorCode(error) !== "EEXIST") return writeFile(path, text, { flag: "wx" });
      throw error;
    });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Takes a stale lock away. Of several processes that found it only the one with a second lock may, and only while it still
 * is what was found: otherwise the last would take away the new lock of the first.
 */
async function removeStale(path: string, stale: string, text: string): Promise<void> {
  const second = `${path}.takeover`;
  if (!(await create(second, text))) {
    const found = await readFile(second, "utf8").catch(() => undefined);
    const owner = found === undefined ? undefined : ownerOf(found);
    if (owner !== undefined && !isAlive(owner)) await rm(second, { force: true });
    return;
  }
  try {
    if ((await readFile(path, "utf8").catch(() => undefined)) === stale) await rm(path, { force: true });
  } finally {
    await rm(second, { force: true });
  }
}

function uniqueName(path: string): string {
  made += 1;
  return `${path}.${process.pid}-${made}-${Math.random().toString(36).slice(2, 8)}.tmp`;
}

/** What a lock says, or undefined where it is none of ours. */
function ownerOf(text: string): LockOwner | undefined {
  try {
    const { pid, started, host } = JSON.parse(text) as Partial<LockOwner>;
    if (!Number.isSafeInteger(pid) || typeof started !== "string" || typeof host !== "string")
      return undefined;
    return { pid: Number(pid), started, host };
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started, host }: LockOwner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and another user's
    if (errorCode(error) !== "EPERM") return false;
  }
  const now = processStart(pid);
  return now === undefined || started === "" || now === started;
}

/**
 * When a process started: Linux says it in /proc (field 22 of stat, in ticks since the boot, with the boot's own id), other
 * systems by `ps`. "dead" for a process that has ended and waits for its parent; undefined where nobody says.
 */
function processStart(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
        .replace(/^.*\) /s, "")
        .split(" ");
      const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
      return "ZX".includes(fields[0]) ? "dead" : `${boot} ${fields[19]}`;
    }
    if (process.platform === "win32") return undefined;
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

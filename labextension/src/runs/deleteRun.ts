/** Deleting a run folder: only what is a run, only what nobody trains into, and only its files. */
import { FriedelError } from "friedel/browser";
import type { FolderFiles } from "../training/historyFeed.js";
import { runIn } from "./findRuns.js";
import type { RunSummary } from "./runSummary.js";

/** A run folder that is not deleted. */
export class NotDeletedError extends FriedelError {
  override name = "NotDeletedError";
}

/** What a folder of a run may hold: another file is the user's, and nobody deletes it unseen. */
const ours = /^(config\.json|history\.jsonl|checkpoints|lock|.*\.tmp|\.ipynb_checkpoints)$/;

/**
 * Looks into a folder just before it is deleted.
 * @returns files beside those of the run, which would go with it
 * @throws NotDeletedError where it is no run, or one that is under way
 */
export async function checkDeletable(
  files: Pick<FolderFiles, "list">,
  run: Pick<RunSummary, "folder">,
  state: RunSummary["state"],
): Promise<readonly string[]> {
  const { folder } = run;
  const entries = await files.list(folder);
  if (entries === undefined) throw new NotDeletedError(`${folder}: is not there any more; press Refresh`);
  if (runIn(folder, entries) === undefined)
    throw new NotDeletedError(
      `${folder}: got a folder without config.json and history.jsonl, expected that of a run; nothing was deleted`,
    );
  if (state === "running" || state === "paused")
    throw new NotDeletedError(
      `${folder}: got a run that is ${state}, expected one that is over; stop it first`,
    );
  return entries.map(({ name }) => name).filter((name) => !ours.test(name));
}

/**
 * Deletes a run folder: at once, so that it goes to the trash where the server has one; a server without one refuses folders
 * that are not empty, and there the files go first.
 * @param remove deletes a file or folder of the server
 */
export async function deleteRun(
  files: Pick<FolderFiles, "list">,
  remove: (path: string) => Promise<void>,
  folder: string,
): Promise<void> {
  try {
    await remove(folder);
  } catch (error) {
    const entries = await files.list(folder);
    if (entries === undefined || entries.length === 0) throw error;
    for (const { name, type } of entries)
      await (type === "directory"
        ? deleteRun(files, remove, `${folder}/${name}`)
        : remove(`${folder}/${name}`));
    await remove(folder);
  }
}

/** The cell that goes on with an interrupted run: found in its notebook, mended, and put below it on request. */
import type { JupyterFrontEnd } from "@jupyterlab/application";
import { NotebookActions, type NotebookPanel } from "@jupyterlab/notebook";
import { type TrainingSnapshot, trainingMime } from "friedel/browser";
import { resumeCode } from "../training/resumeCell.js";
import type { RunRecord } from "../training/runRecord.js";
import { folderOf } from "../training/serverPaths.js";

interface TrainingCell {
  readonly index: number;
  readonly source: string;
  readonly snapshot: TrainingSnapshot;
}

/** The code that resumes a run, and what inserts it; undefined for a run without a folder, which cannot be resumed. */
export function resumeOf(
  { shell }: JupyterFrontEnd,
  record: RunRecord,
  panel: NotebookPanel | undefined,
): { readonly code: string; readonly insert?: () => void } | undefined {
  const folder = record.folder ?? record.outside;
  if (folder === undefined) return undefined;
  const cell = panel === undefined ? undefined : trainingCell(panel, record);
  const code = resumeCode({
    folder: cell?.snapshot.folder ?? relativeTo(folderOf(panel?.context.path ?? ""), folder),
    steps: record.standing.steps,
    ...(cell === undefined ? {} : { cell: cell.source }),
  });
  if (panel === undefined) return { code };
  return {
    code,
    insert() {
      const { content } = panel;
      shell.activateById(panel.id);
      content.activeCellIndex = cell?.index ?? content.widgets.length - 1;
      NotebookActions.insertBelow(content);
      content.activeCell?.model.sharedModel.setSource(code);
    },
  };
}

/** The last cell whose output is this training. */
function trainingCell(panel: NotebookPanel, { run, folder }: RunRecord): TrainingCell | undefined {
  const cells = panel.content.model?.cells;
  let found: TrainingCell | undefined;
  for (let index = 0; index < (cells?.length ?? 0); index++) {
    const cell = cells?.get(index).toJSON() as Readonly<Record<string, unknown>> | undefined;
    const { source, outputs } = cell ?? {};
    if (!Array.isArray(outputs)) continue;
    for (const output of outputs as { data?: Readonly<Record<string, unknown>> }[]) {
      const snapshot = output.data?.[trainingMime] as TrainingSnapshot | undefined;
      if (snapshot === undefined) continue;
      const same = snapshot.run === run || folder?.endsWith(cleaned(snapshot.folder));
      const text = Array.isArray(source) ? source.join("") : String(source);
      if (same) found = { index, source: text, snapshot };
    }
  }
  return found;
}

/** Without the steps up, which the path from the root does not have; one that no path ends with where there is none. */
function cleaned(folder: string | undefined): string {
  return folder === undefined ? "\0" : folder.replace(/^(\.\.?\/)+/, "");
}

function relativeTo(base: string, folder: string): string {
  return base !== "" && folder.startsWith(`${base}/`) ? folder.slice(base.length + 1) : folder;
}

/** The code that goes on with a run that was interrupted. */

/** What is known of the run. */
export interface ResumeSource {
  /** The run folder as the notebook calls it. */
  readonly folder: string;
  /** How many steps there were to be. */
  readonly steps: number;
  /** The cell that trained, where it is known. */
  readonly cell?: string;
}

/**
 * The cell that trained, with `resume: true` among its options where it has none; where it is not known, the call alone.
 */
export function resumeCode({ folder, steps, cell }: ResumeSource): string {
  const mended = cell === undefined ? undefined : withResume(cell);
  if (mended !== undefined) return mended;
  return [
    "// run the cells that read the data and make the model first",
    `const run = await model.train({ steps: ${steps}, folder: ${JSON.stringify(folder)}, resume: true });`,
  ].join("\n");
}

/** A call of train with options in braces gets one more of them; undefined where there is no such call. */
function withResume(cell: string): string | undefined {
  if (/\bresume\s*:\s*true\b/.test(cell)) return cell;
  const call = /\btrain\(\s*\{/.exec(cell);
  if (call === null) return undefined;
  const open = call.index + call[0].length;
  const rest = cell.slice(open).replace(/\bresume\s*:\s*false\s*,?\s*/, "");
  return `${cell.slice(0, open)} resume: true,${rest.startsWith("\n") ? "" : " "}${rest.replace(/^ +/, "")}`;
}

/**
 * Progress of what takes long: reading, structure factors, maps, half data sets. Whoever works asks for a line by its name
 * and says how much is done; where it is shown (a notebook cell) is set once, and nowhere is the default.
 */

/** Is told how many parts are done, of how many; the last call has `done` equal to `total`. */
export type Progress = (done: number, total: number) => void;

let shown: (name: string) => Progress = () => () => undefined;

/** Says where progress is shown. @returns what it was before, to be put back */
export function setProgress(show: (name: string) => Progress): (name: string) => Progress {
  const before = shown;
  shown = show;
  return before;
}

/** The line of something that takes long. @param name what is done, e.g. "half data sets" */
export function progressOf(name: string): Progress {
  return shown(name);
}

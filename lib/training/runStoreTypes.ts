/**
 * A run folder as the loop sees it: a few named files, of which one is appended to. `folderStore` (Node) keeps them in a
 * folder, `memoryStore` in memory; the labextension reads them over HTTP.
 */

/** Named files of one run; names may have one folder in front, with "/": `checkpoints/step-00001000.safetensors`. */
export interface RunStore {
  /** What errors call it: a path. */
  readonly name: string;
  /** Where on the disk it is, from the root; undefined where it is on none. */
  readonly path?: string;
  /** The bytes of a file, or undefined where there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** The names of all files, sorted. */
  list(): Promise<readonly string[]>;
  /**
   * Writes a file whole or not at all: whoever reads it, even after a crash, finds the old one or the new one.
   * @throws InputError where it cannot be written (disk full, read-only …), in one sentence
   */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /**
   * Appends a text to a file, which is made where it is not there.
   * @param durable waits until the text would survive a power cut
   * @throws InputError where it cannot be written
   */
  append(name: string, text: string, durable?: boolean): Promise<void>;
  /** Removes a file; none of that name is no error. */
  remove(name: string): Promise<void>;
  /**
   * Takes the store for one training; the function returned gives it back.
   * @throws InputError where a living process holds it
   */
  lock?(): Promise<() => Promise<void>>;
  /** Who trains into the store just now (a phrase: "process 123"), undefined where nobody does. */
  holder?(): Promise<string | undefined>;
}

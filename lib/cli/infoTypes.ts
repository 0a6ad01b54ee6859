/** What `friedel info` tells of a file or folder. */
export interface Facts {
  readonly json: Readonly<Record<string, unknown>>;
  /** The first line of the text. */
  readonly title: string;
  /** Names and what is said of them; what is empty is not shown. */
  readonly facts: readonly (readonly [name: string, text: string])[];
  /** Lines below them. */
  readonly more?: readonly string[];
}

/** A row program with its data, whoever runs it. */
import type { Numbers, RowResult, RowRunOptions } from "./rowInputs.js";
import type { RowProgram } from "./rowProgram.js";

export interface RunnableRows {
  readonly program: RowProgram;
  /** Number of rows of the data; undefined where the program reads neither columns nor indices. */
  readonly rowCount: number | undefined;
  /**
   * One step: forward, and backward unless `gradient` is false.
   * @param parameters values by name
   * @throws MissingColumnError, InputError where they do not fit the program
   */
  run(parameters: Readonly<Record<string, Numbers>>, options?: RowRunOptions): RowResult;
  /** The same by the reference, in float64. */
  runReference(parameters: Readonly<Record<string, Numbers>>, options?: RowRunOptions): RowResult;
}

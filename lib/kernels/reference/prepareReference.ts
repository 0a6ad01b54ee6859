/** Row programs on the reference with their data bound once: what `RowEngine.prepare` is to the engine. */
import { bindData, bindRun, type RowInputs } from "../rowInputs.js";
import type { RowProgram } from "../rowProgram.js";
import type { RunnableRows } from "../runnableTypes.js";
import { runReference } from "./rowRun.js";

/**
 * Checks the columns, which are kept and not copied, for any number of runs in float64.
 * @throws MissingColumnError, InputError where the columns do not fit the program
 */
export function prepareReference(program: RowProgram, inputs: Omit<RowInputs, "parameters">): RunnableRows {
  const data = bindData(program, inputs);
  const run: RunnableRows["run"] = (parameters, options = {}) =>
    runReference(program, bindRun(program, data, parameters, options), options);
  return { program, rowCount: data.rows, run, runReference: run };
}

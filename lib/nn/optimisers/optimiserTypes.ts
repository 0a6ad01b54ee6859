/** What every optimiser offers: a state as a value, and updates of parameters in place. */
import type { OptimiserState } from "./optimiserState.js";

/** Numbers that are trained, or their gradients. */
export type Numbers = Float32Array | Float64Array;

export interface StateOptions {
  /**
   * Parameters that are updated row by row (`updateRows`), by name: how many numbers a row has. All others are updated
   * whole (`update`).
   */
  readonly rowWidths?: Readonly<Record<string, number>>;
}

/** Gradients of some rows of a parameter, one after the other. */
export interface RowGradients {
  /** Which rows of the parameter; each at most once (one given twice is updated twice). */
  readonly rows: Int32Array;
  /** rows.length × width numbers: the gradient of each of these rows. */
  readonly values: Numbers;
  /** How many of the rows are meant (default all), so that buffers can be kept from step to step. */
  readonly count?: number;
}

/**
 * An optimiser is its options and two functions; everything that changes is in the state and in the parameters, which
 * are changed in place, without allocation. Parameters may be views of any memory, a new view at every step.
 */
export interface Optimiser {
  readonly name: string;
  readonly learningRate: number;
  /** The state before the first step. @param parameters named; only their lengths are read */
  initialise(parameters: Readonly<Record<string, Numbers>>, options?: StateOptions): OptimiserState;
  /**
   * One step of every parameter of the state that is updated whole. Names that the state does not have are ignored.
   * @param factor times the learning rate: from a schedule (default 1)
   * @returns the state given, changed
   * @throws InputError where a parameter or gradient is missing or of another length
   */
  update(
    state: OptimiserState,
    parameters: Readonly<Record<string, Numbers>>,
    gradients: Readonly<Record<string, Numbers>>,
    factor?: number,
  ): OptimiserState;
  /**
   * One step of some rows of one parameter of the state that is updated row by row; other rows, and what the state
   * knows of them, stay as they are.
   * @returns the state given, changed
   * @throws InputError where the parameter is not such a one, or a length or row is out of range
   */
  updateRows(
    state: OptimiserState,
    name: string,
    parameter: Numbers,
    gradients: RowGradients,
    factor?: number,
  ): OptimiserState;
}

/**
 * The state of an optimiser: for each parameter how often it was updated, and a few numbers for each of its numbers
 * (moments) in float64, whatever the precision of the parameter: the square of a gradient of 1e-25 is 0 in float32.
 * Parameters that are updated row by row have a count for each row. The state is nothing but named typed arrays, so
 * that a checkpoint holds it to the bit.
 */
import { InputError, MissingColumnError } from "../../errors.js";
import { checkCount } from "../options.js";
import type { Numbers, RowGradients, StateOptions } from "./optimiserTypes.js";

/** What the state holds of one parameter. */
export interface ParameterState {
  readonly name: string;
  /** How many numbers the parameter has. */
  readonly length: number;
  /** Numbers of a row; undefined: the parameter is updated whole. */
  readonly rowWidth: number | undefined;
  /** Number of updates of the parameter, or of each of its rows. */
  readonly count: Int32Array;
  /** The optimiser's own numbers, `length` each, in the order of its slot names. */
  readonly slots: readonly Float64Array[];
}

export type StateTensors = Record<string, Float32Array | Float64Array | Int32Array>;

export class OptimiserState {
  readonly parameters: readonly ParameterState[];

  /** Made by `optimiser.initialise`. @param slotNames what the optimiser keeps for each number of a parameter */
  constructor(
    readonly slotNames: readonly string[],
    parameters: Readonly<Record<string, Numbers>>,
    { rowWidths = {} }: StateOptions = {},
  ) {
    for (const name of Object.keys(rowWidths))
      if (!Object.hasOwn(parameters, name))
        throw new MissingColumnError(name, Object.keys(parameters), "the optimiser's parameters");
    this.parameters = Object.entries(parameters).map(([name, { length }]) => {
      const rowWidth = Object.hasOwn(rowWidths, name) ? rowWidths[name] : undefined;
      return {
        name,
        length,
        rowWidth,
        count: new Int32Array(rowWidth === undefined ? 1 : rowCount(name, length, rowWidth)),
        slots: slotNames.map(() => new Float64Array(length)),
      };
    });
  }

  /** The state of a parameter that is updated row by row. @throws InputError where there is none of that name */
  ofRows(name: string): ParameterState & { readonly rowWidth: number } {
    for (const parameter of this.parameters)
      if (parameter.name === name && isByRow(parameter)) return parameter;
    const names = this.parameters.filter(isByRow).map((parameter) => parameter.name);
    throw new InputError(
      `update of rows: got parameter ${name}, expected one that has a row width (${names.join(", ") || "none has"}); ` +
        "give it as rowWidths to initialise",
    );
  }

  /**
   * The arrays themselves, not copies, by name: "scale/count", "scale/firstMoment", … What a checkpoint stores; with
   * the parameters and the options of the optimiser, all that the next step depends on.
   */
  tensors(): StateTensors {
    const tensors: StateTensors = {};
    for (const { name, count, slots } of this.parameters) {
      tensors[`${name}/count`] = count;
      slots.forEach((slot, s) => {
        tensors[`${name}/${this.slotNames[s]}`] = slot;
      });
    }
    return tensors;
  }

  /**
   * Takes over the numbers of `tensors()` of a state of the same parameters.
   * @returns this state
   * @throws MissingColumnError where one is missing; InputError where one has another length or type. Nothing is
   * changed then.
   */
  restore(tensors: Readonly<StateTensors>): this {
    const own = Object.entries(this.tensors());
    for (const [name, values] of own) {
      const given = required(tensors, name, "the optimiser's state given");
      if (given.length !== values.length || given.constructor !== values.constructor)
        throw new InputError(
          `optimiser state ${name}: got ${describe(given)}, expected ${describe(values)}; ` +
            "it belongs to another model or optimiser",
        );
    }
    for (const [name, values] of own) values.set(tensors[name]);
    return this;
  }
}

/** The values of a parameter, checked. @throws MissingColumnError, InputError */
export function valuesOf(
  record: Readonly<Record<string, Numbers>>,
  { name, length }: ParameterState,
  what: string,
): Numbers {
  const values = required(record, name, what);
  checkLength(name, values, length, what);
  return values;
}

/**
 * How many rows are meant, checked before anything is changed.
 * @throws InputError where a length or a row is out of range
 */
export function checkRows(
  state: ParameterState & { readonly rowWidth: number },
  parameter: Numbers,
  gradients: RowGradients,
): number {
  const { name, length, rowWidth } = state;
  const { rows, values, count = rows.length } = gradients;
  checkLength(name, parameter, length, "the parameters");
  if (!(Number.isInteger(count) && count >= 0 && count <= rows.length))
    throw new InputError(`update of rows of ${name}: got count ${count}, expected 0 to ${rows.length}`);
  const needed = count * rowWidth;
  // Longer is right only for buffers, which come with a count: else the rows have another width.
  if (values.length < needed || (gradients.count === undefined && values.length > needed))
    throw new InputError(
      `update of rows of ${name}: got ${values.length} numbers, expected ${needed} for ${count} rows`,
    );
  const end = state.count.length;
  for (let k = 0; k < count; k++)
    if (rows[k] < 0 || rows[k] >= end)
      throw new InputError(`update of rows of ${name}, entry ${k}: got ${rows[k]}, expected 0 to ${end - 1}`);
  return count;
}

function isByRow(parameter: ParameterState): parameter is ParameterState & { readonly rowWidth: number } {
  return parameter.rowWidth !== undefined;
}

function rowCount(name: string, length: number, width: number): number {
  checkCount(`row width of ${name}`, width);
  if (length % width !== 0)
    throw new InputError(`row width of ${name}: got ${width}, expected a divisor of its length ${length}`);
  return length / width;
}

function required<T>(record: Readonly<Record<string, T>>, name: string, where: string): T {
  if (!Object.hasOwn(record, name)) throw new MissingColumnError(name, Object.keys(record), where);
  return record[name];
}

function describe(values: StateTensors[string]): string {
  return `${values.constructor.name} of ${values.length}`;
}

function checkLength(name: string, values: Numbers, length: number, what: string): void {
  if (values.length !== length)
    throw new InputError(`${name} in ${what}: got ${values.length} numbers, expected ${length}`);
}

/** Copies of a model's state, and the checks with which one is taken over. */
import { InputError, nearestName } from "../errors.js";
import type { StateArray, StateTensors } from "./trainableTypes.js";

/** A copy of a state; the arrays of `into`, an older copy, are used again. */
export function copyTensors(tensors: StateTensors, into?: StateTensors): StateTensors {
  const copy: Record<string, StateArray> = {};
  for (const [name, values] of Object.entries(tensors)) {
    const old = into?.[name];
    if (old !== undefined && old.constructor === values.constructor && old.length === values.length) {
      copyValues(values, old);
      copy[name] = old;
    } else copy[name] = values.slice();
  }
  return copy;
}

/**
 * Copies a saved state into a live one: what a model's `restore` does. Nothing is copied unless all of it fits.
 * @param live the model's own arrays
 * @throws InputError where names, types or lengths differ
 */
export function restoreTensors(live: StateTensors, saved: StateTensors): void {
  const wanted = Object.keys(live);
  for (const name of Object.keys(saved))
    if (!(name in live))
      throw new InputError(
        `state: got a tensor ${name}, expected ${wanted.join(", ")}${hint(name, wanted)} (is it of another model?)`,
      );
  for (const name of wanted) {
    const values = saved[name];
    if (values === undefined)
      throw new InputError(
        `state: got no tensor ${name}, expected ${wanted.join(", ")} (is it of another model?)`,
      );
    if (values.constructor !== live[name].constructor || values.length !== live[name].length)
      throw new InputError(
        `state, tensor ${name}: got ${describe(values)}, expected ${describe(live[name])} (is it of another model?)`,
      );
  }
  for (const name of wanted) copyValues(saved[name], live[name]);
}

/** Both are of one type, which the compiler cannot see. */
function copyValues(from: StateArray, to: StateArray): void {
  if (to instanceof BigInt64Array) to.set(from as BigInt64Array);
  else to.set(from as Exclude<StateArray, BigInt64Array>);
}

function describe(values: StateArray): string {
  return `${values.length} numbers of ${values.constructor.name}`;
}

function hint(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? "" : `; did you mean ${nearest}?`;
}

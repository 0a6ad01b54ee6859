/** The checks that the options of all simulations share: each says in one sentence which option is wrong, and how. */
import { InputError } from "../errors.js";

/** Options without those that are undefined, so that defaults can be spread beneath them. */
export function givenOptions<Options extends object>(options: Options): Partial<Options> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<Options>;
}

/** @throws InputError where one of these options is not finite or below 0 */
export function checkFromZero<Name extends string>(
  options: Readonly<Record<Name, number>>,
  names: readonly Name[],
): void {
  check(options, names, (value) => value >= 0 && Number.isFinite(value), "a number from 0 up");
}

/** @throws InputError where one of these options is not finite or not above 0 */
export function checkPositive<Name extends string>(
  options: Readonly<Record<Name, number>>,
  names: readonly Name[],
): void {
  check(options, names, (value) => value > 0 && Number.isFinite(value), "a positive number");
}

/** @throws InputError where one of these options is not from 0 to 1 */
export function checkShares<Name extends string>(
  options: Readonly<Record<Name, number>>,
  names: readonly Name[],
): void {
  check(options, names, (value) => value >= 0 && value <= 1, "a number from 0 to 1");
}

/** @throws InputError where one of these options is not a whole number above 0 */
export function checkCounts<Name extends string>(
  options: Readonly<Record<Name, number>>,
  names: readonly Name[],
): void {
  check(options, names, (value) => Number.isInteger(value) && value > 0, "a whole number above 0");
}

/** @throws InputError where one of these options is not finite */
export function checkDegrees<Name extends string>(
  options: Readonly<Record<Name, number>>,
  names: readonly Name[],
): void {
  check(options, names, Number.isFinite, "degrees");
}

function check<Name extends string>(
  options: Readonly<Record<Name, number>>,
  names: readonly Name[],
  isRight: (value: number) => boolean,
  expected: string,
): void {
  for (const name of names) {
    if (!isRight(options[name])) {
      throw new InputError(`${name} of the simulation: got ${options[name]}, expected ${expected}`);
    }
  }
}

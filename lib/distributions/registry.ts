/**
 * All distributions by name, for options and files that name one. A new distribution is one file, one line here (and
 * one in index.ts), one test and one row in docs/distributions.md.
 */
import { InputError, nearestName } from "../errors.js";
import { Distribution } from "./distribution.js";
import { exponentialFamily } from "./exponential.js";
import type { Family } from "./familyTypes.js";
import { gammaFamily } from "./gamma.js";
import { halfNormalFamily } from "./halfNormal.js";
import { logNormalFamily } from "./logNormal.js";
import { normalFamily } from "./normal.js";
import { rayleighFamily } from "./rayleigh.js";
import { studentTFamily } from "./studentT.js";
import { truncatedNormalFamily } from "./truncatedNormal.js";
import { wilsonAmplitudeFamily } from "./wilsonAmplitude.js";
import { wilsonIntensityFamily } from "./wilsonIntensity.js";

/** Every family, by name. */
export const families: Readonly<Record<string, Family<string>>> = Object.fromEntries(
  [
    normalFamily,
    truncatedNormalFamily,
    halfNormalFamily,
    rayleighFamily,
    logNormalFamily,
    studentTFamily,
    gammaFamily,
    exponentialFamily,
    wilsonAmplitudeFamily,
    wilsonIntensityFamily,
  ].map((family): [string, Family<string>] => [family.name, family]),
);

/**
 * The distribution of the family named `name`, with all of its parameters given.
 * @throws InputError for an unknown name, a missing or unknown parameter, or one out of range
 */
export function distribution(
  name: string,
  parameters: Readonly<Record<string, number | ArrayLike<number>>>,
): Distribution {
  if (!Object.hasOwn(families, name)) throw unknown("distribution", name, Object.keys(families));
  const family = families[name];
  const known = [...family.parameters, ...family.constants];
  for (const given of Object.keys(parameters))
    if (!known.includes(given)) throw unknown(`${name} parameter`, given, known);
  const missing = known.find((parameter) => parameters[parameter] === undefined);
  if (missing !== undefined)
    throw new InputError(`${name} distribution: got no ${missing}, expected ${known.join(", ")}`);
  return new Distribution(family, parameters);
}

function unknown(what: string, name: string, names: readonly string[]): InputError {
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return new InputError(`${what}: got ${name}, expected one of ${names.join(", ")}${hint}`);
}

/** Values of a DIALS JSON file, checked: what is not as it should be is named with its place in the file. */
import { FormatError } from "../errors.js";
import type { Vector } from "./dialsTypes.js";

/** An object of a JSON file. */
export type DialsJson = Readonly<Record<string, unknown>>;

/** The value as an object. @throws FormatError */
export function jsonObject(value: unknown, where: string): DialsJson {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new FormatError(`${where}: got ${kindOfJson(value)}, expected a JSON object`);
  return value as DialsJson;
}

/** The number under a key. @throws FormatError */
export function numberOf(json: DialsJson, key: string, where: string): number {
  const value = json[key];
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new FormatError(`${where}, ${key}: got ${kindOfJson(value)}, expected a number`);
  return value;
}

/** The numbers under a key: `count` of them, where that is given. @throws FormatError */
export function numbersOf(json: DialsJson, key: string, count: number | undefined, where: string): number[] {
  const value = json[key];
  const isNumbers = Array.isArray(value) && value.every((item) => Number.isFinite(item));
  if (!isNumbers || value.length !== (count ?? value.length))
    throw new FormatError(
      `${where}, ${key}: got ${kindOfJson(value)}, expected ${count === undefined ? "" : `${count} `}numbers`,
    );
  return value;
}

/** The two integers under a key. @throws FormatError */
export function integerPair(json: DialsJson, key: string, where: string): [number, number] {
  const [first, second] = numbersOf(json, key, 2, where);
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second))
    throw new FormatError(`${where}, ${key}: got ${first}, ${second}, expected integers`);
  return [first, second];
}

/** The direction under a key, brought to length 1. @throws FormatError */
export function unitVector(json: DialsJson, key: string, where: string): Vector {
  const vector = numbersOf(json, key, 3, where);
  const length = Math.hypot(...vector);
  if (!(length > 0 && Number.isFinite(length)))
    throw new FormatError(`${where}, ${key}: got ${vector.join(", ")}, expected a direction`);
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}

/** What a value is, for a sentence; the inside of lists and objects is left out, which may be of any size and depth. */
export function kindOfJson(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) {
    const flat = value.length <= 9 && value.every((item) => typeof item === "number");
    return flat ? `[${value.join(", ")}]` : `a list of ${value.length}`;
  }
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value !== "string") return String(value);
  const line = value.slice(0, 60).replace(/\p{Cc}/gu, " ");
  return `"${value.length > 60 ? `${line}…` : line}"`;
}

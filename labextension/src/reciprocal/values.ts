/**
 * Values to colour and size by: a column, or an expression of columns such as "I/SIGI" in the language of the MTZ viewer's
 * filters (src/mtz/expression.ts), with H, K, L, dHKL (Å), centric, epsilon and multiplicity beside the columns of the file.
 */
import { type Column, InputError } from "friedel/browser";
import { evaluatorOf } from "../mtz/evaluate.js";
import { type Kind, parseExpression } from "../mtz/expression.js";
import type { Reflections } from "./reflections.js";
import type { ScaleKind } from "./scales.js";

/** What can be named beside the columns, in the order in which it is offered. */
export const computedNames = ["dHKL", "H", "K", "L", "centric", "epsilon", "multiplicity"] as const;

type ComputedName = (typeof computedNames)[number];

/**
 * One value for each reflection; conditions are 1 or 0.
 * @throws InputError where the expression cannot be read, or names a column that is not there
 */
export function valuesOf(reflections: Reflections, expression: string): Float32Array {
  const label = expression.trim();
  const named = reflections.columns.find((column) => column.label === label);
  if (named !== undefined) return Float32Array.from(named.data);
  if (label === "")
    throw new InputError("colour: got no column, expected one or an expression such as I/SIGI");
  const kinds = new Map<string, Kind>(computedNames.map((name) => [name, "number"]));
  for (const column of reflections.columns) kinds.set(column.label, "number");
  const evaluator = evaluatorOf(parseExpression(label, kinds));
  evaluator.load(evaluator.columns.map((name) => columnValues(reflections, name)));
  return Float32Array.from({ length: reflections.count }, (_, row) => evaluator.value(row));
}

function columnValues(reflections: Reflections, name: string): Float32Array {
  const column = reflections.columns.find(({ label }) => label === name);
  if (column === undefined) return computed(reflections, name as ComputedName);
  return column.data instanceof Float32Array ? column.data : Float32Array.from(column.data);
}

function computed({ hkl, cell, spaceGroup }: Reflections, name: ComputedName): Float32Array {
  const each = (value: (h: number, k: number, l: number) => number): Float32Array => {
    const out = new Float32Array(hkl.length / 3);
    for (let i = 0, j = 0; i < out.length; i++, j += 3) out[i] = value(hkl[j], hkl[j + 1], hkl[j + 2]);
    return out;
  };
  switch (name) {
    case "dHKL":
      return each((h, k, l) => cell.dSpacing(h, k, l));
    case "H":
      return each((h) => h);
    case "K":
      return each((_, k) => k);
    case "L":
      return each((_h, _k, l) => l);
    case "centric":
      return Float32Array.from(spaceGroup.centricFlags(hkl));
    case "epsilon":
      return Float32Array.from(spaceGroup.epsilons(hkl));
    default:
      return each((h, k, l) => spaceGroup.multiplicity(h, k, l));
  }
}

/** A label as it stands in an expression: in backticks unless it is a plain name. */
export function quoted(label: string): string {
  return /^[A-Za-z_]\w*$/.test(label) ? label : `\`${label}\``;
}

/** Expressions worth offering: the columns, the first intensity or amplitude over its standard deviation, and what is computed. */
export function suggestions({ columns }: Reflections): string[] {
  const ratio = signalToNoise(columns);
  return [
    ...(ratio === undefined ? [] : [ratio]),
    ...columns.map(({ label }) => quoted(label)),
    ...computedNames,
  ];
}

function signalToNoise(columns: readonly Column[]): string | undefined {
  for (const [value, sigma] of ["JQ", "FQ", "KM", "GL"]) {
    const first = columns.find(({ type }) => type === value);
    const second = columns.find(({ type }) => type === sigma);
    if (first !== undefined && second !== undefined) return `${quoted(first.label)}/${quoted(second.label)}`;
  }
  return undefined;
}

/** What is shown first: of means their number, else the first intensity, amplitude or other value. */
export function defaultColour({ columns, merged }: Reflections): string {
  const count = columns[0];
  if (!merged && count?.type === "I" && /^count_*$/.test(count.label)) return count.label;
  for (const types of ["J", "F", "K", "G", "E", "R", "W"]) {
    const found = columns.find(({ type }) => type === types);
    if (found !== undefined) return found.label;
  }
  return columns[0]?.label ?? "dHKL";
}

/** The scale that suits a column: diverging for differences, quantile for what spans orders of magnitude, else linear. */
export function defaultScale(reflections: Reflections, expression: string): ScaleKind {
  const plain = expression.replace(/`/g, "");
  const type = reflections.columns.find(({ label }) => label === plain)?.type;
  if (type === "D" || type === "P") return "diverging";
  return type === undefined && (computedNames as readonly string[]).includes(plain) ? "linear" : "quantile";
}

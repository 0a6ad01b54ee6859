/** Holds the forward values of ops to numpy's (test/reference/autodiff/ops.py), in float64 and in float32. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Tape, type Tensor } from "../../lib/autodiff/index.js";

interface Packed {
  readonly shape: number[];
  readonly data: number[];
}

export interface GoldenOptions {
  readonly axis?: number | number[];
  readonly axes?: number[];
  readonly keepDims?: boolean;
  readonly shape?: number[];
  readonly start?: number;
  readonly width?: number;
  readonly indices?: number[];
  readonly count?: number;
}

export interface GoldenCase {
  readonly family: string;
  readonly op: string;
  readonly inputs: Packed[];
  readonly options: GoldenOptions;
  readonly expected: Packed;
}

const file = join(import.meta.dirname, "..", "reference", "autodiff", "ops.json");
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: GoldenCase[] };

/** A test for each case of a family; returns the names of the ops that it has. */
export function goldenTests(
  family: string,
  apply: (golden: GoldenCase, inputs: Tensor[]) => Tensor,
  { float64 = 1e-13, float32 = 2e-6 } = {},
): Set<string> {
  const own = cases.filter((golden) => golden.family === family);
  const title = ({ op, inputs, options }: GoldenCase) =>
    `${op} of ${inputs.map(({ shape }) => `[${shape}]`).join(" and ")} ${JSON.stringify(options)}`;
  test.each(own.map((golden) => [title(golden), golden] as const))("numpy: %s", (_, golden) => {
    for (const [precision, tolerance] of [
      ["float64", float64],
      ["float32", float32],
    ] as const) {
      const tape = new Tape({ precision });
      const y = apply(
        golden,
        golden.inputs.map(({ data, shape }) => tape.constant(data, shape)),
      );
      expect(y.shape).toEqual(golden.expected.shape);
      expect(y.size).toBe(golden.expected.data.length);
      y.data.forEach((found, i) => {
        const wanted = golden.expected.data[i];
        expect(Math.abs(found - wanted) / Math.max(1, Math.abs(wanted)), `number ${i}`).toBeLessThan(
          tolerance,
        );
      });
    }
  });
  return new Set(own.map(({ op }) => op));
}

/** Small made-up inputs of the merging programs: every column, index and parameter that any of them may ask for. */
import type { Numbers, RowInputs } from "../../../lib/kernels/index.js";
import type { Likelihood } from "../../../lib/models/merging/likelihoods/index.js";
import { recipes, type ScaleOptions } from "../../../lib/models/merging/mergingOptions.js";
import { columnNames, likelihoodParameter } from "../../../lib/models/merging/mergingProgram.js";
import {
  type ScaleModel,
  type ScaleModelParts,
  scaleModel,
} from "../../../lib/models/merging/scale/scaleModel.js";
import { posteriorNames } from "../../../lib/models/merging/surrogatePosterior.js";
import { integers, normals, uniforms } from "../../kernels/gradients.js";

export const made = { rows: 70, reflections: 14, images: 5, metadata: 3 } as const;

/** The default scale network, made small, with what is asked for. */
export function smallScale(options: Partial<ScaleOptions> = {}, parts: ScaleModelParts = {}): ScaleModel {
  const scale = { ...recipes.default.scale, layers: 2, width: 4, ...options };
  return scaleModel(scale, made.metadata, made.images, parts);
}

/**
 * Inputs of a training program. The posteriors range from below 0 (location −4 scale) to far above (20 scale), unless
 * told otherwise; trained numbers, weights and image scales are away from where training starts.
 */
export function madeInputs(
  scale: ScaleModel | "frozen",
  { lowest = -4, highest = 20, likelihood = {} as Pick<Likelihood, "parameters" | "heads"> } = {},
): RowInputs {
  const { rows, reflections, images, metadata } = made;
  const reflection = integers(rows, "reflection", reflections);
  const startScale = uniforms(reflections, "start scale", 0.05, 0.5);
  const startLocation = startScale.map((s, g) => s * (lowest + ((highest - lowest) * g) / (reflections - 1)));
  const centric = Float64Array.from({ length: reflections }, (_, g) => (g % 3 === 0 ? 1 : 0));
  const pairs = (first: (row: number) => number, second: (row: number) => number) =>
    Float64Array.from({ length: 2 * rows }, (_, k) => (k % 2 === 0 ? first : second)(k >> 1));
  const frozen = uniforms(2 * rows, "frozen scale", 0.3, 1.5);
  return {
    columns: {
      [columnNames.metadata]: normals(rows * metadata, "metadata"),
      [columnNames.intensity]: normals(rows, "intensity", 2),
      [columnNames.sigma]: uniforms(rows, "sigma", 0.3, 1.2),
      [columnNames.expected]: uniforms(rows, "expected", 0.5, 2),
      [columnNames.centric]: Float64Array.from(reflection, (g) => centric[g]),
      [columnNames.share]: uniforms(rows, "share", 0.1, 1),
      [columnNames.scale]: pairs(
        (row) => frozen[2 * row],
        (row) => 0.1 * frozen[2 * row + 1],
      ),
      [columnNames.imageShare]: uniforms(rows, "image share", 0.1, 1),
      [columnNames.heads]: normals(rows * (likelihood.heads?.length ?? 0), "heads"),
      [posteriorNames.start]: pairs(
        (row) => startLocation[reflection[row]],
        (row) => startScale[reflection[row]],
      ),
    },
    indices: {
      [posteriorNames.index]: reflection,
      [columnNames.image]: integers(rows, "image", images),
    },
    parameters: {
      ...(scale === "frozen" ? {} : scaleParameters(scale)),
      ...Object.fromEntries(
        Object.entries(likelihood.parameters ?? {}).map(([name, value]) => [
          likelihoodParameter(name),
          Float64Array.of(value + 0.1),
        ]),
      ),
      [posteriorNames.parameter]: normals(2 * reflections, "posterior", 0.3),
    },
  };
}

function scaleParameters({ network, image, terms }: ScaleModel): Record<string, Numbers> {
  const parameters: Record<string, Numbers> = {};
  for (const { name, shape } of network?.parameters ?? [])
    parameters[name] = normals(
      shape.reduce((size, n) => size * n, 1),
      name,
      0.4,
    );
  for (const term of terms)
    for (const [name, { values }] of Object.entries(term.parameters))
      parameters[name] = normals(values.length, name, 0.4);
  for (const { name } of image?.parameters ?? []) parameters[name] = uniforms(made.images, name, 0.6, 1.5);
  return parameters;
}

/** Small made-up inputs of the merging programs: every column, index and parameter that any of them may ask for. */
import type { Numbers, RowInputs } from "../../../lib/kernels/index.js";
import type { Likelihood } from "../../../lib/models/merging/likelihoods/index.js";
import { recipes, type ScaleOptions } from "../../../lib/models/merging/mergingOptions.js";
import { columnNames, likelihoodParameter } from "../../../lib/models/merging/mergingProgram.js";
import { ancestorName, relationNames } from "../../../lib/models/merging/relatedPosterior.js";
import { termName } from "../../../lib/models/merging/rowSource.js";
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

/** What each made-up reflection has: start of its posterior, from `lowest` to `highest` widths above 0, and centricity. */
function madeReflections(lowest: number, highest: number) {
  const { reflections } = made;
  const startScale = uniforms(reflections, "start scale", 0.05, 0.5);
  const startLocation = startScale.map((s, g) => s * (lowest + ((highest - lowest) * g) / (reflections - 1)));
  const centric = Float64Array.from({ length: reflections }, (_, g) => (g % 3 === 0 ? 1 : 0));
  return {
    centricOf: (reflection: Int32Array) => Float64Array.from(reflection, (g) => centric[g]),
    startOf: (reflection: Int32Array) =>
      Float64Array.from({ length: 2 * reflection.length }, (_, k) => {
        const g = reflection[k >> 1];
        return k % 2 === 0 ? startLocation[g] : startScale[g];
      }),
  };
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
  const { centricOf, startOf } = madeReflections(lowest, highest);
  const frozen = uniforms(2 * rows, "frozen scale", 0.3, 1.5);
  return {
    columns: {
      [columnNames.metadata]: normals(rows * metadata, "metadata"),
      [columnNames.intensity]: normals(rows, "intensity", 2),
      [columnNames.sigma]: uniforms(rows, "sigma", 0.3, 1.2),
      [columnNames.expected]: uniforms(rows, "expected", 0.5, 2),
      [columnNames.centric]: centricOf(reflection),
      [columnNames.share]: uniforms(rows, "share", 0.1, 1),
      [columnNames.scale]: frozen.map((value, k) => (k % 2 === 0 ? value : 0.1 * value)),
      [columnNames.imageShare]: uniforms(rows, "image share", 0.1, 1),
      [columnNames.heads]: normals(rows * (likelihood.heads?.length ?? 0), "heads"),
      [posteriorNames.start]: startOf(reflection),
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

/** Parents of the made-up reflections, −1 for none: one generation above the youngest, or two. */
export function madeParents(depth: number): Int32Array {
  const generation = Math.ceil(made.reflections / (depth + 1));
  return Int32Array.from({ length: made.reflections }, (_, g) => (g % 6 === 5 ? -1 : g - generation)).map(
    (p) => Math.max(-1, p),
  );
}

/**
 * Inputs of a training program whose rows are of several terms and of related reflections; r of three relations. Amplitudes
 * are neither near 0 nor above 5: float32 has log E of the one and E − r E_p of the other to fewer digits.
 */
export function relatedInputs(
  scale: ScaleModel | "frozen",
  {
    terms = 1,
    depth = 0,
    correlations = [0.3, 0.8, 0.95],
    likelihood = {} as Pick<Likelihood, "parameters" | "heads">,
  },
): RowInputs {
  const base = madeInputs(scale, { likelihood });
  const { rows, reflections, metadata } = made;
  const { centricOf, startOf } = madeReflections(1, 8);
  const columns: Record<string, Numbers> = { ...base.columns };
  const indices: Record<string, Int32Array> = { ...base.indices };
  const parents = madeParents(depth);
  for (let k = 0; k < terms; k++) {
    const at = (name: string) => termName(name, k);
    let reflection = integers(rows, `reflection ${k}`, reflections);
    columns[at(columnNames.metadata)] = normals(rows * metadata, `metadata ${k}`);
    columns[at(columnNames.expected)] = uniforms(rows, `expected ${k}`, 0.5, 2);
    columns[at(columnNames.scale)] = uniforms(2 * rows, `frozen scale ${k}`, 0.1, 0.9);
    indices[at(columnNames.image)] = base.indices?.[columnNames.image] ?? new Int32Array(rows);
    let present = new Float64Array(rows).fill(1);
    for (let j = 0; j <= depth; j++) {
      const of = (name: string) => at(ancestorName(name, j));
      const own = reflection;
      columns[of(columnNames.centric)] = centricOf(own);
      columns[of(posteriorNames.start)] = startOf(own);
      columns[of(columnNames.share)] = uniforms(rows, `share ${k} ${j}`, 0.1, 1).map(
        (x, i) => x * present[i],
      );
      present = present.map((there, i) => (there && parents[own[i]] >= 0 ? 1 : 0));
      columns[of(relationNames.related)] = present;
      indices[of(relationNames.index)] = own.map((g) => g % correlations.length);
      indices[of(posteriorNames.index)] = own;
      reflection = own.map((g) => (parents[g] >= 0 ? parents[g] : g));
    }
  }
  const correlation = Float64Array.from(correlations, (r) => Math.log((1 - r * r) / (r * r)));
  return {
    columns,
    indices,
    parameters: {
      ...base.parameters,
      [relationNames.parameter]: correlation,
      // r is learned: the posterior's is another
      [relationNames.first]: correlation.map((x, k) => x + 0.2 * (k - 1)),
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

/** Where a training goes on, as its panel says it: run folder, kernels, machine, memory. */
import { availableParallelism } from "node:os";
import { relative, sep } from "node:path";
import type { TrainingPlace } from "../displays/index.js";
import type { TrainingProgress } from "../training/index.js";

/** The place of a training in this process. */
export function trainingPlace({ path, variant }: Pick<TrainingProgress, "path" | "variant">): TrainingPlace {
  const folder = path === undefined ? undefined : relative(process.cwd(), path).split(sep).join("/") || ".";
  const cores = availableParallelism();
  const kernels = variant === undefined ? "" : `${variant} kernels, `;
  return {
    ...(folder === undefined ? {} : { folder }),
    device: `${kernels}${cores} ${cores === 1 ? "core" : "cores"}, Node ${process.versions.node}`,
    memory: process.memoryUsage.rss(),
  };
}

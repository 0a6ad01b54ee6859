/**
 * The options of `friedel merge` and `friedel laue` that take up, and keep, the weights of a merge, under careless's names.
 * Names and help only; weightSettings.ts says what they stand for.
 */
import type { CommandOption } from "./command.js";

/** As the help page has them. */
export const weightOptions: readonly CommandOption[] = [
  {
    name: "scale-file",
    type: "text",
    value: "RUN",
    help: "Start with the scale of another merge: its run folder (--run), or the file that it wrote (--weights). Options of scale and likelihood must be those that it was fitted with; metadata are standardised as they were there. Images are known again by the name of their file and their number.",
  },
  {
    name: "freeze-scales",
    type: "flag",
    help: "Keep that scale as it is and fit the amplitudes alone. What images that it does not know have of their own is fitted all the same, and said so.",
  },
  {
    name: "structure-factor-file",
    type: "text",
    value: "RUN",
    help: "Start with the amplitudes of another merge, of the same space group and cell; named likewise.",
  },
  {
    name: "freeze-structure-factors",
    type: "flag",
    help: "Keep those amplitudes as they are and fit the scale alone. Reflections that they do not have stay at the prior.",
  },
  {
    name: "weights",
    type: "text",
    value: "FILE",
    help: "Write scale and amplitudes to this file (safetensors), for those options. A run folder keeps them too.",
  },
].map(
  (option) =>
    ({ ...option, group: "of merging by variational inference: weights of another merge" }) as CommandOption,
);

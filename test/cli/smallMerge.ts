/** A small unscaled data set for variational merges, and options with which one takes a moment. */
import { type RotationData, simulateRotation } from "../../lib/simulate/index.js";

let made: RotationData | undefined;

/** The data set: 90 images to 3.2 Å, with everything that spoils scales. */
export function smallRotation(): RotationData {
  made ??= simulateRotation({ seed: 5, dMin: 3.2, rotationRange: 90 });
  return made;
}

/** Words of a merge that takes a second. */
export const quick: readonly string[] = ["--iterations", "120", "--threads", "1"];

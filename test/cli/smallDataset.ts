/** A small simulated rotation data set, made once for each test file, on one scale as a scaling program leaves it. */
import { type RotationData, simulateRotation } from "../../lib/simulate/index.js";

let made: RotationData | undefined;

/** The data set. */
export function smallDataset(): RotationData {
  made ??= simulateRotation({ seed: 3, dMin: 3, scaled: true });
  return made;
}

/** Controls in words. */
import { expect, test } from "vitest";
import { controlText } from "../../../labextension/src/training/controlText.js";

test("controls in words", () => {
  expect(controlText({ learningRate: 0.5, priorWeight: 0 })).toBe("learning rate × 0.5, prior weight × 0");
  expect(
    ["stop", "pause", "resume", "checkpoint", "evaluate"].map((name) =>
      controlText({ [name]: true } as never),
    ),
  ).toEqual(["stopped", "paused", "went on", "checkpoint", "statistics"]);
});

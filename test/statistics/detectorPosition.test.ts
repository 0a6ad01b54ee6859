// Oracle: columns as the programs name them.
import { expect, test } from "vitest";
import { simulateRotation } from "../../lib/simulate/index.js";
import { detectorPosition } from "../../lib/statistics/index.js";

const { observations } = simulateRotation({ dMin: 4 });

test("the columns of the file, under any of the customary names", () => {
  const position = detectorPosition(observations);
  expect(position?.labels).toEqual(["XDET", "YDET"]);
  expect(position?.x).toEqual(observations.values("XDET"));
  expect(position?.y).toEqual(observations.values("YDET"));
  const renamed = observations
    .without("XDET", "YDET")
    .with(
      { label: "xcal", type: "R", data: observations.values("XDET") },
      { label: "ycal", type: "R", data: observations.values("YDET") },
    );
  expect(detectorPosition(renamed)?.labels).toEqual(["xcal", "ycal"]);
});

test("none where a column is missing or says nothing", () => {
  expect(detectorPosition(observations.without("YDET"))).toBeUndefined();
  for (const value of [0, Number.NaN]) {
    const flat = observations
      .without("XDET")
      .with({ label: "XDET", type: "R", data: new Float32Array(observations.length).fill(value) });
    expect(detectorPosition(flat)).toBeUndefined();
  }
});

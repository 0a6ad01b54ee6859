// Oracle: U of Busing & Levy (1967), equation 3: U B_BL = U' B' for every reflection, whatever the crystal's axes.
import { expect, test } from "vitest";
import { UnitCell } from "../../lib/crystal/index.js";
import { randomStream } from "../../lib/random/index.js";
import { busingLevyOrientation, rotationBatches } from "../../lib/simulate/rotationBatches.js";
import { randomOrientation, settingMatrix } from "../../lib/simulate/rotationGeometry.js";
import { fillRotationOptions, rotationGeometry } from "../../lib/simulate/rotationOptions.js";

const cell = new UnitCell(31, 44, 57, 71, 98, 112);
const orientation = randomOrientation(randomStream(3));

test("U of Busing & Levy with their B is our U with ours", () => {
  const u = busingLevyOrientation(cell, orientation);
  const star = cell.reciprocal;
  const radian = Math.PI / 180;
  const [cosBeta, cosGamma] = [star.beta, star.gamma].map((angle) => Math.cos(angle * radian));
  const b = [
    [star.a, star.b * cosGamma, star.c * cosBeta],
    [
      0,
      star.b * Math.sin(star.gamma * radian),
      -star.c * Math.sin(star.beta * radian) * Math.cos(cell.alpha * radian),
    ],
    [0, 0, 1 / cell.c],
  ];
  const ub = settingMatrix(cell, orientation);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const product = u[3 * i] * b[0][j] + u[3 * i + 1] * b[1][j] + u[3 * i + 2] * b[2][j];
      expect(product).toBeCloseTo(ub[3 * i + j], 12);
    }
  }
});

test("a right-angled cell has the same axes in both", () => {
  const right = new UnitCell(30, 40, 50);
  busingLevyOrientation(right, orientation).forEach((value, i) => {
    expect(value).toBeCloseTo(orientation[i], 14);
  });
});

test("an image's header has its angles, beam and detector", () => {
  const geometry = rotationGeometry(
    fillRotationOptions({ startAngle: 20, imageWidth: 0.5, rotationRange: 5 }),
  );
  const batches = rotationBatches(cell, orientation, geometry, "SIMULATED");
  expect(batches.length).toBe(10);
  expect(batches[3]).toMatchObject({
    number: 4,
    title: "SIMULATED, image 4",
    phiStart: 21.5,
    phiEnd: 22,
    phiRange: 0.5,
    scanAxis: [0, 0, 1],
    beam: [-1, 0, 0],
    wavelength: 1.54178,
    detectorLimits: [0, 1475, 0, 1679],
  });
  expect([...batches[0].reals.subarray(59, 62)]).toEqual([0, 0, 1]);
  expect([...batches[0].reals.subarray(80, 86)]).toEqual([-1, 0, 0, -1, 0, 0]);
});

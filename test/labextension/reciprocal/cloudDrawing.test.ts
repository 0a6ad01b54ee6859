/** What stands around the points, by a painter that writes down what it is told. */
import { describe, expect, test } from "vitest";
import { type Camera, projector } from "../../../labextension/src/reciprocal/camera.js";
import {
  axisEnds,
  type CloudFrame,
  drawAxisLines,
  drawCloudFrame,
  drawPoints,
} from "../../../labextension/src/reciprocal/cloudDrawing.js";
import { themePalette } from "../../../labextension/src/reciprocal/painter.js";
import { missingCode } from "../../../labextension/src/reciprocal/scales.js";
import { RecordingPainter } from "./recordingPainter.js";

const palette = themePalette(false);
const camera: Camera = { rotation: [0, 0, 0, 1], span: 1, pan: [0, 0], perspective: false };
const frame: CloudFrame = {
  camera,
  width: 800,
  height: 600,
  basis: Float64Array.of(0.02, 0, 0, 0, 0.01, 0, 0, 0, 0.03),
  reach: 0.5,
  axes: true,
  full: false,
  rings: [
    { d: 2, label: "2 Å" },
    { d: 4, label: "4 Å" },
  ],
  ice: [],
  marked: [],
  caption: "what is shown",
};

test("axes end a little outside of the cloud, along a*, b*, c*", () => {
  const [a, b, c] = axisEnds([0.02, -0.005, 0, 0, 0.01, 0.002, 0, 0, 0.03], 0.5);
  for (const end of [a, b, c]) expect(Math.hypot(...end)).toBeCloseTo(0.58, 9);
  expect(b[1] / b[0]).toBeCloseTo(-2, 9);
  const painter = new RecordingPainter();
  drawAxisLines(painter, frame, palette);
  expect(painter.lines.map(({ stroke }) => stroke.colour)).toEqual([...palette.axes]);
  expect(painter.lines[0].to[0]).toBeCloseTo(400 + 0.58 * 300, 6);
});

describe("frame", () => {
  test("circles at 1/d, with their labels", () => {
    const painter = new RecordingPainter();
    drawCloudFrame(painter, frame, palette);
    const radii = painter.circles
      .filter(({ stroke }) => stroke.dash?.length === 2)
      .map(({ radius }) => radius);
    expect(radii).toEqual([75, 150]);
    expect(painter.words).toEqual(["4 Å", "2 Å", "a*", "b*", "c*", "what is shown"]);
  });

  test("labels that would run into each other are left out", () => {
    const painter = new RecordingPainter();
    drawCloudFrame(painter, { ...frame, rings: [4, 3.9, 3.8].map((d) => ({ d, label: `${d} Å` })) }, palette);
    expect(painter.words.filter((words) => words.endsWith("Å"))).toEqual(["4 Å"]);
  });

  test("an axis behind a full ball has no name; one that points at the reader has", () => {
    const behind: Camera = { ...camera, rotation: [0, 1, 0, 0] };
    const words = (change: Partial<CloudFrame>) => {
      const painter = new RecordingPainter();
      drawCloudFrame(painter, { ...frame, rings: [], ...change }, palette);
      return painter.words;
    };
    expect(words({ camera: behind, full: true })).not.toContain("c*");
    expect(words({ camera: behind, full: false })).toContain("c*");
    expect(words({ full: true })).toContain("c*");
    expect(words({ axes: false })).not.toContain("a*");
  });

  test("the selected reflection is ringed where it stands", () => {
    const painter = new RecordingPainter();
    const selected = { s: [0.2, 0.1, -0.3] as const, label: "10 10 −10" };
    drawCloudFrame(painter, { ...frame, rings: [], selected, marked: [[0, 0.1, 0]] }, palette);
    const { x, y } = projector(camera, 800, 600)(0.2, 0.1, -0.3);
    const ring = painter.circles.find(
      ({ stroke }) => stroke.colour === palette.selected && stroke.dash === undefined,
    );
    expect([ring?.x, ring?.y]).toEqual([x, y]);
    expect(painter.words).toContain("10 10 −10");
    expect(painter.circles.length).toBe(3);
  });
});

test("points, the farthest first, missing values in their own colour", () => {
  const painter = new RecordingPainter();
  const points = {
    x: Float32Array.of(1, 2, 3),
    y: Float32Array.of(4, 5, 6),
    depth: Float32Array.of(0.5, -0.5, 0),
    radius: Float32Array.of(2, 2, 2),
    row: Int32Array.of(0, 1, 2),
    matrix: new Uint8Array(3),
  };
  drawPoints(painter, points, Uint16Array.of(0, missingCode, 65_534), "grey", palette);
  expect(painter.discs.map(({ x }) => x)).toEqual([2, 3, 1]);
  expect(painter.discs.map(({ colour }) => colour)).toEqual([
    palette.missing,
    "rgb(235,235,235)",
    "rgb(38,38,38)",
  ]);
});

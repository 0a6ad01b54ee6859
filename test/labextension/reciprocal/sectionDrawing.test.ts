/** The picture of a section: spots where their index says, marks, names; and the index under the pointer. */
import { describe, expect, test } from "vitest";
import { reciprocalBasis, transform } from "../../../labextension/src/reciprocal/lattice.js";
import { themePalette } from "../../../labextension/src/reciprocal/painter.js";
import {
  drawSection,
  fromPixels,
  indexAt,
  largestSpot,
  type SectionFrame,
  spotRadius,
  toPixels,
  wholeSection,
} from "../../../labextension/src/reciprocal/sectionDrawing.js";
import { spotIndex } from "../../../labextension/src/reciprocal/sectionSpots.js";
import { ViewModel } from "../../../labextension/src/reciprocal/viewModel.js";
import { initialState } from "../../../labextension/src/reciprocal/viewState.js";
import { RecordingPainter } from "./recordingPainter.js";
import { someReflections } from "./someReflections.js";

const palette = themePalette(false);
const reflections = someReflections(
  [30, 40, 50, 90, 103, 90],
  "P 1 21 1",
  4,
  (h, k, l) => h === 2 && k === 3 && l === 0,
);

function frameOf(section: string, change: Partial<SectionFrame> = {}): SectionFrame {
  const model = new ViewModel(reflections, { ...initialState(reflections), section, show: "section" });
  const { geometry, spots } = model.section!;
  const [width, height] = [700, 640];
  return {
    geometry,
    spots,
    camera: wholeSection(geometry, model.dMin, width, height),
    width,
    height,
    style: "size",
    colour: { title: "I", scale: model.colour.scale, map: "viridis" },
    pointSize: 1,
    dMin: model.dMin,
    rings: [{ d: 6, label: "6 Å" }],
    ice: [],
    missing: true,
    axes: true,
    caption: section,
    ...change,
  };
}

describe.each(["hk0", "h0l", "h1l", "hhl", "[1 0 1] 2"])("%s", (section) => {
  test("each spot is drawn where its index lies, and found there", () => {
    const frame = frameOf(section);
    const { geometry, spots } = frame;
    const basis = reciprocalBasis(reflections.cell);
    expect(spots.values.length).toBeGreaterThan(10);
    for (let n = 0; n < spots.values.length; n++) {
      const hkl = spotIndex(geometry, spots.steps, n);
      const s = transform(basis, hkl);
      const [x, y] = toPixels(frame, spots.points[2 * n], spots.points[2 * n + 1]);
      const inPlane = Math.sqrt(Math.max(0, s[0] ** 2 + s[1] ** 2 + s[2] ** 2 - geometry.height ** 2));
      expect(Math.hypot(x - 350, y - 320)).toBeCloseTo(inPlane * frame.camera.scale, 2);
      expect(indexAt(frame, x + 1.5, y - 1)).toEqual(hkl);
    }
  });

  test("all of it fits", () => {
    const frame = frameOf(section);
    const painter = new RecordingPainter();
    drawSection(painter, frame, palette);
    expect(painter.discs.length).toBeGreaterThanOrEqual(frame.spots.values.length);
    for (const { x, y } of painter.discs) expect(x > 0 && x < 700 && y > 0 && y < 640).toBe(true);
  });
});

test("missing reflections are ringed, absent ones crossed, and counted", () => {
  const painter = new RecordingPainter();
  const frame = frameOf("hk0");
  drawSection(painter, frame, palette);
  const missing = frame.spots.missing.steps.length / 2;
  expect(missing).toBe(4);
  expect(painter.circles.filter(({ stroke }) => stroke.colour === palette.absentData).length).toBe(
    missing + 1,
  );
  const absent = frame.spots.absent.steps.length / 2;
  expect(absent).toBeGreaterThan(0);
  expect(painter.words).toContain(`missing (${missing})`);
  expect(painter.words).toContain(`systematically absent (${absent})`);
  const quiet = new RecordingPainter();
  drawSection(quiet, { ...frame, missing: false }, palette);
  expect(quiet.words.some((words) => words.startsWith("missing"))).toBe(false);
});

test("names and indices of the axes, circles of resolution, the caption", () => {
  const painter = new RecordingPainter();
  drawSection(painter, frameOf("h0l"), palette);
  for (const words of ["a*", "c*", "6 Å", "5", "−5", "h0l"]) expect(painter.words).toContain(words);
  const zone = new RecordingPainter();
  drawSection(zone, frameOf("hhl"), palette);
  expect(zone.words).toContain("(1 1 0)");
  const ring = painter.circles.find(({ stroke }) => stroke.dash !== undefined);
  expect(ring?.radius).toBeCloseTo(frameOf("h0l").camera.scale / 6, 6);
});

test("spots by blackness and by colour", () => {
  const colours = (style: "grey" | "colour" | "size") => {
    const painter = new RecordingPainter();
    drawSection(painter, frameOf("hk0", { style, missing: false, axes: false }), palette);
    return new Set(painter.discs.map(({ colour }) => colour)).size;
  };
  expect([colours("size"), colours("grey") > 10, colours("colour") > 10]).toEqual([1, true, true]);
  expect(spotRadius(10, 1)).toBe(10);
  expect(spotRadius(10, 0)).toBeLessThan(spotRadius(10, 0.5));
});

test("spots do not run into each other", () => {
  const frame = frameOf("hk0");
  const apart = Math.min(Math.hypot(...frame.geometry.stepP), Math.hypot(...frame.geometry.stepQ));
  expect(2 * largestSpot(frame)).toBeLessThan(apart * frame.camera.scale);
});

test("between spots, and far away, there is no index; pixels go there and back", () => {
  const frame = frameOf("hk0");
  const [x, y] = toPixels(frame, 0.5 / 30 + 2 / 30, 0.5 / 40);
  expect(indexAt(frame, x, y)).toBeUndefined();
  fromPixels(frame, ...toPixels(frame, 0.123, -0.045)).forEach((value, i) => {
    expect(value).toBeCloseTo([0.123, -0.045][i], 9);
  });
});

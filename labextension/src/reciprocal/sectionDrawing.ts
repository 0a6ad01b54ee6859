/**
 * The picture of a section, as a precession photograph of it would look: spots by size, grey or colour, the two axes at
 * their true angle with index marks, circles of resolution, and marks where a reflection is missing or absent.
 */
import { grouped } from "../common/numberText.js";
import { type ColourMapName, cssColour, mapColour, type Rgb } from "./colourMaps.js";
import type { Vector3 } from "./lattice.js";
import { drawColourLegend, plainTitle } from "./legend.js";
import type { Painter, Palette, Stroke } from "./painter.js";
import { formatNumber, positionOf, type Scale, valueAt } from "./scales.js";
import type { SectionSpots } from "./sectionSpots.js";
import {
  circleRadius,
  planeIndex,
  planePoint,
  planeSteps,
  type SectionGeometry,
  stepsTo,
} from "./sections.js";
import type { Ring } from "./shells.js";
import type { SpotStyle } from "./viewState.js";

/** Where the picture is looked at. */
export interface SectionCamera {
  /** Picture coordinates (Å⁻¹) of the middle. */
  readonly middle: readonly [number, number];
  /** Pixels of one Å⁻¹. */
  readonly scale: number;
}

/** A picture of a section. */
export interface SectionFrame {
  readonly geometry: SectionGeometry;
  readonly spots: SectionSpots;
  readonly camera: SectionCamera;
  readonly width: number;
  readonly height: number;
  readonly style: SpotStyle;
  readonly colour: { readonly title: string; readonly scale: Scale; readonly map: ColourMapName };
  /** 1 is the usual size. */
  readonly pointSize: number;
  readonly dMin: number;
  readonly rings: readonly Ring[];
  readonly ice: readonly Ring[];
  readonly missing: boolean;
  readonly axes: boolean;
  readonly selected?: Vector3;
  readonly caption: string;
}

/** The camera that shows all of the section. */
export function wholeSection(
  geometry: SectionGeometry,
  dMin: number,
  width: number,
  height: number,
): SectionCamera {
  const radius = circleRadius(geometry, dMin) ?? 1 / dMin;
  return { middle: [0, 0], scale: Math.max(1, Math.min(width - 70, height - 110)) / 2 / radius };
}

/** Pixels of picture coordinates. */
export function toPixels(
  { camera, width, height }: Pick<SectionFrame, "camera" | "width" | "height">,
  x: number,
  y: number,
): [number, number] {
  return [
    width / 2 + (x - camera.middle[0]) * camera.scale,
    height / 2 - (y - camera.middle[1]) * camera.scale,
  ];
}

/** Picture coordinates of pixels. */
export function fromPixels(
  { camera, width, height }: Pick<SectionFrame, "camera" | "width" | "height">,
  x: number,
  y: number,
): [number, number] {
  return [
    camera.middle[0] + (x - width / 2) / camera.scale,
    camera.middle[1] - (y - height / 2) / camera.scale,
  ];
}

/** The index nearest to a pixel, if it is near enough to be meant. */
export function indexAt(frame: SectionFrame, x: number, y: number): Vector3 | undefined {
  const { geometry } = frame;
  const [i, j] = planeSteps(geometry, ...fromPixels(frame, x, y));
  const [ri, rj] = [Math.round(i) + 0, Math.round(j) + 0];
  const [px, py] = toPixels(frame, ...planePoint(geometry, ri, rj));
  if (Math.hypot(px - x, py - y) > Math.max(5, largestSpot(frame) + 2)) return undefined;
  return planeIndex(geometry, ri, rj);
}

/** The largest radius of a spot in pixels: so that neighbours do not run into each other. */
export function largestSpot({ geometry, camera, pointSize }: SectionFrame): number {
  const { stepP, stepQ } = geometry;
  const area = Math.abs(stepP[0] * stepQ[1] - stepP[1] * stepQ[0]);
  const apart = area / Math.max(Math.hypot(...stepP), Math.hypot(...stepQ));
  return Math.min(16, Math.max(1.2, 0.46 * apart * camera.scale)) * pointSize;
}

/** Draws the whole picture. */
export function drawSection(painter: Painter, frame: SectionFrame, palette: Palette): void {
  painter.rectangle(0, 0, frame.width, frame.height, palette.background);
  const circles = circlesOf(frame, palette);
  const [x, y] = toPixels(frame, 0, 0);
  for (const { radius, stroke } of circles) painter.circle(x, y, radius, stroke);
  if (frame.axes) drawAxes(painter, frame, palette);
  drawEmptyPlaces(painter, frame, palette);
  drawSpots(painter, frame, palette);
  if (frame.selected !== undefined) drawSelected(painter, frame, frame.selected, palette);
  drawCircleLabels(painter, circles, [x, y], palette);
  if (frame.axes) drawAxisNames(painter, frame, palette);
  painter.text(14, 18, frame.caption, { colour: palette.quiet, size: 12, halo: palette.background });
  drawKey(painter, frame, palette);
}

interface Circle {
  readonly radius: number;
  readonly stroke: Stroke;
  readonly label: string;
  /** Where the label stands, radians. */
  readonly angle: number;
}

/** The edge of the data, the shells and the rings of ice, where they meet the plane. */
function circlesOf({ geometry, camera, dMin, rings, ice }: SectionFrame, palette: Palette): Circle[] {
  const shells = rings.map((ring) => ({
    ...ring,
    stroke: { colour: palette.quiet, dash: [5, 4], opacity: 0.8 },
    angle: Math.PI / 4,
  }));
  const ices = ice.map((ring) => ({
    ...ring,
    stroke: { colour: palette.ice, opacity: 0.8 },
    angle: 0.75 * Math.PI,
  }));
  const edge = { d: dMin, label: "", stroke: { colour: palette.quiet, opacity: 0.7 }, angle: 0 };
  return [edge, ...shells, ...ices].flatMap(({ d, label, stroke, angle }) => {
    const radius = circleRadius(geometry, d);
    return radius === undefined ? [] : [{ radius: radius * camera.scale, stroke, label, angle }];
  });
}

function drawCircleLabels(
  painter: Painter,
  circles: readonly Circle[],
  [x, y]: readonly [number, number],
  palette: Palette,
): void {
  const labelled = new Map<number, number>();
  for (const { radius, label, angle, stroke } of [...circles].sort(
    (one, other) => one.radius - other.radius,
  )) {
    // labels that would run into each other are left out
    if (label === "" || radius - (labelled.get(angle) ?? 0) < 17) continue;
    labelled.set(angle, radius);
    painter.text(x + radius * Math.cos(angle), y - radius * Math.sin(angle), label, {
      colour: stroke.colour,
      size: 11,
      align: "centre",
      halo: palette.background,
    });
  }
}

function drawAxes(painter: Painter, frame: SectionFrame, palette: Palette): void {
  const { geometry } = frame;
  const reach = 1.04 * (circleRadius(geometry, frame.dMin) ?? 1 / frame.dMin);
  const foot = toPixels(frame, 0, 0);
  [geometry.stepP, geometry.stepQ].forEach((step, axis) => {
    const length = Math.hypot(...step);
    const [dx, dy] = [(step[0] / length) * reach, (step[1] / length) * reach];
    const [x1, y1] = toPixels(frame, -dx, -dy);
    const [x2, y2] = toPixels(frame, dx, dy);
    painter.line(x1, y1, x2, y2, { colour: axisColour(geometry, axis, palette), width: 1.2, opacity: 0.55 });
  });
  painter.disc(foot[0], foot[1], 2.5, palette.ink);
}

/** The colour of a*, b* or c* where a step is along one of them. */
function axisColour(geometry: SectionGeometry, axis: number, palette: Palette): string {
  const step = axis === 0 ? geometry.p : geometry.q;
  const along = step.flatMap((value, i) => (value === 0 ? [] : [i]));
  return along.length === 1 ? palette.axes[along[0]] : palette.ink;
}

/** Names at the ends of the axes, and the indices along them. */
function drawAxisNames(painter: Painter, frame: SectionFrame, palette: Palette): void {
  const { geometry, camera } = frame;
  const reach = circleRadius(geometry, frame.dMin) ?? 1 / frame.dMin;
  [geometry.stepP, geometry.stepQ].forEach((step, axis) => {
    const length = Math.hypot(...step);
    const colour = axisColour(geometry, axis, palette);
    const direction: [number, number] = [step[0] / length, step[1] / length];
    const at = toPixels(frame, direction[0] * reach, direction[1] * reach);
    painter.text(
      at[0] + 20 * direction[0],
      at[1] - 20 * direction[1],
      stepName(axis === 0 ? geometry.p : geometry.q),
      {
        colour,
        size: 15,
        align: "centre",
        bold: true,
        italic: true,
        halo: palette.background,
      },
    );
    const every = [1, 2, 5, 10, 20, 50, 100].find((n) => n * length * camera.scale > 55) ?? 200;
    const side: [number, number] = axis === 0 ? [0, 11] : [-13, 0];
    const last = Math.floor((0.97 * reach) / length / every);
    for (let n = -last; n <= last; n++) {
      if (n === 0) continue;
      const [x, y] = toPixels(frame, n * every * step[0], n * every * step[1]);
      painter.text(x + side[0], y + side[1], String(n * every).replace("-", "−"), {
        colour,
        size: 10,
        align: axis === 0 ? "centre" : "right",
        halo: palette.background,
      });
    }
  });
}

/** "a*", "b*", "−c*", or the index of the step. */
function stepName(step: Vector3): string {
  const along = step.flatMap((value, i) => (value === 0 ? [] : [i]));
  const single = along.length === 1 && Math.abs(step[along[0]]) === 1;
  if (single) return `${step[along[0]] < 0 ? "−" : ""}${"abc"[along[0]]}*`;
  return `(${step.join(" ").replace(/-/g, "−")})`;
}

function drawSpots(painter: Painter, frame: SectionFrame, palette: Palette): void {
  const { points, values } = frame.spots;
  const [largest, { scale, map }] = [largestSpot(frame), frame.colour];
  const [ink, paper] = [hexRgb(palette.ink), hexRgb(palette.background)];
  for (let n = 0; n < values.length; n++) {
    const [x, y] = toPixels(frame, points[2 * n], points[2 * n + 1]);
    if (x < -20 || y < -20 || x > frame.width + 20 || y > frame.height + 20) continue;
    const at = positionOf(scale, values[n]);
    if (Number.isNaN(at)) painter.disc(x, y, Math.max(1, 0.3 * largest), palette.missing);
    else if (frame.style === "size") painter.disc(x, y, spotRadius(largest, at), palette.ink);
    else if (frame.style === "grey") painter.disc(x, y, 0.62 * largest, mixed(paper, ink, 0.12 + 0.88 * at));
    else painter.disc(x, y, 0.8 * largest, cssColour(mapColour(map, at)));
  }
}

/** Radius of a spot at a position of the scale. */
export function spotRadius(largest: number, position: number): number {
  return Math.max(0.6, largest * (0.12 + 0.88 * position ** 2));
}

function drawEmptyPlaces(painter: Painter, frame: SectionFrame, palette: Palette): void {
  const size = Math.min(5, Math.max(1.5, 0.45 * largestSpot(frame)));
  if (!frame.missing) return;
  const each = (points: Float32Array, draw: (x: number, y: number) => void) => {
    for (let n = 0; n < points.length; n += 2) {
      const [x, y] = toPixels(frame, points[n], points[n + 1]);
      if (x > -9 && y > -9 && x < frame.width + 9 && y < frame.height + 9) draw(x, y);
    }
  };
  each(frame.spots.absent.points, (x, y) => drawAbsent(painter, x, y, size, palette));
  each(frame.spots.missing.points, (x, y) => drawMissing(painter, x, y, size, palette));
}

function drawMissing(painter: Painter, x: number, y: number, size: number, palette: Palette): void {
  painter.circle(x, y, size, { colour: palette.absentData, width: 1.3 });
}

function drawAbsent(painter: Painter, x: number, y: number, size: number, palette: Palette): void {
  const half = 0.6 * size;
  const stroke = { colour: palette.quiet, width: 1, opacity: 0.7 };
  painter.line(x - half, y - half, x + half, y + half, stroke);
  painter.line(x - half, y + half, x + half, y - half, stroke);
}

function drawSelected(painter: Painter, frame: SectionFrame, index: Vector3, palette: Palette): void {
  const steps = stepsTo(frame.geometry, index);
  if (steps === undefined) return;
  const [x, y] = toPixels(frame, ...planePoint(frame.geometry, ...steps));
  const radius = largestSpot(frame) + 4;
  painter.circle(x, y, radius, { colour: palette.background, width: 4, opacity: 0.8 });
  painter.circle(x, y, radius, { colour: palette.selected, width: 2 });
  painter.text(x + radius + 4, y - radius, index.join(" ").replace(/-/g, "−"), {
    colour: palette.ink,
    size: 13,
    bold: true,
    halo: palette.background,
  });
}

/** The legend: the colour map, or spots of three sizes; and the marks. */
function drawKey(painter: Painter, frame: SectionFrame, palette: Palette): void {
  const bottom = frame.height - 58;
  if (frame.style === "colour") drawColourLegend(painter, frame.colour, palette, 14, bottom);
  else drawInkLegend(painter, frame, palette, 14, bottom);
  if (!frame.missing) return;
  const { missing, absent } = frame.spots;
  const [x, y] = [frame.width - 190, frame.height - 34];
  drawMissing(painter, x, y, 4, palette);
  const style = { colour: palette.ink, size: 11, halo: palette.background };
  painter.text(x + 11, y, `missing (${grouped(missing.steps.length / 2)})`, style);
  drawAbsent(painter, x, y + 18, 5, palette);
  painter.text(x + 11, y + 18, `systematically absent (${grouped(absent.steps.length / 2)})`, style);
}

/** Three spots with their values. */
function drawInkLegend(painter: Painter, frame: SectionFrame, palette: Palette, x: number, y: number): void {
  const { title, scale } = frame.colour;
  const words = `${frame.style === "size" ? "size" : "blackness"}: ${plainTitle(title)}`;
  painter.text(x, y + 10, words, { colour: palette.ink, size: 12, bold: true, halo: palette.background });
  const [ink, paper] = [hexRgb(palette.ink), hexRgb(palette.background)];
  const largest = Math.min(9, largestSpot(frame));
  let at = x + 8;
  for (const position of [0.1, 0.5, 0.9]) {
    const radius = frame.style === "size" ? spotRadius(largest, position) : 5;
    const colour = frame.style === "size" ? palette.ink : mixed(paper, ink, 0.12 + 0.88 * position);
    const label = formatNumber(valueAt(scale, position), 3);
    painter.disc(at, y + 32, radius, colour);
    painter.text(at + 14, y + 32, label, { colour: palette.ink, size: 11, halo: palette.background });
    at += 30 + 7 * label.length;
  }
}

function hexRgb(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

function mixed(from: Rgb, to: Rgb, share: number): string {
  const mix = (i: 0 | 1 | 2): number => Math.round(from[i] + share * (to[i] - from[i]));
  return cssColour([mix(0), mix(1), mix(2)]);
}

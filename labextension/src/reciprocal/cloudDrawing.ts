/**
 * What stands around the points of the cloud: circles of resolution and ice, axes a*, b*, c* with their names, the
 * reflection that is selected, and legends; and for a picture as SVG the points themselves.
 */
import { type Camera, outlineRadius, projector } from "./camera.js";
import type { DrawnPoints } from "./cloudPoints.js";
import { type ColourMapName, cssColour, mapColour } from "./colourMaps.js";
import { type Matrix3, transform, type Vector3 } from "./lattice.js";
import { type ColourLegend, drawColourLegend, drawSizeLegend, type SizeLegend } from "./legend.js";
import type { Painter, Palette } from "./painter.js";
import { missingCode } from "./scales.js";
import type { Ring } from "./shells.js";

/** What is drawn around the points. */
export interface CloudFrame {
  readonly camera: Camera;
  readonly width: number;
  readonly height: number;
  readonly basis: Matrix3;
  /** The largest |s|, Å⁻¹. */
  readonly reach: number;
  readonly axes: boolean;
  /** Whether the cloud is a full ball, which hides what is behind it. */
  readonly full: boolean;
  readonly rings: readonly Ring[];
  readonly ice: readonly Ring[];
  readonly colour?: ColourLegend;
  readonly size?: SizeLegend;
  /** A reflection to mark. */
  readonly selected?: { readonly s: Vector3; readonly label: string };
  /** Other places to mark: equivalents of the selected one. */
  readonly marked: readonly Vector3[];
  /** A line below the title's place: what is seen. */
  readonly caption: string;
}

/** Ends of the axes, in the order a*, b*, c*: s of a point a little outside of the cloud. */
export function axisEnds(basis: Matrix3, reach: number): [Vector3, Vector3, Vector3] {
  const end = (index: Vector3): Vector3 => {
    const [x, y, z] = transform(basis, index);
    const times = (1.16 * reach) / Math.hypot(x, y, z);
    return [x * times, y * times, z * times];
  };
  return [end([1, 0, 0]), end([0, 1, 0]), end([0, 0, 1])];
}

const axisNames = ["a*", "b*", "c*"] as const;

/** Draws everything but the points, over them. */
export function drawCloudFrame(painter: Painter, frame: CloudFrame, palette: Palette): void {
  drawRings(painter, frame, palette);
  if (frame.axes) drawAxisNames(painter, frame, palette);
  drawSelected(painter, frame, palette);
  painter.text(14, 18, frame.caption, { colour: palette.quiet, size: 12, halo: palette.background });
  const bottom = frame.height - 58;
  if (frame.colour !== undefined) drawColourLegend(painter, frame.colour, palette, 16, bottom);
  const beside = frame.colour !== undefined && frame.colour.scale.missing > 0 ? 390 : 260;
  if (frame.size !== undefined && frame.width > beside + 180)
    drawSizeLegend(painter, frame.size, palette, beside, bottom);
}

function drawRings(
  painter: Painter,
  { camera, width, height, rings, ice }: CloudFrame,
  palette: Palette,
): void {
  const half = height / 2;
  const [x, y] = [width / 2 + camera.pan[0] * half, half - camera.pan[1] * half];
  const draw = (
    list: readonly Ring[],
    colour: string,
    angle: number,
    dash: readonly number[],
    opacity: number,
  ) => {
    let labelled = 0;
    for (const { d, label } of [...list].sort((one, other) => other.d - one.d)) {
      const radius = outlineRadius(camera, height, 1 / d);
      if (radius === undefined) continue;
      painter.circle(x, y, radius, { colour: palette.background, width: 3.5, opacity: 0.45 });
      painter.circle(x, y, radius, { colour, width: 1.3, dash, opacity });
      const [lx, ly] = [x + radius * Math.cos(angle), y - radius * Math.sin(angle)];
      // labels that would run into each other are left out
      if (radius - labelled < 17) continue;
      labelled = radius;
      if (lx > 10 && lx < width - 10 && ly > 10 && ly < height - 10)
        painter.text(lx, ly, label, {
          colour,
          size: 12,
          align: "centre",
          bold: true,
          halo: palette.background,
        });
    }
  };
  draw(rings, palette.ink, (-3 * Math.PI) / 4, [5, 4], 0.7);
  draw(ice, palette.ice, (3 * Math.PI) / 4, [], 0.75);
}

function drawAxisNames(painter: Painter, frame: CloudFrame, palette: Palette): void {
  const project = projector(frame.camera, frame.width, frame.height);
  const origin = project(0, 0, 0);
  const hides = outlineRadius(frame.camera, frame.height, frame.reach) ?? 0;
  axisEnds(frame.basis, frame.reach).forEach((end, i) => {
    const { x, y, depth, scale } = project(...end);
    if (!(scale > 0)) return;
    const behind = depth < 0 && Math.hypot(x - origin.x, y - origin.y) < hides;
    if (behind && frame.full) return;
    const [dx, dy] = [x - origin.x, y - origin.y];
    const length = Math.hypot(dx, dy);
    // an axis that points at the reader has its name beside the origin
    const [nx, ny] = length > 8 ? [dx / length, dy / length] : [0.7, -0.7];
    painter.text(x + 13 * nx, y + 13 * ny, axisNames[i], {
      colour: palette.axes[i],
      size: 15,
      align: "centre",
      bold: true,
      italic: true,
      halo: palette.background,
    });
  });
}

function drawSelected(painter: Painter, frame: CloudFrame, palette: Palette): void {
  const project = projector(frame.camera, frame.width, frame.height);
  for (const s of frame.marked) {
    const { x, y, scale } = project(...s);
    if (scale > 0) painter.circle(x, y, 8, { colour: palette.selected, width: 1, dash: [2, 2] });
  }
  if (frame.selected === undefined) return;
  const { x, y, scale } = project(...frame.selected.s);
  if (!(scale > 0)) return;
  painter.circle(x, y, 9, { colour: palette.background, width: 4, opacity: 0.8 });
  painter.circle(x, y, 9, { colour: palette.selected, width: 2 });
  painter.text(x + 14, y - 12, frame.selected.label, {
    colour: palette.ink,
    size: 13,
    bold: true,
    halo: palette.background,
  });
}

/** The axes as lines: for pictures that the graphics card does not draw. */
export function drawAxisLines(painter: Painter, frame: CloudFrame, palette: Palette): void {
  const project = projector(frame.camera, frame.width, frame.height);
  const origin = project(0, 0, 0);
  axisEnds(frame.basis, frame.reach).forEach((end, i) => {
    const { x, y } = project(...end);
    painter.line(origin.x, origin.y, x, y, { colour: palette.axes[i], width: 2 });
  });
}

/** Draws points as discs, the farthest first. */
export function drawPoints(
  painter: Painter,
  points: DrawnPoints,
  colourCodes: Uint16Array,
  map: ColourMapName,
  palette: Palette,
): void {
  const order = Uint32Array.from(points.depth.keys()).sort((a, b) => points.depth[a] - points.depth[b]);
  for (const i of order) {
    const code = colourCodes[points.row[i]];
    const colour = code === missingCode ? palette.missing : cssColour(mapColour(map, code / 65_534));
    painter.disc(points.x[i], points.y[i], points.radius[i], colour);
  }
}

/**
 * The panels of a DIALS detector in the laboratory frame. A panel states its frame in that of the group it hangs in, and
 * a group in that of the group above: with axes f, s and n = f × s and origin o of the group, a vector v becomes
 * f v₁ + s v₂ + n v₃, and a point so turned is moved by o.
 * Source: dxtbx, model/panel_frame.h and detector.h (cctbx/dxtbx, BSD licence).
 */
import { FormatError } from "../errors.js";
import { type DialsJson, integerPair, jsonObject, kindOfJson, numbersOf, unitVector } from "./dialsJson.js";
import type { DialsDetector, DialsPanel, Vector } from "./dialsTypes.js";

interface Frame {
  readonly fast: Vector;
  readonly slow: Vector;
  readonly origin: Vector;
}

const laboratory: Frame = { fast: [1, 0, 0], slow: [0, 1, 0], origin: [0, 0, 0] };

/** Groups within each other; DIALS writes up to five. */
const deepest = 32;

/**
 * The panels of a detector.
 * @param where what errors call it
 * @throws FormatError for panels or groups that are not as they should be
 */
export function readDetector(json: DialsJson, where: string): DialsDetector {
  const list = json.panels;
  if (!Array.isArray(list) || list.length === 0)
    throw new FormatError(`${where}, panels: got ${kindOfJson(list)}, expected at least one panel`);
  const parents = json.hierarchy === undefined ? new Map<number, Frame>() : parentFrames(json, list, where);
  const panels = list.map((value: unknown, i): DialsPanel => {
    const place = `${where}, panel ${i}`;
    const panel = jsonObject(value, place);
    const [width, height] = numbersOf(panel, "pixel_size", 2, place);
    if (!(width > 0 && height > 0))
      throw new FormatError(`${place}, pixel_size: got ${width}, ${height}, expected two lengths in mm`);
    return {
      name: typeof panel.name === "string" ? panel.name : "",
      ...within(parents.get(i) ?? laboratory, frameOf(panel, place)),
      pixelSize: [width, height],
      imageSize: integerPair(panel, "image_size", place),
    };
  });
  return { panels };
}

/** The frame of the group that each panel hangs in, by the panel's number. */
function parentFrames(json: DialsJson, panels: readonly unknown[], where: string): Map<number, Frame> {
  const found = new Map<number, Frame>();
  const visit = (value: unknown, parent: Frame, depth: number): void => {
    const place = `${where}, hierarchy`;
    if (depth > deepest)
      throw new FormatError(`${place}: got groups more than ${deepest} deep, expected a tree of panels`);
    const group = jsonObject(value, place);
    const frame = within(parent, frameOf(group, place));
    if (!Array.isArray(group.children))
      throw new FormatError(`${place}, children: got ${kindOfJson(group.children)}, expected a list`);
    for (const item of group.children as readonly unknown[]) {
      const child = jsonObject(item, `${place}, children`);
      const { panel } = child;
      if (panel === undefined) visit(child, frame, depth + 1);
      else if (typeof panel === "number" && panel in panels && !found.has(panel)) found.set(panel, frame);
      else
        throw new FormatError(
          `${place}, panel: got ${kindOfJson(panel)}, expected each number from 0 to ${panels.length - 1} once`,
        );
    }
  };
  visit(json.hierarchy, laboratory, 0);
  return found;
}

function frameOf(json: DialsJson, where: string): Frame {
  const [x, y, z] = numbersOf(json, "origin", 3, where);
  return {
    fast: unitVector(json, "fast_axis", where),
    slow: unitVector(json, "slow_axis", where),
    origin: [x, y, z],
  };
}

function within(parent: Frame, { fast, slow, origin }: Frame): Frame {
  const moved = turned(parent, origin);
  return {
    fast: turned(parent, fast),
    slow: turned(parent, slow),
    origin: [moved[0] + parent.origin[0], moved[1] + parent.origin[1], moved[2] + parent.origin[2]],
  };
}

function turned({ fast: f, slow: s }: Frame, [u, v, w]: Vector): Vector {
  const normal = [f[1] * s[2] - f[2] * s[1], f[2] * s[0] - f[0] * s[2], f[0] * s[1] - f[1] * s[0]];
  return [
    f[0] * u + s[0] * v + normal[0] * w,
    f[1] * u + s[1] * v + normal[1] * w,
    f[2] * u + s[2] * v + normal[2] * w,
  ];
}

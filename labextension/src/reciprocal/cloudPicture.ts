/**
 * What the panes make of a model, a camera and a size: the conditions of clipping, the radius of the points, the points in the
 * picture, what is drawn around them, and all of it as SVG.
 */
import { grouped } from "../common/numberText.js";
import { type Camera, toEye } from "./camera.js";
import { type Clip, makeClip, slabShare } from "./clipping.js";
import { sizeRange, usualRadius, zoomedRadius } from "./cloudData.js";
import { type CloudFrame, drawAxisLines, drawCloudFrame, drawPoints } from "./cloudDrawing.js";
import { wholeSpan } from "./cloudKeys.js";
import { type DrawnPoints, drawnPoints } from "./cloudPoints.js";
import { transform } from "./lattice.js";
import { evenOrder } from "./levelOfDetail.js";
import type { Palette } from "./painter.js";
import { captionOf, type Selected } from "./paneTypes.js";
import { iceRings } from "./shells.js";
import { SvgPainter } from "./svgPainter.js";
import type { ViewModel } from "./viewModel.js";
import { ringsOf } from "./viewState.js";

/** All that a picture depends on; width and height in pixels of the page. */
export interface CloudLook {
  readonly model: ViewModel;
  readonly palette: Palette;
  readonly selected: Selected | undefined;
  readonly camera: Camera;
  readonly width: number;
  readonly height: number;
}

/** Points of an SVG: more than this no program opens with pleasure. */
export const mostSvgPoints = 20_000;

/** What is clipped. */
export function clipOf({ model, camera }: Pick<CloudLook, "model" | "camera">): Clip {
  const [x, y, z, w] = camera.rotation;
  const towards = toEye({ ...camera, rotation: [-x, -y, -z, w] }, [0, 0, 1]);
  return makeClip(model.reflections.cell, towards, model.state);
}

/** Radius in pixels of a point of middle size at the depth of the origin. */
export function radiusOf({ model, camera, height }: Pick<CloudLook, "model" | "camera" | "height">): number {
  const { reflections, matrices, reach, state } = model;
  const { slab } = state;
  const shown = reflections.count * matrices.length * slabShare(reflections.cell, reach, slab);
  const usual = zoomedRadius(usualRadius(shown, height), wholeSpan(reach), camera.span);
  if (slab === undefined || slab.axis === "view") return state.pointSize * usual;
  // in a layer neighbours would run into each other
  const lengths = { ...reflections.cell.reciprocal, [slab.axis]: Number.POSITIVE_INFINITY };
  const apart = (Math.min(lengths.a, lengths.b, lengths.c) * height) / 2 / camera.span;
  return state.pointSize * Math.max(1.1, Math.min(usual, (0.5 * apart) / sizeRange[1]));
}

/** The points in the picture. */
export function pointsOf(look: CloudLook): DrawnPoints {
  const { model, camera, width, height } = look;
  return drawnPoints({
    basis: model.basis,
    matrices: model.matrices,
    hkl: model.reflections.hkl,
    colourCodes: model.colour.codes,
    sizeCodes: model.sizeCodes,
    hiddenBelow: model.hiddenBelow,
    withoutValue: model.state.withoutValue,
    clip: clipOf(look),
    camera,
    width,
    height,
    radius: radiusOf(look),
  });
}

/** What is drawn around the points. */
export function cloudFrame(look: CloudLook): CloudFrame {
  const { model, camera, width, height, selected } = look;
  const { state, size, basis } = model;
  const radius = radiusOf(look);
  const radii = [0, 0.5, 1].map((share) => radius * (sizeRange[0] + share * (sizeRange[1] - sizeRange[0])));
  return {
    camera,
    width,
    height,
    basis,
    reach: model.reach,
    axes: state.axes,
    full: state.expansion === "all" && state.slab === undefined,
    rings: ringsOf(state, model.dMin),
    ice: state.ice ? iceRings(model.dMin) : [],
    colour: { title: state.colour, scale: model.colour.scale, map: state.colourMap },
    size:
      size === undefined
        ? undefined
        : { title: state.size, scale: size.scale, radii: [radii[0], radii[1], radii[2]] },
    selected: selected && {
      s: transform(basis, selected.details.hkl),
      label: selected.details.hkl.join(" ").replace(/-/g, "−"),
    },
    marked: (selected?.details.equivalents ?? []).slice(0, 96).map(({ hkl }) => transform(basis, hkl)),
    caption: captionOf(model),
  };
}

/** The picture as SVG: at most 20,000 of its points, an even sample, and how many are left out. */
export function cloudSvg(look: CloudLook): string {
  const { model, palette } = look;
  const [frame, all] = [cloudFrame(look), pointsOf(look)];
  const kept = evenOrder(all.x.length).subarray(0, mostSvgPoints);
  const take = (from: Float32Array): Float32Array => Float32Array.from(kept, (i) => from[i]);
  const points: DrawnPoints = {
    x: take(all.x),
    y: take(all.y),
    depth: take(all.depth),
    radius: take(all.radius),
    row: Int32Array.from(kept, (i) => all.row[i]),
    matrix: Uint8Array.from(kept, (i) => all.matrix[i]),
  };
  const svg = new SvgPainter(frame.width, frame.height, palette.font, frame.caption);
  svg.rectangle(0, 0, frame.width, frame.height, palette.background);
  if (frame.axes) drawAxisLines(svg, frame, palette);
  drawPoints(svg, points, model.colour.codes, model.state.colourMap, palette);
  const part = kept.length < all.x.length ? ` · ${grouped(kept.length)} points drawn` : "";
  drawCloudFrame(svg, { ...frame, caption: frame.caption + part }, palette);
  return svg.toString();
}

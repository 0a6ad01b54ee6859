/**
 * What of the cloud is drawn: limits of resolution, a slab h·t = n ± half of its thickness along a crystal axis (t = a, b or c:
 * n counts layers, so that 0 ± ½ along c is the section hk0) or across the line of sight (in Å⁻¹), and the share of the
 * strongest. The graphics card applies the same conditions to each point; these decide what can be picked.
 */
import type { UnitCell } from "friedel/browser";
import { dot } from "./camera.js";
import { directVector, type Vector3 } from "./lattice.js";

/** Along what a slab is cut. */
export type SlabAxis = "a" | "b" | "c" | "view";

/** A slab: middle and thickness in layers of the axis, or in Å⁻¹ along the line of sight. */
export interface Slab {
  readonly axis: SlabAxis;
  readonly middle: number;
  readonly thickness: number;
}

/** Conditions in Cartesian coordinates, as the graphics card takes them. */
export interface Clip {
  /** Limits of |s|², Å⁻². */
  readonly least: number;
  readonly most: number;
  /** |s·normal − middle| ≤ half. */
  readonly normal: Vector3;
  readonly middle: number;
  readonly half: number;
}

/** A limit that clips nothing, yet fits a 32-bit float. */
const unlimited = 1e30;

/**
 * The conditions of a view.
 * @param dMin, dMax limits in Å; undefined: none
 * @param towards the direction of the reader, for a slab across the line of sight
 */
export function makeClip(
  cell: UnitCell,
  towards: Vector3,
  limits: { readonly dMin?: number; readonly dMax?: number; readonly slab?: Slab },
): Clip {
  const { dMin, dMax, slab } = limits;
  const most = dMin === undefined ? unlimited : (1 + 1e-6) / (dMin * dMin);
  const least = dMax === undefined ? -1 : (1 - 1e-6) / (dMax * dMax);
  if (slab === undefined) return { least, most, normal: [0, 0, 0], middle: 0, half: 1 };
  const normal = slab.axis === "view" ? towards : directVector(cell, axisOf(slab.axis));
  // the little more holds what lies on the very edge, in 32-bit floats too
  const half = slab.thickness / 2 + (slab.axis === "view" ? 1e-6 : 1e-3);
  return { least, most, normal, middle: slab.middle, half };
}

/** Whether a point is drawn. */
export function isInside({ least, most, normal, middle, half }: Clip, s: Vector3): boolean {
  const squared = dot(s, s);
  return squared >= least && squared <= most && Math.abs(dot(s, normal) - middle) <= half;
}

/** About which share of the points lies in a slab: its thickness against the width of the sphere. */
export function slabShare(cell: UnitCell, reach: number, slab: Slab | undefined): number {
  if (slab === undefined) return 1;
  const layers = slab.axis === "view" ? 1 : Math.hypot(...directVector(cell, axisOf(slab.axis)));
  return Math.min(1, Math.max(1e-3, slab.thickness / (2 * reach * layers)));
}

function axisOf(axis: "a" | "b" | "c"): Vector3 {
  return axis === "a" ? [1, 0, 0] : axis === "b" ? [0, 1, 0] : [0, 0, 1];
}

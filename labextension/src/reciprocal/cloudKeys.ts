/** The keys of the cloud and of sections, and the cameras that look along an axis. */
import { type Camera, compose, lookAlong, turnAbout } from "./camera.js";
import { type Matrix3, transform, type Vector3 } from "./lattice.js";

/** How far a key turns, radians. */
const turnOfKey = Math.PI / 36;

/** The camera that shows the whole cloud from where its axes are well apart. */
export function wholeCamera(basis: Matrix3, reach: number, perspective: boolean): Camera {
  const along = lookAlong(transform(basis, [0, 0, 1]), transform(basis, [0, 1, 0]));
  const rotation = compose(turnAbout([1, 0, 0], -1.15), compose(turnAbout([0, 0, 1], -0.55), along));
  return { rotation, span: wholeSpan(reach), pan: [0, 0], perspective };
}

/** Half of the height of a picture that shows all, with room for the names of the axes. */
export function wholeSpan(reach: number): number {
  return 1.32 * reach;
}

/** The camera that looks along a* (1), b* (2) or c* (3): the axis points at the reader, the next one up. */
export function cameraAlong(camera: Camera, basis: Matrix3, axis: 1 | 2 | 3): Camera {
  const axes: Vector3[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const up = axis === 3 ? 1 : 2;
  return { ...camera, rotation: lookAlong(transform(basis, axes[axis - 1]), transform(basis, axes[up])) };
}

/** The camera after a key; undefined where the key means nothing. */
export function cameraAfterKey(
  camera: Camera,
  key: string,
  { shift, basis, reach }: { readonly shift: boolean; readonly basis: Matrix3; readonly reach: number },
): Camera | undefined {
  const turn = (axis: Vector3, angle: number): Camera => ({
    ...camera,
    rotation: compose(turnAbout(axis, angle), camera.rotation),
  });
  const pan = (x: number, y: number): Camera => ({ ...camera, pan: [camera.pan[0] + x, camera.pan[1] + y] });
  switch (key) {
    case "ArrowLeft":
      return shift ? pan(-0.1, 0) : turn([0, 1, 0], -turnOfKey);
    case "ArrowRight":
      return shift ? pan(0.1, 0) : turn([0, 1, 0], turnOfKey);
    case "ArrowUp":
      return shift ? pan(0, 0.1) : turn([1, 0, 0], -turnOfKey);
    case "ArrowDown":
      return shift ? pan(0, -0.1) : turn([1, 0, 0], turnOfKey);
    case "+":
    case "=":
      return zoomed(camera, 1.2, [0, 0]);
    case "-":
    case "_":
      return zoomed(camera, 1 / 1.2, [0, 0]);
    case "Home":
      return wholeCamera(basis, reach, camera.perspective);
    case "1":
    case "2":
    case "3":
      return cameraAlong(camera, basis, Number(key) as 1 | 2 | 3);
    default:
      return undefined;
  }
}

/**
 * The camera nearer by a factor, so that what is at a place of the picture stays there.
 * @param at in halves of the picture's height from its middle, y up
 */
export function zoomed(camera: Camera, factor: number, at: readonly [number, number]): Camera {
  const pan = [0, 1].map((i) => at[i] + (camera.pan[i] - at[i]) * factor);
  return { ...camera, span: camera.span / factor, pan: [pan[0], pan[1]] };
}

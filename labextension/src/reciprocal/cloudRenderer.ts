/**
 * Draws points and axes with WebGL2. A frame starts with {@link CloudRenderer.begin}, which clears the picture and draws the
 * axes; points come in any number of pieces after it, also in later frames, so that a picture of millions of points is filled
 * bit by bit. Where the browser takes the context away, everything is built again when it comes back.
 * Tested in the page: test/browser/reciprocal.test.ts.
 */
import { FriedelError, rotationMatrix } from "friedel/browser";
import { type Camera, clipMatrix } from "./camera.js";
import type { Clip } from "./clipping.js";
import { sizeRange } from "./cloudData.js";
import type { Matrix3, Vector3 } from "./lattice.js";
import { multiply } from "./lattice.js";
import type { DrawPiece } from "./levelOfDetail.js";
import { lineFragmentShader, lineVertexShader, pointFragmentShader, pointVertexShader } from "./shaders.js";

/** The browser cannot draw in three dimensions. */
export class GraphicsError extends FriedelError {
  override name = "GraphicsError";
}

/** A line of the picture; the colour as red, green, blue from 0 to 1. */
export interface Segment {
  readonly from: Vector3;
  readonly to: Vector3;
  readonly colour: Vector3;
}

/** What all points of a frame share. */
export interface FrameStyle {
  readonly camera: Camera;
  readonly basis: Matrix3;
  readonly matrices: readonly Int32Array[];
  readonly clip: Clip;
  /** The largest |s|, Å⁻¹. */
  readonly reach: number;
  /** Usual radius in pixels of the page. */
  readonly radius: number;
  readonly hiddenBelow: number;
  readonly background: Vector3;
  /** Colour of points without value; undefined: not drawn. */
  readonly noValue?: Vector3;
  /** Colour of the rings of missing reflections. */
  readonly missing: Vector3;
}

/** Which buffer of points. */
export type PointSet = "reflections" | "missing";

interface PointBuffers {
  readonly array: WebGLVertexArrayObject;
  readonly index: WebGLBuffer;
  readonly code: WebGLBuffer;
  count: number;
}

interface Program {
  readonly program: WebGLProgram;
  readonly at: (name: string) => WebGLUniformLocation | null;
}

/** A picture of points on a canvas. */
export class CloudRenderer {
  readonly #gl: WebGL2RenderingContext;
  #points!: Program;
  #lines!: Program;
  #lineArray!: WebGLVertexArrayObject;
  #lineBuffer!: WebGLBuffer;
  #sets!: Record<PointSet, PointBuffers>;
  #map!: WebGLTexture;
  #lineCount = 0;
  readonly #largestPoint: number;

  /**
   * @param restored called when the context was lost and has come back: all data must be given again
   * @throws GraphicsError where there is no WebGL2
   */
  constructor(
    readonly canvas: HTMLCanvasElement,
    lost: () => void,
    restored: () => void,
  ) {
    const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, preserveDrawingBuffer: true });
    if (gl === null)
      throw new GraphicsError(
        "cloud: this browser gives no WebGL2, which drawing in three dimensions needs; sections work without it",
      );
    this.#gl = gl;
    this.#largestPoint = (gl.getParameter(gl.ALIASED_POINT_SIZE_RANGE) as Float32Array)[1];
    this.#build();
    canvas.addEventListener("webglcontextlost", (event) => {
      // without this the browser never gives it back
      event.preventDefault();
      lost();
    });
    canvas.addEventListener("webglcontextrestored", () => {
      this.#build();
      restored();
    });
  }

  /** Whether the browser has taken the context away for now. */
  get isLost(): boolean {
    return this.#gl.isContextLost();
  }

  /** Gives the memory of the graphics card back. */
  dispose(): void {
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  /** Waits until everything is drawn; for measuring. */
  finish(): void {
    this.#gl.readPixels(0, 0, 1, 1, this.#gl.RGBA, this.#gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  #build(): void {
    const gl = this.#gl;
    if (gl.isContextLost()) return;
    this.#points = makeProgram(gl, pointVertexShader, pointFragmentShader);
    this.#lines = makeProgram(gl, lineVertexShader, lineFragmentShader);
    this.#sets = { reflections: makePoints(gl), missing: makePoints(gl) };
    this.#map = gl.createTexture();
    this.#lineArray = gl.createVertexArray();
    this.#lineBuffer = gl.createBuffer();
    gl.bindVertexArray(this.#lineArray);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#lineBuffer);
    for (let i = 0; i < 3; i++) {
      gl.enableVertexAttribArray(i);
      gl.vertexAttribPointer(i, 3, gl.FLOAT, false, 36, 12 * i);
      gl.vertexAttribDivisor(i, 1);
    }
    gl.bindVertexArray(null);
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  /** The indices of a set: 4n integers. */
  setIndices(set: PointSet, indices: Int16Array): void {
    const gl = this.#gl;
    const buffers = this.#sets[set];
    gl.bindBuffer(gl.ARRAY_BUFFER, buffers.index);
    gl.bufferData(gl.ARRAY_BUFFER, indices, gl.STATIC_DRAW);
    buffers.count = indices.length / 4;
  }

  /** Codes of colour and size of a set: 2n numbers. */
  setCodes(set: PointSet, codes: Uint16Array): void {
    const gl = this.#gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#sets[set].code);
    gl.bufferData(gl.ARRAY_BUFFER, codes, gl.STATIC_DRAW);
  }

  /** 256 colours of 4 bytes. */
  setMap(colours: Uint8Array): void {
    const gl = this.#gl;
    gl.bindTexture(gl.TEXTURE_2D, this.#map);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, colours);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  }

  /** The axes. */
  setLines(segments: readonly Segment[]): void {
    const gl = this.#gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#lineBuffer);
    const numbers = segments.flatMap(({ from, to, colour }) => [...from, ...to, ...colour]);
    gl.bufferData(gl.ARRAY_BUFFER, Float32Array.from(numbers), gl.STATIC_DRAW);
    this.#lineCount = segments.length;
  }

  /** Clears the picture and draws the axes. */
  begin({ camera, background, reach }: FrameStyle, pixelRatio: number): void {
    const gl = this.#gl;
    const { width, height } = this.canvas;
    gl.viewport(0, 0, width, height);
    gl.clearColor(background[0], background[1], background[2], 1);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    if (this.#lineCount === 0) return;
    const { program, at } = this.#lines;
    gl.useProgram(program);
    gl.uniformMatrix4fv(at("clip"), false, clipMatrix(camera, width, height, 1.2 * reach));
    gl.uniform2f(at("pixels"), width, height);
    gl.uniform1f(at("width"), 2 * pixelRatio);
    gl.bindVertexArray(this.#lineArray);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.#lineCount);
    gl.bindVertexArray(null);
  }

  /** Draws pieces of a set into the picture as it stands. */
  draw(set: PointSet, pieces: readonly DrawPiece[], style: FrameStyle, pixelRatio: number): void {
    const gl = this.#gl;
    const { program, at } = this.#points;
    const buffers = this.#sets[set];
    if (buffers.count === 0) return;
    gl.useProgram(program);
    this.#setStyle(set, style, pixelRatio);
    gl.bindTexture(gl.TEXTURE_2D, this.#map);
    gl.bindVertexArray(buffers.array);
    for (const { matrix, first, count } of pieces) {
      if (count === 0) continue;
      const lattice = multiply(style.basis, style.matrices[matrix]);
      // by columns
      const [a, b, c] = [0, 1, 2].map((i) => [lattice[i], lattice[3 + i], lattice[6 + i]]);
      gl.uniformMatrix3fv(at("lattice"), false, Float32Array.of(...a, ...b, ...c));
      gl.drawArrays(gl.POINTS, first, count);
    }
    gl.bindVertexArray(null);
  }

  #setStyle(set: PointSet, style: FrameStyle, pixelRatio: number): void {
    const gl = this.#gl;
    const { at } = this.#points;
    const { width, height } = this.canvas;
    const { camera, clip, reach, background } = style;
    const radius = Math.min(style.radius, (this.#largestPoint - 1) / 2 / sizeRange[1] / pixelRatio);
    gl.uniformMatrix4fv(at("clip"), false, clipMatrix(camera, width, height, 1.2 * reach));
    gl.uniform2f(at("limits"), clip.least, clip.most);
    gl.uniform3f(at("slabNormal"), clip.normal[0], clip.normal[1], clip.normal[2]);
    gl.uniform2f(at("slab"), clip.middle, clip.half);
    const r = rotationMatrix(camera.rotation);
    gl.uniform3f(at("towards"), r[6], r[7], r[8]);
    gl.uniform1f(at("reach"), reach);
    gl.uniform1f(at("depthCue"), 0.5);
    gl.uniform3f(at("background"), background[0], background[1], background[2]);
    gl.uniform2f(at("radii"), sizeRange[0] * radius, sizeRange[1] * radius);
    gl.uniform1f(at("pixelRatio"), pixelRatio);
    gl.uniform1f(at("hiddenBelow"), set === "missing" ? 0 : style.hiddenBelow);
    const [r0, g0, b0] = style.noValue ?? [0, 0, 0];
    gl.uniform4f(at("noValue"), r0, g0, b0, style.noValue === undefined ? 0 : 1);
    const isMissing = set === "missing";
    const [r1, g1, b1] = style.missing;
    gl.uniform4f(at("fixedColour"), r1, g1, b1, isMissing ? 1 : 0);
    gl.uniform1f(at("ring"), isMissing ? 1.4 * pixelRatio : 1e6);
  }
}

function makePoints(gl: WebGL2RenderingContext): PointBuffers {
  const [array, index, code] = [gl.createVertexArray(), gl.createBuffer(), gl.createBuffer()];
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, index);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(0, 4, gl.SHORT, false, 8, 0);
  gl.bindBuffer(gl.ARRAY_BUFFER, code);
  gl.enableVertexAttribArray(1);
  gl.vertexAttribPointer(1, 2, gl.UNSIGNED_SHORT, false, 4, 0);
  gl.bindVertexArray(null);
  return { array, index, code, count: 0 };
}

function makeProgram(gl: WebGL2RenderingContext, vertex: string, fragment: string): Program {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null)
      throw new GraphicsError("cloud: the graphics card takes no program; sections work without it");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    const log = gl.getProgramInfoLog(program) ?? "";
    throw new GraphicsError(
      `cloud: the graphics card refuses our program (${log.trim()}); sections work without it`,
    );
  }
  const known = new Map<string, WebGLUniformLocation | null>();
  const at = (name: string): WebGLUniformLocation | null => {
    if (!known.has(name)) known.set(name, gl.getUniformLocation(program, name));
    return known.get(name) ?? null;
  };
  return { program, at };
}

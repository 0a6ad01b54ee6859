/**
 * The cloud on the page: a WebGL canvas with the points, a canvas over it with axes' names, circles and legends, and the
 * pointer and keys that turn it. While it moves, a part of the points is drawn; 150 ms after the last move the rest follows,
 * a piece a frame. What is picked comes from a grid of the drawn points that is made when the pointer first asks for it.
 * Tested in the page: test/browser/reciprocal.test.ts.
 */
import { element } from "../common/dom.js";
import { type Camera, compose, trackball } from "./camera.js";
import { CanvasPainter } from "./canvasPainter.js";
import { axisEnds, drawCloudFrame } from "./cloudDrawing.js";
import { cameraAfterKey, wholeCamera, zoomed } from "./cloudKeys.js";
import { type CloudLook, clipOf, cloudFrame, cloudSvg, pointsOf, radiusOf } from "./cloudPicture.js";
import type { DrawnPoints } from "./cloudPoints.js";
import { CloudRenderer, type FrameStyle, type PointSet } from "./cloudRenderer.js";
import { CloudUpload } from "./cloudUpload.js";
import { attachGestures, type Place } from "./gestures.js";
import { moveIndex, type Vector3 } from "./lattice.js";
import { type DrawPiece, movingPieces, restingPieces } from "./levelOfDetail.js";
import { type PaneHost, type Pick, rgbOfHex } from "./paneTypes.js";
import { PickGrid } from "./pickGrid.js";

const restAfter = 150;

/** Points for which the pointer may hover; above it only a click looks for one. */
const mostHovered = 3_000_000;

/** Points whose edges are made smooth at rest. */
const mostSmooth = 300_000;

/** The cloud as an element. */
export class CloudPane {
  readonly node: HTMLElement;
  readonly #canvas = element("canvas", { class: "friedel-reciprocal-canvas" });
  readonly #overlay = element("canvas", { class: "friedel-reciprocal-overlay" });
  readonly #renderer: CloudRenderer;
  readonly #host: PaneHost;
  #camera: Camera;
  readonly #upload: CloudUpload;
  #queue: { readonly set: PointSet; readonly pieces: readonly DrawPiece[] }[] = [];
  #frame = 0;
  /** Whether the picture is finer than the page. */
  #smooth = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #grid: { readonly grid: PickGrid; readonly points: DrawnPoints } | undefined;

  /** @throws GraphicsError where there is no WebGL2 */
  constructor(host: PaneHost) {
    this.#host = host;
    this.#renderer = new CloudRenderer(
      this.#canvas,
      () =>
        host.problem(
          "cloud: the browser has taken the graphics card away for now; the picture comes back with it",
        ),
      () => {
        this.#upload.forget();
        host.problem(undefined);
        this.update();
      },
    );
    this.#upload = new CloudUpload(this.#renderer);
    this.node = element(
      "div",
      {
        class: "friedel-reciprocal-stage",
        tabindex: "0",
        role: "application",
        "aria-label":
          "Reflections in reciprocal space. Arrows turn, plus and minus zoom, 1 2 3 look along a* b* c*, Home shows all.",
        onkeydown: (event) => this.#key(event as KeyboardEvent),
      },
      this.#canvas,
      this.#overlay,
    );
    attachGestures(this.node, {
      turn: (from, to) => this.#turn(from, to),
      shift: (from, to) => this.#shift(from, to),
      zoom: (factor, at) => this.moveCamera(zoomed(this.#camera, factor, this.#toBall(at))),
      hover: (at) => this.#hover(at),
      click: (at) => this.#click(at),
      takesWheel: () => host.takesWheel(),
    });
    this.#camera = wholeCamera(host.model.basis, host.model.reach, host.model.state.perspective);
  }

  get camera(): Camera {
    return this.#camera;
  }

  /** The present picture for measuring: draws all points of a moving frame and waits for the card. Milliseconds. */
  timeFrame(camera: Camera, all: boolean): number {
    const start = performance.now();
    this.#camera = camera;
    this.#fit();
    this.#drawMoving();
    if (all) while (this.#queue.length > 0) this.#drawNext();
    this.#renderer.finish();
    return performance.now() - start;
  }

  /** Looks from elsewhere. */
  moveCamera(camera: Camera): void {
    const { reach } = this.#host.model;
    this.#camera = { ...camera, span: Math.min(6 * reach, Math.max(reach / 500, camera.span)) };
    this.#grid = undefined;
    this.#schedule();
  }

  /** Shows all again. */
  home(): void {
    const { basis, reach, state } = this.#host.model;
    this.moveCamera(wholeCamera(basis, reach, state.perspective));
  }

  /** Takes what the model now says to the graphics card, and draws. */
  update(): void {
    const { model, palette } = this.#host;
    if (this.#renderer.isLost) return;
    this.#upload.update(model);
    this.#camera = { ...this.#camera, perspective: model.state.perspective };
    const [a, b, c] = axisEnds(model.basis, model.reach);
    const segments = [a, b, c].map((to, i) => ({
      from: [0, 0, 0] as const,
      to,
      colour: rgbOfHex(palette.axes[i]),
    }));
    this.#renderer.setLines(model.state.axes ? segments : []);
    this.resize();
  }

  /** Fits the canvases to the element, and draws. */
  resize(): void {
    this.#grid = undefined;
    this.#schedule();
  }

  #fit(): void {
    const box = this.node.getBoundingClientRect();
    const ratio = this.#ratio;
    const width = Math.max(1, Math.round(box.width * ratio));
    const height = Math.max(1, Math.round(box.height * ratio));
    for (const canvas of [this.#canvas, this.#overlay]) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
  }

  /** Pixels of the canvas for one of the page. */
  get #ratio(): number {
    const own = Math.min(3, window.devicePixelRatio || 1);
    return this.#smooth ? Math.max(2, own) : own;
  }

  get #width(): number {
    return this.#canvas.width / this.#ratio;
  }

  get #height(): number {
    return this.#canvas.height / this.#ratio;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#frame === 0)
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#smooth = false;
        this.#fit();
        this.#drawMoving();
        this.#drawOverlay();
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#rest(), restAfter);
      });
  }

  /** At rest few points are drawn anew with smooth edges, of many those that are not drawn yet, a piece a frame. */
  #rest(): void {
    if (this.#frame !== 0) return;
    const { reflections, matrices } = this.#host.model;
    if (!this.#smooth && this.#queue.length === 0 && reflections.count * matrices.length <= mostSmooth) {
      this.#smooth = true;
      this.#fit();
      this.#drawMoving();
      this.#drawOverlay();
    }
    if (this.#queue.length === 0) {
      this.node.dataset.drawn = "all";
      return;
    }
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#drawNext();
      this.#rest();
    });
  }

  #drawMoving(): void {
    const { model, budget } = this.#host;
    if (this.#renderer.isLost) return;
    const style = this.#style();
    const { length } = model.matrices;
    this.#renderer.begin(style, this.#ratio);
    this.#queue = [];
    for (const [set, points] of Object.entries(this.#upload.counts) as [PointSet, number][]) {
      this.#renderer.draw(set, movingPieces(points, length, budget), style, this.#ratio);
      for (const pieces of restingPieces(points, length, budget)) this.#queue.push({ set, pieces });
    }
    this.node.dataset.drawn = "part";
  }

  #drawNext(): void {
    const next = this.#queue.shift();
    if (next !== undefined && !this.#renderer.isLost)
      this.#renderer.draw(next.set, next.pieces, this.#style(), this.#ratio);
  }

  #style(): FrameStyle {
    const { model, palette } = this.#host;
    return {
      camera: this.#camera,
      basis: model.basis,
      matrices: model.matrices,
      clip: clipOf(this.#look),
      reach: model.reach,
      radius: radiusOf(this.#look),
      hiddenBelow: model.hiddenBelow,
      background: rgbOfHex(palette.background),
      noValue: model.state.withoutValue ? rgbOfHex(palette.missing) : undefined,
      missing: rgbOfHex(palette.absentData),
    };
  }

  get #look(): CloudLook {
    const { model, palette, selected } = this.#host;
    return { model, palette, selected, camera: this.#camera, width: this.#width, height: this.#height };
  }

  #drawOverlay(): void {
    const context = this.#overlay.getContext("2d");
    if (context === null) return;
    const ratio = this.#ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.#width, this.#height);
    drawCloudFrame(
      new CanvasPainter(context, this.#host.palette.font),
      cloudFrame(this.#look),
      this.#host.palette,
    );
  }

  /** The picture with everything, all points drawn. */
  toCanvas(): HTMLCanvasElement {
    this.#smooth = true;
    this.#fit();
    this.#drawMoving();
    while (this.#queue.length > 0) this.#drawNext();
    this.#drawOverlay();
    const { width, height } = this.#canvas;
    const canvas = element("canvas", { width, height });
    const context = canvas.getContext("2d");
    context?.drawImage(this.#canvas, 0, 0);
    context?.drawImage(this.#overlay, 0, 0);
    return canvas;
  }

  /** The present projection as SVG. */
  toSvg(): string {
    return cloudSvg(this.#look);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#renderer.dispose();
  }

  #toBall([x, y]: Place): Place {
    const half = this.#height / 2;
    return [(x - this.#width / 2) / half, (half - y) / half];
  }

  #turn(from: Place, to: Place): void {
    const [a, b] = [from, to].map((place): Place => {
      const [x, y] = this.#toBall(place);
      return [(x - this.#camera.pan[0]) * 0.9, (y - this.#camera.pan[1]) * 0.9];
    });
    this.moveCamera({ ...this.#camera, rotation: compose(trackball(a, b), this.#camera.rotation) });
  }

  #shift(from: Place, to: Place): void {
    const [a, b] = [this.#toBall(from), this.#toBall(to)];
    const { pan } = this.#camera;
    this.moveCamera({ ...this.#camera, pan: [pan[0] + b[0] - a[0], pan[1] + b[1] - a[1]] });
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      this.#host.pick(undefined);
      return;
    }
    const { basis, reach } = this.#host.model;
    const camera = cameraAfterKey(this.#camera, event.key, { shift: event.shiftKey, basis, reach });
    if (camera === undefined) return;
    // JupyterLab's own shortcuts and the page's scrolling must not get it too
    event.preventDefault();
    event.stopPropagation();
    this.moveCamera(camera);
  }

  /** The reflection at a place of the picture. */
  pickAt([x, y]: Place): Pick | undefined {
    const { model } = this.#host;
    if (this.#grid === undefined) {
      const points = pointsOf(this.#look);
      this.#grid = { points, grid: new PickGrid(points, this.#width, this.#height) };
    }
    const { grid, points } = this.#grid;
    const found = grid.find(x, y);
    if (found < 0) return undefined;
    const row = points.row[found];
    const hkl: Vector3 = moveIndex(model.matrices[points.matrix[found]], model.reflections.index(row));
    return { hkl, row };
  }

  #hover(at: Place | undefined): void {
    const { model } = this.#host;
    const few = model.reflections.count * model.matrices.length <= mostHovered;
    this.#host.hover(at === undefined || !few ? undefined : this.pickAt(at), at);
  }

  #click(at: Place): void {
    this.#host.pick(this.pickAt(at));
  }
}

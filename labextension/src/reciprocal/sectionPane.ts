/**
 * A section on the page: one canvas, moved and zoomed by pointer and keys.
 * Tested in the page: test/browser/reciprocal.test.ts.
 */
import { element } from "../common/dom.js";
import { CanvasPainter } from "./canvasPainter.js";
import { attachGestures, type Place } from "./gestures.js";
import type { Painter } from "./painter.js";
import { captionOf, type PaneHost, type Pick } from "./paneTypes.js";
import {
  drawSection,
  fromPixels,
  indexAt,
  type SectionCamera,
  type SectionFrame,
  wholeSection,
} from "./sectionDrawing.js";
import { planePoint, stepsTo } from "./sections.js";
import { iceRings } from "./shells.js";
import { SvgPainter } from "./svgPainter.js";
import { ringsOf } from "./viewState.js";

/** The section as an element. */
export class SectionPane {
  readonly node: HTMLElement;
  readonly #canvas = element("canvas", { class: "friedel-reciprocal-canvas" });
  readonly #host: PaneHost;
  /** undefined: all of the section. */
  #camera: SectionCamera | undefined;
  #frame = 0;

  /** @param step changes the level of the section by a whole number */
  constructor(host: PaneHost, step: (by: number) => void) {
    this.#host = host;
    this.node = element(
      "div",
      {
        class: "friedel-reciprocal-stage",
        tabindex: "0",
        role: "application",
        "aria-label":
          "Section of reciprocal space. Arrows shift, plus and minus zoom, Page Up and Page Down change the level, Home shows all.",
        onkeydown: (event) => this.#key(event as KeyboardEvent, step),
      },
      this.#canvas,
    );
    attachGestures(this.node, {
      turn: (from, to) => this.#shift(from, to),
      shift: (from, to) => this.#shift(from, to),
      zoom: (factor, at) => this.#zoom(factor, at),
      hover: (at) => host.hover(at && this.pickAt(at), at),
      click: (at) => host.pick(this.pickAt(at)),
      takesWheel: () => host.takesWheel(),
    });
  }

  /** Draws what the model now says. */
  update(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  home(): void {
    this.#camera = undefined;
    this.update();
  }

  resize(): void {
    const box = this.node.getBoundingClientRect();
    this.#canvas.width = Math.max(1, Math.round(box.width * this.#ratio));
    this.#canvas.height = Math.max(1, Math.round(box.height * this.#ratio));
    this.update();
  }

  /** The picture as it stands. */
  toCanvas(): HTMLCanvasElement {
    this.#draw();
    return this.#canvas;
  }

  toSvg(): string {
    const frame = this.#frameOf();
    const [width, height] = this.#size;
    const svg = new SvgPainter(width, height, this.#host.palette.font, captionOf(this.#host.model));
    if (frame !== undefined) drawSection(svg, frame, this.#host.palette);
    return svg.toString();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
  }

  get #ratio(): number {
    return Math.min(3, window.devicePixelRatio || 1);
  }

  get #size(): [number, number] {
    return [this.#canvas.width / this.#ratio, this.#canvas.height / this.#ratio];
  }

  #draw(): void {
    const context = this.#canvas.getContext("2d");
    if (context === null) return;
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    const painter: Painter = new CanvasPainter(context, this.#host.palette.font);
    const frame = this.#frameOf();
    const [width, height] = this.#size;
    if (frame === undefined) painter.rectangle(0, 0, width, height, this.#host.palette.background);
    else drawSection(painter, frame, this.#host.palette);
    this.node.dataset.drawn = "all";
    this.node.dataset.spots = String(frame?.spots.values.length ?? 0);
  }

  #frameOf(): SectionFrame | undefined {
    const { model, selected } = this.#host;
    const [section, { state, dMin }] = [model.section, model];
    const [width, height] = this.#size;
    if (section === undefined) return undefined;
    return {
      ...section,
      camera: this.#camera ?? wholeSection(section.geometry, dMin, width, height),
      width,
      height,
      style: state.spots,
      colour: { title: state.colour, scale: model.colour.scale, map: state.colourMap },
      pointSize: state.pointSize,
      dMin,
      rings: ringsOf(state, dMin),
      ice: state.ice ? iceRings(dMin) : [],
      missing: state.missing,
      axes: state.axes,
      selected: selected?.details.hkl,
      caption: `${section.geometry.name} · ${captionOf(model)}`,
    };
  }

  /** The reflection or empty place under the pointer. */
  pickAt([x, y]: Place): Pick | undefined {
    const frame = this.#frameOf();
    const hkl = frame && indexAt(frame, x, y);
    if (frame === undefined || hkl === undefined || hkl.every((index) => index === 0)) return undefined;
    const [px, py] = planePoint(frame.geometry, ...(stepsTo(frame.geometry, hkl) ?? [0, 0]));
    if (Math.hypot(px, py, frame.geometry.height) > 1.0001 / frame.dMin) return undefined;
    return { hkl };
  }

  #shift(from: Place, to: Place): void {
    const frame = this.#frameOf();
    if (frame === undefined) return;
    const [a, b] = [fromPixels(frame, ...from), fromPixels(frame, ...to)];
    const { middle, scale } = frame.camera;
    this.#camera = { scale, middle: [middle[0] + a[0] - b[0], middle[1] + a[1] - b[1]] };
    this.update();
  }

  #zoom(factor: number, at: Place): void {
    const frame = this.#frameOf();
    if (frame === undefined) return;
    const [x, y] = fromPixels(frame, ...at);
    const { middle, scale } = frame.camera;
    const next = Math.min(1e6, Math.max(1, scale * factor));
    const keep = scale / next;
    this.#camera = { scale: next, middle: [x + (middle[0] - x) * keep, y + (middle[1] - y) * keep] };
    this.update();
  }

  #key(event: KeyboardEvent, step: (by: number) => void): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [width, height] = this.#size;
    const centre: Place = [width / 2, height / 2];
    const actions: Record<string, () => void> = {
      ArrowLeft: () => this.#shift(centre, [centre[0] + 40, centre[1]]),
      ArrowRight: () => this.#shift(centre, [centre[0] - 40, centre[1]]),
      ArrowUp: () => this.#shift(centre, [centre[0], centre[1] + 40]),
      ArrowDown: () => this.#shift(centre, [centre[0], centre[1] - 40]),
      "+": () => this.#zoom(1.2, centre),
      "=": () => this.#zoom(1.2, centre),
      "-": () => this.#zoom(1 / 1.2, centre),
      PageUp: () => step(1),
      PageDown: () => step(-1),
      Home: () => this.home(),
      Escape: () => this.#host.pick(undefined),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }
}

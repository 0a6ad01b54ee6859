/**
 * Mouse and touch in terms of what they mean: turn (one finger, left button), shift (right or middle button, or with Shift;
 * two fingers), nearer and farther (wheel, two fingers), hover and click. Places in pixels from the top left corner of the
 * element.
 */

/** A place in pixels. */
export type Place = readonly [number, number];

/** What is to be done. */
export interface GestureHandlers {
  turn(from: Place, to: Place): void;
  shift(from: Place, to: Place): void;
  /** @param factor above 1: nearer */
  zoom(factor: number, at: Place): void;
  /** undefined: the pointer has left. */
  hover(at: Place | undefined): void;
  click(at: Place): void;
  /** Whether the wheel zooms; else it is left to the page. */
  takesWheel(): boolean;
}

/** A pointer that is farther than this from where it went down has been dragged. */
const clickSlack = 4;

/** The parts of a pointer event that matter. */
export type PointerLike = Pick<
  PointerEvent,
  "pointerId" | "clientX" | "clientY" | "button" | "buttons" | "shiftKey"
>;

/** Keeps which pointers are down, and tells what their moves mean. */
export class Gestures {
  readonly #down = new Map<number, Place>();
  readonly #handlers: GestureHandlers;
  #start: Place = [0, 0];
  #dragged = false;
  #shifting = false;

  constructor(handlers: GestureHandlers) {
    this.#handlers = handlers;
  }

  /** Whether a pointer is down. */
  get isActive(): boolean {
    return this.#down.size > 0;
  }

  press(event: PointerLike, at: Place): void {
    if (this.#down.size === 0) {
      this.#start = at;
      this.#dragged = false;
      this.#shifting = event.button !== 0 || event.shiftKey;
    } else this.#dragged = true;
    this.#down.set(event.pointerId, at);
    this.#handlers.hover(undefined);
  }

  move(event: PointerLike, at: Place): void {
    const from = this.#down.get(event.pointerId);
    if (from === undefined) {
      if (event.buttons === 0) this.#handlers.hover(at);
      return;
    }
    if (!this.#dragged && Math.hypot(at[0] - this.#start[0], at[1] - this.#start[1]) <= clickSlack) return;
    this.#dragged = true;
    if (this.#down.size >= 2) this.#pinch(event.pointerId, from, at);
    else if (this.#shifting) this.#handlers.shift(from, at);
    else this.#handlers.turn(from, at);
    this.#down.set(event.pointerId, at);
  }

  release(event: PointerLike, at: Place): void {
    const wasDown = this.#down.delete(event.pointerId);
    if (wasDown && !this.#dragged && event.button === 0 && this.#down.size === 0) this.#handlers.click(at);
  }

  cancel(event: Pick<PointerEvent, "pointerId">): void {
    this.#down.delete(event.pointerId);
  }

  /** Two fingers: their distance zooms, their middle shifts. */
  #pinch(id: number, from: Place, to: Place): void {
    const other = [...this.#down].find(([key]) => key !== id)?.[1];
    if (other === undefined) return;
    const [before, after] = [from, to].map((p) => Math.hypot(p[0] - other[0], p[1] - other[1]));
    const middle = (p: Place): Place => [(p[0] + other[0]) / 2, (p[1] + other[1]) / 2];
    if (before > 0 && after > 0) this.#handlers.zoom(after / before, middle(to));
    this.#handlers.shift(middle(from), middle(to));
  }
}

/** The zoom of a turn of the wheel: lines and pages count as so many pixels. */
export function wheelFactor({ deltaY, deltaMode }: Pick<WheelEvent, "deltaY" | "deltaMode">): number {
  const pixels = deltaY * (deltaMode === 1 ? 16 : deltaMode === 2 ? 400 : 1);
  return Math.exp(-Math.max(-300, Math.min(300, pixels)) / 500);
}

/** Listens to an element. */
export function attachGestures(node: HTMLElement, handlers: GestureHandlers): Gestures {
  const gestures = new Gestures(handlers);
  const placeOf = (event: MouseEvent): Place => {
    const box = node.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  node.addEventListener("pointerdown", (event) => {
    node.focus({ preventScroll: true });
    node.setPointerCapture(event.pointerId);
    gestures.press(event, placeOf(event));
  });
  node.addEventListener("pointermove", (event) => gestures.move(event, placeOf(event)));
  node.addEventListener("pointerup", (event) => gestures.release(event, placeOf(event)));
  node.addEventListener("pointercancel", (event) => gestures.cancel(event));
  node.addEventListener("pointerleave", () => handlers.hover(undefined));
  node.addEventListener("contextmenu", (event) => event.preventDefault());
  node.addEventListener(
    "wheel",
    (event) => {
      if (!handlers.takesWheel()) return;
      event.preventDefault();
      handlers.zoom(wheelFactor(event), placeOf(event));
    },
    { passive: false },
  );
  return gestures;
}

/** Takes to the graphics card what of a model has changed since the last time. */
import { evenCodes, packCodes, packIndices } from "./cloudData.js";
import type { CloudRenderer, PointSet } from "./cloudRenderer.js";
import { colourTexture } from "./colourMaps.js";
import { evenOrder } from "./levelOfDetail.js";
import type { ViewModel } from "./viewModel.js";

/** What takes the data: the renderer. */
export type UploadTarget = Pick<CloudRenderer, "setIndices" | "setCodes" | "setMap">;

interface Uploaded {
  readonly reflections?: unknown;
  readonly colour?: unknown;
  readonly size?: unknown;
  readonly map?: string;
  readonly missing?: unknown;
}

/** Remembers what the card has. */
export class CloudUpload {
  /** Points of each set. */
  readonly counts: Record<PointSet, number> = { reflections: 0, missing: 0 };
  readonly #target: UploadTarget;
  #order: Uint32Array = new Uint32Array(0);
  #last: Uploaded = {};

  constructor(target: UploadTarget) {
    this.#target = target;
  }

  /** The card has lost everything. */
  forget(): void {
    this.#last = {};
  }

  update(model: ViewModel): void {
    const { reflections, state, sizeCodes, missing } = model;
    const [target, last, colour] = [this.#target, this.#last, model.colour.codes];
    const isNew = last.reflections !== reflections;
    if (isNew) {
      this.#order = evenOrder(reflections.count);
      target.setIndices("reflections", packIndices(reflections.hkl, this.#order));
      this.counts.reflections = reflections.count;
    }
    if (isNew || last.colour !== colour || last.size !== sizeCodes)
      target.setCodes("reflections", packCodes(colour, sizeCodes, this.#order));
    if (last.missing !== missing) this.#setMissing(missing);
    if (last.map !== state.colourMap) target.setMap(colourTexture(state.colourMap));
    this.#last = { reflections, colour, size: sizeCodes, map: state.colourMap, missing };
  }

  #setMissing(missing: Int32Array): void {
    const order = evenOrder(missing.length / 3);
    this.#target.setIndices("missing", packIndices(missing, order));
    const codes = evenCodes(order.length);
    this.#target.setCodes("missing", packCodes(codes, codes, order));
    this.counts.missing = order.length;
  }
}

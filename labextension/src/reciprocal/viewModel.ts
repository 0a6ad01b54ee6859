/**
 * What the panes draw, made from reflections and state, and kept as long as it holds: values with scales, equivalents, what is
 * missing, the section. An expression that cannot be read leaves the one before and is a problem to be said.
 */
import { FriedelError } from "friedel/browser";
import { codeOfShare, type EncodedValues, encode, evenCodes } from "./cloudData.js";
import { type Expansion, indexMatrices, reciprocalBasis } from "./lattice.js";
import { missingReflections } from "./missing.js";
import type { Reflections } from "./reflections.js";
import type { ScaleKind } from "./scales.js";
import { type SectionSpots, sectionSpots } from "./sectionSpots.js";
import { parseSection, type SectionGeometry, sectionGeometry } from "./sections.js";
import { valuesOf } from "./values.js";
import type { ViewState } from "./viewState.js";

/** A part of the state that could not be used. */
export type ProblemPlace = "colour" | "size" | "section" | "missing";

/** Numbers that one view of one table draws. */
export class ViewModel {
  readonly basis: Float64Array;
  /** Largest and smallest d in Å. */
  readonly dMax: number;
  readonly dMin: number;
  /** Sentences, one for each part of the state that could not be used. */
  readonly problems = new Map<ProblemPlace, string>();
  readonly #kept = new Map<string, { readonly key: string; readonly value: unknown }>();
  #state: ViewState;

  constructor(
    readonly reflections: Reflections,
    state: ViewState,
  ) {
    this.basis = reciprocalBasis(reflections.cell);
    const [dMax, dMin] = reflections.resolution ?? [Number.POSITIVE_INFINITY, 1];
    this.dMax = dMax;
    this.dMin = dMin;
    this.#state = state;
  }

  get state(): ViewState {
    return this.#state;
  }

  set state(state: ViewState) {
    this.#state = state;
  }

  /** Radius of the sphere that holds all data, Å⁻¹. */
  get reach(): number {
    return 1 / this.dMin;
  }

  /** Values, scale and codes of the colours. */
  get colour(): EncodedValues {
    const { colour, colourScale } = this.#state;
    return this.#values("colour", colour, colourScale);
  }

  /** Values, scale and codes of the sizes; undefined where all are of one size. */
  get size(): EncodedValues | undefined {
    const { size, sizeScale } = this.#state;
    if (size.trim() === "") {
      this.problems.delete("size");
      return undefined;
    }
    const { colour, colourScale } = this.#state;
    // what is sorted and coded for the colours need not be again
    if (size === colour && sizeScale === colourScale) {
      this.problems.delete("size");
      return this.colour;
    }
    return this.#values("size", size, sizeScale);
  }

  /** Codes of the sizes, the middle where there are none. */
  get sizeCodes(): Uint16Array {
    return this.size?.codes ?? this.#keep("even", "", () => evenCodes(this.reflections.count));
  }

  /** The code of colour below which points are hidden. */
  get hiddenBelow(): number {
    const { hidden } = this.#state;
    const { codes } = this.colour;
    return this.#keep("hidden", `${hidden}|${this.#colourKey}`, () => codeOfShare(codes, hidden));
  }

  get #colourKey(): string {
    return `${this.#state.colour}|${this.#state.colourScale}`;
  }

  /** Matrices of the equivalents that are drawn. */
  get matrices(): readonly Int32Array[] {
    return this.#matrices(this.#state.expansion);
  }

  #matrices(expansion: Expansion): readonly Int32Array[] {
    return this.#keep(`matrices ${expansion}`, "", () =>
      indexMatrices(this.reflections.spaceGroup, expansion),
    );
  }

  /** Reflections of the asymmetric unit that should be there, as 3n integers; none unless the state asks for them. */
  get missing(): Int32Array {
    const none = this.#keep("none", "", () => new Int32Array(0));
    if (!this.#state.missing || this.reflections.count === 0) {
      this.problems.delete("missing");
      return none;
    }
    return (
      this.#attempt("missing", "", () => missingReflections(this.reflections, this.dMin, this.dMax)) ?? none
    );
  }

  /** The section that is drawn. */
  get section(): { readonly geometry: SectionGeometry; readonly spots: SectionSpots } | undefined {
    const { section, sectionExpansion } = this.#state;
    const key = `${section}|${sectionExpansion}|${this.#colourKey}`;
    return this.#attempt("section", key, () => {
      const geometry = sectionGeometry(parseSection(section, this.reflections.cell), this.reflections.cell);
      const { values } = this.colour;
      return {
        geometry,
        spots: sectionSpots(this.reflections, values, geometry, sectionExpansion, this.dMin),
      };
    });
  }

  #values(place: "colour" | "size", expression: string, kind: ScaleKind): EncodedValues {
    const made = this.#attempt(place, `${expression}|${kind}`, () => encode(this.#raw(expression), kind));
    return made ?? encode(new Float32Array(this.reflections.count).fill(Number.NaN), kind);
  }

  /** Values of the last two expressions, whatever their scale. */
  #raw(expression: string): Float32Array {
    return this.#keep(`values ${expression}`, expression, () => valuesOf(this.reflections, expression));
  }

  /** Makes something; where that fails, says so and keeps what was there before. */
  #attempt<T>(place: ProblemPlace, key: string, make: () => T): T | undefined {
    try {
      const value = this.#keep(place, key, make);
      this.problems.delete(place);
      return value;
    } catch (error) {
      if (!(error instanceof FriedelError)) throw error;
      this.problems.set(place, error.message.replace(/^filter,/, `${place}:`));
      return this.#kept.get(place)?.value as T | undefined;
    }
  }

  #keep<T>(name: string, key: string, make: () => T): T {
    const known = this.#kept.get(name);
    if (known?.key === key) return known.value as T;
    const value = make();
    this.#kept.set(name, { key, value });
    // values of old expressions would fill the memory
    const old = [...this.#kept.keys()].filter((kept) => kept.startsWith("values "));
    for (const forgotten of old.slice(0, Math.max(0, old.length - 3))) this.#kept.delete(forgotten);
    return value;
  }
}

/**
 * A space group in one setting: its operations, what they do to Miller indices, and its names.
 *
 * For an operation x' = R x + t: F(h R) = F(h) exp(−2πi h·t). Hence
 * - h is absent where h R = h and h·t is not an integer (of some operation, centring translations included);
 * - h is centric where h R = −h, and then its phase is π h·t or that plus π;
 * - ε(h) is the number of R with h R = h (International Tables B, section 1.4.2; C, table 2.2.6).
 */
import { InputError } from "../errors.js";
import {
  allOperations,
  freeAxes,
  groupKey,
  groupOfHall,
  hasFreeDirection,
  latticeLetter,
  type OperationGroup,
  pointGroupOfNumber,
  pointGroupOfOperations,
  rotationKey,
  splitGroup,
} from "./operationGroup.js";
import { asuOfSetting, type ReciprocalAsu } from "./reciprocalAsu.js";
import { ReflectionSymmetry } from "./reflectionSymmetry.js";
import { describeGroup, type SpaceGroupDescription } from "./settingSearch.js";
import { extendedName, settingOfName, settingOfNumber } from "./spaceGroupName.js";
import { type SpaceGroupEntry, spaceGroupTable } from "./spaceGroupTable.js";
import { SymmetryOperation } from "./symmetryOperation.js";
import { UnitCell, type UnitCellLike } from "./unitCell.js";

/** What {@link SpaceGroup.of} takes: a space group, a name such as "P 21 21 21" or a number. */
export type SpaceGroupLike = SpaceGroup | string | number;

const byEntry = new Map<SpaceGroupEntry, SpaceGroup>();
const byHall = new Map<string, SpaceGroup>();

/** A space group in one setting. Tabulated settings exist once: they can be compared with ===. */
export class SpaceGroup {
  /** Number in International Tables, 1 to 230; 0 where the setting could not be traced to one. */
  readonly number: number;
  /** CCP4's number of this setting; 0 where CCP4 has none. */
  readonly ccp4Number: number;
  /** Hermann–Mauguin symbol without extension, "R 3". */
  readonly hermannMauguin: string;
  /** "H" or "R" (axes), "1" or "2" (origin choice), or "". */
  readonly extension: string;
  /** Hermann–Mauguin symbol with extension, "R 3:H". */
  readonly name: string;
  /** Hall symbol; "" where none is known. */
  readonly hall: string;
  /** Point group, "222". */
  readonly pointGroup: string;
  /** Laue class, "mmm". */
  readonly laueClass: string;
  /** Letter of the lattice: P, A, B, C, I, F, R. */
  readonly centring: string;

  readonly #makeGroup: () => OperationGroup;
  readonly #makeAsu: () => ReciprocalAsu;
  #madeGroup?: OperationGroup;
  #madeOperations?: readonly SymmetryOperation[];
  #madeSymmetry?: ReflectionSymmetry;

  private constructor(
    description: SpaceGroupDescription,
    makeGroup: () => OperationGroup,
    makeAsu: () => ReciprocalAsu,
  ) {
    this.number = description.number;
    this.ccp4Number = description.ccp4;
    this.hermannMauguin = description.hermannMauguin;
    this.extension = description.extension;
    this.name = description.name;
    this.hall = description.hall;
    this.#makeGroup = makeGroup;
    this.#makeAsu = makeAsu;
    const { symbol, laueClass } =
      description.number > 0
        ? pointGroupOfNumber(description.number)
        : pointGroupOfOperations(this.primitiveOperations);
    this.pointGroup = symbol;
    this.laueClass = laueClass;
    // a change of basis may change the lattice
    const plainHall = description.hall.includes(",") ? "" : description.hall;
    this.centring = /[A-Z]/.exec(plainHall)?.[0] ?? latticeLetter(this.#group.centring);
  }

  /**
   * The space group of a Hall symbol, tabulated or not.
   * @throws SymmetryError if the symbol breaks the rules of Hall symbols
   */
  static fromHall(symbol: string): SpaceGroup {
    const plain = String(symbol)
      .trim()
      .replace(/[\s_]+/g, " ");
    const entry = spaceGroupTable.find((candidate) => candidate.hall === plain);
    if (entry !== undefined) return SpaceGroup.#ofEntry(entry);
    const known = byHall.get(plain);
    if (known !== undefined) return known;
    const made = SpaceGroup.#ofGroup(splitGroup(allOperations(groupOfHall(plain))), plain);
    byHall.set(plain, made);
    return made;
  }

  /**
   * The space group of a Hermann–Mauguin symbol, with or without spaces and extension: "P 21 21 21", "P212121", "P 21",
   * "R 3:H", "H 3", "P 21 21 2 (a)"; also a number as text. Without extension the setting is that of hexagonal axes (or, with
   * `options.cell`, the one the cell's angles say) and origin choice 1.
   * @throws SymmetryError if the name is unknown, naming the nearest; there is never a fall-back to P 1
   */
  static fromName(name: string, options: { cell?: UnitCellLike } = {}): SpaceGroup {
    return SpaceGroup.#ofEntry(
      settingOfName(name, options.cell === undefined ? undefined : UnitCell.of(options.cell)),
    );
  }

  /**
   * The space group of a number of International Tables (standard setting; hexagonal axes, origin choice 1) or CCP4.
   * @throws SymmetryError if the number is none
   */
  static fromNumber(number: number): SpaceGroup {
    return SpaceGroup.#ofEntry(settingOfNumber(number));
  }

  /**
   * The space group of a full list of operations (centring included), as triplets or operations. If they come in the
   * order of the tabulated setting, that very instance; else one of equal symmetry that keeps the order given (so that
   * M/ISYM of a file mean what they say). A tabulated setting with another origin is recognised; anything else still works,
   * with number 0 and no names.
   * @throws SymmetryError if an operation cannot be read or they are not a group
   */
  static fromOperations(operations: readonly (string | SymmetryOperation)[]): SpaceGroup {
    const parsed = operations.map((operation) =>
      operation instanceof SymmetryOperation ? operation : SymmetryOperation.parse(operation),
    );
    return SpaceGroup.#ofGroup(splitGroup(parsed));
  }

  /**
   * A space group from anything that says one: itself, a name or a number.
   * @throws SymmetryError if unknown
   */
  static of(group: SpaceGroupLike): SpaceGroup {
    if (group instanceof SpaceGroup) return group;
    return typeof group === "number" ? SpaceGroup.fromNumber(group) : SpaceGroup.fromName(group);
  }

  /** All tabulated settings, in the order of International Tables. */
  static all(): readonly SpaceGroup[] {
    return spaceGroupTable.map((entry) => SpaceGroup.#ofEntry(entry));
  }

  static #ofEntry(entry: SpaceGroupEntry): SpaceGroup {
    const known = byEntry.get(entry);
    if (known !== undefined) return known;
    const made = new SpaceGroup(
      { ...entry, name: extendedName(entry) },
      () => groupOfHall(entry.hall),
      () => asuOfSetting(entry.number, entry.fromReference),
    );
    byEntry.set(entry, made);
    return made;
  }

  static #ofGroup(group: OperationGroup, hall = ""): SpaceGroup {
    const { description, entry, asu } = describeGroup(group, hall);
    if (entry !== undefined) {
      const setting = SpaceGroup.#ofEntry(entry);
      const tabulated = setting.primitiveOperations.map(rotationKey);
      if (group.primitive.every((operation, i) => rotationKey(operation) === tabulated[i])) return setting;
    }
    return new SpaceGroup(description, () => group, asu);
  }

  get #group(): OperationGroup {
    this.#madeGroup ??= this.#makeGroup();
    return this.#madeGroup;
  }

  get #symmetry(): ReflectionSymmetry {
    this.#madeSymmetry ??= new ReflectionSymmetry(this.#group, this.#makeAsu());
    return this.#madeSymmetry;
  }

  /** All operations, identity first: the primitive ones, then the same with each centring translation. */
  get operations(): readonly SymmetryOperation[] {
    this.#madeOperations ??= allOperations(this.#group);
    return this.#madeOperations;
  }

  /** One operation for each rotation part, identity first. */
  get primitiveOperations(): readonly SymmetryOperation[] {
    return this.#group.primitive;
  }

  /** Translations of the lattice in the cell, 0 0 0 first, each 3 integers in units of 1/24. */
  get centringTranslations(): readonly (readonly number[])[] {
    return this.#group.centring;
  }

  /** True where there is an inversion (at the origin or elsewhere), so that every reflection is centric. */
  get isCentrosymmetric(): boolean {
    return this.#symmetry.isCentrosymmetric;
  }

  /** For a, b and c: true where the origin is free along that axis, because every rotation leaves it as it is. */
  get polarAxes(): readonly [boolean, boolean, boolean] {
    const free = freeAxes(this.primitiveOperations);
    return [free[0], free[1], free[2]];
  }

  /** True where the origin is free along some direction. */
  get isPolar(): boolean {
    return hasFreeDirection(this.primitiveOperations);
  }

  /** Whether h k l is systematically absent. */
  isAbsent(h: number, k: number, l: number): boolean {
    return this.#symmetry.isAbsent(h, k, l);
  }

  /** Whether an operation other than the identity takes h k l to its Friedel mate, so that its phase is one of two. */
  isCentric(h: number, k: number, l: number): boolean {
    return this.#symmetry.centricOperation(h, k, l) >= 0;
  }

  /**
   * The factor ε of the expected intensity, without centring: how many primitive operations leave h k l as it is. For 0 0 0 of a
   * centrosymmetric group an operation and its product with the inversion count once, as in cctbx.
   */
  epsilon(h: number, k: number, l: number): number {
    return this.#symmetry.epsilon(h, k, l);
  }

  /** How many operations, centring included, leave h k l as it is. */
  epsilonWithCentring(h: number, k: number, l: number): number {
    return this.#symmetry.stabilizer(h, k, l) * this.centringTranslations.length;
  }

  /** One of the two phases that a centric reflection can have, in degrees from 0 to below 180; undefined if acentric. */
  phaseRestriction(h: number, k: number, l: number): number | undefined {
    return this.#symmetry.phaseRestriction(h, k, l);
  }

  /** How many different reflections are equivalent to h k l, its Friedel mates included. */
  multiplicity(h: number, k: number, l: number): number {
    return this.#symmetry.multiplicity(h, k, l);
  }

  /** Whether h k l is in the CCP4 asymmetric unit. */
  isInAsu(h: number, k: number, l: number): boolean {
    return this.#symmetry.isInAsu(h, k, l);
  }

  /**
   * The equivalent of h k l in the CCP4 asymmetric unit. `isym` is that of an MTZ M/ISYM column: 2i + 1 where h R_i of
   * primitive operation i is inside, 2i + 2 where its Friedel mate −h R_i is; the first i, plus before minus.
   * @throws InputError if h, k or l is not an integer
   */
  toAsu(h: number, k: number, l: number): { h: number; k: number; l: number; isym: number } {
    if (!(Number.isInteger(h) && Number.isInteger(k) && Number.isInteger(l))) {
      throw new InputError(`Miller index: got ${h} ${k} ${l}, expected integers`);
    }
    const { hkl, isym } = this.mapToAsu(Int32Array.of(h, k, l));
    return { h: hkl[0], k: hkl[1], l: hkl[2], isym: isym[0] };
  }

  /**
   * The observed index from the one in the asymmetric unit and its isym: undoes {@link toAsu}.
   * @throws InputError if isym is not from 1 to twice the number of primitive operations
   */
  fromAsu(h: number, k: number, l: number, isym: number): [number, number, number] {
    const { hkl } = this.mapFromAsu([h, k, l], [isym]);
    return [hkl[0], hkl[1], hkl[2]];
  }

  /**
   * {@link toAsu} of many reflections.
   * @param hkl 3n integers, h k l interleaved
   * @returns hkl: 3n; isym: n
   * @throws InputError if the length is not a multiple of 3
   */
  mapToAsu(hkl: Int32Array): { hkl: Int32Array; isym: Int32Array } {
    return this.#symmetry.mapToAsu(hkl);
  }

  /**
   * {@link fromAsu} of many reflections.
   * @param hkl 3n integers in the asymmetric unit
   * @param isym n integers, the part of M/ISYM below 256
   * @throws InputError if an isym is not one of this group
   */
  mapFromAsu(hkl: ArrayLike<number>, isym: ArrayLike<number>): { hkl: Int32Array } {
    return { hkl: this.#symmetry.mapFromAsu(hkl, isym) };
  }

  /** 1 where {@link isCentric}, else 0, for each row of `hkl` (3n integers). */
  centricFlags(hkl: Int32Array): Uint8Array {
    return this.#symmetry.centricFlags(hkl);
  }

  /** 1 where {@link isAbsent}, else 0, for each row of `hkl` (3n integers). */
  absenceFlags(hkl: Int32Array): Uint8Array {
    return this.#symmetry.absenceFlags(hkl);
  }

  /** 1 where {@link isInAsu}, else 0, for each row of `hkl` (3n integers). */
  asuFlags(hkl: Int32Array): Uint8Array {
    return this.#symmetry.asuFlags(hkl);
  }

  /** {@link epsilon} of each row of `hkl` (3n integers). */
  epsilons(hkl: Int32Array): Uint8Array {
    return this.#symmetry.epsilons(hkl);
  }

  /**
   * Whether every operation keeps the metric of a cell.
   * @param tolerance how far an element of the metric may move, as a part of the product of the two lengths; by default 0.01
   */
  isCompatibleWith(cell: UnitCell, tolerance = 0.01): boolean {
    return this.primitiveOperations.every(({ rotation }) => cell.isKeptBy(rotation, tolerance));
  }

  /** True where both have the same operations (in whatever order): the same group in the same setting. */
  equals(other: SpaceGroup): boolean {
    if (this === other) return true;
    if (this.pointGroup !== other.pointGroup || this.operations.length !== other.operations.length)
      return false;
    return groupKey(this.#group) === groupKey(other.#group);
  }

  /** The name, "P 21 21 21" or "R 3:H". */
  toString(): string {
    return this.name;
  }
}

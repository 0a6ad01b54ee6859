/**
 * What a CrystFEL stream holds. Lengths in Å, angles in degrees; the laboratory frame is CrystFEL's, z along the beam.
 * Source: CrystFEL manual, "stream format" (www.desy.de/~twhite/crystfel).
 */

/** What a cell block, or a crystal, says of the lattice; "" where not stated. */
export interface CrystfelLattice {
  /** triclinic, monoclinic, orthorhombic, tetragonal, rhombohedral, hexagonal, cubic */
  readonly type: string;
  /** P, A, B, C, I, F, R, H */
  readonly centring: string;
  /** a, b, c; ? where unknown, * where it has no meaning. */
  readonly uniqueAxis: string;
}

/** One indexed crystal, with the image that it was found on. */
export interface CrystfelCrystal {
  /** Number of its chunk (image) in the file, from 1. */
  readonly image: number;
  /** Image filename. */
  readonly filename: string;
  /** Event within that file; "" where it has none. */
  readonly event: string;
  /** Image serial number; undefined where not stated. */
  readonly serial?: number;
  /** Line on which the crystal begins. */
  readonly line: number;
  /** As refined, without symmetry: a, b, c, alpha, beta, gamma. */
  readonly cell: readonly number[];
  /** a*, b*, c* in the laboratory frame, Å⁻¹: 9 numbers, an axis a row; undefined where not stated. */
  readonly reciprocalAxes?: readonly number[];
  readonly lattice: CrystfelLattice;
  /** Å, from photon_energy_eV; undefined where not stated. */
  readonly wavelength?: number;
  /** Å⁻¹ */
  readonly profileRadius?: number;
  /** diffraction_resolution_limit, Å */
  readonly resolutionLimit?: number;
  /** Its first row, and how many it has. */
  readonly start: number;
  readonly count: number;
}

/** A stream: its header, and the reflections of all crystals, n in all. */
export interface CrystfelStream {
  /** What errors call the file. */
  readonly name: string;
  /** Of the format: "2.3". */
  readonly version: string;
  /** "CrystFEL 0.9.1+2c51b20e"; "" where not stated. */
  readonly generatedBy: string;
  /** The cell block of the header: a, b, c, alpha, beta, gamma; undefined where there is none. */
  readonly targetCell?: readonly number[];
  /** Of the cell block. */
  readonly lattice: CrystfelLattice;
  /** Chunks, indexed or not. */
  readonly imageCount: number;
  readonly crystals: readonly CrystfelCrystal[];
  /** Miller indices as observed, 3n numbers. */
  readonly hkl: Int32Array;
  /** Row's crystal, an index of `crystals`. */
  readonly crystal: Int32Array;
  /** By the stream's name, n numbers each: I, sigma(I), and as far as there peak, background, fs/px, ss/px. */
  readonly columns: Readonly<Record<string, Float32Array>>;
  /** Row's panel, an index of `panels`; undefined in streams before version 2.3. */
  readonly panel?: Int32Array;
  /** Names of the panels, in the order in which they are met. */
  readonly panels: readonly string[];
  /** Reflections left out because I or sigma(I) is no number. */
  readonly unmeasured: number;
}

/** DIALS files made for the tests: a small MessagePack writer, a reflection table and its experiments with known geometry. */

/** Binary data, so that it differs from a list. */
export type Packable =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Packable[]
  | ReadonlyMap<string | number, Packable>;

/** A value as MessagePack, in the widest form of each kind: readers must not count on the shortest. */
export function pack(value: Packable): Uint8Array {
  if (value === null) return Uint8Array.of(0xc0);
  if (typeof value === "boolean") return Uint8Array.of(value ? 0xc3 : 0xc2);
  if (typeof value === "number") {
    const whole = Number.isInteger(value) && Math.abs(value) < 2 ** 31;
    const bytes = new DataView(new ArrayBuffer(whole ? 5 : 9));
    bytes.setUint8(0, whole ? 0xd2 : 0xcb);
    if (whole) bytes.setInt32(1, value);
    else bytes.setFloat64(1, value);
    return new Uint8Array(bytes.buffer);
  }
  if (typeof value === "string") {
    const text = new TextEncoder().encode(value);
    return joined([head(0xdb, text.length), text]);
  }
  if (value instanceof Uint8Array) return joined([head(0xc6, value.length), value]);
  if (value instanceof Map)
    return joined([
      head(0xdf, value.size),
      ...[...value].flatMap(([key, item]: [string | number, Packable]) => [pack(key), pack(item)]),
    ]);
  const list = value as readonly Packable[];
  return joined([head(0xdd, list.length), ...list.map(pack)]);
}

/** A type byte and a count of four bytes. */
export function head(tag: number, count: number): Uint8Array {
  return Uint8Array.of(tag, count >>> 24, (count >>> 16) & 255, (count >>> 8) & 255, count & 255);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** A column as the file has it. */
export type SampleColumn = readonly [
  type: string,
  values: readonly number[] | readonly string[] | Uint8Array,
];

const components: Readonly<Record<string, number>> = {
  "vec2<double>": 2,
  "vec3<double>": 3,
  "mat3<double>": 9,
  int6: 6,
  "cctbx::miller::index<>": 3,
};

function packColumn([type, values]: SampleColumn, rowCount: number): Packable {
  if (values instanceof Uint8Array) return [type, [rowCount, values]];
  if (type === "std::string") return [type, [rowCount, values as readonly string[]]];
  const numbers = values as readonly number[];
  if (numbers.length !== rowCount * (components[type] ?? 1))
    throw new Error(`${type}: ${numbers.length} values`);
  const array =
    type === "bool"
      ? Uint8Array.from(numbers)
      : type === "std::size_t"
        ? BigUint64Array.from(numbers, BigInt)
        : type.includes("double")
          ? Float64Array.from(numbers)
          : Int32Array.from(numbers);
  return [type, [rowCount, bytesOf(array)]];
}

export interface SampleOptions {
  readonly version?: Packable;
  readonly identifiers?: ReadonlyMap<number, string>;
}

/** A .refl file. */
export function reflFile(
  columns: Readonly<Record<string, SampleColumn>>,
  rowCount: number,
  { version = 1, identifiers = new Map([[0, "first"]]) }: SampleOptions = {},
): Uint8Array {
  const data = new Map(Object.entries(columns).map(([name, column]) => [name, packColumn(column, rowCount)]));
  return pack([
    "dials::af::reflection_table",
    version,
    new Map<string, Packable>([
      ["identifiers", identifiers],
      ["nrows", rowCount],
      ["data", data],
    ]),
  ]);
}

/** Columns of four reflections of one still: as dials.stills_process writes them, in the cell of {@link exptFile}. */
export function stillColumns(): Record<string, SampleColumn> {
  return {
    miller_index: ["cctbx::miller::index<>", [1, 2, 3, -1, -2, 3, 4, 0, -2, 0, -5, 1]],
    id: ["int", [0, 0, 0, 0]],
    panel: ["std::size_t", [0, 0, 0, 0]],
    flags: ["std::size_t", [0x101, 0x101, 0x101, 0x101]],
    "intensity.sum.value": ["double", [10, 20, -3, 40]],
    "intensity.sum.variance": ["double", [4, 9, 1, 16]],
    "xyzcal.px": ["vec3<double>", [10, 20, 0, 11, 21, 0, 12, 22, 0, 13, 23, 0]],
    "xyzcal.mm": ["vec3<double>", [1, 2, 0, 1.1, 2.1, 0, 1.2, 2.2, 0, 1.3, 2.3, 0]],
    "xyzobs.px.value": ["vec3<double>", [10, 20, 0.5, 11, 21, 0.5, 12, 22, 0.5, 13, 23, 0.5]],
  };
}

/** One crystal of P 21 21 21, 40 × 50 × 60 Å with its axes along x, y and z, in a beam along −z of 1 Å. */
export function exptJson(): Record<string, unknown> {
  return {
    __id__: "ExperimentList",
    experiment: [
      { __id__: "Experiment", identifier: "first", beam: 0, detector: 0, crystal: 0, imageset: 0 },
    ],
    imageset: [{ __id__: "ImageSet", images: ["a.cbf"], single_file_indices: [7] }],
    beam: [{ __id__: "monochromatic", direction: [0, 0, 2], wavelength: 1 }],
    detector: [{ panels: [panelJson()] }],
    crystal: [
      {
        __id__: "crystal",
        real_space_a: [40, 0, 0],
        real_space_b: [0, 50, 0],
        real_space_c: [0, 0, 60],
        space_group_hall_symbol: " P 2ac 2ab",
      },
    ],
  };
}

export function panelJson(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: "Panel",
    fast_axis: [1, 0, 0],
    slow_axis: [0, -1, 0],
    origin: [-50, 50, -100],
    image_size: [1000, 1000],
    pixel_size: [0.1, 0.1],
    ...changes,
  };
}

export function exptFile(json: unknown = exptJson()): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json, null, 1));
}

/** safetensors against the format's own package (Python, version in the JSON), and files that are not what they say. */
import { describe, expect, test } from "vitest";
import { FormatError, InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import {
  readSafetensors,
  type SafeTensor,
  type SafetensorsArray,
  writeSafetensors,
} from "../../lib/formats/safetensors.js";
import reference from "../reference/formats/safetensors.json";

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
  int64: BigInt64Array,
};

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const read = (bytes: Uint8Array) => readSafetensors(bytesSource(bytes, "x.safetensors"));

/** An object whose keys may be "__proto__". */
const record = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> => {
  const made: Record<string, T> = Object.create(null);
  for (const [key, value] of entries) made[key] = value;
  return made;
};

interface ReferenceTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: string;
}

function tensorOf({ dtype, shape, values }: ReferenceTensor): SafeTensor {
  const array = arrays[dtype as keyof typeof arrays];
  return { data: new array(bytesOf(values).buffer), shape };
}

const rawBytes = (data: SafetensorsArray) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

describe.each(reference.files.map((file) => [file.name, file] as const))("%s", (_name, file) => {
  const wanted: readonly ReferenceTensor[] = file.tensors;
  test("is read as the package wrote it", async () => {
    const { tensors, metadata } = await read(bytesOf(file.base64));
    expect([...tensors.keys()].sort()).toEqual(wanted.map(({ name }) => name).sort());
    expect(Object.fromEntries(metadata)).toEqual(file.metadata);
    for (const expected of wanted) {
      const { data, shape } = tensorOf(expected);
      const found = tensors.get(expected.name);
      expect(found?.shape).toEqual(shape);
      expect(found?.data.constructor).toBe(data.constructor);
      expect(found && rawBytes(found.data)).toEqual(rawBytes(data));
    }
  });

  test("is written to the same bytes as by the package", () => {
    const tensors = record(wanted.map((tensor) => [tensor.name, tensorOf(tensor)] as const));
    const metadata = record(Object.entries(file.metadata));
    expect(Buffer.from(writeSafetensors(tensors, metadata)).equals(bytesOf(file.base64))).toBe(true);
  });
});

test("views into larger and shared memory are written as what they show", async () => {
  const shared = new Float64Array(new SharedArrayBuffer(80)).map((_, i) => i).subarray(3, 5);
  const odd = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
  const { tensors, metadata } = await read(writeSafetensors({ shared, odd }, { a: "1", b: "2" }));
  expect(tensors.get("shared")).toEqual({ data: Float64Array.of(3, 4), shape: [2] });
  expect(tensors.get("odd")).toEqual({ data: Uint8Array.of(2, 3), shape: [2] });
  expect([...metadata]).toEqual([
    ["a", "1"],
    ["b", "2"],
  ]);
});

test("what cannot be written is refused", () => {
  const data = new Float32Array(6);
  for (const shape of [[7], [2, 2], [-2, -3], [1.5, 4], []])
    expect(() => writeSafetensors({ w: { data, shape } })).toThrow(InputError);
  expect(() => writeSafetensors({ __metadata__: data })).toThrow(/__metadata__: got a name that the format/);
  const halves = new Uint16Array(2) as unknown as Float32Array;
  expect(() => writeSafetensors({ halves })).toThrow(/got another kind of array/);
});

/** A file of a header as it is given and so many bytes of values. */
function fileOf(header: unknown, values = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + values);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

const f32 = (begin: number, end: number, shape: unknown = [(end - begin) / 4]) => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});

test("a hole-free file in any order of names is read", async () => {
  const { tensors } = await read(fileOf({ b: f32(4, 8), a: f32(8, 12), c: f32(0, 4), none: f32(4, 4) }, 12));
  expect([...tensors.keys()]).toEqual(["c", "none", "b", "a"]);
});

describe("hostile files", () => {
  const huge = fileOf({ a: f32(0, 4) }, 4);
  new DataView(huge.buffer).setBigUint64(0, 2n ** 64n - 1n, true);
  const late = fileOf({ a: f32(0, 4) }, 4);
  new DataView(late.buffer).setBigUint64(0, BigInt(late.length - 7), true);
  const notUtf8 = fileOf('{"a":1}');
  notUtf8[10] = 0xff;

  const bad: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ["too short", new Uint8Array(7), /got 7 bytes, expected a safetensors file/],
    ["a header of 2^64 - 1 bytes", huge, /got a header of 18446744073709552000 bytes, expected at most/],
    ["a header that ends behind the file", late, /got a header of \d+ bytes, expected at most/],
    ["no header", fileOf(""), /header: got no JSON/],
    ["bad JSON", fileOf('{"a":'), /header: got no JSON/],
    ["no UTF-8", notUtf8, /header: got no JSON/],
    ["very deep JSON", fileOf("[".repeat(1e6)), /header: got no JSON/],
    ["deep JSON", fileOf(`${"[".repeat(1e5)}${"]".repeat(1e5)}`), /header: got no JSON/],
    ["an array", fileOf("[1]"), /got no JSON object/],
    ["a number", fileOf("1"), /got no JSON object/],
    ["null", fileOf("null"), /got no JSON object/],
    [
      "a name twice",
      fileOf(`{"a":${JSON.stringify(f32(0, 4))},"\\u0061":${JSON.stringify(f32(0, 4))}}`, 4),
      /the name a twice/,
    ],
    [
      "a field twice",
      fileOf('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4),
      /shape twice/,
    ],
    ["a tensor that is none", fileOf({ a: 1 }), /tensor a: got no object/],
    [
      "an unknown type",
      fileOf({ a: { ...f32(0, 4), dtype: "BF16" } }, 4),
      /dtype: got "BF16", expected one of I64, F64/,
    ],
    ["no type", fileOf({ a: { shape: [1], data_offsets: [0, 4] } }, 4), /dtype: got none/],
    ["no shape", fileOf({ a: { dtype: "F32", data_offsets: [0, 4] } }, 4), /shape: got none/],
    ["a negative size", fileOf({ a: f32(0, 4, [-1]) }, 4), /shape: got \[-1\]/],
    ["a broken size", fileOf({ a: f32(0, 4, [1.5]) }, 4), /shape: got/],
    [
      "a size past 2^53",
      fileOf('{"a":{"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,4]}}', 4),
      /shape: got/,
    ],
    ["a product past 2^53", fileOf({ a: f32(0, 4, [2 ** 40, 2 ** 40]) }, 4), /got 4 bytes, expected 4\.8/],
    [
      "another size than the shape's",
      fileOf({ a: f32(0, 8, [1]) }, 8),
      /got 8 bytes, expected 4 of a F32 array of shape 1/,
    ],
    [
      "offsets behind the end",
      fileOf({ a: f32(0, 8) }, 4),
      /got bytes 0 to 8, expected them to start at 0 and end within 4/,
    ],
    [
      "offsets far behind the end",
      fileOf({ a: f32(2 ** 50, 2 ** 50 + 4, [1]) }, 4),
      /expected them to start at 0/,
    ],
    ["offsets the wrong way round", fileOf({ a: f32(4, 0, [1]) }, 4), /data_offsets: got \[4,0\]/],
    ["three offsets", fileOf({ a: { ...f32(0, 4), data_offsets: [0, 4, 8] } }, 8), /data_offsets: got/],
    ["negative offsets", fileOf({ a: f32(-4, 0, [1]) }, 4), /data_offsets: got/],
    [
      "overlap",
      fileOf({ a: f32(0, 8), b: f32(4, 12) }, 12),
      /tensor b: got bytes 4 to 12, expected them to start at 8/,
    ],
    ["the same place twice", fileOf({ a: f32(0, 4), b: f32(0, 4) }, 4), /tensor b: got bytes 0 to 4/],
    [
      "a hole",
      fileOf({ a: f32(0, 4), b: f32(8, 12) }, 12),
      /tensor b: got bytes 8 to 12, expected them to start at 4/,
    ],
    ["bytes that belong to none", fileOf({ a: f32(0, 4) }, 5), /got 5 bytes of values, expected 4/],
    ["truncated values", fileOf({ a: f32(0, 4) }, 3), /end within 3/],
    ["metadata that is no object", fileOf({ __metadata__: "x" }), /__metadata__: got no object/],
    [
      "metadata that is no text",
      fileOf({ __metadata__: { step: 1 } }),
      /__metadata__, step: got a number, expected a text/,
    ],
  ];

  test.each(bad)("%s", async (_name, bytes, message) => {
    const error = await read(bytes).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    const text = error instanceof Error ? error.message : "";
    expect(text).toMatch(message);
    expect(text).toMatch(/^x\.safetensors.*: got .*expected/);
    expect(text.length).toBeLessThan(300);
  });

  test("a header that says more than 100 MB is not read", async () => {
    const source = {
      byteLength: 2e8,
      slice: (start: number, end: number = 2e8) => {
        if (end - start > 8) throw new Error("read too much");
        const bytes = new ArrayBuffer(8);
        new DataView(bytes).setBigUint64(0, 150_000_000n, true);
        return bytes;
      },
    };
    await expect(readSafetensors(source)).rejects.toThrow(
      /header of 150000000 bytes, expected at most 100000000/,
    );
  });
});

/** MessagePack against the msgpack package (Python, version in the JSON), and files that are not what they say. */
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { MsgpackBinary, type MsgpackValue, readMsgpack } from "../../lib/formats/msgpack.js";
import reference from "../reference/formats/dials.json";
import { head, joined, type Packable, pack } from "./dialsSamples.js";

const read = (bytes: Uint8Array, limits = {}) => readMsgpack(bytesSource(bytes, "x.refl"), limits);
const hexBytes = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

/** Maps as lists of pairs, as the reference has them. */
function plain(value: MsgpackValue): unknown {
  if (value instanceof Map) return [...value].map(([key, item]) => [key, plain(item)]);
  return Array.isArray(value) ? value.map(plain) : value;
}

describe("values as the package writes them", () => {
  test.each(reference.values.map((value) => [value.hex.slice(0, 24), value] as const))(
    "%s",
    async (_, value) => {
      const found = await read(hexBytes(value.hex));
      if (value.pairs === null) expect(plain(found)).toEqual(value.json);
      else {
        expect(found).toBeInstanceOf(Map);
        const wanted = value.pairs.map(([key, item]) => [key, Array.isArray(item) ? [2, [["c", 3]]] : item]);
        expect(plain(found)).toEqual(wanted);
      }
    },
  );

  test("the reference has all of the kinds", () => {
    expect(reference.values.length).toBeGreaterThan(30);
  });
});

test("long texts, lists and maps with counts of two and four bytes", async () => {
  const text = "é".repeat(40000);
  const list = Array.from({ length: 70000 }, (_, i) => i % 100);
  const map = new Map(list.map((value, i) => [`k${i}`, value]));
  expect(await read(pack(text))).toBe(text);
  expect(await read(pack(list))).toEqual(list);
  expect([...((await read(pack(map))) as typeof map)]).toEqual([...map]);
  expect(await read(joined([Uint8Array.of(0xdc, 0, 2), pack(1), pack("b")]))).toEqual([1, "b"]);
  expect(await read(joined([Uint8Array.of(0xde, 0, 1), pack(-1), pack("b")]))).toEqual(new Map([[-1, "b"]]));
});

test("binary data is passed over: its place is given, and not a byte of it read", async () => {
  const payload = new Uint8Array(1_000_000).fill(7);
  const bytes = pack([1, payload, "behind"] as Packable);
  let asked = 0;
  const source = {
    byteLength: bytes.length,
    slice(start: number, end = bytes.length) {
      asked += end - start;
      return bytes.slice(start, end).buffer as ArrayBuffer;
    },
  };
  const found = await readMsgpack(source);
  expect(found).toEqual([1, new MsgpackBinary(15, 1_000_000), "behind"]);
  expect(asked).toBeLessThan(2 * 65536 + 100);
});

describe("is refused with the file and the byte", () => {
  const cases: [string, Uint8Array, RegExp][] = [
    ["an empty file", new Uint8Array(0), /byte 0 of 0: got the end of the file/],
    ["a value cut off", Uint8Array.of(0xcb, 1, 2), /byte 1 of 3: got the end of the file, expected 8 more/],
    [
      "binary data of 4 GB",
      joined([head(0xc6, 0xffffffff), pack(1)]),
      /byte 0 .* 4294967295 bytes, .* 5 left/,
    ],
    ["a text of 4 GB", head(0xdb, 0xffffffff), /a text of 4294967295 bytes/],
    ["a list of 4 billion", head(0xdd, 0xffffffff), /a list or map of 4294967295 in the 0 bytes left/],
    ["a map of 4 billion", head(0xdf, 0xffffffff), /a list or map of 4294967295/],
    ["a map whose values are missing", Uint8Array.of(0x82, 1, 1), /a list or map of 2 in the 2 bytes left/],
    [
      "lists within lists",
      new Uint8Array(100_000).fill(0x91),
      /byte 16 .*within the others, expected at most 16/,
    ],
    ["the byte that is never used", Uint8Array.of(0xc1), /the type byte 0xc1/],
    ["an extension", Uint8Array.of(0xd4, 1, 1), /the type byte 0xd4/],
    ["bytes behind the end", Uint8Array.of(1, 2), /byte 1 of 2: got 1 bytes behind the end/],
    ["a key twice", Uint8Array.of(0x82, 0xa1, 0x61, 1, 0xa1, 0x61, 2), /byte 4 of 7: got the key a twice/],
    ["a list as a key", Uint8Array.of(0x81, 0x90, 1), /another kind of key/],
    ["text that is no UTF-8", Uint8Array.of(0xa2, 0xff, 0xfe), /a text that is no UTF-8/],
    ["an integer beyond 2^53", Uint8Array.of(0xcf, 255, 255, 255, 255, 255, 255, 255, 255), /beyond 2\^53/],
  ];
  test.each(cases)("%s", async (_, bytes, message) => {
    const refused = read(bytes);
    await expect(refused).rejects.toThrow(FormatError);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(/^x\.refl, byte \d+ of \d+: got .+, expected .+/);
  });

  test("more values, or a longer text, than is allowed", async () => {
    await expect(read(pack([1, 2, 3, 4]), { values: 4 })).rejects.toThrow(/at most 4 in a file/);
    await expect(read(pack("abcd"), { textLength: 3 })).rejects.toThrow(
      /a text of 4 bytes, expected at most 3/,
    );
  });
});

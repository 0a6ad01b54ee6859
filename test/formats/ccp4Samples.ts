/** The maps of reference/maps/ccp4Map.json as bytes, whole or with words of their header changed. */
import { bytesSource } from "../../lib/formats/byteSource.js";
import { type Ccp4Map, readCcp4Map } from "../../lib/formats/ccp4Map.js";
import reference from "../reference/maps/ccp4Map.json";

export function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

export function fileNamed(name: string): Uint8Array {
  const found = reference.files.find((file) => file.name === name);
  if (found === undefined) throw new Error(`no file ${name}`);
  return decode(found.base64);
}

/** A copy of a file with some of its header's int32 words (numbered from 1) changed. */
export function changed(file: Uint8Array, words: Record<number, number>): Uint8Array {
  const copy = file.slice();
  const view = new DataView(copy.buffer);
  for (const [word, value] of Object.entries(words)) view.setInt32(4 * (Number(word) - 1), value, true);
  return copy;
}

export function read(bytes: Uint8Array): Promise<Ccp4Map> {
  return readCcp4Map(bytesSource(bytes, "x.map"));
}

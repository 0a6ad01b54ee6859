/**
 * Mutated DIALS files: each is read and made a table, or refused by an error of ours that names the file and the place; what
 * is read takes no more memory than the file.
 */
import { describe, expect, test } from "vitest";
import { FormatError, InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readDialsExperiments } from "../../lib/formats/dialsExpt.js";
import { readDialsReflections } from "../../lib/formats/dialsRefl.js";
import type { DialsExperiments, DialsReflections } from "../../lib/formats/dialsTypes.js";
import { fromDials } from "../../lib/table/fromDials.js";
import {
  exptFile,
  exptJson,
  head,
  joined,
  panelJson,
  reflFile,
  stillColumns,
} from "../formats/dialsSamples.js";
import { type Random, seeded } from "./mtzMutations.js";

const refl = reflFile(
  {
    ...stillColumns(),
    id: ["int", [0, 0, 1, 2]],
    "intensity.prf.value": ["double", [9, 21, -2, 39]],
    "intensity.prf.variance": ["double", [4, 9, 1, 16]],
    partiality: ["double", [1, 1, 0.9, 0.5]],
    wavelength: ["double", [1, 1.01, 1.02, 1.03]],
    name: ["std::string", ["a", "b", "c", "d"]],
    shoebox: ["Shoebox<>", new Uint8Array(40)],
  },
  4,
  { identifiers: new Map([0, 1, 2].map((id) => [id, `${id}`])) },
);
const frame = { fast_axis: [1, 0, 0], slow_axis: [0, 1, 0], origin: [0, 0, -10] };
const expt = exptFile({
  ...exptJson(),
  experiment: [{}, { scan: 0 }, { scan: 1 }].map((scan, i) => ({
    identifier: `${i}`,
    beam: 0,
    detector: 0,
    crystal: 0,
    imageset: 0,
    ...scan,
  })),
  detector: [
    {
      panels: [panelJson(), panelJson()],
      hierarchy: { ...frame, children: [{ panel: 0 }, { ...frame, children: [{ panel: 1 }] }] },
    },
  ],
  scan: [
    { image_range: [1, 9], batch_offset: 0, oscillation: [0, 0.1] },
    { image_range: [1, 9], batch_offset: 100, properties: { oscillation: [0, 0.1, 0.2] } },
  ],
});

type Mutation = (file: Uint8Array, random: Random) => Uint8Array;

/** Bytes that begin each kind of MessagePack value, with counts that no file can hold. */
const tags = [
  0x00, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc4, 0xc6, 0xc7, 0xca, 0xcb, 0xcf, 0xd3, 0xd9, 0xdb,
  0xdd, 0xdf, 0xe0, 0xff,
];

const anywhere: Record<string, Mutation> = {
  truncated: (file, random) => file.slice(0, random(file.length)),
  "random bytes": (file, random) => {
    const copy = file.slice();
    for (let i = random(6); i >= 0; i--) copy[random(copy.length)] = random(256);
    return copy;
  },
  "a piece doubled or taken out": (file, random) => {
    const at = random(file.length);
    const piece = file.slice(at, at + random(60));
    return random(2) === 0
      ? joined([file.slice(0, at), piece, file.slice(at)])
      : joined([file.slice(0, at), file.slice(at + piece.length)]);
  },
};

const reflMutations: Record<string, Mutation> = {
  ...anywhere,
  "another kind of value": (file, random) => {
    const copy = file.slice();
    copy[random(copy.length)] = tags[random(tags.length)];
    return copy;
  },
  "counts of billions": (file, random) => {
    const at = random(file.length);
    return joined([
      file.slice(0, at),
      head([0xc6, 0xdb, 0xdd, 0xdf][random(4)], 0xfffffff0 + random(16)),
      file.slice(at + 5),
    ]);
  },
  "lists within lists": (file, random) => {
    const at = random(file.length);
    return joined([file.slice(0, at), new Uint8Array(random(500)).fill(0x91), file.slice(at)]);
  },
};

const words = [
  "null",
  "[]",
  "{}",
  '"0"',
  "-1",
  "0",
  "1e308",
  "1e-320",
  "9007199254740993",
  "0.5",
  '"ExperimentList"',
  "[[[[1]]]]",
];

const exptMutations: Record<string, Mutation> = {
  ...anywhere,
  "values replaced": (file, random) => {
    const text = new TextDecoder().decode(file);
    const places = [...text.matchAll(/-?\d+(\.\d+)?|"[^"]*"(?!:)|\[[^[\]]*\]/g)];
    const place = places[random(places.length)];
    const changed =
      text.slice(0, place.index) + words[random(words.length)] + text.slice(place.index + place[0].length);
    return new TextEncoder().encode(changed);
  },
};

/** What is read; undefined where it was refused in the words of the house; anything else goes on. */
async function tried<T>(read: () => T | Promise<T>, name: string): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof InputError)) throw error;
    expect(error.message).toContain(name);
    expect(error.message).toMatch(/: got .*expected/s);
    expect(error.message.length).toBeLessThan(1500);
    return undefined;
  }
}

const readRefl = (bytes: Uint8Array) => readDialsReflections(bytesSource(bytes, "fuzz.refl"));
const readExpt = (bytes: Uint8Array) => readDialsExperiments(bytesSource(bytes, "fuzz.expt"));

function checkSizes(found: DialsReflections, byteLength: number): void {
  let total = 0;
  for (const { data, components } of found.columns.values()) {
    expect(data.length).toBe(found.rowCount * components);
    if (ArrayBuffer.isView(data)) total += data.byteLength;
  }
  expect(total).toBeLessThanOrEqual(byteLength);
}

async function tables(reflections: DialsReflections, experiments: DialsExperiments): Promise<number> {
  const table = await tried(() => fromDials(reflections, experiments), "fuzz.");
  if (table === undefined) return 0;
  expect(table.values("SIGI").every((sigma) => sigma > 0 && Number.isFinite(sigma))).toBe(true);
  expect(table.values("I").every((intensity) => Number.isFinite(intensity))).toBe(true);
  return 1;
}

describe("mutated reflections", () => {
  test.each(Object.keys(reflMutations))("%s: 3,000 files", async (name) => {
    const random = seeded(2026 + name.length);
    const experiments = await readExpt(expt);
    let [refused, made] = [0, 0];
    for (let i = 0; i < 3000; i++) {
      const bytes = reflMutations[name](refl, random);
      const found = await tried(() => readRefl(bytes), "fuzz.refl");
      if (found === undefined) {
        refused++;
        continue;
      }
      checkSizes(found, bytes.length);
      made += await tables(found, experiments);
    }
    expect(refused).toBeGreaterThan(100);
    expect(refused + made).toBeLessThanOrEqual(3000);
    if (name === "random bytes") expect(made).toBeGreaterThan(100);
  });
});

describe("mutated experiments", () => {
  test.each(Object.keys(exptMutations))("%s: 3,000 files", async (name) => {
    const random = seeded(2027 + name.length);
    const reflections = await readRefl(refl);
    let [refused, made] = [0, 0];
    for (let i = 0; i < 3000; i++) {
      const found = await tried(() => readExpt(exptMutations[name](expt, random)), "fuzz.expt");
      if (found === undefined) refused++;
      else made += await tables(reflections, found);
    }
    expect(refused).toBeGreaterThan(100);
    if (name === "values replaced") expect(made).toBeGreaterThan(100);
  });
});

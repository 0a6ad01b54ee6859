/** DIALS experiments against json, NumPy and gemmi (test/reference/formats/dials.py), and files that break the format. */
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readDialsExperiments } from "../../lib/formats/dialsExpt.js";
import { withFile } from "../../lib/node/fileSource.js";
import { dataFile, dataTest } from "../data.js";
import { referenceFiles } from "./dialsReference.js";
import { exptFile, exptJson } from "./dialsSamples.js";

const read = (bytes: Uint8Array) => readDialsExperiments(bytesSource(bytes, "x.expt"));
const withExpt = referenceFiles.filter((file) => file.experiments !== undefined);

describe.each(withExpt.map((file) => [file.name, file] as const))("%s", (name, file) => {
  dataTest("has the experiments, crystals, beams, scans and panels that Python finds", async () => {
    const { experiments } = await withFile(dataFile(`${name}.expt`), (source) =>
      readDialsExperiments(source),
    );
    expect(experiments.length).toBe(file.experiments?.length);
    file.experiments?.forEach((wanted, i) => {
      const { identifier, crystal, beam, scan, detector } = experiments[i];
      expect(identifier).toBe(wanted.identifier);
      expect(crystal?.hall).toBe(wanted.hall);
      const lengths = [0, 3, 6].map((at) => Math.hypot(...crystal!.axes.slice(at, at + 3)));
      lengths.forEach((length, axis) => {
        expect(length).toBeCloseTo(wanted.cell[axis], 12);
      });
      wanted.s0.forEach((value, axis) => {
        expect(Math.abs(-beam!.direction[axis] / beam!.wavelength! - value)).toBeLessThan(
          1e-14 / beam!.wavelength!,
        );
      });
      expect(scan?.imageRange ?? null).toEqual(wanted.imageRange);
      const panels = detector!.panels.filter((_, place) => place % 21 === 0);
      expect(panels.length).toBe(wanted.panels.length);
      panels.forEach(({ fast, slow, origin }, p) => {
        [fast, slow, origin].forEach((vector, v) => {
          vector.forEach((value, axis) => {
            expect(value).toBeCloseTo(wanted.panels[p][v][axis], 11);
          });
        });
      });
    });
  });
});

test("the reference has experiments of stills and of scans, with one panel and with many", () => {
  const all = withExpt.flatMap((file) => file.experiments ?? []);
  expect(new Set(all.map(({ imageRange }) => imageRange === null)).size).toBe(2);
  expect(new Set(all.map(({ panels }) => panels.length > 1)).size).toBe(2);
});

test("models are read once and shared; images and unit directions", async () => {
  const json = exptJson();
  json.experiment = [0, 1].map((i) => ({
    identifier: `${i}`,
    beam: 0,
    detector: 0,
    crystal: 0,
    imageset: 0,
  }));
  const { experiments, name } = await read(exptFile(json));
  expect(name).toBe("x.expt");
  expect(experiments[0].detector).toBe(experiments[1].detector);
  expect(experiments[0].beam).toEqual({ direction: [0, 0, 1], wavelength: 1, wavelengthRange: undefined });
  expect(experiments[0].images).toEqual({ template: undefined, paths: ["a.cbf"], indices: [7] });
  expect(experiments[0].scan).toBeUndefined();
});

test("a polychromatic beam has a range of wavelengths, and no model need be there", async () => {
  const json: Record<string, unknown> = {
    ...exptJson(),
    beam: [{ __id__: "polychromatic", direction: [0, 0, 1], wavelength_range: [0.95, 1.2] }],
  };
  json.experiment = [{ beam: 0 }];
  const { experiments } = await read(exptFile(json));
  expect(experiments[0].beam).toMatchObject({ wavelength: undefined, wavelengthRange: [0.95, 1.2] });
  expect([experiments[0].crystal, experiments[0].detector, experiments[0].identifier]).toEqual([
    undefined,
    undefined,
    "",
  ]);
});

test("scans as older and newer versions of DIALS write them", async () => {
  const scans = [
    { image_range: [1, 10], batch_offset: 100, oscillation: [5, 0.1] },
    { image_range: [1, 3], batch_offset: 0, properties: { oscillation: [5, 5.25, 5.5], epochs: [0, 0, 0] } },
    { image_range: [1, 1], properties: { oscillation: [5], oscillation_width: [0.5] } },
    { image_range: [1, 4], properties: { epochs: [0, 0, 0, 0] } },
  ];
  const json = {
    ...exptJson(),
    scan: scans,
    experiment: scans.map((_, scan) => ({ beam: 0, crystal: 0, scan })),
  };
  const { experiments } = await read(exptFile(json));
  expect(experiments.map(({ scan }) => [scan?.batchOffset, ...(scan?.oscillation ?? [])])).toEqual([
    [100, 5, 0.1],
    [0, 5, 0.25],
    [0, 5, 0.5],
    [0, 0, 0],
  ]);
});

test("what Python writes and JSON has not is null, where nothing depends on it", async () => {
  const text = new TextDecoder().decode(exptFile());
  const withValue = (value: string) =>
    new TextEncoder().encode(
      text.replace(
        '"space_group_hall_symbol"',
        `"ML_domain_size_ang": ${value}, "list": [1, ${value}], "space_group_hall_symbol"`,
      ),
    );
  for (const value of ["NaN", "Infinity", "-Infinity"])
    expect((await read(withValue(value))).experiments[0].crystal?.axes[0]).toBe(40);
  const wavelength = new TextEncoder().encode(text.replace('"wavelength": 1', '"wavelength": NaN'));
  await expect(read(wavelength)).rejects.toThrow(/beam 0, wavelength: got null, expected a number/);
});

describe("is refused in one sentence", () => {
  const changed = (key: string, value: unknown) => exptFile({ ...exptJson(), [key]: value });
  const crystal = (exptJson().crystal as Record<string, unknown>[])[0];
  const text = (value: string) => new TextEncoder().encode(value);
  const cases: [string, Uint8Array, RegExp][] = [
    ["a text that is no JSON", text("dials"), /got no JSON \(.+\), expected that of a DIALS \.expt file/],
    ["JSON cut off", exptFile().slice(0, 500), /got no JSON/],
    ["bytes that are no UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d), /got no JSON/],
    ["lists within lists without end", text("[".repeat(1_000_000)), /got no JSON|expected a JSON object/],
    [
      "another JSON file",
      text('{"__id__": "DataBlock"}'),
      /__id__: got "DataBlock", expected "ExperimentList"/,
    ],
    ["a list", text("[1]"), /got \[1\], expected a JSON object/],
    [
      "no experiments",
      changed("experiment", {}),
      /experiment: got an object, expected a list of experiments/,
    ],
    ["an experiment that is none", changed("experiment", [1]), /experiment 0: got 1, expected a JSON object/],
    [
      "a model that is not there",
      changed("crystal", []),
      /experiment 0, crystal: got 0, expected a number from 0 to -1/,
    ],
    ["a model that is not a number", changed("experiment", [{ beam: "0" }]), /experiment 0, beam: got "0"/],
    ["models that are no list", changed("beam", 5), /beam: got 5, expected a list of models/],
    ["an identifier that is a number", changed("experiment", [{ identifier: 5 }]), /identifier: got 5/],
    ["no wavelength", changed("beam", [{ direction: [0, 0, 1] }]), /beam 0, wavelength: got nothing/],
    [
      "a wavelength of 0",
      changed("beam", [{ direction: [0, 0, 1], wavelength: 0 }]),
      /wavelength: got 0, expected/,
    ],
    [
      "a range the wrong way round",
      changed("beam", [{ direction: [0, 0, 1], wavelength_range: [2, 1] }]),
      /wavelength_range: got 2, 1/,
    ],
    [
      "a crystal without space group",
      changed("crystal", [{ ...crystal, space_group_hall_symbol: undefined }]),
      /crystal 0, space_group_hall_symbol: got nothing/,
    ],
    [
      "an axis of two numbers",
      changed("crystal", [{ ...crystal, real_space_b: [1, 2] }]),
      /crystal 0, real_space_b: got \[1, 2\], expected 3 numbers/,
    ],
    [
      "images without end",
      exptFile({ ...exptJson(), scan: [{ image_range: [1, 1e12] }], experiment: [{ scan: 0 }] }),
      /image_range: got 1 to 1000000000000, .* from 0 to 10000000/,
    ],
    [
      "half a batch",
      exptFile({
        ...exptJson(),
        scan: [{ image_range: [1, 2], batch_offset: 0.5 }],
        experiment: [{ scan: 0 }],
      }),
      /batch_offset: got 0.5, expected an integer/,
    ],
    [
      "images the wrong way round",
      exptFile({ ...exptJson(), scan: [{ image_range: [5, 4] }], experiment: [{ scan: 0 }] }),
      /scan 0, image_range: got 5 to 4/,
    ],
  ];
  test.each(cases)("%s", async (_, bytes, message) => {
    const refused = read(bytes);
    await expect(refused).rejects.toThrow(FormatError);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(/^x\.expt.*: got .+, expected /);
  });

  test("a file of more letters than a text can have", async () => {
    const source = { byteLength: 600_000_000, name: "x.expt", slice: () => new ArrayBuffer(0) };
    await expect(readDialsExperiments(source)).rejects.toThrow(
      /got 600000000 bytes of JSON, expected at most/,
    );
  });
});

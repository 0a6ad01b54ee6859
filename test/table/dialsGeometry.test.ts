/** Where and when reflections were recorded, by hand; the 64 panels of a real detector in fromDials.test.ts. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readDialsExperiments } from "../../lib/formats/dialsExpt.js";
import { readDialsReflections } from "../../lib/formats/dialsRefl.js";
import { geometryOfDials } from "../../lib/table/dialsGeometry.js";
import { selectDialsRows } from "../../lib/table/dialsRows.js";
import {
  exptFile,
  exptJson,
  panelJson,
  reflFile,
  type SampleColumn,
  stillColumns,
} from "../formats/dialsSamples.js";

async function geometry(columns: Record<string, SampleColumn>, json: Record<string, unknown>) {
  const bytes = reflFile({ ...stillColumns(), ...columns }, 4, { identifiers: new Map() });
  const reflections = await readDialsReflections(bytesSource(bytes, "x.refl"));
  const experiments = await readDialsExperiments(bytesSource(exptFile(json), "x.expt"));
  return geometryOfDials(reflections, experiments, selectDialsRows(reflections, experiments));
}

/** So many experiments, each with the models named besides those of the sample. */
const experiments = (...list: Record<string, number>[]) =>
  list.map((models) => ({ beam: 0, detector: 0, crystal: 0, imageset: 0, ...models }));
const scan = (first: number, last: number, width = 0.1, offset = 0) => ({
  image_range: [first, last],
  batch_offset: offset,
  oscillation: [0, width],
});
/** Four reflections of one scan, at these images. */
const atImages = (...z: number[]): SampleColumn => ["vec3<double>", z.flatMap((image) => [1, 2, image])];

describe("batches", () => {
  test("of stills are the experiments, from 1", async () => {
    const json = { ...exptJson(), experiment: experiments({}, {}, {}) };
    const { batch, rotation } = await geometry({ id: ["int", [0, 2, 2, 1]] }, json);
    expect([...batch]).toEqual([1, 3, 3, 2]);
    expect(rotation).toBeUndefined();
  });

  test("of scans are the images on which spots are centred; a hair outside is the edge", async () => {
    const json = { ...exptJson(), experiment: experiments({ scan: 0 }), scan: [scan(5, 9)] };
    const { batch } = await geometry({ "xyzobs.px.value": atImages(4.5, 8.99, 3.9, 9.01) }, json);
    expect([...batch]).toEqual([5, 9, 5, 9]);
  });

  test("of several scans are kept apart: by DIALS's offset, else by thousands", async () => {
    const json = {
      ...exptJson(),
      experiment: experiments({ scan: 0 }, { scan: 0 }, { scan: 1 }, { scan: 2 }),
      scan: [scan(1, 9), scan(1, 1200), scan(1, 9, 0.1, 50_000)],
    };
    const { batch } = await geometry(
      { id: ["int", [0, 1, 2, 3]], "xyzobs.px.value": atImages(0.5, 0.5, 0.5, 0.5) },
      json,
    );
    expect([...batch]).toEqual([1, 1001, 2001, 50_001]);
  });

  test("of a scan that does not turn are its images, and beside stills they do not collide", async () => {
    const json = { ...exptJson(), experiment: experiments({}, { scan: 0 }), scan: [scan(1, 9, 0)] };
    const { batch, rotation, ewaldOffset } = await geometry(
      { id: ["int", [0, 0, 1, 1]], "xyzobs.px.value": atImages(0.5, 0.5, 0.5, 8.5) },
      json,
    );
    expect([...batch]).toEqual([1, 1, 1001, 1009]);
    expect(rotation).toBeUndefined();
    expect(ewaldOffset?.every((value) => Number.isFinite(value))).toBe(true);
  });

  test("of long scans stand behind each other, until there are no more numbers", async () => {
    const of = async (count: number) => {
      const all = Array.from({ length: count }, (_, i) => i);
      const json = {
        ...exptJson(),
        experiment: experiments(...all.map((i) => ({ scan: i }))),
        scan: all.map(() => scan(1, 10_000_000)),
      };
      const columns: Record<string, SampleColumn> = {
        miller_index: ["cctbx::miller::index<>", all.flatMap((i) => [1, 2, i])],
        id: ["int", all],
        flags: ["std::size_t", all.map(() => 0x100)],
        "intensity.sum.value": ["double", all],
        "intensity.sum.variance": ["double", all.map(() => 1)],
        "xyzobs.px.value": ["vec3<double>", all.flatMap(() => [1, 2, 0.5])],
      };
      const bytes = reflFile(columns, count, { identifiers: new Map() });
      const reflections = await readDialsReflections(bytesSource(bytes, "x.refl"));
      const found = await readDialsExperiments(bytesSource(exptFile(json), "x.expt"));
      return geometryOfDials(reflections, found, selectDialsRows(reflections, found)).batch;
    };
    expect([...(await of(4))]).toEqual([1, 10_000_001, 20_000_001, 30_000_001]);
    expect((await of(214)).at(-1)).toBe(2_130_000_001);
    await expect(of(215)).rejects.toThrow("batches of x.expt: got more images than there are batch numbers");
  });

  test("outside of the scan are of another .expt file", async () => {
    const json = { ...exptJson(), experiment: experiments({ scan: 0 }), scan: [scan(1, 9)] };
    const wrong = geometry({ "xyzobs.px.value": atImages(0.5, 0.5, 20.5, 0.5) }, json);
    await expect(wrong).rejects.toThrow(InputError);
    await expect(wrong).rejects.toThrow(
      /image of reflection 2 in x\.refl: got 21, expected one of 1 to 9; give the \.expt/,
    );
  });
});

describe("positions", () => {
  test("of one panel are its pixels, as predicted, else as observed", async () => {
    const { position, panel } = await geometry({}, exptJson());
    expect([...position!.x]).toEqual([10, 11, 12, 13]);
    expect([...position!.y]).toEqual([20, 21, 22, 23]);
    expect(panel).toBeUndefined();
    const observed = await geometry({ "xyzcal.px": ["bool", [0, 0, 0, 0]] }, exptJson()).catch(
      (error) => error.message,
    );
    expect(observed).toMatch(/xyzcal\.px of x\.refl: got the type bool, expected vec3<double>/);
  });

  test("of several panels run along the axes of the first, from the foot of the crystal on its plane", async () => {
    const second = panelJson({ fast_axis: [0, 1, 0], slow_axis: [1, 0, 0], origin: [60, -20, -100] });
    const json = { ...exptJson(), detector: [{ panels: [panelJson(), second] }] };
    const { position, panel } = await geometry({ panel: ["std::size_t", [0, 1, 0, 1]] }, json);
    expect([...panel!]).toEqual([0, 1, 0, 1]);
    // panel 0: x = −50 + u, y = 50 − v; panel 1: x = 60 + v, y = −20 + u; along (1 0 0) and (0 −1 0), a tenth of a mm each
    const wanted = [
      [-490, -480],
      [621, 189],
      [-488, -478],
      [623, 187],
    ];
    wanted.forEach(([x, y], i) => {
      expect(position!.x[i]).toBeCloseTo(x, 3);
      expect(position!.y[i]).toBeCloseTo(y, 3);
    });
  });

  test("on a panel that the detector lacks are of another .expt file", async () => {
    const json = { ...exptJson(), detector: [{ panels: [panelJson(), panelJson()] }] };
    await expect(geometry({ panel: ["std::size_t", [0, 1, 2, 0]] }, json)).rejects.toThrow(
      /panel of reflection 2 in x\.refl: got 2, expected one of the 2 of its detector/,
    );
  });
});

test("rotation angles are in degrees, and of scans alone", async () => {
  const json = { ...exptJson(), experiment: experiments({ scan: 0 }, {}), scan: [scan(1, 9)] };
  const angles: SampleColumn = ["vec3<double>", [0, 0, Math.PI, 0, 0, 1, 0, 0, -0.5, 0, 0, 0]];
  const { rotation } = await geometry({ id: ["int", [0, 1, 0, 0]], "xyzcal.mm": angles }, json);
  expect(rotation![0]).toBe(180);
  expect(rotation![1]).toBeNaN();
  expect(rotation![2]).toBe(Math.fround(-90 / Math.PI));
});

describe("wavelengths", () => {
  const polychromatic = { direction: [0, 0, 1], wavelength_range: [0.9, 1.2] };

  test("are those of the reflections where there are such, under each program's name", async () => {
    for (const name of ["wavelength", "Wavelength", "wavelength_cal"]) {
      const { wavelength } = await geometry(
        { [name]: ["double", [1, 1.25, 1.5, 1.75]] },
        { ...exptJson(), beam: [polychromatic] },
      );
      expect([...wavelength!]).toEqual([1, 1.25, 1.5, 1.75]);
    }
  });

  test("are else those of the beams; a polychromatic beam has none, and no Ewald offset", async () => {
    const beams = [{ direction: [0, 0, 1], wavelength: 1.5 }, polychromatic];
    const json = { ...exptJson(), beam: beams, experiment: experiments({}, { beam: 1 }) };
    const { wavelength, ewaldOffset } = await geometry({ id: ["int", [0, 0, 1, 0]] }, json);
    expect([...wavelength!]).toEqual([1.5, 1.5, Number.NaN, 1.5]);
    expect(Number.isNaN(ewaldOffset![2])).toBe(true);
    expect(Number.isFinite(ewaldOffset![3])).toBe(true);
    const none = await geometry({}, { ...exptJson(), beam: [polychromatic] });
    expect([none.wavelength, none.ewaldOffset]).toEqual([undefined, undefined]);
  });
});

test("Ewald offsets use each still's own crystal and beam, whose direction points to the source", async () => {
  const { ewaldOffset } = await geometry({}, exptJson());
  // (1 2 3) in 40 × 50 × 60 Å: q = (0.025, 0.04, 0.05), s0 = (0, 0, −1)
  const exact = Math.hypot(0.025, 0.04, -0.95) - 1;
  expect(ewaldOffset![0]).toBe(Math.fround(exact));
});

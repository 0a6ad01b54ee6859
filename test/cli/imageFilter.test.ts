/** Images that were spoilt are left out and the rest is fitted anew. Oracles: which images were spoilt; the merge of the others. */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readReflections, writeReflections } from "../../lib/node/reflectionFiles.js";
import { permutation, randomStream } from "../../lib/random/index.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { quick, smallRotation } from "./smallMerge.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const { observations } = smallRotation();
const batch = observations.values("BATCH");
const isSpoilt = (row: number) => batch[row] % 30 === 7;
const rows = Array.from(batch.keys());

/** The intensities of three images dealt out anew, as if their indices were wrong. */
const spoilt = observations.with({ ...observations.column("I"), data: dealtAnew() });

function dealtAnew(): Float32Array {
  const values = Float32Array.from(observations.values("I"));
  for (const image of new Set(rows.filter(isSpoilt).map((row) => batch[row]))) {
    const own = rows.filter((row) => batch[row] === image);
    const order = permutation(randomStream(image, "wrong indices"), own.length);
    own.forEach((row, k) => {
      values[row] = observations.values("I")[own[order[k]]];
    });
  }
  return values;
}

const mergeTo = (out: string, ...words: string[]) =>
  runProgram(["merge", ...words, ...quick, "--out", path(out)]);

beforeAll(async () => {
  await writeReflections(spoilt, path("spoilt.mtz"));
  await writeReflections(
    observations.filter((row) => !isSpoilt(row)),
    path("rest.mtz"),
  );
});

describe("--min-image-cc", () => {
  test("says how many images go, and gives the merge of the others", async () => {
    const words = [path("spoilt.mtz"), "--run", path("run"), "--min-image-cc", "0.5"];
    const { status, out, error } = await mergeTo("filtered.mtz", ...words);
    expect([status, error]).toEqual([0, ""]);
    expect(out).toMatch(
      /^images +3 of 90 images left out, with \d+ of \d+ rows: CCpred \(spearman, all observations\) below 0\.5/m,
    );
    expect(
      out.match(/observations of \d+ reflections on \d+ images/g)?.map((line) => line.split(" ").at(-2)),
    ).toEqual(["90", "87"]);
    await mergeTo("rest-merged.mtz", path("rest.mtz"));
    const [filtered, rest] = [
      await readReflections(path("filtered.mtz")),
      await readReflections(path("rest-merged.mtz")),
    ];
    for (const label of ["F", "SIGF", "N"]) expect(filtered.values(label), label).toEqual(rest.values(label));
    // both fits are in their folders, and are not done again
    const [first, second] = [
      await runProgram(["info", path("run")]),
      await runProgram(["info", join(path("run"), "filtered")]),
    ];
    for (const info of [first, second]) expect(info.out).toMatch(/finished, step 120 of 120/);
    const again = await mergeTo("again.mtz", ...words, "--resume");
    expect([again.status, again.error]).toEqual([0, ""]);
    expect((await readReflections(path("again.mtz"))).values("F")).toEqual(filtered.values("F"));
  });

  test("where all images stay nothing is fitted anew", async () => {
    const { status, out } = await mergeTo("all.mtz", path("rest.mtz"), "--min-image-cc", "-1");
    expect(status).toBe(0);
    expect(out).toMatch(/^images +0 of 87 images left out.*; nothing is fitted anew$/m);
    expect(out.match(/observations of/g)).toHaveLength(1);
  });

  test("where none would be left: one sentence, and nothing is written", async () => {
    const { status, out, error } = await mergeTo("none.mtz", path("rest.mtz"), "--min-image-cc", "1");
    expect(status).toBe(1);
    expect(error).toMatch(/filter of images: got a CCpred below 1 \(all\) for every one of 87 images/);
    expect(out).not.toMatch(/wrote|CC1\/2/);
  });

  test("a limit that is none", async () => {
    const { status, error } = await mergeTo("bad.mtz", path("rest.mtz"), "--min-image-cc", "3");
    expect(status).toBe(2);
    expect(error).toMatch(/--min-image-cc: got 3, expected a number from -1 to 1/);
  });
});

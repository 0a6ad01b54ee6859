import { EventEmitter } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { RowEngine } from "../../lib/kernels/index.js";
import { merge } from "../../lib/models/index.js";
import { readReflections, writeReflections } from "../../lib/node/reflectionFiles.js";
import { fillNormal, randomStream } from "../../lib/random/index.js";
import { ccPred, halfMergeStatistics, pearson, splitHalves } from "../../lib/statistics/index.js";
import type { ReflectionTable } from "../../lib/table/reflectionTable.js";
import { version } from "../../lib/version.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { quick, smallRotation } from "./smallMerge.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const unmerged = path("unmerged.mtz");
const { observations, truth } = smallRotation();

const mergeTo = (name: string, ...words: string[]) =>
  runProgram(["merge", unmerged, ...quick, "--out", path(name), ...words]);

async function write(name: string, table: ReflectionTable): Promise<string> {
  await writeReflections(table, path(name));
  return path(name);
}

function withColumn(label: string, values: (row: number) => number): ReflectionTable {
  const { type, datasetId } = observations.column(label);
  const data = Float32Array.from({ length: observations.length }, (_, row) => values(row));
  return observations.with({ label, type, data, datasetId });
}

beforeAll(async () => {
  await write("unmerged.mtz", observations);
});

describe("friedel merge", () => {
  test("writes F SIGF I SIGI N, close to the truth, from data that were not scaled; says which metadata it took", async () => {
    const words = ["--table1", path("t.txt"), "--json", path("t.json")];
    const { status, out, error } = await mergeTo("merged.mtz", ...words);
    expect(error).toBe("");
    expect(status).toBe(0);
    expect(out).toMatch(/^data +\d+ observations of \d+ reflections on 90 images$/m);
    expect(out).toMatch(
      /^metadata +image dHKL Hobs Kobs Lobs .*\(chosen from what there is; --metadata names/m,
    );
    expect(out).toMatch(/wrote .*merged\.mtz: \d+ reflections, F SIGF I SIGI N/);
    const merged = await readReflections(path("merged.mtz"));
    expect(merged.merged).toBe(true);
    expect(merged.labels).toEqual(["H", "K", "L", "F", "SIGF", "I", "SIGI", "N"]);
    const both = merged.join(truth.select(["H", "K", "L", "F"]).rename({ F: "F_TRUE" }));
    expect(both.length).toBe(merged.length);
    expect(pearson(both.values("F"), both.values("F_TRUE"))).toBeGreaterThan(0.98);
    expect(out).toContain(readFileSync(path("t.txt"), "utf8"));
    const json = JSON.parse(readFileSync(path("t.json"), "utf8"));
    expect(json.overall.reflections).toBe(merged.length);
    expect(json.fit.step).toBe(120);
  });

  test("what it says of the metadata: what was left out and why, and what else there is", async () => {
    const n = observations.length;
    const still = observations.with(
      { label: "WAVELENGTH", type: "R", data: new Float32Array(n).fill(1) },
      { label: "MOSAICITY", type: "R", data: Float32Array.from({ length: n }, (_, i) => i) },
    );
    const { out } = await runProgram([
      ...["merge", await write("wavelength.mtz", still), ...quick, "--iterations", "3"],
      ...["--out", path("w.mtz")],
    ]);
    expect(out).toMatch(/without WAVELENGTH: it is 1 for every observation/);
    expect(out).toMatch(/without .*MOSAICITY.*: not known to matter/);
    const { out: named } = await mergeTo("w.mtz", "--iterations", "3", "--metadata", "dHKL,ROT");
    expect(named).toMatch(/^metadata +dHKL ROT$/m);
    expect(named).not.toMatch(/without/);
  });

  test("its history names the command and its inputs, and neither a time nor where the run was kept", async () => {
    const merged = await mergeTo(
      "history.mtz",
      ...["--iterations", "3", "--anomalous", "--metadata", "dHKL,ROT,image,Hobs,Kobs,Lobs", "--dmin", "3.5"],
      ...["--run", path("history-run"), "--checkpoint-every", "2"],
    );
    expect(merged.status).toBe(0);
    const { history } = await readReflections(path("history.mtz"));
    expect(history[0]).toBe(`friedel ${version} merge unmerged.mtz --anomalous --d-min 3.5`);
    expect(history[1]).toBe("  --metadata dHKL,ROT,image,Hobs,Kobs,Lobs --iterations 3");
    expect(history[2]).toBe(`From FRIEDEL ${version}, variational merge`);
  });

  test("--anomalous, predictions, half data sets: the files hold what the statistics say", async () => {
    const { status, out, error } = await mergeTo(
      "anomalous.mtz",
      ...["--anomalous", "--test-fraction", "0.1", "--shells", "4", "--predictions", path("p.mtz")],
      ...["--merge-half-datasets", "--half-dataset-repeats", "2", "--halves", path("h.mtz")],
      ...["--json", path("a.json"), "--seed", "3"],
    );
    expect([status, error]).toEqual([0, ""]);
    expect((await readReflections(path("anomalous.mtz"))).labels.slice(3)).toEqual(
      "F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-) N(+) N(-)".split(" "),
    );
    const { overall, shells, repeats } = JSON.parse(readFileSync(path("a.json"), "utf8"));
    const predicted = ccPred(await readReflections(path("p.mtz"))).overall;
    expect(predicted.test.observations).toBe(overall.testObservations);
    expect(predicted.test.spearman).toBeCloseTo(overall.ccPredTest, 6);
    expect(predicted.train.spearman).toBeCloseTo(overall.ccPredTrain, 6);
    const halves = splitHalves(await readReflections(path("h.mtz")));
    expect(halves.length).toBe(2);
    const half = halfMergeStatistics(halves).overall;
    expect(half.ccHalf).toBeCloseTo(overall.ccHalf, 6);
    expect(half.ccHalfError).toBeCloseTo(overall.ccHalfError, 6);
    expect(half.ccAnomalous).toBeCloseTo(overall.ccAnomalous, 6);
    expect([shells.length, repeats]).toEqual([4, 2]);
    expect(out).toMatch(/^CC1\/2 .* ± /m);
    expect(out).toMatch(/^CCanom .* ± /m);
    expect(out).toMatch(/^CCpred, held out /m);
  });

  test("several files are scaled and merged together, as the library does", async () => {
    const middle = observations.length >> 1;
    const tables = [observations.slice(0, middle), observations.slice(middle)];
    const files = await Promise.all(tables.map((table, i) => write(`part${i}.mtz`, table)));
    const words = ["merge", ...files, "--iterations", "20", "--threads", "1", "--out", path("both.mtz")];
    expect((await runProgram(words)).status).toBe(0);
    const read = await Promise.all(files.map((file) => readReflections(file)));
    const run = await merge(read, { engine: new RowEngine() }).train({ steps: 20, reporters: [] });
    const both = await readReflections(path("both.mtz"));
    expect(both.values("F")).toEqual(run.merged.values("F"));
    expect(Array.from(both.values("N")).reduce((sum, n) => sum + n, 0)).toBe(
      run.model.data.observations.intensity.length,
    );
  });

  test("progress goes to its stream: rate, time, NLL, KL, CCpred; none where it is not wanted", async () => {
    let drawn = "";
    const progress = { isTTY: true, columns: 200, write: (text: string) => (drawn += text) };
    const words = ["merge", unmerged, ...quick, "--out", path("bar.mtz"), "--validation-frequency", "1"];
    await runProgram([...words, "--merge-half-datasets"], { progress });
    // a fast machine draws no line between the first step and the last
    expect(drawn).toMatch(
      /step 120 of 120 {2}finished {2}\d+ steps\/s {2}in [\d.]+ s {2}NLL -?[\d.]+ {2}KL [\d.]+ {2}CCpred 0\.\d+/,
    );
    expect(drawn).toMatch(/half data sets: 2 of 2/);
    drawn = "";
    await runProgram([...words, "--disable-progress-bar"], { progress });
    expect(drawn).toBe("");
  });
});

describe("a fit that fails", () => {
  test("writes nothing, prints no statistic, and says in one sentence at which step it failed", async () => {
    let drawn = "";
    const progress = { isTTY: true, columns: 200, write: (text: string) => (drawn += text) };
    const before = readdirSync(folder).sort();
    const words = ["--learning-rate", "1e12", "--posterior-learning-rate", "1e12"];
    const files = ["--predictions", path("fp.mtz"), "--json", path("f.json"), "--table1", path("f.txt")];
    const { status, out, error } = await runProgram(
      ["merge", unmerged, ...quick, "--out", path("failed.mtz"), ...words, ...files],
      { progress },
    );
    expect(status).toBe(1);
    expect(error).toMatch(/^friedel: training diverged at step \d+: got .*\n$/);
    expect(out).not.toMatch(/CC|σ|wrote|multiplicity/i);
    expect(drawn).toMatch(/step \d+ of 120 {2}failed/);
    expect(drawn.slice(drawn.lastIndexOf("\r"))).not.toMatch(/NLL|KL|CCpred/);
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});

describe("a merge that has found no signal", () => {
  test("gives its amplitudes, but no half data sets and no CC1/2; the sentence is in the statistics, too", async () => {
    const normals = fillNormal(randomStream(1, "noise"), new Float64Array(observations.length));
    const sigma = observations.values("SIGI");
    await write(
      "noise.mtz",
      withColumn("I", (row) => normals[row] * sigma[row]),
    );
    const halves = [
      "--merge-half-datasets",
      "--halves",
      path("noise-halves.mtz"),
      "--json",
      path("noise.json"),
    ];
    const words = ["merge", path("noise.mtz"), ...quick, "--out", path("noise-merged.mtz"), ...halves];
    const { status, out, error } = await runProgram(words);
    expect(status).toBe(1);
    expect(error).toMatch(
      /^friedel: .*noise-merged\.mtz: half data sets: got amplitudes .* do not predict .* CC1\/2, Rsplit and CCanom are withheld: .*\n$/,
    );
    expect(out).toContain(`wrote ${path("noise-merged.mtz")}`);
    expect(out).not.toMatch(/^CC1\/2 |noise-halves/m);
    expect(out).toContain("CC1/2, Rsplit and CCanom are withheld");
    expect(existsSync(path("noise-halves.mtz"))).toBe(false);
    const json = JSON.parse(readFileSync(path("noise.json"), "utf8"));
    expect([json.overall.ccHalf, json.repeats]).toEqual([null, 0]);
    expect(json.halvesWithheld).toContain("the merge has found no signal");
  });
});

describe("Ctrl-C", () => {
  /** A terminal that sends a signal when it is first told something that matches. */
  function terminal(when: RegExp, signal = "SIGINT") {
    const signals = new EventEmitter();
    let sent = false;
    const write = (text: string) => {
      if (sent || !when.test(text)) return;
      sent = true;
      signals.emit(signal);
    };
    return { progress: { isTTY: true, columns: 200, write }, signals };
  }

  test("stops with a checkpoint, says how to go on; and then the file is the same to the byte", async () => {
    await mergeTo("unbroken.mtz", "--anomalous");
    const words = [
      "merge",
      unmerged,
      ...quick,
      "--anomalous",
      "--out",
      path("broken.mtz"),
      "--run",
      path("a b"),
    ];
    const stopped = await runProgram(words, terminal(/step \d/));
    expect(stopped.status).toBe(130);
    expect(stopped.error).toMatch(/stopping after this step \(Ctrl-C again/);
    expect(stopped.error).toMatch(
      /stopped at step \d+, nothing is written; go on with: friedel merge --resume /,
    );
    expect(stopped.error).toContain(`--run '${path("a b")}'`);
    expect(stopped.out).not.toMatch(/CCpred/);
    expect(existsSync(path("broken.mtz"))).toBe(false);
    const info = await runProgram(["info", path("a b")]);
    expect(info.out).toMatch(/stopped by the user, step \d+ of 120/);
    const again = await runProgram([...words, "--resume"], terminal(/step \d/, "SIGTERM"));
    expect(again.status).toBe(143);
    const resumed = await runProgram([...words, "--resume"]);
    expect([resumed.status, resumed.error]).toEqual([0, ""]);
    expect(readFileSync(path("broken.mtz"))).toEqual(readFileSync(path("unbroken.mtz")));
    const finished = await runProgram([...words, "--resume"]);
    expect(finished.status).toBe(0);
    expect(readFileSync(path("broken.mtz"))).toEqual(readFileSync(path("unbroken.mtz")));
  });

  test("without a run folder says what would have helped; among half data sets the merged file stays", async () => {
    const words = ["merge", unmerged, ...quick, "--merge-half-datasets"];
    const first = await runProgram([...words, "--out", path("none.mtz")], terminal(/step \d/));
    expect(first.status).toBe(130);
    expect(first.error).toMatch(/nothing is written; with --run FOLDER it could be resumed/);
    expect(existsSync(path("none.mtz"))).toBe(false);
    const second = await runProgram([...words, "--out", path("half.mtz")], terminal(/half data sets: 1/));
    expect(second.status).toBe(130);
    expect(second.error).toMatch(/stopped while half data sets were merged, .*half\.mtz is written/);
    expect(second.out).not.toMatch(/CC1\/2/);
    expect((await readReflections(path("half.mtz"))).length).toBeGreaterThan(100);
  });
});

describe("bad input is one sentence", () => {
  const fails = async (words: readonly string[], message: RegExp) => {
    const result = await runProgram(["merge", ...words, ...quick, "--out", path("bad.mtz")]);
    expect(result.error).toMatch(message);
    expect(result.error.trim().split("\n")).toHaveLength(1);
    expect(result.status).toBe(1);
    expect(result.out).not.toMatch(/CCpred|wrote/);
    expect(existsSync(path("bad.mtz"))).toBe(false);
  };

  test("a wrong metadata key: what there is, and the nearest", async () => {
    await fails([unmerged, "--metadata", "dHKL,XDTE"], /XDTE .* which has .*ROT.*; did you mean XDET\?/);
    await fails([unmerged, "--metadata", "image_id"], /did you mean image\?/);
    await fails([unmerged, "--metadata", "dHKL,dHKL"], /metadata dHKL: got it twice/);
  });

  test("constant metadata", async () => {
    const still = await write(
      "still.mtz",
      withColumn("ROT", () => 12),
    );
    await fails([still, "--metadata", "dHKL,ROT"], /metadata ROT: got the same value 12 .* leave it out/);
  });

  test("data of a single image cannot be halved, and that is told before the fit", async () => {
    const batch = observations.values("BATCH");
    const single = observations.filter((row) => batch[row] === batch[0]);
    const file = await write("single.mtz", single);
    await fails([file, "--merge-half-datasets"], /got data of a single image, expected at least two images/);
    const whole = await runProgram(["merge", file, ...quick, "--out", path("single-merged.mtz")]);
    expect(whole.status).toBe(0);
  });

  test("an empty test set, and one of everything", async () => {
    await fails([unmerged, "--test-fraction", "1e-9"], /got an empty test set of \d+ observations/);
    await fails(
      [unmerged, "--test-fraction", "1"],
      /test fraction: got 1, expected 0 or more and less than 1/,
    );
  });

  test("intensities none of which is above 0", async () => {
    const intensity = observations.values("I");
    const file = await write(
      "negative.mtz",
      withColumn("I", (row) => -Math.abs(intensity[row]) - 1),
    );
    await fails([file], /intensities I: got none above 0 .* is this the right column\?/);
  });

  test("a cutoff that leaves nothing", async () => {
    await fails(
      [unmerged, "--isigi-cutoff", "1e9"],
      /none that can be used \(.*\d+ with I\/σ below 1000000000\)/,
    );
  });

  test("the folder of a run: not to be written over; of other data or options not to be resumed; nothing of it is lost", async () => {
    const run = path("precious");
    const words = [unmerged, "--run", run];
    expect((await mergeTo("precious.mtz", "--run", run)).status).toBe(0);
    const files = () =>
      readdirSync(run, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((file) => [file, readFileSync(file)] as const);
    const before = files();
    await fails(
      words,
      /precious: got a folder that holds a run \(merging, of 20.*\), expected a new one; add --resume/,
    );
    const rows = observations.slice(0, observations.length - 50);
    await fails([await write("other.mtz", rows), "--run", run, "--resume"], /got a run of another data set/);
    await fails([...words, "--resume", "--mlp-width", "8"], /got a run with --mlp-width 10, expected 8/);
    await fails([...words, "--resume", "--seed", "4"], /got a run with .*seed 0, expected 4/);
    await fails([unmerged, "--run", unmerged], /got a file, expected a folder for the run/);
    expect(files()).toEqual(before);
  });

  test("merged data, and files that do not belong together", async () => {
    await fails([await write("truth.mtz", truth)], /expected unmerged observations/);
    const { a, b, c } = observations.cell;
    const other = await write("stretched.mtz", observations.derive({ cell: [a * 1.1, b, c] }));
    await fails([unmerged, other], /cells .* within 1 %/);
  });
});

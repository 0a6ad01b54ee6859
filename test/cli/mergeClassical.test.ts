import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readReflections, writeReflections } from "../../lib/node/reflectionFiles.js";
import { pearson } from "../../lib/statistics/index.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { smallDataset } from "./smallDataset.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const unmerged = path("unmerged.mtz");

beforeAll(async () => {
  await writeReflections(smallDataset().observations, unmerged);
});

describe("friedel merge --classical", () => {
  test("writes F SIGF I SIGI N, close to the truth that was simulated", async () => {
    const out = path("merged.mtz");
    const result = await runProgram(["merge", unmerged, "--classical", "--out", out]);
    expect(result.error).toBe("");
    expect(result.status).toBe(0);
    expect(result.out).toMatch(/wrote .*merged\.mtz: \d+ reflections, F SIGF I SIGI N/);
    const merged = await readReflections(out);
    expect(merged.merged).toBe(true);
    expect(merged.labels).toEqual(["H", "K", "L", "F", "SIGF", "I", "SIGI", "N"]);
    const both = merged.join(smallDataset().truth.select(["H", "K", "L", "F"]).rename({ F: "F_TRUE" }));
    expect(both.length).toBe(merged.length);
    expect(pearson(both.values("F"), both.values("F_TRUE"))).toBeGreaterThan(0.98);
    expect(merged.history[0]).toContain("friedel");
  });

  test("--anomalous writes the mates' columns, and the other files asked for", async () => {
    const out = path("anomalous.mtz");
    const words = [
      "--classical",
      "--anomalous",
      "--out",
      out,
      "--table1",
      path("t.txt"),
      "--json",
      path("t.json"),
    ];
    const result = await runProgram(["merge", unmerged, ...words]);
    expect(result.status).toBe(0);
    expect((await readReflections(out)).labels.slice(3)).toEqual(
      "F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-) N(+) N(-)".split(" "),
    );
    expect(result.out).toContain(readFileSync(path("t.txt"), "utf8"));
    expect(JSON.parse(readFileSync(path("t.json"), "utf8")).overall.reflections).toBeGreaterThan(100);
  });

  test("--no-french-wilson gives intensities alone", async () => {
    const out = path("intensities.mtz");
    await runProgram(["merge", unmerged, "--classical", "--no-french-wilson", "--out", out]);
    expect((await readReflections(out)).labels.slice(3)).toEqual(["I", "SIGI", "N"]);
  });

  test("several files are merged together", async () => {
    const { observations } = smallDataset();
    const half = observations.length >> 1;
    await writeReflections(observations.slice(0, half), path("a.mtz"));
    await writeReflections(observations.slice(half), path("b.mtz"));
    const out = path("both.mtz");
    await runProgram(["merge", path("a.mtz"), path("b.mtz"), "--classical", "--out", out]);
    const whole = path("whole.mtz");
    await runProgram(["merge", unmerged, "--classical", "--out", whole]);
    const [both, one] = [await readReflections(out), await readReflections(whole)];
    expect(both.values("I")).toEqual(one.values("I"));
  });

  test("files of another cell or space group are refused with both named", async () => {
    const { observations } = smallDataset();
    const { a, b, c } = observations.cell;
    await writeReflections(observations.derive({ cell: [a * 1.1, b, c] }), path("stretched.mtz"));
    await writeReflections(observations.derive({ spaceGroup: "P 2 2 2" }), path("p222.mtz"));
    for (const [other, message] of [
      ["stretched.mtz", /cells .* within 1 %/],
      ["p222.mtz", /space groups .* P 2 2 2/],
    ] as const) {
      const result = await runProgram([
        "merge",
        unmerged,
        path(other),
        "--classical",
        "--out",
        path("mixed.mtz"),
      ]);
      expect(result.status).toBe(1);
      expect(result.error).toMatch(message);
      expect(result.error).toContain(other);
      expect(existsSync(path("mixed.mtz"))).toBe(false);
    }
  });

  test("sigmas of zero or less are dropped, counted and reported", async () => {
    const { observations } = smallDataset();
    const sigma = Float32Array.from(observations.values("SIGI"));
    sigma.fill(0, 0, 3);
    sigma.fill(-1, 3, 5);
    const { type } = observations.column("SIGI");
    await writeReflections(observations.with({ label: "SIGI", type, data: sigma }), path("sigmas.mtz"));
    const result = await runProgram(["merge", path("sigmas.mtz"), "--classical", "--out", path("s.mtz")]);
    expect(result.out).toMatch(/5 with sigma zero or negative/);
  });

  test("an existing file stays as it is when the merge fails, and no temporary file is left", async () => {
    const out = path("precious.mtz");
    writeFileSync(out, "precious");
    const result = await runProgram(["merge", unmerged, "--classical", "--d-min", "90", "--out", out]);
    expect(result.status).toBe(1);
    expect(readFileSync(out, "utf8")).toBe("precious");
    expect(readdirSync(folder).filter((name) => /tmp|partial/i.test(name))).toEqual([]);
  });
});

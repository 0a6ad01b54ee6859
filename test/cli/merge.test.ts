/** The command line of `friedel merge`: which options go with which kind of merging, and that nothing is computed in vain. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandHelp } from "../../lib/cli/help.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import { runProgram, temporaryFolder } from "./runProgram.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const input = path("input.mtz");
const out = ["--out", path("x.mtz")];
writeFileSync(input, "not read");
mkdirSync(path("a-folder"));

describe("friedel merge", () => {
  test.each([
    [[input], /got no --out/],
    [[input, "--classical"], /got no --out/],
    [[input, "--classical", "--out", input], /it is an input file/],
    [[input, "--out", input], /it is an input file/],
    [[input, ...out, "--predictions", path("x.mtz")], /--predictions .* it is the file of --out/],
    [["--classical", ...out], /got no file/],
    [[input, "--clasical", ...out], /did you mean --classical\?/],
    [
      [input, ...out, "--classical", "--iterations", "5"],
      /--iterations with --classical, expected it without/,
    ],
    [[input, ...out, "--classical", "--steps", "5"], /got --iterations with --classical/],
    [[input, ...out, "--classical", "--merge-half-datasets"], /--merge-half-datasets with --classical/],
    [[input, ...out, "--outlier-sigma", "5"], /got --outlier-sigma, which is for --classical alone/],
    [[input, ...out, "--no-french-wilson"], /got --french-wilson, which is for --classical alone/],
    [[input, ...out, "--repeats", "5"], /half data sets: --half-dataset-repeats/],
    [[input, ...out, "--resume"], /got --resume without --run, expected both; add --run FOLDER/],
    [[input, ...out, "--checkpoint-every", "9"], /got --checkpoint-every without --run/],
    [[input, ...out, "--halves", path("h.mtz")], /got --halves without --merge-half-datasets/],
    [[input, ...out, "--half-dataset-repeats", "3"], /--half-dataset-repeats without --merge-half-datasets/],
    [
      [input, ...out, "--normal-likelihood", "--studentt-likelihood-dof", "4"],
      /got both --normal-likelihood/,
    ],
    [
      [input, ...out, "--wilson-b", "20", "--wilson-prior-b", "40"],
      /got both --wilson-b and --wilson-prior-b/,
    ],
    [[input, ...out, "--recipe", "carless"], /got carless, expected one of default, laue, stills, careless/],
    [[input, ...out, "--likelihood", "normal", "--studentt-likelihood-dof", "4"], /no degrees of freedom/],
    [[input, ...out, "--studentt-likelihood-dof", "many"], /got many, expected a number .* or learned/],
    [[input, ...out, "--normal-likelihood", "--likelihood", "laplace"], /got both --normal-likelihood and/],
    [[input, ...out, "--refine-uncertainties", "--error-model", "none"], /got both --refine-uncertainties/],
    [
      [input, ...out, "--recipe", "stills", "--error-model", "evans"],
      /--error-model evans.* asinh likelihood/,
    ],
    [[input, ...out, "--positional-encoding-keys", "XDET"], /add --positional-encoding-frequencies 4/],
    [[input, ...out, "--mates-correlation", "0.99"], /without --anomalous, expected both/],
    [[input, ...out, "--double-wilson-r", "0,0.9"], /without --separate-files, expected both/],
    [[input, ...out, "--optimize-double-wilson-r"], /nothing that is correlated/],
    [[input, ...out, "--separate-files"], /got --separate-files and one file, expected several/],
    [[input, ...out, "--shared-images"], /got --shared-images and one file/],
    [[input, ...out, "--wavelength-range", "1.2,0.9"], /got 1.2,0.9, expected the shortest and the longest/],
    [
      [input, ...out, "--no-harmonics", "--harmonics-d-min", "2"],
      /both --harmonics-d-min and --no-harmonics/,
    ],
    [[input, ...out, "--classical", "--laue"], /--laue with --classical, expected it without/],
    [[input, ...out, "--iterations", "0"], /expected a whole number of at least 1/],
    [[input, ...out, "--mlp-width", "2.5"], /expected a whole number/],
  ])("%j is a usage error", async (words, message) => {
    const result = await runProgram(["merge", ...words]);
    expect(result.error).toMatch(message);
    expect(result.error.trim().split("\n")).toHaveLength(1);
    expect(result.status).toBe(2);
    expect(result.out).toBe("");
  });

  test.each([["--out"], ["--predictions"], ["--json"], ["--table1"]])(
    "%s into a folder that is not there is told before the data are read",
    async (option) => {
      const words = option === "--out" ? [] : out;
      const target = join(folder, "nowhere", "file");
      const result = await runProgram(["merge", input, ...words, option, target]);
      expect(result.status).toBe(1);
      expect(result.error).toContain(`${target}: got no such folder`);
      const isFolder = await runProgram(["merge", input, ...words, option, path("a-folder")]);
      expect(isFolder.error).toContain("got a folder, expected the name of a file to write");
      expect(existsSync(path("x.mtz"))).toBe(false);
    },
  );

  test("the help has the options under headings, with careless's names beside ours", () => {
    const help = commandHelp(mergeCommand);
    const headings = help.split("\n").filter((line) => line.startsWith("options"));
    expect(headings).toEqual([
      "options:",
      "options of merging by variational inference: the model:",
      "options of merging by variational inference: the errors:",
      "options of merging by variational inference: the prior:",
      "options of merging several files:",
      "options of Laue data:",
      "options of merging by variational inference: the fit:",
      "options of merging by variational inference: weights of another merge:",
      "options of merging by variational inference: how to judge it:",
      "options of merging by variational inference: the run:",
      "options of merging by the weighted mean (--classical):",
    ]);
    for (const names of [
      "--d-min Å, --dmin Å",
      "--intensity LABEL, --intensity-key LABEL",
      "--sigma LABEL, --uncertainty-key LABEL",
      "--iterations N, --steps N",
    ])
      expect(help).toContain(`  ${names}\n`);
  });
});

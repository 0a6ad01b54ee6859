// @ts-check
/**
 * `npm test`: the same set-up as `npm start`, then lint, type check, the unit tests, and the system tests (package,
 * notebooks, browser …). The last line is "N passed, N failed, N skipped"; lint and type checks count as one test each.
 * The exit status is 1 if anything failed, or if nothing ran.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, runMain, SetupError } from "../binder/common.mjs";
import { jupyterEnvironment, setup } from "../binder/setup.mjs";
import { addTotals, failuresOfReport, totalsLine, totalsOfReport } from "./totals.mjs";

const output = join(root, "test", "output");

/**
 * Runs a command in the foreground with nothing on its standard input; the answer is its exit status.
 * @param {string} script within node_modules
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
function run(script, args) {
  return new Promise((done, fail) => {
    const file = join(root, "node_modules", ...script.split("/"));
    const env = { ...jupyterEnvironment(), CI: "true" };
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env,
    });
    child.on("error", fail);
    child.on("close", (code) => done(code ?? 1));
  });
}

/** What has failed, in words, for the end of the log. @type {string[]} */
const failed = [];

/**
 * @param {string} name
 * @param {() => Promise<import("./totals.mjs").Totals>} work
 */
async function stage(name, work) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const totals = await work();
  if (totals.failed > 0) failed.push(name);
  console.log(`== ${name}: ${totalsLine(totals)} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  return totals;
}

/** The pure rooms alone, in which a use of `process` or `Buffer` is a type error. */
const browserCheck = ["-p", join("lib", "tsconfig.esm.json"), "--noEmit"];

/** The JupyterLab extension, with the types of JupyterLab from its own packages. */
const extensionCheck = ["-p", "labextension", "--noEmit"];

/** @param {number} status of one check */
const one = (status) => ({ passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 });

/** @param {"unit" | "system"} project */
async function vitest(project) {
  const report = join(output, `${project}.json`);
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const config = ["--config", join("test", "vitest.config.ts"), "--project", project];
  const status = await run("vitest/vitest.mjs", ["run", ...config, "--maxWorkers=2", ...reporters]);
  const read = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined;
  failed.push(...failuresOfReport(read));
  return totalsOfReport(read, status);
}

async function main() {
  mkdirSync(output, { recursive: true });
  try {
    await setup();
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    console.log(`\n${totalsLine({ passed: 0, failed: 1, skipped: 0 })}`);
    return 1;
  }
  const totals = addTotals([
    await stage("lint", async () => one(await run("@biomejs/biome/bin/biome", ["check", "."]))),
    await stage("type check", async () => one(await run("typescript/bin/tsc", ["--noEmit"]))),
    await stage("type check without Node's types", async () =>
      one(await run("typescript/bin/tsc", browserCheck)),
    ),
    await stage("type check of the JupyterLab extension", async () =>
      one(await run("typescript/bin/tsc", extensionCheck)),
    ),
    await stage("unit tests", () => vitest("unit")),
    await stage("system tests", () => vitest("system")),
  ]);
  if (failed.length > 0) console.log(`\nFailed:\n  ${failed.join("\n  ")}`);
  console.log(`\n${totalsLine(totals)}`);
  return totals.failed > 0 || totals.passed === 0 ? 1 : 0;
}

await runMain(main);

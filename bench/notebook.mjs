// @ts-check
/**
 * What a page waits for while a merge trains in a notebook cell, over jupyter_client against the real kernel, in a stock
 * tslab kernel and in our own: the echo of a button, a completion, an inspection (median and worst of 20), an interrupt
 * (to the end of the cell, checkpoint written), and 20,000 printed lines. `node bench/notebook.mjs` after `npm run setup`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, runMain, SetupError } from "../binder/common.mjs";
import { jupyterEnvironment, python } from "../binder/setup.mjs";

/** Milliseconds that issue 5 asks for. @type {Readonly<Record<string, number>>} */
const wanted = { button: 100, completion: 200, inspection: 200, interrupt: 1000 };

/** @param {string} kernel */
function measure(kernel) {
  const folder = join(root, "test", "output", "bench", kernel);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const script = join(root, "test", "notebooks", "linkDriver.py");
  const { status, stdout, stderr } = spawnSync(python, [script, kernel, folder, "latencies"], {
    encoding: "utf8",
    env: jupyterEnvironment(),
  });
  if (status !== 0) throw new SetupError(`${kernel}: the driver ended with ${status}\n${stderr}`);
  /** @type {Record<string, number[]>} */
  const result = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  return result;
}

await runMain(async () => {
  console.log("kernel    what          median ms   worst ms   wanted");
  for (const kernel of ["tslab", "friedel"])
    for (const [what, times] of Object.entries(measure(kernel))) {
      const sorted = [...times].sort((a, b) => a - b);
      const [median, worst] = [sorted[sorted.length >> 1], sorted[sorted.length - 1]];
      const limit = wanted[what] === undefined ? "" : `< ${wanted[what]}`;
      console.log(
        `${kernel.padEnd(9)} ${what.padEnd(12)} ${median.toFixed(1).padStart(10)} ${worst.toFixed(1).padStart(10)}   ${limit}`.trimEnd(),
      );
    }
});

// @ts-check
/**
 * What Jupyter starts for the kernel "TypeScript (Friedel)" where pip has installed it: the kernel of the Friedel that a
 * notebook in this folder imports. pip knows no Friedel of its own, so where the notebook's folder has none, a sentence
 * says what to do; it is found in the server's log.
 */
const { existsSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");

/** The program of the kernel in the Friedel of a folder. @param {string} folder */
function kernelProgram(folder) {
  /** @type {string} */
  let description;
  try {
    description = createRequire(join(folder, "notebook.js")).resolve("friedel/package.json");
  } catch {
    return fail(
      `got no friedel in ${folder}, expected one there or in a folder above; run npm install friedel tslab`,
    );
  }
  const program = join(dirname(description), "dist", "cjs", "notebook", "link", "main.js");
  if (existsSync(program)) return program;
  return fail(
    `got a friedel without a kernel, ${dirname(description)}, expected ${program}; install a newer one`,
  );
}

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`friedel: kernel: ${message}\n`);
  process.exit(1);
}

require(kernelProgram(process.cwd()));

/**
 * The process that killedMerge.test.ts kills: the program itself, on the words WORDS, which after STEP steps of its life
 * writes a word to its output and then does nothing more, so that it is killed just there. Bundled by the test.
 */
import { writeSync } from "node:fs";
import { run } from "../../lib/cli/program.js";
import { MergingTrainable } from "../../lib/models/merging/mergingTrainable.js";

const { WORDS = "[]", STEP = "" } = process.env;
const { step } = MergingTrainable.prototype;
let left = STEP === "" ? Number.POSITIVE_INFINITY : Number(STEP);

MergingTrainable.prototype.step = function (this: MergingTrainable, ...given) {
  const terms = step.apply(this, given);
  if (--left === 0) {
    writeSync(1, "now\n");
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
  return terms;
};

run(JSON.parse(WORDS), { out: () => {}, error: (text) => writeSync(2, text) }).then((status) => {
  process.exitCode = status;
});

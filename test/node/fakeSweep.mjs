/**
 * Stands for the program `friedel` in tests of sweeps on a cluster, of which only `sweep check FOLDER` is called here: a trial
 * whose hyperparameter `act` is usage has a wrong command line.
 */
import { readFileSync } from "node:fs";

const [, verb, folder] = process.argv.slice(2);
const { trials } = JSON.parse(readFileSync(`${folder}/sweep.json`, "utf8"));
if (verb !== "check") process.exit(3);
if (trials.some(({ act }) => act === "usage")) {
  console.error("friedel sweep: trial 1: friedel merge has no option --act");
  process.exit(2);
}

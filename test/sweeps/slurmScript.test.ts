// Oracle: Slurm's manual pages; what a shell makes of the script.
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import {
  arrayText,
  parseSbatch,
  parseSqueue,
  slurmScript,
  slurmWords,
} from "../../lib/sweeps/slurmScript.js";

test("the script has what was asked for, and becomes the trial", () => {
  const script = slurmScript("/data/sweeps/a", ["/usr/bin/node", "/opt/friedel/main.js"], {
    partition: "day",
    time: "02:00:00",
    memory: "4G",
    cpus: 4,
    arrayLimit: 8,
    more: ["--account=chem"],
  });
  const lines = script.split("\n");
  expect(lines[0]).toBe("#!/bin/sh");
  expect(lines.filter((line) => line.startsWith("#SBATCH "))).toEqual(
    [
      "--job-name=friedel-a",
      "--output=/data/sweeps/a/logs/%A_%a.txt",
      "--open-mode=append",
      "--requeue",
      "--signal=B:TERM@60",
      "--partition=day",
      "--time=02:00:00",
      "--mem=4G",
      "--cpus-per-task=4",
      "--account=chem",
    ].map((word) => `#SBATCH ${word}`),
  );
  expect(lines.at(-2)).toBe(
    'exec /usr/bin/node /opt/friedel/main.js sweep --trial "$SLURM_ARRAY_TASK_ID" /data/sweeps/a',
  );
});

test("names with spaces, quotes and per cent signs reach the program and the log as they are", () => {
  const folder = `/data/my sweeps/it's 10%/a"b`;
  const script = slurmScript(folder, [process.execPath, "-p", "JSON.stringify(process.argv.slice(1))"], {});
  expect(script).toContain(`#SBATCH --output="/data/my sweeps/it's 10%%/a\\"b/logs/%A_%a.txt"`);
  const env = { ...process.env, SLURM_ARRAY_TASK_ID: "7" };
  // node takes "sweep" for the first operand, and our flags for its script's
  const text = execFileSync("sh", ["-c", script.replace(" sweep --trial", " -- sweep --trial")], {
    env,
    encoding: "utf8",
  });
  expect(JSON.parse(text)).toEqual(["sweep", "--trial", "7", folder]);
});

test("numbers of an array", () => {
  expect(arrayText([1])).toBe("1");
  expect(arrayText([1, 2, 3, 7, 9, 10], 2)).toBe("1-3,7,9-10%2");
  expect(slurmWords({})).toEqual([]);
});

test("what squeue lists, one task a line, whatever its state", () => {
  expect(parseSqueue("12 3 PENDING\n12 10 RUNNING\n 13 1 COMPLETING \n\n9 N/A RUNNING\n")).toEqual(
    new Set(["12_3", "12_10", "13_1"]),
  );
  expect(parseSqueue("")).toEqual(new Set());
  expect(() => parseSqueue("JOBID PARTITION\n")).toThrow(
    'squeue: got the line "JOBID PARTITION", expected a job',
  );
});

test("the job that sbatch names, with a cluster's name or words before it", () => {
  expect(parseSbatch("123\n")).toBe("123");
  expect(parseSbatch("Welcome!\n123;main\n")).toBe("123");
  expect(() => parseSbatch("Submitted batch job 5")).toThrow('sbatch: got "Submitted batch job 5", expected');
});

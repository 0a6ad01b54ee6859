/**
 * A Slurm of one node (this machine, two cores) in a folder, with a munge of its own: for tests. It needs the programs of
 * Debian's slurm-wlm and munge, and no more rights than whoever runs the test has.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { accessSync, constants, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";

const programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol", "sinfo"];
const places = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/usr/local/sbin"];

/** Where a program is; undefined where it is not installed. */
function found(program: string): string | undefined {
  return places
    .map((place) => join(place, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The programs that are missing here; none where a Slurm can be started. */
export const missingPrograms: readonly string[] = programs.filter((name) => found(name) === undefined);

/** A Slurm that runs. */
export interface SlurmCluster {
  /** The environment of programs that are to talk to it. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs one of Slurm's programs and gives what it prints. */
  call(program: string, ...words: string[]): string;
  stop(): Promise<void>;
}

/** Starts one in a folder. @throws Error with the ends of the logs where it does not come up */
export async function startSlurm(folder: string): Promise<SlurmCluster> {
  const { conf, key } = await configure(folder);
  const env = { ...process.env, SLURM_CONF: conf };
  const children: ChildProcess[] = [];
  const start = (name: string, ...words: string[]) => {
    const log = openSync(join(folder, "log", `${name}.out`), "a");
    children.push(spawn(found(name) as string, words, { env, stdio: ["ignore", log, log] }));
  };
  const call = (program: string, ...words: string[]) =>
    execFileSync(found(program) as string, words, {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  const stop = async () => {
    await cancelAll(call);
    for (const child of [...children].reverse()) {
      const ended = new Promise((done) => child.once("exit", done));
      if (child.exitCode === null && child.signalCode === null && child.kill("SIGTERM")) await ended;
    }
  };
  const munge = ["--pid-file", "--log-file", "--seed-file"].map(
    (option) => `${option}=${folder}/munge${option}`,
  );
  start("munged", "--foreground", "--force", `--socket=${folder}/munge.sock`, `--key-file=${key}`, ...munge);
  start("slurmctld", "-D", "-f", conf);
  start("slurmd", "-D", "-f", conf);
  const end = performance.now() + 30_000;
  while (!isIdle(call)) {
    if (performance.now() > end || children.some(({ exitCode }) => exitCode !== null)) {
      await stop();
      throw new Error(`Slurm did not come up:\n${logs(folder)}`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  return { env, call, stop };
}

/** Ends what still runs, of a test that failed: it would outlive the daemons. */
async function cancelAll(call: SlurmCluster["call"]): Promise<void> {
  try {
    call("scancel", `--user=${userInfo().username}`);
    for (let i = 0; i < 100 && call("squeue", "--noheader").trim() !== ""; i++)
      await new Promise((done) => setTimeout(done, 100));
  } catch {
    // a Slurm that did not come up runs nothing
  }
}

function isIdle(call: SlurmCluster["call"]): boolean {
  try {
    return call("sinfo", "--noheader", "--format=%t").trim() === "idle";
  } catch {
    return false;
  }
}

function logs(folder: string): string {
  return ["munged", "slurmctld", "slurmd"]
    .map((name) => `${name}: ${readFileSync(join(folder, "log", `${name}.out`), "utf8").slice(-1500)}`)
    .join("\n");
}

/** Writes the configuration and the key. */
async function configure(folder: string): Promise<{ conf: string; key: string }> {
  for (const name of ["state", "spool", "log"]) mkdirSync(join(folder, name), { recursive: true });
  const [conf, key] = [join(folder, "slurm.conf"), join(folder, "munge.key")];
  writeFileSync(key, randomBytes(1024), { mode: 0o600 });
  const [host] = hostname().split(".");
  const user = userInfo().username;
  const [control, node] = [await freePort(), await freePort()];
  writeFileSync(
    conf,
    [
      "ClusterName=test",
      `SlurmctldHost=${host}(127.0.0.1)`,
      `SlurmctldPort=${control}`,
      `SlurmdPort=${node}`,
      `SlurmUser=${user}`,
      `SlurmdUser=${user}`,
      "AuthType=auth/munge",
      `AuthInfo=socket=${folder}/munge.sock`,
      "CredType=cred/munge",
      `StateSaveLocation=${folder}/state`,
      `SlurmdSpoolDir=${folder}/spool`,
      `SlurmctldPidFile=${folder}/slurmctld.pid`,
      `SlurmdPidFile=${folder}/slurmd.pid`,
      "MpiDefault=none",
      "ProctrackType=proctrack/linuxproc",
      "TaskPlugin=task/none",
      "JobAcctGatherType=jobacct_gather/none",
      "SelectType=select/cons_tres",
      "SelectTypeParameters=CR_Core",
      "SchedulerParameters=sched_interval=1,batch_sched_delay=0",
      "KillWait=10",
      "MinJobAge=2",
      "ReturnToService=2",
      `NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN`,
      `PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP`,
      "",
    ].join("\n"),
  );
  return { conf, key };
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/**
 * The link over jupyter_client against the real kernel: in a stock tslab kernel, where `import "friedel"` attaches it, and
 * in our own. linkDriver.py, which plays the scenarios, waits for messages and for no fixed times.
 */
import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { jupyterEnvironment, kernelName, python } from "../../binder/setup.mjs";
import { friedelKernelName } from "../../lib/notebook/link/kernelSpec.js";
import { installPacked } from "../package/packed.js";
import { collect } from "./runNotebook.js";

const ok = { status: "ok", stderr: "" };

/** A folder for the kernel to run in, emptied before. */
function emptyFolder(name: string): string {
  const folder = join(root, "test", "output", "link", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Plays a scenario of linkDriver.py. */
async function play(scenario: string, kernel: string, folder = emptyFolder(`${scenario}-${kernel}`)) {
  const script = join(root, "test", "notebooks", "linkDriver.py");
  const run = await collect(python, [script, kernel, folder, scenario], jupyterEnvironment());
  expect(run.status, run.stderr + run.stdout).toBe(0);
  const last = run.stdout.trim().split("\n").at(-1) ?? "";
  return JSON.parse(last);
}

describe.each([kernelName, friedelKernelName])("the kernel %s", (kernel) => {
  test("20,000 printed lines arrive complete and in few messages, read late, and the next cell runs", async () => {
    const { complete, messages, order, next } = await play("printing", kernel);
    expect(complete).toEqual([true, true]);
    expect(messages).toBeLessThan(1000);
    expect(order).toEqual(["stderr", "stdout"]);
    expect(next).toEqual({ ...ok, stdout: "2\n" });
  });

  test("3,000 updates of a display all arrive, read late, in order with what is printed", async () => {
    const { texts, beforeText, next } = await play("displays", kernel);
    expect(texts).toBe(true);
    expect(beforeText).toEqual(["999", "1999", "2999"]);
    expect(next).toEqual({ ...ok, stdout: "2\n" });
  });

  test("comms: controls are applied, echoed and recorded; a busy kernel completes, inspects and says it is busy", async () => {
    const result = await play("comms", kernel);
    expect(result.opened).toEqual({ trainings: [] });
    expect(result.nothing).toEqual({ error: "control of a training: none is under way" });
    expect(result.info.msg_type).toBe("comm_info_reply");
    expect(result.info.content).toEqual({ status: "ok", comms: { page: { target_name: "friedel" } } });
    const { run } = result.started;
    expect(result.started).toEqual({ run, kind: "endless", steps: 1e8 });
    expect(result.listed).toEqual({ trainings: [result.started] });

    const controls = [
      { learningRate: 0.5 },
      { priorWeight: 0 },
      { pause: true },
      { resume: true },
      { checkpoint: true },
      { stop: true },
    ];
    expect(result.echoes).toMatchObject(
      controls.map((control) => ({ echo: { run, control, applied: true } })),
    );
    expect(result.echoes.map(({ request }: { request?: number }) => request)).toEqual([
      7,
      ...Array(5).fill(undefined),
    ]);
    const steps: number[] = result.echoes.map(({ echo }: { echo: { step: number } }) => echo.step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps[3]).toBe(steps[2]);
    expect(result.errors).toMatchObject([
      { error: expect.stringContaining('got run "another"') },
      { error: expect.stringContaining("learning rate factor: got -1"), request: "x" },
      { error: expect.stringContaining('got {"faster":true}, expected one of stop') },
    ]);

    expect(result.completion).toContain("activeTrainings");
    expect(result.inspection).toBe(true);
    expect(result.busyAgain).toEqual(["busy", true]);
    expect(result.order).toBe(true);
    expect(result.cell).toMatchObject(ok);
    const recorded = controls.map((control) => JSON.stringify(control).replace(/"/g, ""));
    expect(result.cell.stdout.replace(/\s/g, "")).toBe(`begun['stopped',[${recorded.join(",")}]]`);
    expect(result.queued).toEqual({ ...ok, stdout: "queued\n" });
    expect(result.queuedBusy).toEqual([
      ["idle", false],
      ["busy", true],
    ]);
    expect(result.closed).toEqual({ status: "ok", comms: {} });
  });

  test("two trainings at once are told apart by their run", async () => {
    const { runs, unclear, cell } = await play("two_trainings", kernel);
    expect(runs).toBe(2);
    expect(unclear.error).toContain("got no run, expected one of ");
    expect(cell).toEqual({ ...ok, stdout: "one\ntwo\n[ 1, 2 ]\n" });
  });

  test("a page that subscribes follows a training to its end, each step once", async () => {
    const { snapshot, deltas, last } = await play("followed", kernel);
    expect(snapshot).toMatchObject({ version: 1, kind: "endless", state: "running", steps: 1e8 });
    expect(snapshot.memory).toBeGreaterThan(5e7);
    for (const { rows, state } of deltas) {
      expect(state).toBe("running");
      expect(rows.names).toEqual(["step", "nll", "seconds"]);
      expect(rows.values.length).toBeLessThanOrEqual(200);
    }
    const ends: number[] = [snapshot, ...deltas, last].map(({ step }) => step);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    deltas.forEach(({ rows }: { rows: { values: number[][] } }, i: number) => {
      expect(rows.values[0][0]).toBeGreaterThan(ends[i]);
      expect(rows.values.at(-1)?.[0]).toBe(ends[i + 1]);
    });
    expect(last).toMatchObject({ state: "stopped", controls: [{ control: { stop: true } }] });
  });

  test("an interrupt stops a merge with a checkpoint; resumed, it equals an unbroken one to the bit", async () => {
    const { stopped, resumed } = await play("interrupt", kernel);
    expect(stopped.status).toBe("ok");
    expect(stopped.stderr).toBe(
      "interrupt: the training stops after this step, with a checkpoint; interrupt again to abandon the cell\n",
    );
    const [, step, checkpoint] = /then stopped (\d+) (\d+)\n$/.exec(stopped.stdout) ?? [];
    expect(Number(step)).toBeGreaterThan(0);
    expect(Number(step)).toBeLessThan(3000);
    expect(checkpoint).toBe(step);
    expect(resumed).toEqual({ ...ok, stdout: "[ 'stopped', 'finished', 3000, true ]\n" });
  });

  test("a second interrupt abandons the cell, and what it would still train ends before its first step", async () => {
    const { cell, after, next } = await play("abandon", kernel);
    expect(cell.status).toBe("error");
    expect(cell.stderr).toMatch(/^interrupt: the training stops after this step; interrupt again/);
    expect(cell.stderr).toContain("Interrupted asynchronously");
    expect(after).toMatch(/all over \[ true, true, false \] 0\n$/);
    expect(next).toEqual({ ...ok, stdout: "2\n" });
  });

  test("where nothing trains the first interrupt abandons the cell, as without the link", async () => {
    const { waiting, again, looping, last } = await play("plain_interrupt", kernel);
    expect(waiting).toMatchObject({ status: "error", stdout: "waiting\n" });
    expect(waiting.stderr).toContain("Interrupted asynchronously");
    expect(looping).toMatchObject({ status: "error", stdout: "looping\n" });
    expect([again.stdout, last.stdout]).toEqual(["again\n", "last\n"]);
  });

  test("an interrupt by message does the same as one by signal", async () => {
    const { reply, content, cell } = await play("interrupt_request", kernel);
    expect([reply, content]).toEqual(["interrupt_reply", { status: "ok" }]);
    expect(cell).toMatchObject({ status: "ok", stdout: "begun\nstopped\n" });
  });

  test("the library is imported as often as one likes", async () => {
    const { first, second } = await play("imported", kernel);
    expect(first).toEqual({ ...ok, stdout: "one\n" });
    expect(second).toEqual({ ...ok, stdout: "two\nobject\n" });
  });

  test("another version of tslab is left alone, and a sentence says so once", async () => {
    const folder = emptyFolder(`version-${kernel}`);
    const { first, second } = await play("imported", kernel, withTslab(folder, "1.0.23"));
    expect(first.stdout).toBe("one\n");
    expect(first.stderr).toBe(
      "friedel: got tslab 1.0.23, expected 1.0.22: in this kernel an interrupt and a page's buttons do not reach a " +
        "training, and long outputs may be lost; npm install tslab@1.0.22 mends it\n",
    );
    expect(second).toEqual({ ...ok, stdout: "two\nundefined\n" });
  });
});

test("outside of the repository our kernel has the link of the notebook's Friedel, over the tslab it brings", async () => {
  const project = await installPacked();
  try {
    const copy = join(realpathSync(project.folder), "node_modules", "friedel");
    const file = join(copy, "dist", "cjs", "notebook", "link", "comms.js");
    expect(await play("copies", friedelKernelName, project.folder)).toEqual({ ...ok, stdout: `${file}\n` });
  } finally {
    project.remove();
  }
});

/** Puts a copy of tslab that says it is another version into a folder. */
function withTslab(folder: string, version: string): string {
  const copy = join(folder, "node_modules", "tslab");
  cpSync(join(root, "node_modules", "tslab"), copy, { recursive: true });
  const file = join(copy, "package.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), version }));
  return folder;
}

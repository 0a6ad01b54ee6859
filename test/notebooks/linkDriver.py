"""Drives a real kernel over jupyter_client for link.test.ts and bench/notebook.mjs.

    linkDriver.py KERNEL FOLDER SCENARIO

starts the kernel in the folder, plays the scenario, and prints what came of it as one line of JSON. It waits for
messages, never for a time; a message that does not come within LIMIT seconds fails the scenario.
"""
import json
import sys
import time
from queue import Empty

from jupyter_client.manager import KernelManager

LIMIT = 120


class Driver:
    """A kernel, and everything it has published so far, in order."""

    def __init__(self, kernel, folder):
        self.manager = KernelManager(kernel_name=kernel)
        self.manager.start_kernel(cwd=folder)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LIMIT)
        self.seen = []

    def shutdown(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def next(self):
        """The next message that is published."""
        try:
            message = self.client.get_iopub_msg(timeout=LIMIT)
        except Empty:
            kinds = [m["msg_type"] for m in self.seen[-20:]]
            raise SystemExit(f"nothing more was published within {LIMIT} s; the last were {kinds}")
        self.seen.append(message)
        return message

    def until(self, wanted, start=None):
        """Reads on to a message that is wanted; also looks through those seen from number `start` on."""
        for message in self.seen[start:] if start is not None else []:
            if wanted(message):
                return message
        while True:
            message = self.next()
            if wanted(message):
                return message

    def reply(self, request):
        """The reply to a request on the shell channel."""
        while True:
            message = self.client.get_shell_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == request:
                return message

    def ended(self, request):
        """Reads to the end of a cell: the cell's own messages and its reply."""
        self.until(idle(request), 0)
        own = [m for m in self.seen if m["parent_header"].get("msg_id") == request]
        return Cell(own, self.reply(request)["content"]["status"])

    def run(self, code):
        return self.ended(self.client.execute(code))

    def run_after_error(self, code):
        """Runs a cell after one that failed: tslab refuses those that come within 0.2 s."""
        while True:
            cell = self.run(code)
            if cell.status != "abort":
                return cell

    def run_unread(self, code):
        """Runs a cell of which nothing is read before it is over: a page that is slow."""
        request = self.client.execute(code)
        status = self.reply(request)["content"]["status"]
        self.until(idle(request))
        return Cell([m for m in self.seen if m["parent_header"].get("msg_id") == request], status)

    def send(self, kind, **content):
        """Sends a message on the shell channel that is not answered there."""
        message = self.client.session.msg(kind, content)
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def comm(self, data, wanted):
        """Sends over the comm "page", and reads on to the comm message that is wanted."""
        start = len(self.seen)
        self.send("comm_msg", comm_id="page", data=data)
        return self.until(lambda m: m["msg_type"] == "comm_msg" and wanted in m["content"]["data"], start)[
            "content"
        ]["data"]

    def position(self, wanted):
        return next(i for i, m in enumerate(self.seen) if wanted(m))


class Cell:
    """What a cell has shown."""

    def __init__(self, messages, status):
        self.messages = messages
        self.status = status

    def texts(self, name="stdout"):
        return [m["content"]["text"] for m in self.messages if m["msg_type"] == "stream" and m["content"]["name"] == name]

    def result(self):
        return {"status": self.status, "stdout": "".join(self.texts()), "stderr": "".join(self.texts("stderr"))}


def idle(request):
    return lambda m: (
        m["msg_type"] == "status"
        and m["content"]["execution_state"] == "idle"
        and m["parent_header"].get("msg_id") == request
    )


def says(text):
    return lambda m: m["msg_type"] == "stream" and text in m["content"]["text"]


# A model whose steps take some time and can be told apart, of so many steps that it never ends by itself.
ENDLESS = """
import { activeTrainings, train } from "friedel";
class Endless {
  kind = "endless"; config = {}; fingerprint = "none"; variant = "reference"; sum = new Float64Array(1);
  step(step: number, { learningRate }: { learningRate: number }) {
    for (const until = performance.now() + 0.3; performance.now() < until; );
    this.sum[0] += learningRate;
    return { nll: learningRate };
  }
  tensors() { return { sum: this.sum }; }
  restore() {}
}
const begin = (name = "begun") => ({
  steps: 1e8, reporters: [((told) => () => { if (!told) console.log(name); told = true; })(false)],
});
"""

LINES = """
for (let line = 0; line < 20000; line++) console.log(`line ${line}`);
"""

MERGE = """
import { existsSync } from "node:fs";
import { folderStore, merge, openRun, simulateRotation } from "friedel";
const data = simulateRotation({ seed: 1, dMin: 3.4, rotationRange: 60 });
const model = merge(data.observations, { anomalous: true, testFraction: 0.1 });
const options = { steps: 3000, seed: 1, checkpointEvery: 100000 };
"""


def printing(driver):
    """20,000 lines, in the cell that imports the library and in a later one, read late."""
    expected = "".join(f"line {i}\n" for i in range(20000))
    first = driver.run_unread('import { version } from "friedel";' + LINES)
    second = driver.run_unread(LINES + 'console.error("an error");\nconsole.log("the end");')
    return {
        "complete": ["".join(first.texts()) == expected, "".join(second.texts()) == expected + "the end\n"],
        "messages": len(second.texts()),
        "order": [m["content"]["name"] for m in second.messages if m["msg_type"] == "stream"][-2:],
        "next": driver.run("1 + 1").result(),
    }


def displays(driver):
    """3,000 updates of a display in one turn of the event loop, with printing between them, read late."""
    driver.run('import "friedel"; import { newDisplay } from "tslab";')
    cell = driver.run_unread(
        "const view = newDisplay();\n"
        "for (let i = 0; i < 3000; i++) { view.text(String(i)); if (i % 1000 === 999) console.log(i); }"
    )
    shown = [m["content"] for m in cell.messages if m["msg_type"] in ("display_data", "update_display_data")]
    kinds = [
        "text" if m["msg_type"] == "stream" else m["content"]["data"]["text/plain"]
        for m in cell.messages
        if m["msg_type"] != "status"
    ]
    return {
        "texts": [content["data"]["text/plain"] for content in shown] == [str(i) for i in range(3000)],
        "beforeText": [kinds[i - 1] for i, kind in enumerate(kinds) if kind == "text"],
        "next": driver.run("1 + 1").result(),
    }


def comms(driver):
    """A page's buttons on a training that runs in a cell, and completion and inspection beside it."""
    driver.run(ENDLESS)
    driver.send("comm_open", comm_id="lost", target_name="nobody", data={})
    driver.until(lambda m: m["msg_type"] == "comm_close" and m["content"]["comm_id"] == "lost")
    driver.send("comm_open", comm_id="page", target_name="friedel", data={})
    opened = driver.until(lambda m: m["msg_type"] == "comm_msg")["content"]["data"]
    nothing = driver.comm({"stop": True}, "error")
    info = driver.reply(driver.client.comm_info())
    cell = driver.client.execute("const done = await train(new Endless(), begin()); [done.state, done.history.controls.map((c) => c.control)]")
    queued = driver.client.execute('"queued"')
    started = driver.until(lambda m: "started" in m["content"].get("data", {}))["content"]["data"]["started"]
    driver.until(says("begun"))
    result = {"opened": opened, "nothing": nothing, "info": info, "started": started}

    request = driver.client.complete("activeTr", 8)
    result["completion"] = driver.reply(request)["content"]["matches"]
    driver.until(idle(request), 0)
    busy = driver.next()
    result["busyAgain"] = [busy["content"].get("execution_state"), busy["parent_header"]["msg_id"] == cell]
    request = driver.client.inspect("train", 3)
    result["inspection"] = driver.reply(request)["content"]["found"]

    run = started["run"]
    result["echoes"] = [
        driver.comm({"run": run, "request": 7, "learningRate": 0.5}, "echo"),
        driver.comm({"run": run, "priorWeight": 0}, "echo"),
        driver.comm({"pause": True}, "echo"),
        driver.comm({"resume": True}, "echo"),
        driver.comm({"checkpoint": True}, "echo"),
    ]
    result["errors"] = [
        driver.comm({"run": "another", "stop": True}, "error"),
        driver.comm({"learningRate": -1, "request": "x"}, "error"),
        driver.comm({"faster": True}, "error"),
    ]
    result["listed"] = driver.comm({"trainings": True}, "trainings")
    result["echoes"].append(driver.comm({"stop": True}, "echo"))
    result["cell"] = driver.ended(cell).result()
    result["queued"] = driver.ended(queued).result()
    ends = [driver.position(lambda m: "ended" in m["content"].get("data", {})), driver.position(idle(cell))]
    last = driver.position(lambda m: m["content"].get("data", {}).get("echo", {}).get("control") == {"stop": True})
    result["order"] = last < ends[0] < ends[1]
    states = [m for m in driver.seen[ends[1] :] if m["msg_type"] == "status"][:2]
    result["queuedBusy"] = [[m["content"]["execution_state"], m["parent_header"]["msg_id"] == queued] for m in states]
    driver.send("comm_close", comm_id="page", data={})
    result["closed"] = driver.reply(driver.client.comm_info())["content"]
    return result


def two_trainings(driver):
    """Two trainings at once: a control names its run."""
    driver.run(ENDLESS)
    driver.send("comm_open", comm_id="page", target_name="friedel", data={})
    cell = driver.client.execute(
        'const [one, two] = await Promise.all([train(new Endless(), begin("one")), train(new Endless(), begin("two"))]);\n'
        "[one.history.controls.length, two.history.controls.length]"
    )
    driver.until(says("one"))
    driver.until(says("two"), 0)
    runs = [t["run"] for t in driver.comm({"trainings": True}, "trainings")["trainings"]]
    unclear = driver.comm({"stop": True}, "error")
    driver.comm({"run": runs[1], "learningRate": 2}, "echo")
    for run in runs:
        driver.comm({"run": run, "stop": True}, "echo")
    return {"runs": len(set(runs)), "unclear": unclear, "cell": driver.ended(cell).result()}


def followed(driver):
    """A page that subscribes is told of a training that runs, and of its end."""
    driver.run(ENDLESS)
    driver.send("comm_open", comm_id="page", target_name="friedel", data={})
    driver.send("comm_msg", comm_id="page", data={"subscribe": True})
    cell = driver.client.execute('import { memoryStore } from "friedel"; (await train(new Endless(), { ...begin(), evaluateEvery: 1e8, store: memoryStore("here") })).state')
    told = lambda key: lambda m: m["msg_type"] == "comm_msg" and key in m["content"]["data"]
    snapshot = driver.until(told("snapshot"))["content"]["data"]["snapshot"]
    deltas = [driver.until(told("progress"))["content"]["data"]["progress"] for _ in range(3)]
    driver.comm({"stop": True}, "echo")
    done = lambda m: told("progress")(m) and m["content"]["data"]["progress"]["state"] == "stopped"
    last = driver.until(done, 0)["content"]["data"]["progress"]
    driver.ended(cell)
    return {"snapshot": snapshot, "deltas": deltas, "last": last}


def interrupt(driver):
    """An interrupt in the very cell that imports the library; the run is resumed, and equals one that was not broken."""
    cell = driver.client.execute(
        MERGE + 'const broken = await model.train({ ...options, folder: "run", reporters: [(p) => console.log("at", p.step)] });\n'
        'const left = await openRun(folderStore("run")); console.log("then", left.state, left.step, left.checkpoints.at(-1).step);'
    )
    driver.until(says("at"))
    driver.manager.interrupt_kernel()
    stopped = driver.ended(cell)
    resumed = driver.run(
        'const resumed = await model.train({ ...options, folder: "run", resume: true, reporters: [] });\n'
        "const whole = await model.train({ ...options, reporters: [] });\n"
        "const same = Object.keys(whole.parameters).map((name) => Buffer.from(whole.parameters[name].buffer, whole.parameters[name].byteOffset, whole.parameters[name].byteLength).equals(Buffer.from(resumed.parameters[name].buffer, resumed.parameters[name].byteOffset, resumed.parameters[name].byteLength)));\n"
        "[broken.result.state, resumed.result.state, whole.result.step, same.length > 0 && same.every((x) => x)]"
    )
    return {"stopped": stopped.result(), "resumed": resumed.result()}


def abandon(driver):
    """A second interrupt abandons the cell, the very one that imports the library; its later trainings end at once."""
    cell = driver.client.execute(
        ENDLESS
        + 'const steps: number[] = [];\nfor (const name of ["first", "second", "third"]) steps.push((await train(new Endless(), begin(name))).step);\n'
        + 'console.log("all over", steps.map((step) => step > 0), activeTrainings().length);'
    )
    driver.until(says("first"))
    driver.manager.interrupt_kernel()
    driver.until(says("second"), 0)
    driver.manager.interrupt_kernel()
    first = driver.ended(cell)
    after = driver.until(says("all over"), 0)["content"]["text"]
    return {"cell": first.result(), "after": after, "next": driver.run_after_error("1 + 1").result()}


def plain_interrupt(driver):
    """Where nothing trains, the first interrupt abandons the cell, be it waiting or in a loop without an end.

    The line is printed by a timer, since Node loses a signal that comes just when the synchronous part of a cell ends.
    """
    waiting = driver.client.execute('import "friedel"; setTimeout(() => console.log("waiting"), 0); await new Promise(() => {});')
    driver.until(says("waiting"))
    driver.manager.interrupt_kernel()
    first = driver.ended(waiting).result()
    again = driver.run_after_error('"again"').result()
    looping = driver.client.execute('console.log("looping"); while (true);')
    driver.until(says("looping"))
    driver.manager.interrupt_kernel()
    return {"waiting": first, "again": again, "looping": driver.ended(looping).result(), "last": driver.run_after_error('"last"').result()}


def interrupt_request(driver):
    """An interrupt by message instead of by signal."""
    driver.run(ENDLESS)
    cell = driver.client.execute("(await train(new Endless(), begin())).state")
    driver.until(says("begun"))
    request = driver.client.session.msg("interrupt_request", {})
    driver.client.control_channel.send(request)
    reply = driver.client.get_control_msg(timeout=LIMIT)
    return {"reply": reply["msg_type"], "content": reply["content"], "cell": driver.ended(cell).result()}


def imported(driver):
    """The library is imported twice, and what a cell prints comes once."""
    first = driver.run('import * as friedel from "friedel"; console.log("one");').result()
    second = driver.run('import { version } from "friedel"; console.log("two"); typeof friedel.notebookComms()').result()
    return {"first": first, "second": second}


def copies(driver):
    """From which copy of Friedel the link is that a cell's own Friedel finds: the file of its comms."""
    return driver.run(
        'import { notebookComms } from "friedel";\n'
        "const own = notebookComms()?.constructor;\n"
        "for (const [file, module] of Object.entries(require.cache)) if (own && module?.exports?.Comms === own) console.log(file);"
    ).result()


def latencies(driver):
    """Milliseconds (wall clock) of what a page waits for while a merge trains; printed by bench/notebook.mjs."""
    driver.run(MERGE)
    driver.send("comm_open", comm_id="page", target_name="friedel", data={})
    cell = driver.client.execute('const run = await model.train({ ...options, steps: 10000000, folder: "bench" });')
    driver.until(lambda m: "started" in m["content"].get("data", {}))
    driver.until(lambda m: m["msg_type"] == "update_display_data")
    result = {"button": [], "completion": [], "inspection": []}
    for i in range(20):
        start = time.perf_counter()
        driver.comm({"request": i, "learningRate": 1}, "echo")
        result["button"].append(1e3 * (time.perf_counter() - start))
    for kind, ask in (
        ("completion", lambda: driver.client.complete("model.be", 8)),
        ("inspection", lambda: driver.client.inspect("model", 3)),
    ):
        for i in range(20):
            start = time.perf_counter()
            driver.reply(ask())
            result[kind].append(1e3 * (time.perf_counter() - start))
    start = time.perf_counter()
    driver.manager.interrupt_kernel()
    driver.ended(cell)
    result["interrupt"] = [1e3 * (time.perf_counter() - start)]
    start = time.perf_counter()
    driver.run(LINES)
    result["lines"] = [1e3 * (time.perf_counter() - start)]
    return result


def main():
    kernel, folder, scenario = sys.argv[1:]
    driver = Driver(kernel, folder)
    try:
        print(json.dumps(globals()[scenario](driver), default=str))
    finally:
        driver.shutdown()


if __name__ == "__main__":
    main()

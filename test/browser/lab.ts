/** JupyterLab from .venv and Chromium, for the tests in a real browser. Both on the loopback interface only. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { root } from "../../binder/common.mjs";
import { jupyterEnvironment, python } from "../../binder/setup.mjs";

/** Where the tests of the browser leave their files: notebooks as run, screenshots, JupyterLab's own. */
export const output: string = join(root, "test", "output", "browser");

const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser's executable: $CHROMIUM_PATH, or the first of the usual ones that is there. */
export const browserPath: string | undefined =
  process.env.CHROMIUM_PATH || candidates.find((path) => existsSync(path));

/** True where the tests must run: there is a browser, or FRIEDEL_BROWSER=required promises one. */
export const hasBrowser: boolean = browserPath !== undefined || process.env.FRIEDEL_BROWSER === "required";

if (!hasBrowser)
  console.warn(
    "browser: no Chromium found, tests in a browser are skipped (install it, or set CHROMIUM_PATH)",
  );

export function launchBrowser(): Promise<Browser> {
  if (browserPath === undefined || !existsSync(browserPath))
    throw new Error(
      `Chromium: got ${browserPath ?? "none"}, expected an executable (install it, or set CHROMIUM_PATH)`,
    );
  return chromium.launch({
    executablePath: browserPath,
    headless: true,
    args: [
      "--no-sandbox",
      "--use-angle=swiftshader",
      "--no-first-run",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface Lab {
  /** The page of a file, by its path within the repository. */
  page(path: string): string;
  /** What the server has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts JupyterLab in the repository on a free port, with settings and state of its own. */
export async function startLab(env: NodeJS.ProcessEnv = {}): Promise<Lab> {
  const state = join(output, "jupyter");
  rmSync(state, { recursive: true, force: true });
  const settings = join(state, "settings", "@jupyterlab", "notebook-extension");
  mkdirSync(settings, { recursive: true });
  // By default a notebook keeps only the cells in sight in the page; the tests look at all of them.
  writeFileSync(join(settings, "tracker.jupyterlab-settings"), '{ "windowingMode": "none" }');
  const token = randomBytes(24).toString("hex");
  const port = await freePort();
  const args = ["-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"];
  args.push(`--ServerApp.root_dir=${root}`, "--ServerApp.ip=127.0.0.1", `--ServerApp.port=${port}`);
  args.push("--ServerApp.port_retries=0");
  const child = spawn(python, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...jupyterEnvironment(),
      JUPYTER_TOKEN: token,
      JUPYTER_CONFIG_DIR: join(state, "config"),
      JUPYTER_DATA_DIR: join(state, "data"),
      JUPYTER_RUNTIME_DIR: join(state, "runtime"),
      JUPYTERLAB_SETTINGS_DIR: join(state, "settings"),
      JUPYTERLAB_WORKSPACES_DIR: join(state, "workspaces"),
      ...env,
    },
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  const url = `http://127.0.0.1:${port}`;
  try {
    await answering(`${url}/api/status?token=${token}`, child);
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`JupyterLab did not start: ${String(error)}\n${log}`);
  }
  return {
    page: (path) => `${url}/lab/tree/${path}?reset&token=${token}`,
    log: () => log,
    stop: () => stop(child),
  };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + 90_000;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    try {
      if ((await fetch(url, { signal: AbortSignal.timeout(5000) })).ok) return;
    } catch {
      // not up yet
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error("no answer in 90 s");
}

/** A server ends its kernels on SIGTERM; one that does not end in time is killed. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
  await ended;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? done(address.port) : fail(new Error("no port")),
      );
    });
  });
}

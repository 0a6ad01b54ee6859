/**
 * JupyterLab from .venv and Chromium, for the tests in a real browser: {@link startLab} and {@link launchBrowser}, both on
 * the loopback interface only; or {@link useLab}, which starts both once for a test file and opens pages that the tests
 * drive as a user does.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { root } from "../../binder/common.mjs";
import { jupyterEnvironment, python } from "../../binder/setup.mjs";

/** Where the tests of the browser leave their files: notebooks as run, screenshots, JupyterLab's own. */
export const output: string = join(root, "test", "output", "browser");

/** Where screenshots go: kept by CI, ignored by git. */
export const pictures: string = join(root, "test", "browser", "out");

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
      "--enable-unsafe-swiftshader",
      "--no-first-run",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface Lab {
  /** The page of a file, by its path from the server's root; of nothing in particular by "". */
  page(path: string): string;
  /** What the server has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

/** How a JupyterLab is started. */
export interface LabOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** The server's root. */
  readonly folder?: string;
  /** False: JupyterLab as it is without our extension. */
  readonly extension?: boolean;
}

/** Starts JupyterLab on a free port, with settings and state of its own. */
export async function startLab({ env = {}, folder = root, extension = true }: LabOptions = {}): Promise<Lab> {
  const state = join(output, `jupyter-${randomBytes(4).toString("hex")}`);
  if (!extension) {
    mkdirSync(join(state, "config", "labconfig"), { recursive: true });
    const page = { disabledExtensions: { "friedel-labextension": true } };
    writeFileSync(join(state, "config", "labconfig", "page_config.json"), JSON.stringify(page));
  }
  const settings = join(state, "settings", "@jupyterlab", "notebook-extension");
  mkdirSync(settings, { recursive: true });
  // By default a notebook keeps only the cells in sight in the page; the tests look at all of them.
  writeFileSync(join(settings, "tracker.jupyterlab-settings"), '{ "windowingMode": "none" }');
  const token = randomBytes(24).toString("hex");
  const port = await freePort();
  const args = ["-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"];
  args.push(`--ServerApp.root_dir=${folder}`, "--ServerApp.ip=127.0.0.1", `--ServerApp.port=${port}`);
  args.push("--ServerApp.port_retries=0");
  const child = spawn(python, args, {
    cwd: folder,
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
    page: (path) => `${url}/lab${path === "" ? "" : `/tree/${path}`}?reset&token=${token}`,
    log: () => log,
    async stop() {
      await stop(child);
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** What Chromium and JupyterLab say of themselves in the console, which is none of our business. */
const foreign: readonly RegExp[] = [];

/**
 * JupyterLab takes the splash of a change of theme away after a fifth of a second, and twice where two changes follow one
 * another: its own error, with nothing but a timer of its core on the stack.
 */
function isSplashError({ message, stack = "" }: Error): boolean {
  const frames = stack.match(/^\s+at .*$/gm) ?? [];
  return /removeChild/.test(message) && frames.length === 1 && /at http.*jlab_core/.test(frames[0]);
}

/** A page of JupyterLab, and what a user does in it. */
export class LabPage {
  /** What went wrong in the page: uncaught errors, and errors in its console. */
  readonly problems: string[] = [];
  private themed = false;

  constructor(readonly page: Page) {
    // A machine may be slow; what does not come at all is found out all the same.
    page.setDefaultTimeout(120_000);
    page.on("pageerror", (error) => {
      if (!isSplashError(error)) this.problems.push(`uncaught: ${error.stack ?? error.message}`);
    });
    page.on("console", (message) => {
      const text = `${message.text()} (${message.location().url})`;
      if (message.type() === "error" && !foreign.some((known) => known.test(text))) this.problems.push(text);
    });
  }

  /** Waits until JupyterLab stands, with all of its plugins. */
  async ready(): Promise<void> {
    await this.page.waitForFunction("window.jupyterapp !== undefined", null, { timeout: 120_000 });
    await this.page.evaluate("window.jupyterapp.restored.then(() => undefined)");
  }

  /** Runs a command of JupyterLab by its id, where a click is not what is tested. */
  command<T>(id: string, args: object = {}): Promise<T> {
    const call = `window.jupyterapp.commands.execute(${JSON.stringify(id)}, ${JSON.stringify(args)})`;
    // What a command returns is mostly a widget, which cannot leave the page.
    return this.page.evaluate(
      `${call}.then((x) => (x === null || typeof x !== "object" ? x : undefined))`,
    ) as Promise<T>;
  }

  /** Opens a file by its path from the server's root, in the viewer that is the default. */
  async open(path: string, factory?: string): Promise<void> {
    await this.command("docmanager:open", factory === undefined ? { path } : { path, factory });
  }

  /** Chooses from the menu bar, e.g. `menu("Run", "Run All Cells")`. */
  async menu(...items: readonly string[]): Promise<void> {
    for (const name of items) await this.page.getByRole("menuitem", { name, exact: true }).click();
  }

  /** Opens the command palette and looks for a text; the answer is the items found. */
  async palette(text: string): Promise<Locator> {
    await this.page.keyboard.press("Control+Shift+C");
    const palette = this.page.locator("#command-palette");
    await palette.locator("input").fill(text);
    return palette.locator(".lm-CommandPalette-item");
  }

  /** Shows a folder in the file browser. */
  async folder(path: string): Promise<void> {
    await this.command("filebrowser:open-path", { path });
  }

  /** A file or folder in the file browser, by its name. */
  file(name: string): Locator {
    return this.page.locator(".jp-DirListing-item", {
      has: this.page.locator(".jp-DirListing-itemText", { hasText: new RegExp(`^${literal(name)}$`) }),
    });
  }

  /** The widget in front in the main area. */
  get current(): Locator {
    return this.page
      .locator(
        "#jp-main-dock-panel > .lm-Widget.jp-Document:not(.lm-mod-hidden), #jp-main-dock-panel > .jp-MainAreaWidget:not(.lm-mod-hidden)",
      )
      .last();
  }

  /** Changes to a theme, e.g. "JupyterLab Dark". */
  async theme(name: string): Promise<void> {
    this.themed = name !== "JupyterLab Light";
    await this.command("apputils:change-theme", { theme: name });
    const changed = `document.body.dataset.jpThemeName === ${JSON.stringify(name)}`;
    await this.page.waitForFunction(`${changed} && document.getElementById("jupyterlab-splash") === null`);
  }

  /** Runs all cells of the notebook in front, and waits until the last has ended. */
  async runAllCells(timeout = 600_000): Promise<void> {
    await this.kernelIdle();
    await this.menu("Run", "Run All Cells");
    const prompts = `[...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]`;
    const done = `${prompts}.every((prompt) => /^\\[\\d+\\]:$/.test(prompt.innerText))`;
    await this.page.waitForFunction(`${done} && ${kernelIs("idle")}`, null, { timeout, polling: 250 });
  }

  /** Waits until the kernel of the notebook in front is idle. */
  async kernelIdle(timeout = 120_000): Promise<void> {
    await this.page.waitForFunction(kernelIs("idle"), null, { timeout });
  }

  /** Takes a screenshot, test/browser/out/NAME.png; the answer is its path. */
  async photograph(name: string, of: Page | Locator = this.page): Promise<string> {
    const path = join(pictures, `${name}.png`);
    await of.screenshot({ path });
    return path;
  }

  /** Ends the page; the theme, which the server keeps, is for the next one as it was. */
  async close(): Promise<void> {
    if (this.themed) await this.theme("JupyterLab Light");
    await this.page.context().close();
  }
}

/** JupyterLab and a browser, for all tests of a file. */
export interface LabSession {
  readonly lab: Lab;
  readonly browser: Browser;
  /** Opens a page, with a file in it if one is named; `keep` leaves the layout of the page before. */
  open(path?: string, options?: { readonly keep?: boolean }): Promise<LabPage>;
}

/**
 * Starts JupyterLab and a browser before the first test of the file (or of the `describe`) that calls it, and stops them
 * after the last. Where there is no browser nothing is started, and the tests are to be skipped
 * (`test.skipIf(!hasBrowser)`).
 */
export function useLab(options: LabOptions = {}): LabSession {
  let lab: Lab | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (!hasBrowser) return;
    mkdirSync(pictures, { recursive: true });
    mkdirSync(options.folder ?? root, { recursive: true });
    [lab, browser] = await Promise.all([startLab(options), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
  });
  const started = <T>(what: T | undefined): T => {
    if (what === undefined) throw new Error("JupyterLab is not there: to be used within a test");
    return what;
  };
  return {
    get lab() {
      return started(lab);
    },
    get browser() {
      return started(browser);
    },
    async open(path = "", { keep = false } = {}) {
      const context = await started(browser).newContext({
        viewport: { width: 1400, height: 900 },
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const opened = new LabPage(await context.newPage());
      const url = started(lab).page(path);
      await opened.page.goto(keep ? url.replace("?reset&", "?") : url, { waitUntil: "domcontentloaded" });
      await opened.ready();
      return opened;
    },
  };
}

/** True in the page where the kernel of the widget in front has this status. */
export function kernelIs(status: string): string {
  return `window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === "${status}"`;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
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

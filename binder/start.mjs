// @ts-check
/**
 * `npm start`: does the set-up that is missing, then opens the first notebook in JupyterLab.
 * `npm start -- --execute` runs it without a browser and prints what it prints. See `npm start -- --help`.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join, relative, resolve, sep } from "node:path";
import { isMain, root, runMain, SetupError } from "./common.mjs";
import { checkNodeVersion, jupyterEnvironment, python, setup } from "./setup.mjs";

const firstNotebook = join("notebooks", "01-reflections.ipynb");

const help = `npm start [-- [options] [notebook]]

Sets up what is missing (npm packages, build, JupyterLab with the TypeScript kernel in .venv), then opens the
notebook, by default ${firstNotebook}, in JupyterLab. Ctrl-C ends it.

  --execute       run the notebook here instead, from top to bottom; print its outputs and the files it wrote;
                  the exit status is 1 if a cell fails
  --output FILE   with --execute: also write the executed notebook there
  --no-browser    start JupyterLab and print its address, but open no browser
  --port N        the port of JupyterLab; by default a free one from 8888 up
  --help          this text

Any other option goes to JupyterLab as it is. Environment: PYTHON, the Python (3.10 or newer) to build .venv with;
FRIEDEL_DATA, the folder of example data ("none": simulated data).
`;

/** @param {string[]} args */
export function parseStart(args) {
  const options = {
    help: false,
    execute: false,
    notebook: firstNotebook,
    /** @type {string | undefined} */ output: undefined,
    /** @type {number | undefined} */ port: undefined,
    /** @type {string[]} */ jupyter: [],
  };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [name, inline] = arg.split(/=(.*)/s);
    const value = () => {
      const text = inline ?? rest.shift();
      if (text === undefined)
        throw new SetupError(`${name}: expected a value after it; see npm start -- --help`);
      return text;
    };
    if (name === "--help" || name === "-h") options.help = true;
    else if (name === "--execute") options.execute = true;
    else if (name === "--output") options.output = value();
    else if (name === "--port") options.port = portNumber(value());
    else if (name.startsWith("-")) options.jupyter.push(arg);
    else options.notebook = arg;
  }
  if (
    options.execute &&
    options.jupyter.length > 0 &&
    options.jupyter.some((flag) => flag !== "--no-browser")
  )
    throw new SetupError(`${options.jupyter[0]}: unknown with --execute; see npm start -- --help`);
  return options;
}

/** @param {string} text */
function portNumber(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new SetupError(`--port: got ${text}, expected a whole number from 1 to 65535`);
  return port;
}

async function main() {
  checkNodeVersion(process.versions.node);
  const options = parseStart(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const notebook = resolve(root, options.notebook);
  if (!existsSync(notebook)) throw new SetupError(`notebook: no such file as ${notebook}`);
  await setup();
  return options.execute ? execute(notebook, options.output) : openLab(notebook, options);
}

/**
 * @param {string} notebook
 * @param {string | undefined} output
 */
function execute(notebook, output) {
  const args = [join(root, "binder", "execute.py"), notebook];
  if (output !== undefined) args.push("--output", resolve(output));
  return run(python, args);
}

/**
 * @param {string} notebook
 * @param {{ port?: number; jupyter: string[] }} options
 */
async function openLab(notebook, options) {
  const port = options.port ?? (await freePort(8888));
  const token = process.env.JUPYTER_TOKEN || randomBytes(24).toString("hex");
  const path = relative(root, notebook);
  if (path.startsWith("..")) throw new SetupError(`notebook: got ${notebook}, expected one inside ${root}`);
  const args = ["-m", "jupyterlab", path, `--ServerApp.root_dir=${root}`, "--ServerApp.ip=127.0.0.1"];
  args.push(`--ServerApp.port=${port}`, "--ServerApp.port_retries=0", "--ServerApp.answer_yes=True");
  args.push("--Application.log_level=50", "--ServerApp.log_level=ERROR");
  if (process.getuid?.() === 0) args.push("--allow-root");
  const url = `http://127.0.0.1:${port}`;
  const page = `${url}/lab/tree/${path.split(sep).map(encodeURIComponent).join("/")}?token=${token}`;
  void announce(url, token, `JupyterLab: ${page}\n(Ctrl-C ends it)\n`);
  return run(python, [...args, ...options.jupyter], { JUPYTER_TOKEN: token });
}

/**
 * Prints `text` as soon as the server answers; gives up silently after a minute.
 * @param {string} url
 * @param {string} token
 * @param {string} text
 */
async function announce(url, token, text) {
  for (let attempt = 0; attempt < 300; attempt++) {
    await new Promise((done) => setTimeout(done, 200).unref());
    try {
      const answer = await fetch(`${url}/api/status?token=${token}`, { signal: AbortSignal.timeout(2000) });
      if (answer.ok) return void process.stdout.write(text);
    } catch {
      // not up yet
    }
  }
}

/**
 * The first free port from `port` up.
 * @param {number} port
 * @returns {Promise<number>}
 */
function freePort(port) {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", () =>
      port < 65535 ? freePort(port + 1).then(done, fail) : fail(new SetupError("no free port")),
    );
    server.listen(port, "127.0.0.1", () => server.close(() => done(port)));
  });
}

/**
 * Runs a command in the foreground; the answer is its exit status. Ctrl-C goes to it as to us: we wait for its end.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [extra] environment variables
 * @returns {Promise<number>}
 */
function run(command, args, extra = {}) {
  return new Promise((done, fail) => {
    const env = { ...jupyterEnvironment(), ...extra };
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env });
    process.on("SIGINT", () => {});
    for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"]))
      process.on(signal, () => child.kill(signal));
    child.on("error", fail);
    child.on("close", (code, signal) => done(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

if (isMain(import.meta.url)) await runMain(main);

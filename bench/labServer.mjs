// @ts-check
/** A JupyterLab server on a free port for the benches that look at it in a browser, with settings of its own. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { join } from "node:path";
import { SetupError } from "../binder/common.mjs";
import { jupyterEnvironment, python } from "../binder/setup.mjs";

/** The browser the benches start. */
export const browserPath = process.env.CHROMIUM_PATH || "/usr/bin/chromium";

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/**
 * JupyterLab on `folder`, in which its own files stand under ".jupyter".
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} [environment] of the server and its kernels, besides the usual
 * @returns {Promise<{ address: string, token: string, stop: () => void }>}
 * @throws {SetupError} where there is no answer in a minute
 */
export async function startLab(folder, environment = {}) {
  const token = randomBytes(16).toString("hex");
  const port = await freePort();
  const state = (/** @type {string} */ name) => join(folder, ".jupyter", name);
  const args = ["-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"];
  args.push(`--ServerApp.root_dir=${folder}`, "--ServerApp.ip=127.0.0.1", `--ServerApp.port=${port}`);
  const child = spawn(python, args, {
    cwd: folder,
    stdio: "ignore",
    env: {
      ...jupyterEnvironment(),
      ...environment,
      JUPYTER_TOKEN: token,
      JUPYTER_CONFIG_DIR: state("config"),
      JUPYTER_DATA_DIR: state("data"),
      JUPYTER_RUNTIME_DIR: state("runtime"),
      JUPYTERLAB_SETTINGS_DIR: state("settings"),
      JUPYTERLAB_WORKSPACES_DIR: state("workspaces"),
    },
  });
  const address = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 300; i++) {
    const up = await fetch(`${address}/api/status?token=${token}`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return { address, token, stop: () => child.kill() };
    await new Promise((done) => setTimeout(done, 200));
  }
  child.kill();
  throw new SetupError("JupyterLab: got no answer in a minute, expected one; run npm run setup first");
}

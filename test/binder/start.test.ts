import { join } from "node:path";
import { expect, test } from "vitest";
import { parseStart } from "../../binder/start.mjs";

test("by default the first notebook is opened in JupyterLab", () => {
  const { execute, help, notebook, jupyter } = parseStart([]);
  expect({ execute, help, notebook, jupyter }).toEqual({
    execute: false,
    help: false,
    notebook: join("notebooks", "01-reflections.ipynb"),
    jupyter: [],
  });
});

test("reads its own options, with a space or an equals sign, and hands on JupyterLab's", () => {
  const options = parseStart([
    "--port",
    "9000",
    "--no-browser",
    "--ServerApp.ip=0.0.0.0",
    "notebooks/02.ipynb",
  ]);
  expect(options).toMatchObject({ port: 9000, notebook: "notebooks/02.ipynb" });
  expect(options.jupyter).toEqual(["--no-browser", "--ServerApp.ip=0.0.0.0"]);
  expect(parseStart(["--execute", "--output=a=b.ipynb"])).toMatchObject({
    execute: true,
    output: "a=b.ipynb",
  });
  expect(parseStart(["--port=1"]).port).toBe(1);
});

test("what cannot be meant is one sentence", () => {
  expect(() => parseStart(["--port", "lots"])).toThrow(
    "--port: got lots, expected a whole number from 1 to 65535",
  );
  expect(() => parseStart(["--port", "70000"])).toThrow("--port: got 70000");
  expect(() => parseStart(["--output"])).toThrow("--output: expected a value after it");
  expect(() => parseStart(["--execute", "--ServerApp.ip=0.0.0.0"])).toThrow("unknown with --execute");
});

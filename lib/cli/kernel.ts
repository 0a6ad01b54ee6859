/** `friedel kernel install`: tells Jupyter of the kernel "TypeScript (Friedel)". */
import { installFriedelKernel, type KernelPlace } from "../notebook/link/kernelSpec.js";
import { type Command, type CommandArguments, UsageError } from "./command.js";

/** The command. */
export const kernelCommand: Command = {
  name: "kernel",
  summary: "install the notebook kernel TypeScript (Friedel) for Jupyter",
  operands: "install",
  minimumOperands: 1,
  maximumOperands: 1,
  description: `
    Adds TypeScript (Friedel) to the kernels that JupyterLab offers. It is the kernel of tslab with Friedel's link
    loaded from the start: an interrupt stops a training with a checkpoint, a page's buttons reach it, and long outputs
    arrive whole. A notebook run by it imports the friedel, and runs the tslab, of its own folder (npm install friedel
    tslab@1.0.22). The plain tslab kernel does the same once a cell has imported friedel.

    Give the place with one of --sys-prefix, --user and --prefix. The kernel runs this Node and this copy of Friedel;
    install it again after either has moved.
  `,
  options: [
    {
      name: "sys-prefix",
      type: "flag",
      help: "Into the Python environment that JupyterLab runs in: right for a virtual environment, conda or Binder.",
    },
    { name: "user", type: "flag", help: "Into your own Jupyter folder: for every JupyterLab you start." },
    {
      name: "prefix",
      type: "text",
      value: "DIR",
      help: "Into DIR/share/jupyter/kernels, for an environment that is not active now.",
    },
    {
      name: "python",
      type: "text",
      value: "FILE",
      default: process.platform === "win32" ? "python" : "python3",
      help: "The Python whose environment --sys-prefix means.",
    },
  ],
  examples: [
    ["friedel kernel install --sys-prefix", "Into the active Python environment."],
    ["friedel kernel install --prefix .venv", "Into an environment in this folder."],
  ],
  async run(args, output) {
    const [verb] = args.operands;
    if (verb !== "install") throw new UsageError(`friedel kernel: got ${verb}, expected install`);
    output.out(`wrote ${installFriedelKernel(placeOf(args))}\n`);
  },
};

function placeOf(args: CommandArguments): KernelPlace {
  const prefix = args.text("prefix");
  const places: KernelPlace[] = [];
  if (args.flag("sys-prefix")) places.push({ python: args.text("python") ?? "python3" });
  if (args.flag("user")) places.push("user");
  if (prefix !== undefined) places.push({ prefix });
  if (places.length !== 1)
    throw new UsageError(
      `friedel kernel install: got ${places.length === 0 ? "no place" : `${places.length} places`}, expected one of --sys-prefix, --user and --prefix DIR`,
    );
  return places[0];
}

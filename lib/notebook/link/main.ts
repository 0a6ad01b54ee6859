/** The program that Jupyter starts for the kernel "TypeScript (Friedel)": {@link launchKernel} in this process's folder. */
import { FriedelError } from "../../errors.js";
import { launchKernel } from "./kernel.js";

try {
  launchKernel(process.argv.slice(2), process.cwd());
} catch (error) {
  if (!(error instanceof FriedelError)) throw error;
  process.stderr.write(`friedel: ${error.message}\n`);
  process.exitCode = 1;
}

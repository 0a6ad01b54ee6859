/** The program as an executable of its own, made from the sources: for tests that need it as a process. */
import { join } from "node:path";
import { rolldown } from "rolldown";
import type { ProgramWords } from "../../lib/node/sweepWorkers.js";

/** Bundles the program into a folder. @returns how it is started */
export async function bundleProgram(folder: string): Promise<ProgramWords> {
  const bundle = await rolldown({
    input: { main: join(import.meta.dirname, "../../lib/cli/main.ts") },
    platform: "node",
    external: ["apache-arrow"],
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
  });
  // within cli/, as in the package, so that what is found from there is
  const names = { entryFileNames: "cli/[name].js", chunkFileNames: "cli/[name].js" };
  await bundle.write({ format: "cjs", dir: folder, ...names });
  await bundle.close();
  return [process.execPath, join(folder, "cli", "main.js")];
}

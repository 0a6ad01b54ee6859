#!/usr/bin/env node
/** The executable `friedel`: {@link run} on this process's arguments and streams. */
import { run } from "./program.js";

// A reader that stops early (`friedel info … | head`) is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
}).then((status) => {
  process.exitCode = status;
});

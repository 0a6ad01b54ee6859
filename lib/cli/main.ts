#!/usr/bin/env node
/** The executable `friedel`: {@link run} on this process's arguments and streams. */
import { run } from "./program.js";

// A reader that stops early (`friedel merge … | head`) is no error of ours, and no reason to leave files unwritten.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

// What is started with a channel to its parent (the trials of a sweep) stops when the parent is gone, as when it is asked to.
process.channel?.unref();
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));

run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  progress: process.stderr,
  signals: process,
}).then((status) => {
  process.exitCode = status;
});

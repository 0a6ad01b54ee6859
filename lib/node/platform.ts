/** What models find in Node: an engine with a thread for every core, run folders on the disk, a progress bar. */
import { setPlatform } from "../models/index.js";
import { progressBar, type Reporter } from "../training/index.js";
import { folderStore } from "./folderStore.js";
import { nodeRowEngine } from "./workers.js";

/** Who is told how a training goes: a progress bar where standard error is a terminal, else nobody. */
export function terminalReporters(): readonly Reporter[] {
  return process.stderr.isTTY ? [progressBar(process.stderr)] : [];
}

setPlatform({ makeEngine: () => nodeRowEngine(), openFolder: folderStore, reporters: terminalReporters });

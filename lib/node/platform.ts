/** What models find in Node: an engine with a thread for every core, run folders on the disk, a progress bar. */
import { setPlatform } from "../models/index.js";
import { folderStore } from "./folderStore.js";
import { nodeRowEngine } from "./workers.js";

setPlatform({ makeEngine: () => nodeRowEngine(), openFolder: folderStore });

/** In a notebook a training shows itself in its cell; elsewhere as it does without a notebook. */
import { setPlatform } from "../models/index.js";
import { terminalReporters } from "../node/platform.js";
import { trainingDisplay } from "./trainingDisplay.js";
import { displayWriter, liveDisplay } from "./tslab.js";

setPlatform({
  reporters() {
    const [line, show] = [liveDisplay(), displayWriter()];
    return line === undefined || show === undefined ? terminalReporters() : [trainingDisplay(line, show)];
  },
});

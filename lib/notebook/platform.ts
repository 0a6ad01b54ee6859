/** In a notebook a training, and whatever takes long, shows itself in its cell; elsewhere as it does without a notebook. */
import { setPlatform } from "../models/index.js";
import { terminalReporters } from "../node/platform.js";
import { setProgress } from "../progress.js";
import { lateProgressLine } from "./progressLine.js";
import { trainingDisplay } from "./trainingDisplay.js";
import { trainingPlace } from "./trainingPlace.js";
import { liveDisplay } from "./tslab.js";

setPlatform({
  reporters() {
    const [panel, plot] = [liveDisplay(), liveDisplay()];
    return panel === undefined || plot === undefined
      ? terminalReporters()
      : [trainingDisplay(panel, plot, { place: trainingPlace })];
  },
});

setProgress((name) => lateProgressLine(name));

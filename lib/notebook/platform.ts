/** In a notebook a training, and whatever takes long, shows itself in its cell; elsewhere as it does without a notebook. */
import { setPlatform } from "../models/index.js";
import { terminalReporters } from "../node/platform.js";
import { setProgress } from "../progress.js";
import { activeTrainings } from "../training/index.js";
import { lateProgressLine } from "./progressLine.js";
import { steadyMemory } from "./steadyMemory.js";
import { trainingDisplay } from "./trainingDisplay.js";
import { trainingPlace } from "./trainingPlace.js";
import { liveDisplay } from "./tslab.js";

setPlatform({
  reporters() {
    const [panel, plot] = [liveDisplay(), liveDisplay()];
    return panel === undefined || plot === undefined
      ? terminalReporters()
      : [trainingDisplay(panel, plot, { place: trainingPlace }), steadyMemory()];
  },
});

// what a training computes in between, for a metric say, has no line of its own
setProgress((name) => (activeTrainings().length > 0 ? () => undefined : lateProgressLine(name)));

/** What each section of a report says of itself: its title, what is seen in it, the formula, what to look for. */

export interface SectionText {
  readonly title: string;
  readonly help: string;
}

/** A key of a section. */
export type ReportKey =
  | "merge"
  | "table1"
  | "ccHalf"
  | "signalToNoise"
  | "completeness"
  | "multiplicity"
  | "anomalousSignal"
  | "wilson"
  | "intensityDistribution"
  | "lTest"
  | "normalProbability"
  | "residuals"
  | "normalisedResiduals"
  | "predictedAgainstObserved"
  | "ccPred"
  | "ccPredByImage"
  | "scaleByImage"
  | "spectrum"
  | "rMergeByImage"
  | "detectorResiduals";

/** By the keys of the sections, in the order of the report. */
export const reportHelp: Readonly<Record<ReportKey, SectionText>> = {
  merge: {
    title: "Statistics of the merge",
    help:
      "What the merge says of itself by resolution shell: how much went in, how strong the result is (posterior mean over " +
      "its standard deviation), and CCpred, the rank correlation of observed with predicted intensities, fitted and held " +
      "out. A test value well below the training one is overfitting.",
  },
  table1: {
    title: "Table 1",
    help:
      "Statistics of merging the scaled observations, by resolution shell and overall. Rmerge = Σ|I − ⟨I⟩| / ΣI; Rmeas has " +
      "√(n/(n−1)), Rpim √(1/(n−1)) before each term. R factors grow without bound where data are weak: judge the limit of " +
      "the data by CC1/2 and ⟨I/σ⟩ instead.",
  },
  ccHalf: {
    title: "CC1/2 and CCanom",
    help:
      "Pearson's correlation of intensities merged from two random halves of the data, and of their anomalous differences " +
      "I(+) − I(−); bars are standard errors over the divisions. Dotted is what chance exceeds once in a thousand, by " +
      "Student's t = r √((n − 2)/(1 − r²)) for the n pairs of the shell: data above it hold signal. CC* = √(2 CC1/2 / (1 + " +
      "CC1/2)) estimates the correlation with the true intensities (Karplus & Diederichs, 2012).",
  },
  signalToNoise: {
    title: "⟨I/σ(I)⟩",
    help:
      "Mean of the merged intensity over its standard deviation, by shell. It depends on the sigmas being right, which the " +
      "normal probability plot shows; 2 is a customary limit, data below it still help refinement.",
  },
  completeness: {
    title: "Completeness",
    help:
      "Unique reflections measured, of those that exist to the resolution, and pairs of Friedel mates likewise. A drop at " +
      "low resolution is an overload or a beam stop, at high resolution the corners of the detector.",
  },
  multiplicity: {
    title: "Multiplicity",
    help: "Observations per unique reflection, and per Friedel mate, by shell.",
  },
  anomalousSignal: {
    title: "Anomalous signal",
    help:
      "Mean anomalous difference over its mean standard deviation, ⟨|ΔI|⟩/⟨σ(ΔI)⟩, by shell: √(2/π) = 0.8 is what noise " +
      "alone gives.",
  },
  wilson: {
    title: "Wilson plot",
    help:
      "ln(⟨I/ε⟩/Σf²) against 1/d². Atoms placed at random with one B factor give a straight line of slope −B/2. Waves at " +
      "5 and 3.5 Å are those of proteins; an upturn at the end is noise taken for signal, spikes are ice rings (Wilson, " +
      "1942).",
  },
  intensityDistribution: {
    title: "Distribution of intensities",
    help:
      "N(z), the share of reflections with I/⟨I⟩ below z, against Wilson's 1 − exp(−z) (acentric) and erf √(z/2) (centric), " +
      "dashed. An acentric curve like an S that begins below the dashed line is the mark of a twin; above it: noise or " +
      "pseudo-translation (Howells, Phillips & Rogers, 1950).",
  },
  lTest: {
    title: "L-test",
    help:
      "L = (I₁ − I₂)/(I₁ + I₂) of neighbours in reciprocal space whose indices differ by even numbers. Untwinned: a " +
      "straight line, ⟨|L|⟩ = 0.500, ⟨L²⟩ = 0.333; perfect twin: |L|(3 − L²)/2, 0.375 and 0.200. Better than N(z) where " +
      "data are anisotropic or have pseudo-translation (Padilla & Yeates, 2003).",
  },
  normalProbability: {
    title: "Normal probability plot of residuals",
    help:
      "Sorted residuals in units of σ against those expected of a normal distribution: of the observations held out from " +
      "the mean that the model predicts, with σ² = SigIobs² + SigIpred², or of each observation from the mean of its " +
      "equivalents. Slope 1: the sigmas are right; above: too small; bent ends: outliers (Howell & Smith, 1992).",
  },
  residuals: {
    title: "Residuals and the likelihood",
    help:
      "Histogram of (Iobs − Ipred)/σ of the observations held out, σ² = SigIobs² + SigIpred², with a normal density. A " +
      "narrow peak means cautious sigmas, heavy tails mean outliers.",
  },
  normalisedResiduals: {
    title: "Residuals under the error model",
    help:
      "Histogram of (Iobs − Ipred) over the error that the trained likelihood has for each observation held out, σ refined by " +
      "its error model, with SigIpred counted in, and the likelihood's own density. Wider than the line: errors are larger " +
      "than the model thinks; higher ends: outliers that it does not expect; lopsided: errors that are factors.",
  },
  predictedAgainstObserved: {
    title: "Predicted against observed",
    help:
      "Each intensity held out, as measured and as the model predicts it, on square-root axes; off the diagonal lies what " +
      "the scale does not explain.",
  },
  ccPred: {
    title: "CCpred",
    help:
      "Spearman's rank correlation of observed with predicted intensities by shell, of observations that were fitted to and " +
      "of those held out. A gap is overfitting (Aldama, Dalton & Hekstra, 2023).",
  },
  ccPredByImage: {
    title: "CCpred by image",
    help:
      "Spearman's correlation of the observations of each image with what the model predicts of them, fitted to and held out " +
      "together. An image far below its neighbours is split, indexed wrongly or of another crystal; one that is weak is low " +
      "too. Leaving out images by it makes the rest agree better by itself.",
  },
  scaleByImage: {
    title: "Scale by image",
    help:
      "The scale of each image: that which the model gives it, over the mean; or, of data scaled before, ΣI/Σ⟨I⟩ over " +
      "reflections seen elsewhere too, which is 1 where the scaling is right. Drift is decay or the beam; a jump is worth " +
      "a look at the images.",
  },
  spectrum: {
    title: "Spectrum",
    help:
      "Median scale of the observations of a Laue merge against their wavelength, over the mean of all; the band holds half " +
      "of them. It follows the beam's spectrum times what else depends on the wavelength, and goes to 0 where the beam ends. " +
      "Steps that the source does not have mean that the scale took up something else.",
  },
  rMergeByImage: {
    title: "Rmerge by image",
    help:
      "Σ|I − ⟨I⟩|/ΣI of the observations of each image. A rise to the end is radiation damage, a single image that sticks " +
      "out may be left out.",
  },
  detectorResiduals: {
    title: "Residuals by place on the detector",
    help:
      "Mean of (Iobs − Ipred)/σ, or of each observation's deviation from its equivalents over σ, in squares of the " +
      "detector. Of n residuals a mean scatters by 1/√n. A patch of one colour is a shadow, a bad module or absorption that " +
      "was not corrected.",
  },
};

/** What values look like on a page: payloads under MIME types of our own, and forms for pages without the extension. */
export { fromBase64, toBase64 } from "./base64.js";
export { displayForms, type HtmlDisplay, isPlot, type MimeBundle, type PlotSpec, plotText } from "./forms.js";
export {
  type PlotPayload,
  plotMime,
  type ReflectionsColumn,
  type ReflectionsPayload,
  type ReflectionsView,
  reflectionsMime,
  type StatisticsColumn,
  type StatisticsPayload,
  statisticsMime,
  type TrainingPlotPayload,
  type TrainingSeries,
  type TrainingSnapshot,
  type TrainingStatus,
  trainingMime,
  trainingPlotMime,
} from "./mimeTypes.js";
export { type ReflectionsOptions, reflectionsPayload } from "./reflectionsPayload.js";
export { sectionHtml } from "./reportHtml.js";
export { type PageScript, pageScripts, reportPage } from "./reportPage.js";
export { type Reported, type RunReportOptions, reportData, runReport } from "./runReport.js";
export { statisticsHtml, statisticText } from "./statisticsHtml.js";
export { isShellTable, type ShellTable, statisticsPayload } from "./statisticsPayload.js";
export { type DeltaRows, type TrainingDelta, TrainingDeltas } from "./trainingDelta.js";
export { type TrainingPlace, trainingSnapshot } from "./trainingSnapshot.js";

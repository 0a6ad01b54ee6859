/** Controls in words, as the marks on a curve and the answers of the buttons have them. */
import type { ControlRequest } from "friedel/browser";

/** What a control did, in words: "learning rate × 0.5". */
export function controlText(control: ControlRequest): string {
  const parts: string[] = [];
  if ("stop" in control) parts.push("stopped");
  if ("pause" in control) parts.push("paused");
  if ("resume" in control) parts.push("went on");
  if ("checkpoint" in control) parts.push("checkpoint");
  if ("evaluate" in control) parts.push("statistics");
  if ("learningRate" in control && control.learningRate !== undefined)
    parts.push(`learning rate × ${control.learningRate}`);
  if ("priorWeight" in control && control.priorWeight !== undefined)
    parts.push(`prior weight × ${control.priorWeight}`);
  return parts.join(", ");
}

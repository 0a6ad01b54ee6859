/**
 * Works a report out section by section; between two sections the page gets its turn, so that it stays alive and the work
 * can be cancelled.
 */
import { plots, type ReflectionTable, reportData } from "friedel/browser";

export type ReportSection = plots.ReportSection;

/** Divisions into halves: fewer than in a notebook, for the page waits. */
const repeats = 5;
/** Pixels of each plot. */
const width = 560;

/** How a report comes about. */
export interface ReportProgress {
  /** Called before each section. */
  readonly begin: (title: string, done: number, total: number) => void;
  readonly section: (section: ReportSection) => void;
  /** Lets the page draw. Default: a turn of its event loop. */
  readonly pause?: () => Promise<void>;
}

/** The sections there will be, before any is worked out: for the table of contents. */
export function sectionTitles(table: ReflectionTable): readonly { key: string; title: string }[] {
  return plots.reportSteps(reportData(table)).map(({ key, title }) => ({ key, title }));
}

/** Works out all sections in order. @returns false where it was cancelled */
export async function drawReport(
  table: ReflectionTable,
  { begin, section, pause = turn }: ReportProgress,
  signal: AbortSignal,
): Promise<boolean> {
  const steps = plots.reportSteps(reportData(table), { repeats, width });
  for (const [done, step] of steps.entries()) {
    begin(step.title, done, steps.length);
    await pause();
    if (signal.aborted) return false;
    section(step.draw());
  }
  return true;
}

function turn(): Promise<void> {
  return new Promise((next) => setTimeout(next, 0));
}

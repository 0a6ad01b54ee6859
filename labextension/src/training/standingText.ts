/** How a run stands, in words: state, steps, rate, time to go, memory. */
import { grouped } from "../common/numberText.js";
import type { RunState } from "./messageTypes.js";
import type { Standing } from "./runRecord.js";

/** "interrupted at step 1,234". */
export function stateText({
  state,
  step,
  preparation,
}: Pick<Standing, "state" | "step" | "preparation">): string {
  const at = grouped(step);
  const texts: Readonly<Record<RunState, string>> = {
    running: "running",
    paused: preparation === undefined ? `paused at step ${at}` : `paused in its ${preparation.name}`,
    finished: "finished",
    stopped: `stopped at step ${at}`,
    failed: `failed at step ${at}`,
    interrupted: `interrupted at step ${at}`,
    unfinished: "not finished",
  };
  return texts[state];
}

/** "1,234 of 4,000 steps" or "120 of 1,000 steps of warm-up", "702 steps/s", "4 s to go", "12 s", device and memory: what of it is known. */
export function numbersText(standing: Standing): string[] {
  const { seconds, rate, remaining, device, memory, state, preparation } = standing;
  const { step, steps } = preparation ?? standing;
  const of = preparation === undefined ? "" : ` of ${preparation.name}`;
  const texts = [`${grouped(step)} of ${grouped(steps)} steps${of}`];
  const going = state === "running" || state === "paused";
  if (going && rate !== null && rate > 0) texts.push(rateText(rate));
  if (going && remaining !== null) texts.push(`${durationText(remaining)} to go`);
  if (seconds > 0) texts.push(`${durationText(seconds)} trained`);
  if (device !== undefined) texts.push(device);
  if (memory !== undefined && going) texts.push(memoryText(memory));
  return texts;
}

/** Steps a second, or seconds a step where they are slow. */
export function rateText(rate: number): string {
  if (rate >= 10) return `${grouped(Math.round(rate))} steps/s`;
  return rate >= 1 ? `${rate.toFixed(1)} steps/s` : `${(1 / rate).toFixed(1)} s/step`;
}

/** "0.4 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "210 MB", "1.4 GB". */
export function memoryText(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

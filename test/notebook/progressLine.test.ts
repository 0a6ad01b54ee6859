import { expect, test } from "vitest";
import type { MimeBundle } from "../../lib/displays/index.js";
import { progressLine } from "../../lib/notebook/progressLine.js";

/** A clock that a test turns. */
function clock() {
  let time = 0;
  return { now: () => time, pass: (milliseconds: number) => (time += milliseconds) };
}

test("in a notebook one line, at most ten times a second and at the end", () => {
  const { now, pass } = clock();
  const sent: MimeBundle[] = [];
  const tell = progressLine("half <data> sets", { display: (bundle) => sent.push(bundle), now });
  for (let done = 1; done <= 8; done++) {
    pass(done === 4 ? 1000 : 10);
    tell(done, 8);
  }
  expect(sent.map((bundle) => bundle["text/plain"])).toEqual([
    "half <data> sets: 1 of 8 in 0.0 s, about 0 s left",
    "half <data> sets: 4 of 8 in 1.0 s, about 1 s left",
    "half <data> sets: 8 of 8 in 1.1 s",
  ]);
  expect(sent[0]["text/html"]).toContain("half &lt;data&gt; sets");
});

test("in a terminal one line that is written over; elsewhere nothing", () => {
  for (const isTTY of [true, false]) {
    const { now, pass } = clock();
    const written: string[] = [];
    const stream = { isTTY, write: (text: string) => written.push(text) };
    const tell = progressLine("halves", { stream, now });
    pass(500);
    tell(1, 2);
    pass(500);
    tell(2, 2);
    expect(written).toEqual(
      isTTY ? ["\rhalves: 1 of 2 in 0.5 s, about 1 s left\x1b[K", "\rhalves: 2 of 2 in 1.0 s\x1b[K\n"] : [],
    );
  }
});

import { describe, expect, test } from "vitest";
import type { MimeBundle } from "../../lib/displays/index.js";
import { lateProgressLine, progressLine } from "../../lib/notebook/progressLine.js";

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

test("before anything is done nobody knows how long it will take", () => {
  const { now, pass } = clock();
  const sent: MimeBundle[] = [];
  const tell = progressLine("halves", { display: (bundle) => sent.push(bundle), now });
  pass(2000);
  tell(0, 8);
  expect(sent[0]["text/plain"]).toBe("halves: 0 of 8 in 2.0 s");
});

describe("a late line", () => {
  const late = () => {
    const { now, pass } = clock();
    const sent: MimeBundle[] = [];
    const tell = lateProgressLine("map", { display: (bundle) => sent.push(bundle), now });
    return { tell, pass, texts: () => sent.map((bundle) => bundle["text/plain"]) };
  };

  test("does not come where the work is done within 0.4 s, or at once after", () => {
    const { tell, pass, texts } = late();
    for (const done of [1, 2, 3]) {
      pass(130);
      tell(done, 4);
    }
    pass(10_000);
    tell(4, 4);
    tell(4, 4);
    expect(texts()).toEqual([]);
  });

  test("comes after that, counts from the beginning, and says when it is over", () => {
    const { tell, pass, texts } = late();
    for (const done of [1, 2, 3, 4]) {
      pass(250);
      tell(done, 4);
    }
    expect(texts()).toEqual([
      "map: 2 of 4 in 0.5 s, about 1 s left",
      "map: 3 of 4 in 0.8 s, about 0 s left",
      "map: 4 of 4 in 1.0 s",
    ]);
  });

  test("is one line, ten times a second at most", () => {
    const { tell, pass, texts } = late();
    for (let done = 1; done <= 1000; done++) {
      pass(2);
      tell(done, 1000);
    }
    expect(texts().length).toBe(1 + Math.floor((2000 - 400) / 100));
    expect(texts().at(-1)).toBe("map: 1000 of 1000 in 2.0 s");
  });

  test("counts from when it is told to have begun", () => {
    const sent: MimeBundle[] = [];
    const display = (bundle: MimeBundle) => sent.push(bundle);
    lateProgressLine("map", { display, now: () => 1000, start: 400 })(1, 4);
    expect(sent.map((bundle) => bundle["text/plain"])).toEqual(["map: 1 of 4 in 0.6 s, about 2 s left"]);
  });

  test("outside of a notebook never comes, not even in a terminal", () => {
    const { now, pass } = clock();
    const written: string[] = [];
    const tell = lateProgressLine("map", {
      stream: { isTTY: true, write: (text) => written.push(text) },
      now,
    });
    pass(5000);
    tell(1, 2);
    tell(2, 2);
    expect(written).toEqual([]);
  });
});

// Oracle: by hand.
import { expect, test } from "vitest";
import { mixedResults } from "./smallSweep.js";

test("as text", async () => {
  expect(String(await mixedResults())).toBe(
    `
Sweep sweeps/a: 6 trials of scale.layers, learningRate; 3 finished, 1 interrupted, 1 waiting, 1 failed

Finished, ranked by CCpred (Spearman) of the observations held out
  rank  trial  scale.layers  learningRate  CCpred     NLL  steps    time
     1   0002             3          0.01  0.9123  1.0877    100  10.0 s
     2   0006             5         0.001  0.8500  1.1500    100  10.0 s
     3   0001             3           0.1  0.8100  1.1900    100  10.0 s

Not finished: early results, not to be compared with final ones
  trial  scale.layers  learningRate  CCpred     NLL  step   of  state
   0003             3         0.001  0.9900  1.0100    50  100  interrupted
   0005             5          0.01       –       –     0    –  waiting

Failed
  trial  scale.layers  learningRate  why
   0004             5           0.1  it diverged, <badly>`.trim(),
  );
});

test("as HTML, with nothing of a reason taken for a tag", async () => {
  const html = (await mixedResults()).toHtml();
  expect(html).toContain("it diverged, &lt;badly&gt;");
  expect(html.match(/<tr>/g)).toHaveLength(3 + 6);
  expect(html).toMatch(/font-weight:bold">0002</);
});

test("as CSV, with numbers in full and quotes where a field needs them", async () => {
  const lines = (await mixedResults()).toCsv().split("\r\n");
  expect(lines).toHaveLength(8);
  expect(lines[0]).toBe("rank,trial,state,scale.layers,learningRate,CCpred,NLL,step,steps,seconds,reason");
  expect(lines[1]).toBe("1,0002,finished,3,0.01,0.9123456,1.0876544,100,100,10.00,");
  expect(lines[4]).toBe(",0003,interrupted,3,0.001,0.99,1.01,50,100,5.00,");
  expect(lines[6]).toBe(',0004,failed,5,0.1,,,50,100,5.00,"it diverged, <badly>"');
});

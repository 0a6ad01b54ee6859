// Oracle: the run's own merged table at the end of its training, and the history.
import { expect, test } from "vitest";
import { merge, type ReflectionTable, simulateRotation } from "../../../lib/index.js";

const { observations } = simulateRotation({ seed: 1, dMin: 4 });

test("a metric sees the merged table as it stands, and at the end that of the run", async () => {
  const seen: { step: number; first: number; same: boolean }[] = [];
  let last: ReflectionTable | undefined;
  const run = await merge(observations, { seed: 1 }).train({
    steps: 60,
    evaluateEvery: 20,
    reporters: [],
    metrics: {
      "mean F": (_step, { merged }) => {
        last = merged;
        const F = merged.values("F");
        return Float64Array.from(F).reduce((sum, value) => sum + value, 0) / F.length;
      },
      "first F": async (step, state) => {
        seen.push({ step, first: state.merged.values("F")[0], same: state.merged === last });
        return state.merged.values("F")[0];
      },
      steps: (step) => step,
    },
  });
  expect(seen.map(({ step }) => step)).toEqual([20, 40, 60]);
  expect(seen.every(({ same }) => same)).toBe(true);
  expect(new Set(seen.map(({ first }) => first)).size).toBe(3);
  expect([...(last as ReflectionTable).values("F")]).toEqual([...run.merged.values("F")]);
  const { evaluations } = run.history;
  expect([...evaluations.column("first F")]).toEqual(seen.map(({ first }) => first));
  expect([...evaluations.column("steps")]).toEqual([20, 40, 60]);
  expect(evaluations.names).toContain("mean F");
});

test("the fit is the same with metrics and without", async () => {
  const train = (metrics = {}) =>
    merge(observations).train({ steps: 30, evaluateEvery: 10, reporters: [], metrics });
  const [without, withOne] = [
    await train(),
    await train({ n: (_: number, { merged }: { merged: ReflectionTable }) => merged.length }),
  ];
  expect([...withOne.merged.values("F")]).toEqual([...without.merged.values("F")]);
});

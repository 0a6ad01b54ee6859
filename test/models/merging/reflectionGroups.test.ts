/** What has an amplitude of its own, counted by hand in P 21 21 21, where (0 2 3) is centric and the others are not. */
import { describe, expect, test } from "vitest";
import { collectMergingData, type MergingData } from "../../../lib/models/merging/mergingData.js";
import { reflectionGroups } from "../../../lib/models/merging/reflectionGroups.js";
import { type Row, unmerged } from "./tables.js";

const first: Row[] = [
  { hkl: [1, 2, 3], intensity: 10 },
  { hkl: [-1, -2, -3], intensity: 11 },
  { hkl: [0, 2, 3], intensity: 12 },
  { hkl: [0, -2, -3], intensity: 13 },
  { hkl: [-1, 2, 3], intensity: 14 },
];
const second: Row[] = [
  { hkl: [1, 2, 3], intensity: 20 },
  { hkl: [2, 2, 2], intensity: 21 },
];

/** Index, mate and data set of each group, and the group of each observation by its intensity. */
function described({ groups, observations }: MergingData) {
  const names = Array.from({ length: groups.count }, (_, g) => {
    const r = groups.reflection[g];
    const hkl = Array.from(observations.hkl.subarray(3 * r, 3 * r + 3)).join(" ");
    return `${groups.dataSet[g]}: ${hkl}${groups.minus[g] ? " -" : ""}`;
  });
  const of: Record<number, string> = {};
  observations.intensity.forEach((intensity, i) => {
    of[intensity] = names[groups.ofObservation[i]];
  });
  return { names, of };
}

const collected = (options: { anomalous?: boolean; separate?: boolean }) =>
  collectMergingData([unmerged(first), unmerged(second)], { ...options, metadata: ["image"] });

describe("groups", () => {
  test("of reflections, mates and tables together", () => {
    const { names, of } = described(collected({}));
    expect(names).toEqual(["0: 0 2 3", "0: 1 2 3", "0: 2 2 2"]);
    expect(of).toEqual({
      10: names[1],
      11: names[1],
      12: names[0],
      13: names[0],
      14: names[1],
      20: names[1],
      21: names[2],
    });
  });

  test("of mates: F(+) before F(−), centric ones are one", () => {
    const { names, of } = described(collected({ anomalous: true }));
    expect(names).toEqual(["0: 0 2 3", "0: 1 2 3", "0: 1 2 3 -", "0: 2 2 2"]);
    expect([10, 11, 12, 13, 14].map((i) => of[i])).toEqual([1, 2, 0, 0, 2].map((g) => names[g]));
  });

  test("of mates and data sets: those of one data set together", () => {
    const { names, of } = described(collected({ anomalous: true, separate: true }));
    expect(names).toEqual(["0: 0 2 3", "0: 1 2 3", "0: 1 2 3 -", "1: 1 2 3", "1: 2 2 2"]);
    expect(of[20]).toBe("1: 1 2 3");
    expect(of[10]).toBe("0: 1 2 3");
  });
});

test("each group is found again by reflection, mate and data set; none that is not there", () => {
  const { groups, observations } = collected({ anomalous: true, separate: true });
  for (let g = 0; g < groups.count; g++)
    expect(groups.find(groups.reflection[g], groups.minus[g], groups.dataSet[g])).toBe(g);
  const [centric, acentric, other] = [0, 1, 2];
  expect(Array.from(observations.hkl)).toEqual([0, 2, 3, 1, 2, 3, 2, 2, 2]);
  expect(groups.find(acentric, 1, 1)).toBe(-1);
  expect(groups.find(other, 0, 0)).toBe(-1);
  // the mate of a centric reflection is itself
  expect(groups.find(centric, 1, 0)).toBe(groups.find(centric, 0, 0));
});

test("reflections that are terms of observations only are groups as well, of their observation's mate and data set", () => {
  const { observations } = collected({ anomalous: true });
  const n = observations.intensity.length;
  const minusOf14 = observations.intensity.indexOf(14);
  const dataSet = Int32Array.from(observations.intensity, (intensity) => (intensity >= 20 ? 1 : 0));
  const observation = Int32Array.of(...Array.from({ length: n }, (_, i) => i), minusOf14);
  const unique = new Int32Array(n + 1);
  for (let r = 0; r < observations.reflectionCount; r++)
    unique.fill(r, observations.start[r], observations.start[r + 1]);
  unique[n] = 2;
  const groups = reflectionGroups(observations, { observation, unique }, { anomalous: true, dataSet });
  const added = groups.ofTerm[n];
  expect([groups.reflection[added], groups.minus[added], groups.dataSet[added]]).toEqual([2, 1, 0]);
  expect(Array.from(groups.ofObservation)).not.toContain(added);
  expect(groups.ofTerm.subarray(0, n)).toEqual(groups.ofObservation);
});

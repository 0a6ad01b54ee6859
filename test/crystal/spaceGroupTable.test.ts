/** Oracle: gemmi's table (test/reference/crystal/spaceGroups.json); the changes of basis against the operations. */
import { expect, test } from "vitest";
import { groupKey, groupOfHall } from "../../lib/crystal/operationGroup.js";
import { extendedName } from "../../lib/crystal/spaceGroupName.js";
import { spaceGroupTable } from "../../lib/crystal/spaceGroupTable.js";
import golden from "../reference/crystal/spaceGroups.json" with { type: "json" };

test("the 564 settings of gemmi's table", () => {
  const ours = spaceGroupTable.map((entry) => [extendedName(entry), entry.number, entry.ccp4, entry.hall]);
  expect(ours).toEqual(golden.settings.map(({ name, number, ccp4, hall }) => [name, number, ccp4, hall]));
});

test("each number from 1 to 230 has one reference setting and one with its number at CCP4", () => {
  const numbers = Array.from({ length: 230 }, (_, i) => i + 1);
  const reference = spaceGroupTable.filter(({ fromReference }) => fromReference === "x,y,z");
  expect(reference.map(({ number }) => number).sort((a, b) => a - b)).toEqual(numbers);
  const ccp4 = spaceGroupTable.filter((entry) => entry.ccp4 === entry.number);
  expect(ccp4.map(({ number }) => number).sort((a, b) => a - b)).toEqual(numbers);
});

test("every setting is its reference setting after the change of basis", () => {
  const reference = new Map(
    spaceGroupTable
      .filter((entry) => entry.fromReference === "x,y,z")
      .map((entry) => [entry.number, entry.hall]),
  );
  for (const entry of spaceGroupTable) {
    if (entry.fromReference === "x,y,z") continue;
    const changed = groupOfHall(`${reference.get(entry.number)} (${entry.fromReference})`);
    expect(`${extendedName(entry)} ${groupKey(changed)}`).toBe(
      `${extendedName(entry)} ${groupKey(groupOfHall(entry.hall))}`,
    );
  }
});

/** Oracle: Hall symbols with a shift of origin, whose operations are what the search must trace back. */
import { expect, test } from "vitest";
import { allOperations, groupKey, groupOfHall, splitGroup } from "../../lib/crystal/operationGroup.js";
import { identifyGroup } from "../../lib/crystal/settingSearch.js";
import { extendedName } from "../../lib/crystal/spaceGroupName.js";
import { spaceGroupTable } from "../../lib/crystal/spaceGroupTable.js";

test("a tabulated setting is found as itself", () => {
  for (const { hall } of spaceGroupTable) {
    const found = identifyGroup(groupOfHall(hall));
    expect(found?.entry.hall).toBe(hall);
    expect(found?.shift).toBeUndefined();
  }
});

test("a shifted one with a Hall symbol of the same operations", () => {
  const origins = ["(x+1/8,y,z)", "(x+1/24,y+1/12,z+5/24)", "(x,y+7/24,z+1/8)"];
  const halls = [
    "P 2ac 2ab",
    "P 2yb",
    "-P 2ybc",
    "-I 4bd 2",
    'R 3 2"',
    "P 61",
    "F 4d 2 3",
    "I 2b 2c 3",
    "-P 1",
  ];
  for (const hall of halls) {
    for (const origin of origins) {
      const group = splitGroup(allOperations(groupOfHall(`${hall} ${origin}`)));
      const found = identifyGroup(group);
      const number = spaceGroupTable.find((entry) => entry.hall === hall)?.number;
      expect(found?.entry.number, `${hall} ${origin} is ${found && extendedName(found.entry)}`).toBe(number);
      expect(groupKey(groupOfHall(found?.shift?.hall ?? found?.entry.hall ?? ""))).toBe(groupKey(group));
    }
  }
});

test("a cell that no setting has is not found", () => {
  expect(identifyGroup(groupOfHall("C 2y (x,1/2y,z)"))).toBeUndefined();
});

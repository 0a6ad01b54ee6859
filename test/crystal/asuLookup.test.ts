/** Oracle: the definition, operation by operation with CCP4's conditions (which are held against sgtbx and gemmi elsewhere). */
import { expect, test } from "vitest";
import { AsuLookup } from "../../lib/crystal/asuLookup.js";
import { groupOfHall } from "../../lib/crystal/operationGroup.js";
import { asuOfSetting, isInReferenceAsu } from "../../lib/crystal/reciprocalAsu.js";
import { spaceGroupTable } from "../../lib/crystal/spaceGroupTable.js";
import { someHkl } from "./someHkl.js";

test("the table knows what the search finds, in every setting", () => {
  // small indices lie on the borders of the regions, large ones between
  const hkl = [...someHkl(300, 2), ...someHkl(300, 60), ...someHkl(100, 1000)];
  for (const { hall, number, fromReference } of spaceGroupTable) {
    const { primitive } = groupOfHall(hall);
    const asu = asuOfSetting(number, fromReference);
    const lookup = new AsuLookup(primitive, asu);
    const m = asu.toReference;
    const inside = (h: number, k: number, l: number): boolean =>
      isInReferenceAsu(
        asu.kind,
        h * m[0] + k * m[3] + l * m[6],
        h * m[1] + k * m[4] + l * m[7],
        h * m[2] + k * m[5] + l * m[8],
      );
    const wrong: string[] = [];
    for (let j = 0; j < hkl.length; j += 3) {
      const [h, k, l] = hkl.slice(j, j + 3);
      const images = primitive.flatMap((operation) => {
        const [p, q, r] = operation.applyToHkl(h, k, l);
        return [inside(p, q, r), inside(-p, -q, -r)];
      });
      if (lookup.find(h, k, l) !== images.indexOf(true) + 1) wrong.push(`${h} ${k} ${l}`);
    }
    expect({ hall, wrong }).toEqual({ hall, wrong: [] });
  }
});

/** Oracle of careless's operators: gemmi 0.7.5, Op("x-y,x,z+1/2").apply_to_hkl([1, 2, 3]) is [3, -1, 3]. */
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../lib/cli/command.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import { priorOf } from "../../lib/cli/relatedSettings.js";
import { multiplyVector } from "../../lib/crystal/symmetryOperation.js";
import { type RecipeName, recipes } from "../../lib/models/index.js";
import { reindexMatrix } from "../../lib/table/reindex.js";

const prior = (words: readonly string[], recipe: RecipeName = "default") =>
  priorOf(parseArguments(mergeCommand, ["in.mtz", ...words]), recipes[recipe]);
const described = (words: readonly string[], recipe?: RecipeName) => prior(words, recipe)?.description;

describe("priorOf", () => {
  test("without options the recipe's; a B alone is Wilson's prior", () => {
    expect(prior([])).toBeUndefined();
    expect(described(["--wilson-b", "12"])).toMatchObject({ name: "wilson", bFactor: 12 });
    expect(described(["--wilson-prior-b", "12"])).toMatchObject({ name: "wilson", bFactor: 6 });
    expect(prior(["--mates-correlation", "0"])).toBeUndefined();
  });

  test("careless's lists: 0 and None for what has no parent", () => {
    const words = ["--double-wilson-r", "0.,0.9,0.95", "--double-wilson-parents", "None,0,1"];
    expect(described([...words, "--optimize-double-wilson-r", "--wilson-b", "3"])).toMatchObject({
      name: "doubleWilson",
      bFactor: 3,
      correlation: [0.99, 0.9, 0.95],
      parents: [null, 0, 1],
      learnCorrelation: true,
      mates: null,
    });
    expect(described(["--double-wilson-r", "0.98"])).toMatchObject({ correlation: 0.98, parents: null });
    expect(described(["--double-wilson-r", "0,0.98"], "careless")).toMatchObject({
      bFactor: 0,
      correlation: [0.99, 0.98],
    });
    expect(described(["--mates-correlation", "0.995"])).toMatchObject({ bFactor: "fitted", mates: 0.995 });
  });

  test("operators in h, k, l, or as careless has them in x, y, z", () => {
    const reindex = (text: string) =>
      described(["--double-wilson-reindexing-ops", text])?.reindex as (string | null)[];
    expect(reindex("h,k,l;k,h,-l")).toEqual([null, "k,h,-l"]);
    const [root, child, none] = reindex("x,y,z;x-y,x,z+1/2;none");
    expect([root, none]).toEqual([null, null]);
    expect(multiplyVector(reindexMatrix(child ?? ""), [1, 2, 3])).toEqual([3, -1, 3]);
    expect(reindex("x,y,z; -y,x,z")[1]).toBe("k,-h,l");
  });

  test.each([
    [["--double-wilson-r", "0.9,1"], /--double-wilson-r: got 0.9,1, expected/],
    [["--double-wilson-r", "0,0"], /--double-wilson-r: got 0,0, expected/],
    [["--double-wilson-r", "0"], /--double-wilson-r: got 0, expected/],
    [["--double-wilson-r", "0.9,,0.9"], /expected for each file a correlation/],
    [["--double-wilson-r", "0,0.9", "--double-wilson-parents", "1,None"], /0 for one without a parent/],
    [["--double-wilson-parents", "None,first"], /got None,first, expected for each file the number/],
    [["--double-wilson-reindexing-ops", "x,y,z;x,y"], /got x,y, expected operators such as/],
    [["--double-wilson-reindexing-ops", "h,k,l;k,h,l"], /which changes the hand/],
  ])("%j is refused", (words, message) => {
    expect(() => prior(words)).toThrow(message);
  });
});

/** The grammar of filter expressions: how they group, what they refuse, and what hostile texts do. */
import { describe, expect, test } from "vitest";
import {
  type ColumnKinds,
  columnsOf,
  type Expression,
  type Kind,
  kindOf,
  parseExpression,
  parseFilter,
} from "../../../labextension/src/mtz/expression.js";
import { ExpressionError } from "../../../labextension/src/mtz/tokens.js";

const columns: ColumnKinds = new Map<string, Kind>([
  ["H", "number"],
  ["F", "number"],
  ["SIGF", "number"],
  ["M/ISYM", "number"],
  ["F(+)", "number"],
  ["dHKL", "number"],
  ["centric", "condition"],
]);

/** The tree in full parentheses. */
function shown(node: Expression): string {
  if (node.kind === "number") return String(node.value);
  if (node.kind === "column") return node.name;
  if (node.kind === "sign") return `(${node.sign}${shown(node.of)})`;
  if (node.kind === "call") return `${node.name}(${node.args.map(shown).join(",")})`;
  return `(${shown(node.left)}${node.operator}${shown(node.right)})`;
}

test.each([
  ["dHKL < 2.5 && F/SIGF > 3", "((dHKL<2.5)&&((F/SIGF)>3))"],
  ["H < 1 || H > 2 && F > 3", "((H<1)||((H>2)&&(F>3)))"],
  ["1 - 2 - 3 < 4", "(((1-2)-3)<4)"],
  ["2 * 3 % 4 / 5 > 0", "((((2*3)%4)/5)>0)"],
  ["-2 ** 2 < 0", "((-(2**2))<0)"],
  ["2 ** 3 ** 2 > 0", "((2**(3**2))>0)"],
  ["2 ** -1 > 0", "((2**(-1))>0)"],
  ["- - H > 0", "((-(-H))>0)"],
  ["!centric && !(F > 1)", "((!centric)&&(!(F>1)))"],
  ["!!centric", "(!(!centric))"],
  ["`M/ISYM` % 256 == 1", "((M/ISYM%256)==1)"],
  ["min(F, SIGF, 3) <= max(H)", "(min(F,SIGF,3)<=max(H))"],
  ["missing(F) || isNaN(`F(+)`)", "(missing(F)||isNaN(F(+)))"],
  ["centric == 1", "(centric==1)"],
  ["(H > 1) + (F > 1) == 2", "(((H>1)+(F>1))==2)"],
])("%s", (source, expected) => {
  const tree = parseFilter(source, columns);
  expect(shown(tree)).toBe(expected);
  // written out it reads as the same tree
  expect(kindOf(tree, columns)).toBe("condition");
});

test("the columns it needs, each once", () => {
  expect(columnsOf(parseExpression("F > 1 && F/SIGF > abs(-H)", columns))).toEqual(["F", "SIGF", "H"]);
});

describe("errors name the place, what stands there, what was expected", () => {
  test.each([
    ["", 1, "got the end, expected a column, a number or a parenthesis"],
    ["F >", 4, "got the end, expected a column, a number or a parenthesis"],
    ["F > 3 4", 7, 'got "4", expected an operator or the end'],
    ["(F > 3", 7, "got the end, expected an operator or )"],
    ["F > 3)", 6, 'got ")", expected an operator or the end'],
    ["FF > 3", 1, 'got "FF", expected a column of H, F,'],
    ["SIGG > 3", 1, "did you mean SIGF?"],
    ["dhkl < 2", 1, "did you mean dHKL?"],
    ["M/ISYM > 2", 1, "the label M/ISYM needs backticks: `M/ISYM`"],
    ["`SIGFF` > 2", 1, "did you mean SIGF?"],
    ["F/SIGF", 1, "got a number, expected a condition such as F/SIGF > 3"],
    ["F && H > 2", 1, "got a number beside &&, expected a condition"],
    ["H > 2 || 1", 10, "got a number beside ||"],
    ["!F > 3", 2, "got a number beside !, expected a condition in parentheses: !(F > 3)"],
    ["1 < dHKL < 2", 10, "got a second <, expected one comparison at a time: 1 < d && d < 2"],
    ["sqr(F) > 3", 1, "did you mean sqrt?"],
    ["SIGF(F) > 3", 1, "a column takes no parenthesis"],
    ["abs(F, H) > 3", 1, "got 2 arguments of abs, expected 1"],
    ["min() > 3", 1, "got 0 arguments of min, expected 1 to 16"],
    ["min(F H) > 3", 7, 'got "H", expected a comma or )'],
    ["min(,F) > 3", 5, 'got ","'],
  ])("%s", (source, character, message) => {
    expect(() => parseFilter(source, columns)).toThrow(ExpressionError);
    expect(() => parseFilter(source, columns)).toThrow(`filter, character ${character}: `);
    expect(() => parseFilter(source, columns)).toThrow(message);
  });
});

test("names of the language that runs us are no columns and no functions", () => {
  for (const name of ["constructor", "__proto__", "toString", "window", "globalThis", "eval", "Function"]) {
    expect(() => parseFilter(`${name} > 1`, columns)).toThrow(ExpressionError);
    expect(() => parseFilter(`${name}(1) > 1`, columns)).toThrow(ExpressionError);
  }
});

test("hostile texts end in an error of ours, soon", () => {
  const hostile = [
    `${"(".repeat(4000)}F${")".repeat(4000)} > 1`,
    `${"!".repeat(9000)}centric`,
    `${"-".repeat(9000)}F > 1`,
    `${"2**".repeat(3000)}2 > 1`,
    `${"F+".repeat(4500)}F > 1`,
    `${"abs(".repeat(2000)}F${")".repeat(2000)} > 1`,
    "`".repeat(9999),
    "\0\u2028\uffff",
    "F > 1 // comment",
    "F > 1e999999 && ",
  ];
  for (const text of hostile) expect(() => parseFilter(text, columns)).toThrow(ExpressionError);
});

test("random texts of its own alphabet give a tree or an error of ours", () => {
  const alphabet = ["F", "SIGF", "`M/ISYM`", "centric", "1", ".5", "(", ")", "&&", "||", "!", "-", "**", "<"];
  alphabet.push("==", "%", ",", "min(", "missing(", " ", "`", "&", "é", "=");
  let state = 12345;
  const random = (n: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  let trees = 0;
  for (let i = 0; i < 20_000; i++) {
    const text = Array.from({ length: 1 + random(9) }, () => alphabet[random(alphabet.length)]).join("");
    try {
      parseFilter(text, columns);
      trees++;
    } catch (error) {
      expect(error, text).toBeInstanceOf(ExpressionError);
    }
  }
  expect(trees).toBeGreaterThan(50);
});

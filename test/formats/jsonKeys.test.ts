/** Keys that stand twice, told from all that only looks like them. */
import { expect, test } from "vitest";
import { duplicateKey } from "../../lib/formats/jsonKeys.js";

test.each([
  '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}',
  '{"a":"a","b":"a"}',
  '{"a":"{\\"b\\":1,\\"b\\":2}"}',
  '["a","a",{"x":["x"]}]',
  '{"\\\\":1,"\\"":2,"a\\\\\\"b":3}',
  "{}",
  '"a"',
  "12",
])("%s has none", (text) => {
  JSON.parse(text);
  expect(duplicateKey(text)).toBeUndefined();
});

test.each([
  ['{"a":1,"b":2,"a":3}', "a"],
  ['{"x":{"k" : 1,\n"k"\t: 2}}', "k"],
  ['{"\\u0061":1,"a":2}', "a"],
  ['[{"a":1},{"b":[1,{"c":2}],"b":0}]', "b"],
  ['{"__proto__":1,"__proto__":2}', "__proto__"],
  ['{"":1,"":2}', ""],
])("%s has %j", (text, key) => {
  JSON.parse(text);
  expect(duplicateKey(text)).toBe(key);
});

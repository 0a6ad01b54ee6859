/** The registry of error models. */
import { expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.js";
import { errorModelOf } from "../../../../lib/models/merging/likelihoods/errorModels.js";
import { likelihoods } from "../../../../lib/models/merging/likelihoods/index.js";

test("by name, or with options; none is none", () => {
  expect(errorModelOf()).toBeUndefined();
  expect(errorModelOf("none")).toBeUndefined();
  expect(errorModelOf("evans")?.description).toEqual({ name: "evans" });
  expect(errorModelOf("proportional")?.description).toEqual({ name: "proportional", b: "global" });
  expect(errorModelOf({ name: "proportional" })?.description).toEqual({ name: "proportional", b: "global" });
  expect(errorModelOf({ name: "proportional", b: "network" })?.heads).toEqual([-2]);
});

test("what a description says can be given again", () => {
  for (const choice of ["proportional", "evans", { name: "proportional", b: "network" }] as const) {
    const description = errorModelOf(choice)?.description;
    expect(errorModelOf(description as never)?.description).toEqual(description);
  }
});

test.each([
  ["evens", "error model: got evens, expected none, proportional, evans; did you mean evans?"],
  ["toString", "error model: got toString, expected none, proportional, evans"],
])("%s is refused", (name, message) => {
  const make = () => likelihoods.normal({ errorModel: name as never });
  expect(make).toThrow(InputError);
  expect(make).toThrow(message);
});

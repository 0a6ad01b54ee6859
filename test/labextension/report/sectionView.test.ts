// Oracle: what a reader sees and presses.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  Contents,
  ReportHeader,
  sectionHead,
  sectionId,
} from "../../../labextension/src/report/sectionView.js";
import { asFake, installFakeDocument } from "../fakeDocument.js";

beforeEach(() => void installFakeDocument());
afterEach(() => vi.unstubAllGlobals());

const section = { key: "lTest", title: "L-test", help: "What it is.", notes: ["a note"] };

test("a section's head: title, help, notes, or what is missing first", () => {
  const head = asFake(sectionHead({ ...section, missing: "Not drawn: so." }, 3));
  expect(head.getAttribute("id")).toBe(sectionId(3, "lTest"));
  expect(head.tags("h2")[0].textContent).toBe("L-test");
  expect(head.tags("p").map(({ textContent }) => textContent)).toEqual([
    "What it is.",
    "Not drawn: so.",
    "a note",
  ]);
});

test("contents lead to sections that are there", () => {
  const go = vi.fn();
  const contents = new Contents([section, { key: "wilson", title: "Wilson plot" }], go);
  const node = asFake(contents.node);
  expect(node.button("L-test").hasAttribute("disabled")).toBe(true);
  contents.arrived(section);
  expect(node.button("L-test").hasAttribute("disabled")).toBe(false);
  expect(node.button("Wilson plot").hasAttribute("disabled")).toBe(true);
  node.button("L-test").click();
  expect(go).toHaveBeenCalledWith("lTest");
  contents.arrived({ ...section, key: "wilson", missing: "Not drawn: so." });
  expect(node.button("Wilson plot").getAttribute("data-missing")).toBe("true");
});

test("the header: progress, cancel while there is work, saving after it", () => {
  const [cancel, save] = [vi.fn(), vi.fn()];
  const header = new ReportHeader("x.mtz", "facts", { cancel, save });
  const node = asFake(header.node);
  header.working("Wilson plot", 3, 16);
  expect(node.textContent).toContain("Wilson plot …");
  expect(node.tags("progress")[0].getAttribute("value")).toBe("3");
  expect(node.button("Save as HTML").hasAttribute("disabled")).toBe(true);
  node.button("Cancel").click();
  expect(cancel).toHaveBeenCalledOnce();
  header.ended("13 of 16 sections drawn");
  expect(node.tags("progress")).toEqual([]);
  expect(node.textContent).not.toContain("Cancel");
  node.button("Save as HTML").click();
  expect(save).toHaveBeenCalledOnce();
  header.fail("it did not work");
  expect(node.all((one) => one.getAttribute("role") === "alert")[0].textContent).toBe("it did not work");
});

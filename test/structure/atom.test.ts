import { expect, test } from "vitest";
import { atom } from "../../lib/structure/index.js";

test("an atom of element and position has full occupancy, no charge, no B, and its element's name", () => {
  expect(atom({ element: "Xe", x: 1, y: 2, z: 3 })).toEqual({
    serial: 0,
    name: "XE",
    element: "Xe",
    charge: 0,
    residueName: "",
    residueNumber: 0,
    insertionCode: "",
    chain: "",
    altloc: "",
    occupancy: 1,
    bIso: 0,
    x: 1,
    y: 2,
    z: 3,
    hetero: false,
    model: 1,
  });
  expect(atom({ element: "C", name: "CA", x: 1, y: 2, z: 3 }).name).toBe("CA");
});

/** The points that are drawn, against positions computed one by one; and a pick of each of them. */
import { describe, expect, test } from "vitest";
import { projector } from "../../../labextension/src/reciprocal/camera.js";
import { wholeCamera } from "../../../labextension/src/reciprocal/cloudKeys.js";
import { pointsOf } from "../../../labextension/src/reciprocal/cloudPicture.js";
import { pointRadius } from "../../../labextension/src/reciprocal/cloudPoints.js";
import { moveIndex, transform } from "../../../labextension/src/reciprocal/lattice.js";
import { themePalette } from "../../../labextension/src/reciprocal/painter.js";
import { PickGrid } from "../../../labextension/src/reciprocal/pickGrid.js";
import { missingCode } from "../../../labextension/src/reciprocal/scales.js";
import { ViewModel } from "../../../labextension/src/reciprocal/viewModel.js";
import { initialState, type ViewState } from "../../../labextension/src/reciprocal/viewState.js";
import { someReflections } from "./someReflections.js";

const reflections = someReflections([30, 40, 50, 90, 103, 90], "P 1 21 1", 4);

function look(change: Partial<ViewState>, perspective = false) {
  const model = new ViewModel(reflections, { ...initialState(reflections), ...change });
  const camera = wholeCamera(model.basis, model.reach, perspective);
  return { model, camera, palette: themePalette(false), selected: undefined, width: 800, height: 600 };
}

describe.each([false, true])("perspective %s", (perspective) => {
  test("every reflection and equivalent stands where it should", () => {
    const at = look({ expansion: "all" }, perspective);
    const points = pointsOf(at);
    expect(points.x.length).toBe(reflections.count * 4);
    const project = projector(at.camera, 800, 600);
    for (let i = 0; i < points.x.length; i += 7) {
      const hkl = moveIndex(at.model.matrices[points.matrix[i]], reflections.index(points.row[i]));
      const { x, y, depth } = project(...transform(at.model.basis, hkl));
      expect(points.x[i]).toBeCloseTo(x, 2);
      expect(points.y[i]).toBeCloseTo(y, 2);
      expect(points.depth[i]).toBeCloseTo((depth * 300) / at.camera.span, 2);
    }
  });

  test("a pick at its place finds it, or one whose sphere is nearer to the reader there", () => {
    const points = pointsOf(look({}, perspective));
    const grid = new PickGrid(points, 800, 600);
    for (let i = 0; i < points.x.length; i += 11) {
      const found = grid.find(points.x[i], points.y[i]);
      expect(points.depth[found] + points.radius[found]).toBeGreaterThanOrEqual(
        points.depth[i] + points.radius[i] - 1e-3,
      );
    }
  });
});

test("clipping: by resolution, by a layer, by value", () => {
  const indices = (change: Partial<ViewState>) => {
    const points = pointsOf(look(change));
    return Array.from(points.row, (row) => reflections.index(row));
  };
  const near = indices({ dMin: 6 });
  expect(near.length).toBe(
    Array.from({ length: reflections.count }, (_, row) =>
      reflections.cell.dSpacing(...reflections.index(row)),
    ).filter((d) => d >= 6).length,
  );
  const layer = indices({ slab: { axis: "b", middle: 2, thickness: 1 } });
  expect(layer.length).toBeGreaterThan(5);
  expect(layer.every(([, k]) => k === 2)).toBe(true);
  const strong = indices({ hidden: 0.75 });
  expect(Math.abs(strong.length - reflections.count / 4)).toBeLessThanOrEqual(1);
});

test("sizes: the middle without a value, larger with it, never below half a pixel", () => {
  expect(pointRadius(4, 65_534, 1)).toBeCloseTo(4 * 1.6, 6);
  expect(pointRadius(4, 0, 2)).toBeCloseTo(4 * 0.45 * 2, 6);
  expect(pointRadius(4, missingCode, 1)).toBe(pointRadius(4, 0, 1));
  expect(pointRadius(0.1, 0, 1)).toBe(0.5);
});

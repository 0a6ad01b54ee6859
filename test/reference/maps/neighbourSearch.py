"""Nearest atoms and numbers of atoms within 6 A, through symmetry and lattice, by gemmi's NeighborSearch and
UnitCell.find_nearest_image, at random places in models of the real data.

usage: python neighbourSearch.py DATA > neighbourSearch.json      needs: gemmi
"""
import json, sys
import gemmi
from parkMiller import ParkMiller

MODELS = ["gamma/gamma_model.pdb", "pyp/reference_data/off.pdb", "thermolysin/2tli.pdb", "structure_factors/5e5z.pdb",
          "structure_factors/RTSAD_HEWL_refine_25.pdb"]
out = []
for i, path in enumerate(MODELS):
    st = gemmi.read_structure(f"{sys.argv[1]}/{path}")
    st.setup_cell_images()
    search = gemmi.NeighborSearch(st[0], st.cell, 8).populate()
    rng, rows = ParkMiller(40 + i), []
    for _ in range(60):
        f = [round(3 * x, 4) for x in rng.take(3)]
        pos = st.cell.orthogonalize(gemmi.Fractional(*f))
        atom = search.find_nearest_atom(pos).to_cra(st[0]).atom
        rows.append([*f, atom.serial, st.cell.find_nearest_image(pos, atom.pos, gemmi.Asu.Any).dist(),
                     len(search.find_atoms(pos, "\0", radius=6))])
    out.append({"path": path, "rows": rows})
json.dump({"gemmi": gemmi.__version__, "models": out}, sys.stdout, separators=(",", ":"))

"""Indices, cell and space group after reindexing, by cctbx (miller.set.change_basis with the operator as h,k,l).

usage: python reindex.py > reindex.json      needs: cctbx-base
"""
import json, sys
from importlib.metadata import version
from cctbx import crystal, miller, sgtbx
from cctbx.array_family import flex

cases = [
    ("P 63", (66.9, 66.9, 40.8, 90, 90, 120), "k,h,-l"),
    ("P 21 21 2", (30, 40, 50, 90, 90, 90), "k,l,h"),
    ("P 1 21 1", (30, 40, 50, 90, 101, 90), "-h,-k,h+l"),
    ("C 1 2 1", (80, 40, 50, 90, 101, 90), "-h,-k,l+h"),
    ("P 1", (30, 40, 50, 80, 95, 103), "h+k,k,l"),
    ("I 2 3", (78, 78, 78, 90, 90, 90), "-k,h,l"),
    ("P 31 2 1", (50, 50, 70, 90, 90, 120), "-h,-k,l"),
    ("R 3 :H", (60, 60, 90, 90, 90, 120), "k,h,-l"),
]
hkl = [(1, 2, 3), (-4, 1, 5), (2, -3, 7), (0, 4, -6), (5, -7, -2), (3, 3, 1)]
out = {"cctbx": version("cctbx-base"), "hkl": hkl, "cases": []}
for name, cell, operator in cases:
    symmetry = crystal.symmetry(cell, name, assert_is_compatible_unit_cell=False)
    change = sgtbx.change_of_basis_op(operator)
    new = miller.set(symmetry, flex.miller_index(hkl), anomalous_flag=True).change_basis(change)
    group = new.space_group()
    out["cases"].append({
        "name": name, "cell": cell, "operator": operator, "hkl": list(new.indices()),
        "newCell": list(new.unit_cell().parameters()), "operations": sorted(str(op) for op in group.all_ops()),
    })
json.dump(out, sys.stdout, indent=1)

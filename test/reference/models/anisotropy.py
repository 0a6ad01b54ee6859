"""Anisotropic Debye-Waller factors and averages of tensors over point groups, by cctbx.
usage: /tmp/peers/bin/python anisotropy.py  (writes anisotropy.json beside itself)
"""
import json, os
from importlib.metadata import version

from cctbx import adptbx, crystal, sgtbx

here = os.path.dirname(os.path.abspath(__file__))
crystals = [
    ("P 1", (25, 30, 35, 80, 95, 110)),
    ("P 1 21 1", (30, 41, 52, 90, 103, 90)),
    ("P 21 21 21", (30, 32, 34, 90, 90, 90)),
    ("P 43 21 2", (50, 50, 70, 90, 90, 90)),
    ("P 3 2 1", (50, 50, 70, 90, 90, 120)),
    ("H 3", (60, 60, 80, 90, 90, 120)),
    ("P 61 2 2", (50, 50, 70, 90, 90, 120)),
    ("I 2 3", (60, 60, 60, 90, 90, 90)),
]
b_cart = (30.0, 18.0, 42.0, 5.0, -7.0, 3.0)
hkl = [(1, 0, 0), (0, 2, 0), (3, -1, 4), (-2, 5, 7), (6, 6, -3), (0, 0, 9)]
rows = []
for name, cell in crystals:
    symmetry = crystal.symmetry(unit_cell=cell, space_group_symbol=name)
    unit_cell, group = symmetry.unit_cell(), symmetry.space_group()
    u_star = adptbx.u_cart_as_u_star(unit_cell, adptbx.b_as_u(b_cart))
    mean = group.average_u_star(u_star)
    constraints = sgtbx.tensor_rank_2_constraints(space_group=group, reciprocal_space=True)
    rows.append({
        "spaceGroup": name,
        "cell": cell,
        "free": constraints.n_independent_params(),
        "mean": adptbx.u_as_b(adptbx.u_star_as_u_cart(unit_cell, mean)),
        # of intensities: the square of that of amplitudes
        "factors": [adptbx.debye_waller_factor_u_star(h, u_star) ** 2 for h in hkl],
    })
try:
    versions = {"cctbx": version("cctbx-base")}
except Exception:
    import libtbx.version
    versions = {"cctbx": libtbx.version.get_version()}
json.dump({"versions": versions, "b": b_cart, "hkl": hkl, "crystals": rows},
          open(os.path.join(here, "anisotropy.json"), "w"), indent=1)

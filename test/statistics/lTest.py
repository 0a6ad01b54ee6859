"""
Reference values of test/statistics/lTest.test.ts: all pairs found by brute force with gemmi's asymmetric unit, and the
means that cctbx's L-test (which takes one pair at random for each reflection) has for the same intensities.
Versions: gemmi 0.7.5, cctbx-base 2025.11. Run: python test/statistics/lTest.py
"""
import itertools
import math

# cctbx first: after gemmi its import fails
from cctbx import crystal, miller
from cctbx.array_family import flex
from mmtbx.scaling import twin_analyses

import gemmi  # noqa: E402, I001


def intensity(h, k, l):
    """Numbers that look random and are the same in every language: exponential in the fraction of a large sine."""
    x = 43758.5453 * math.sin(12.9898 * h + 78.233 * k + 37.719 * l)
    u = x - math.floor(x)
    return -math.log(1 - 0.999 * u) + 0.01


for name, cell in (
    ("P 21 21 21", (38, 44, 52, 90, 90, 90)),
    ("C 1 2 1", (60, 41, 45, 90, 104, 90)),
    ("P 61 2 2", (61, 61, 80, 90, 90, 120)),
):
    sg = gemmi.SpaceGroup(name)
    ops = sg.operations()
    asu = gemmi.ReciprocalAsu(sg)
    unit = gemmi.UnitCell(*cell)
    values = {}
    for hkl in gemmi.make_miller_array(unit, sg, 2.6, 10.0):
        h, k, l = (int(x) for x in hkl)
        if ops.is_reflection_centric([h, k, l]):
            continue
        values[(h, k, l)] = intensity(h, k, l) * ops.epsilon_factor_without_centering([h, k, l])
    ls = []
    deltas = [
        d
        for d in itertools.product((-4, -2, 0, 2, 4), repeat=3)
        if 0 < sum(map(abs, d)) <= 4 and d > (0, 0, 0)
    ]
    for (h, k, l), first in values.items():
        for dh, dk, dl in deltas:
            (other, _) = asu.to_asu([h + dh, k + dk, l + dl], ops)
            other = tuple(other)
            if other not in values or other == (h, k, l):
                continue
            a = first / ops.epsilon_factor_without_centering([h, k, l])
            b = values[other] / ops.epsilon_factor_without_centering(list(other))
            ls.append(abs(a - b) / (a + b))
    n = len(ls)
    symmetry = crystal.symmetry(unit_cell=cell, space_group_symbol=name)
    indices = flex.miller_index(list(values))
    array = miller.array(
        miller.set(symmetry, indices, anomalous_flag=False), data=flex.double(list(values.values()))
    )
    array.set_observation_type_xray_intensity()
    theirs = twin_analyses.l_test(array)
    print(
        f'["{name}", {list(cell)}, {len(values)}, {n}, {sum(ls) / n:.12g}, {sum(x * x for x in ls) / n:.12g}, '
        f"{theirs.mean_l:.4f}, {theirs.mean_l2:.4f}],"
    )

"""One task of bench/classicalMerge.mjs in the peers' own programs: classicalMerge.py TASK MTZ [MODEL]; prints JSON {ms, peakMB, version, value}.

Each task is a fresh process, so that the peak memory is its own. `value` is what the task computed, for a check that both
sides did the same work.
"""

import json
import resource
import sys
import time

task, path = sys.argv[1:3]


def read():
    import gemmi

    start = time.perf_counter()
    mtz = gemmi.read_mtz_file(path)
    total = float(mtz.array[:, mtz.column_labels().index("I")].astype(float).sum())
    return start, total, f"gemmi {gemmi.__version__}"


def statistics():
    import iotbx.merging_statistics
    from iotbx import mtz
    from libtbx.utils import null_out

    start = time.perf_counter()
    arrays = mtz.object(path).as_miller_arrays(merge_equivalents=False)
    data = next(a for a in arrays if a.info().labels[0] == "I")
    stats = iotbx.merging_statistics.dataset_statistics(data, n_bins=10, log=null_out())
    return start, float(stats.overall.r_meas), "cctbx-base 2025.11"


def merge():
    import reciprocalspaceship as rs

    start = time.perf_counter()
    ds = rs.read_mtz(path).hkl_to_asu()
    merged = rs.algorithms.merge(ds, "I", "SIGI", anomalous=True)
    for mate in "(+)", "(-)":
        measured = merged[[f"I{mate}", f"SIGI{mate}"]].dropna()
        rs.algorithms.scale_merged_intensities(measured, f"I{mate}", f"SIGI{mate}")
    return start, float(len(merged)), f"reciprocalspaceship {rs.__version__}"


def summation():
    import gemmi

    structure = gemmi.read_structure(sys.argv[3])
    mtz = gemmi.read_mtz_file(path)
    hkl = sorted({tuple(h) for h in mtz.make_miller_array().tolist()})[:2000]
    calculator = gemmi.StructureFactorCalculatorX(structure.cell)
    start = time.perf_counter()
    total = sum(abs(calculator.calculate_sf_from_model(structure[0], h)) for h in hkl)
    return start, float(total), f"gemmi {gemmi.__version__}"


start, value, version = {"read": read, "statistics": statistics, "merge": merge, "summation": summation}[task]()
ms = 1000 * (time.perf_counter() - start)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"ms": ms, "peakMB": peak, "version": version, "value": value}))

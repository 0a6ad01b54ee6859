"""What gemmi reads in a CCP4 map written by this library. The map is that of exampleGrid() in test/formats/ccp4Map.test.ts;
the file is what writeCcp4Map(exampleGrid(), { labels: ["for gemmi"] }) returns, written out with node:fs.

usage: python ccp4Written.py ours.map > ccp4Written.json      needs: gemmi, numpy
"""
import base64, hashlib, json, sys
import gemmi, numpy as np

data = open(sys.argv[1], "rb").read()
m = gemmi.read_ccp4_map(sys.argv[1], setup=False)
before = m.grid.array.copy()
statistics = [m.header_float(w) for w in (20, 21, 22, 55)]
labels = [m.header_str(57 + 20 * i, 80).rstrip() for i in range(m.header_i32(56))]
m.setup(float("nan"), gemmi.MapSetup.Full)
assert m.full_cell() and np.array_equal(before, m.grid.array) and not m.has_skew_transformation()
g = m.grid
json.dump({"gemmi": {"version": gemmi.__version__, "shape": list(g.array.shape), "cell": list(g.unit_cell.parameters),
                     "spaceGroup": g.spacegroup.xhm(), "labels": labels, "statistics": statistics,
                     "values": [float(f"{x:.8g}") for x in g.array.ravel()]},
           "sha256": hashlib.sha256(data).hexdigest(), "base64": base64.b64encode(data).decode()}, sys.stdout, separators=(",", ":"))

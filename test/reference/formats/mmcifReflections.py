"""Writes mmcifReflections.json: sums over the columns of 1dur-sf.cif as gemmi reads it, and every 211th row.

Run as: python mmcifReflections.py DATA_FOLDER
"""
import json
import pathlib
import sys
import gemmi

path = pathlib.Path(sys.argv[1]) / "structure_factors" / "1dur-sf.cif"
blocks = gemmi.as_refln_blocks(gemmi.cif.read(str(path)))
tables = []
for block in blocks:
    labels = block.column_labels()
    hkl = block.make_miller_array()
    columns = {}
    for label in labels:
        if label.startswith("index_"):
            continue
        try:
            values = [float(v) for v in block.make_float_array(label)]
        except Exception:
            continue
        if all(v != v for v in values):
            continue
        columns[label] = {
            "count": sum(v == v for v in values),
            "sum": sum(v for v in values if v == v),
            "sampled": [v if v == v else None for v in values[::211]],
        }
    tables.append({
        "name": block.block.name, "cell": list(block.cell.parameters), "spaceGroup": block.spacegroup.xhm(),
        "wavelength": block.wavelength, "length": len(hkl), "labels": labels,
        "hklSums": [int(v) for v in hkl.sum(axis=0)], "sampled": [[int(v) for v in row] for row in hkl[::211]],
        "columns": columns,
    })
result = {"gemmi": gemmi.__version__, "blocks": tables}
(pathlib.Path(__file__).parent / "mmcifReflections.json").write_text(json.dumps(result) + "\n")

"""What gemmi reads from every MTZ file of the data folder: mtz/FOLDER.json, one entry for each file.

Run from the root of the repository:  python test/reference/formats/mtz.py ../shared/data
Header fields, columns, batches and values as gemmi gives them (float32 numbers as doubles, exactly); values as the
SHA-256 of a column's float32 bytes (little-endian), the count of NaN, the exact sum of the others, and three rows.
"""
import hashlib
import json
import math
import sys
from pathlib import Path

import gemmi
import numpy

here = Path(__file__).parent


def digest(array):
    return hashlib.sha256(numpy.ascontiguousarray(array).tobytes()).hexdigest()[:24]


def number(value):
    return None if math.isnan(value) else float(value)


def batch_entry(batch):
    return {
        "number": batch.number,
        # gemmi 0.7.5 leaves the name of the TITLE record in a batch's title
        "title": batch.title.removeprefix("TITLE ").strip(),
        "axes": list(batch.axes),
        "datasetId": batch.dataset_id,
        "wavelength": float(batch.wavelength),
        "cell": list(batch.cell.parameters),
        "integers": list(batch.ints),
        "reals": [float(value) for value in batch.floats],
    }


def column_entry(column):
    values = column.array.astype("<f4")
    finite = values[~numpy.isnan(values)]
    return {
        "label": column.label,
        "type": column.type,
        "datasetId": column.dataset_id,
        "source": column.source,
        "min": number(column.min_value),
        "max": number(column.max_value),
        "nan": int(numpy.isnan(values).sum()),
        "sum": math.fsum(finite.tolist()),
        "rows": [number(values[i]) for i in (0, len(values) // 2, len(values) - 1)],
        "sha": digest(values),
    }


def entry(path):
    mtz = gemmi.read_mtz_file(str(path))
    batches = mtz.batches
    integers = numpy.array([list(batch.ints) for batch in batches], dtype="<i4")
    reals = numpy.array([list(batch.floats) for batch in batches], dtype="<f4")
    return {
        "bytes": path.stat().st_size,
        "title": mtz.title,
        "rowCount": mtz.nreflections,
        "cell": list(mtz.cell.parameters),
        "sortOrder": list(mtz.sort_order),
        "spaceGroupName": mtz.spacegroup_name,
        "spaceGroupNumber": mtz.spacegroup_number,
        "operationCount": mtz.nsymop,
        "inverseDSquaredLimits": [mtz.min_1_d2, mtz.max_1_d2],
        "missingValue": number(mtz.valm),
        "datasets": [
            {
                "id": dataset.id,
                "project": dataset.project_name,
                "crystal": dataset.crystal_name,
                "name": dataset.dataset_name,
                "cell": list(dataset.cell.parameters),
                "wavelength": dataset.wavelength,
            }
            for dataset in mtz.datasets
        ],
        "columns": [column_entry(column) for column in mtz.columns],
        "history": list(mtz.history),
        "appendedText": mtz.appended_text,
        "batchCount": len(batches),
        "batchIntegers": digest(integers) if batches else None,
        "batchReals": digest(reals) if batches else None,
        "batches": [batch_entry(batches[i]) for i in sorted({0, len(batches) - 1})] if batches else [],
    }


def main(data):
    folders = {}
    for path in sorted(data.rglob("*.mtz")):
        folders.setdefault(path.relative_to(data).parts[0], []).append(path)
    for folder, paths in folders.items():
        reference = {
            "generator": "test/reference/formats/mtz.py",
            "versions": {"gemmi": gemmi.__version__, "numpy": numpy.__version__},
            "files": {str(path.relative_to(data)): entry(path) for path in paths},
        }
        target = here / "mtz" / f"{folder}.json"
        target.write_text(json.dumps(reference, separators=(",", ":")).replace('"fmodel/', '\n"fmodel/') + "\n")
        print(target, len(paths), target.stat().st_size)


main(Path(sys.argv[1]))

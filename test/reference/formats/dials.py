"""What the DIALS files of the real data hold, read with msgpack and json alone, and their cells by gemmi. Kept as counts,
sums and a few rows in dials.json; the files themselves are not ours to keep. Also small files written with the msgpack
package, as hex. The last lines compare with reciprocalspaceship's reader of stills.

    python test/reference/formats/dials.py /work/shared/data
"""

import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import gemmi
import msgpack
import numpy as np
import reciprocalspaceship as rs

TYPES = {
    "bool": ("<u1", 1),
    "int": ("<i4", 1),
    "std::size_t": ("<u8", 1),
    "double": ("<f8", 1),
    "vec2<double>": ("<f8", 2),
    "vec3<double>": ("<f8", 3),
    "mat3<double>": ("<f8", 9),
    "int6": ("<i4", 6),
    "cctbx::miller::index<>": ("<i4", 3),
}
FILES = [
    "stills/dials",
    "stills/stills",
    "shoeboxes/MyD88_processed_strong",
    "shoeboxes/centroid_test_data_indexed",
    "shoeboxes/quartz_processed_indexed",
    "shoeboxes/quartz_processed_integrated",
]


def load(path):
    mark, number, contents = msgpack.unpackb(path.read_bytes(), strict_map_key=False)
    columns = {}
    for name, (kind, (count, values)) in contents["data"].items():
        if kind in TYPES:
            dtype, components = TYPES[kind]
            columns[name] = np.frombuffer(values, dtype).reshape(count, components)
    return mark, number, contents, columns


def summary(values):
    """Sum and weighted sum of each component: the second notices rows that are swapped."""
    numbers = values.astype(np.float64)
    weights = 1 + np.arange(len(numbers)) % 7
    return {
        "sum": numbers.sum(axis=0).tolist(),
        "weighted": (numbers * weights[:, None]).sum(axis=0).tolist(),
        "absolute": np.abs(numbers).sum(axis=0).tolist(),
    }


def panel_frames(detector):
    out = [None] * len(detector["panels"])

    def inside(parent, own):
        fast, slow, origin = parent
        turn = np.array([fast, slow, np.cross(fast, slow)]).T
        return turn @ own["fast_axis"], turn @ own["slow_axis"], turn @ own["origin"] + origin

    def walk(group, parent):
        frame = inside(parent, group)
        for child in group["children"]:
            if "panel" in child:
                out[child["panel"]] = inside(frame, detector["panels"][child["panel"]])
            else:
                walk(child, frame)

    walk(detector["hierarchy"], (np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), np.zeros(3)))
    return out


def cell_of(crystal):
    axes = np.array([crystal[f"real_space_{axis}"] for axis in "abc"])
    lengths = np.linalg.norm(axes, axis=1)
    unit = axes / lengths[:, None]
    angles = [np.degrees(np.arccos(unit[i] @ unit[j])) for i, j in ((1, 2), (0, 2), (0, 1))]
    return [*lengths.tolist(), *angles]


def beam_vector(beam):
    direction = np.array(beam["direction"])
    return -direction / np.linalg.norm(direction) / beam["wavelength"]


def ewald_offsets(experiments, columns):
    """|s0 + A h| - |s0|, and what is left of it once q is turned by DIALS's own delpsical."""
    offset = np.full(len(columns["id"]), np.nan)
    left = 0.0
    for i, experiment in enumerate(experiments["experiment"]):
        rows = columns["id"][:, 0] == i
        crystal = experiments["crystal"][experiment["crystal"]]
        s0 = beam_vector(experiments["beam"][experiment["beam"]])
        a_matrix = np.linalg.inv(np.array([crystal[f"real_space_{axis}"] for axis in "abc"]))
        q = columns["miller_index"][rows] @ a_matrix.T
        offset[rows] = np.linalg.norm(s0 + q, axis=1) - np.linalg.norm(s0)
        axis = np.cross(q, s0)
        axis /= np.linalg.norm(axis, axis=1)[:, None]
        psi = columns["delpsical.rad"][rows]
        turned = q * np.cos(psi) + np.cross(axis, q) * np.sin(psi)
        left = max(left, np.abs(np.linalg.norm(s0 + turned, axis=1) - np.linalg.norm(s0)).max())
    assert left < 1e-14, left
    return offset


def single(values):
    """Of a column of a table: numbers of an MTZ file, which are single."""
    return summary(values.astype(np.float32)[:, None])


def positions(experiments, columns, keep):
    """In pixels; across several panels, along the axes of the first; and the wavelength of each row's beam."""
    x, y = columns["xyzcal.px"][:, 0].copy(), columns["xyzcal.px"][:, 1].copy()
    wavelength = np.zeros(len(x))
    for i, experiment in enumerate(experiments["experiment"]):
        detector = experiments["detector"][experiment["detector"]]
        frames = panel_frames(detector)
        rows = np.flatnonzero(columns["id"][:, 0] == i)
        wavelength[rows] = experiments["beam"][experiment["beam"]]["wavelength"]
        if len(frames) == 1:
            continue
        for row in rows:
            fast, slow, origin = frames[int(columns["panel"][row, 0])]
            u, v, _ = columns["xyzcal.mm"][row]
            spot = origin + u * fast + v * slow
            x[row] = spot @ frames[0][0] / detector["panels"][0]["pixel_size"][0]
            y[row] = spot @ frames[0][1] / detector["panels"][0]["pixel_size"][1]
    return {"x": single(x[keep]), "y": single(y[keep]), "wavelength": single(wavelength[keep])}


def table_of(experiments, columns):
    """What becomes a reflection table: rows, intensities corrected as dials.export does, in the CCP4 asu by gemmi."""
    index = columns["miller_index"]
    flags = columns["flags"][:, 0].astype(np.int64)
    indexed = index.any(axis=1) & (columns["id"][:, 0] >= 0)
    if not (flags & (1 << 8 | 1 << 9)).any():
        return None
    scan = "scan" in experiments["experiment"][0]
    value = columns["intensity.sum.value"][:, 0].copy()
    variance = columns["intensity.sum.variance"][:, 0].copy()
    factor = np.ones(len(value))
    if scan and "partiality" in columns:
        factor /= columns["partiality"][:, 0]
    integrated = (flags & 1 << 8) > 0
    fitted = np.zeros(len(value), bool)
    if "intensity.prf.value" in columns:
        fitted = (flags & 1 << 9) > 0
        integrated |= fitted
        value[fitted] = columns["intensity.prf.value"][fitted, 0]
        variance[fitted] = columns["intensity.prf.variance"][fitted, 0]
        factor[fitted] = 1
    if "lp" in columns:
        factor *= columns["lp"][:, 0]
    keep = indexed & integrated & (variance > 0)
    cells = np.array([cell_of(crystal) for crystal in experiments["crystal"]])
    hall = experiments["crystal"][0]["space_group_hall_symbol"]
    group = gemmi.find_spacegroup_by_ops(gemmi.symops_from_hall(hall))
    asu = gemmi.ReciprocalAsu(group)
    operations = group.operations()
    pairs = [asu.to_asu(row.tolist(), operations) for row in index[keep]]
    mapped = np.array([[*hkl, isym] for hkl, isym in pairs])
    batch = columns["id"][:, 0] + 1
    if scan:
        batch = np.floor(columns["xyzobs.px.value"][:, 2]).astype(int) + 1
    out = {
        "rows": int(keep.sum()),
        "fitted": int((keep & fitted).sum()),
        "cell": np.median(cells, axis=0).tolist(),
        "spaceGroup": group.xhm(),
        "hkl": summary(mapped[:, :3]),
        "isym": summary(mapped[:, 3:]),
        "batch": summary(batch[keep, None]),
        "batches": int(len(np.unique(batch[keep]))),
        "I": single((value * factor)[keep]),
        "SIGI": single((np.sqrt(variance) * factor)[keep]),
        **positions(experiments, columns, keep),
    }
    if not scan:
        offset = ewald_offsets(experiments, columns)[keep]
        out["ewaldOffset"] = {**single(offset), "first": offset[:5].tolist()}
    else:
        out["rot"] = single(np.degrees(columns["xyzcal.mm"][keep, 2]))
    return out


def describe(folder, name):
    path = folder / f"{name}.refl"
    mark, number, contents, columns = load(path)
    file = {
        "name": name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "version": number,
        "rows": contents["nrows"],
        "identifiers": sorted(contents["identifiers"].items()),
        "types": {name: kind for name, (kind, _) in contents["data"].items()},
        "shoeboxBytes": {n: len(v) for n, (kind, (_, v)) in contents["data"].items() if kind == "Shoebox<>"},
        "columns": {name: summary(values) for name, values in columns.items()},
    }
    beside = path.with_suffix(".expt")
    if not beside.exists():
        return file
    experiments = json.loads(beside.read_text())
    file["experiments"] = [
        {
            "identifier": experiment["identifier"],
            "cell": cell_of(experiments["crystal"][experiment["crystal"]]),
            "hall": experiments["crystal"][experiment["crystal"]]["space_group_hall_symbol"],
            "s0": beam_vector(experiments["beam"][experiment["beam"]]).tolist(),
            "imageRange": experiments["scan"][experiment["scan"]]["image_range"] if "scan" in experiment else None,
            "panels": [[axis.tolist() for axis in frame] for frame in panel_frames(experiments["detector"][experiment["detector"]])][:: 21],
        }
        for experiment in experiments["experiment"]
    ]
    table = table_of(experiments, columns)
    if table is not None:
        file["table"] = table
    return file


def compare_with_reciprocalspaceship(folder, name):
    """Its reader leaves intensities, indices and positions as they are: sums must be those of `summary`."""
    _, _, _, columns = load(folder / f"{name}.refl")
    dataset = rs.io.read_dials_stills(str(folder / f"{name}.refl"), unitcell=[1, 1, 1, 90, 90, 90], spacegroup=1)
    assert len(dataset) == len(columns["id"])
    assert np.array_equal(dataset["intensity.sum.value"], columns["intensity.sum.value"][:, 0])
    assert np.array_equal(dataset[["H", "K", "L"]].to_numpy(), columns["miller_index"])
    return len(dataset)


def small_files():
    """Values of every kind of MessagePack, written by the msgpack package."""
    values = [
        None, True, False, 0, 127, 128, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**53 - 1,
        -1, -32, -33, -128, -129, -32768, -32769, -(2**31), -(2**31) - 1, -(2**53) + 1,
        0.5, -1e300, "", "a", "é" * 15, "x" * 31, "y" * 32, "z" * 300, "w" * 70000,
        [], list(range(15)), list(range(16)), [[[1]]], list(range(70000)),
        {}, {"a": 1, "b": [2, {"c": 3}]}, {i: str(i) for i in range(20)}, {-1: "minus one"}, {str(i): i for i in range(66000)},
    ]  # fmt: skip
    return [
        {"json": value if not isinstance(value, dict) else None, "pairs": list(value.items()) if isinstance(value, dict) else None,
         "hex": msgpack.packb(value).hex()}
        for value in values
        if len(msgpack.packb(value)) < 400
    ] + [{"json": 0.5, "pairs": None, "hex": msgpack.packb(0.5, use_single_float=True).hex()}]


if __name__ == "__main__":
    data = Path(sys.argv[1])
    result = {
        "versions": {name: version(name) for name in ("msgpack", "numpy", "gemmi", "reciprocalspaceship")},
        "values": small_files(),
        "readByReciprocalspaceship": {name: compare_with_reciprocalspaceship(data, name) for name in FILES[:2]},
        "files": [describe(data, name) for name in FILES],
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")

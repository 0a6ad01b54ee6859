"""Small CCP4 maps, some written by gemmi and some byte by byte after the format's description, with the whole-cell map that
each was made from. gemmi reads each (expanded to the whole cell by Ccp4Map.setup); where what it reads is not that map, the
key "gemmi" says so, and why is stated below.

usage: python ccp4Map.py > ccp4Map.json      needs: gemmi, numpy
"""
import base64, json, os, struct, sys, tempfile
import gemmi, numpy as np
from parkMiller import ParkMiller

TYPES = {0: "i1", 1: "i2", 2: "f4", 6: "u2"}


def symmetric(name, cell, shape, scale=1.0, digits=None, shift=0):
    values = np.array(ParkMiller(sum(shape)).take(int(np.prod(shape)))).reshape(shape) * scale + shift
    grid = gemmi.FloatGrid(np.round(values, digits if digits is not None else 9).astype("f4"), gemmi.UnitCell(*cell), gemmi.SpaceGroup(name))
    grid.symmetrize_max()
    return grid


def written(grid, start, size, order=(1, 2, 3), mode=2, endian="<", stamp=True, symmetry=True, extension=b"", exttyp=b"\0\0\0\0",
            ispg=None, labels=("made for a test",)):
    """A map file of the box of `size` from `start`; order is MAPC, MAPR, MAPS."""
    box = np.empty(size, "f4")
    for i in np.ndindex(*size):
        box[i] = grid.array[tuple((s + j) % n for s, j, n in zip(start, i, grid.array.shape))]
    along = [o - 1 for o in order]
    records = extension
    if symmetry:
        records += b"".join(op.triplet().upper().encode().ljust(80) for op in grid.spacegroup.operations())
    h = bytearray(1024)
    ints = lambda at, *v: struct.pack_into(endian + "i" * len(v), h, 4 * (at - 1), *v)
    reals = lambda at, *v: struct.pack_into(endian + "f" * len(v), h, 4 * (at - 1), *v)
    ints(1, *[size[a] for a in along], mode, *[start[a] for a in along], *grid.array.shape)
    reals(11, *grid.unit_cell.parameters)
    ints(17, *order)
    reals(20, float(box.min()), float(box.max()), float(box.mean()))
    ints(23, grid.spacegroup.number if ispg is None else ispg, len(records))
    h[104:108] = exttyp
    h[208:212] = b"MAP "
    if stamp:
        h[212:216] = b"\x44\x44\0\0" if endian == "<" else b"\x11\x11\0\0"
    reals(55, float(box.std()))
    ints(56, len(labels))
    for i, label in enumerate(labels):
        h[224 + 80 * i:304 + 80 * i] = label.encode().ljust(80)
    # columns fastest: the array's axes are sections, rows, columns
    data = box.transpose(along[2], along[1], along[0]).astype(endian + TYPES[mode])
    return bytes(h) + records + data.tobytes()


def by_gemmi(grid, extent=None):
    m = gemmi.Ccp4Map()
    m.grid = grid
    m.update_ccp4_header()
    if extent:
        m.set_extent(extent)
    with tempfile.TemporaryDirectory() as d:
        m.write_ccp4_map(os.path.join(d, "m.ccp4"))
        return open(os.path.join(d, "m.ccp4"), "rb").read()


def read(data):
    with tempfile.TemporaryDirectory() as d:
        path = os.path.join(d, "m.ccp4")
        open(path, "wb").write(data)
        m = gemmi.read_ccp4_map(path, setup=False)
        m.setup(float("nan"), gemmi.MapSetup.Full)
    return m.grid


ortho = symmetric("P 21 21 21", (20, 30, 15, 90, 90, 90), (8, 12, 6))
whole = symmetric("P 21 21 21", (20, 30, 15, 90, 90, 90), (8, 12, 6), 200, 0)
trig = symmetric("P 31 2 1", (20, 20, 15, 90, 90, 120), (6, 6, 12))
mono = symmetric("C 1 2 1", (20, 13, 15, 90, 107, 90), (8, 6, 6))
rhombo = symmetric("R 3:R", (15, 15, 15, 77, 77, 77), (6, 6, 6))
plain = symmetric("P 1", (9, 10, 8, 81, 97, 105), (5, 6, 7))
whole_plain = symmetric("P 1", (9, 10, 8, 81, 97, 105), (5, 6, 7), 200, 0)
half = gemmi.FractionalBox()
half.extend(gemmi.Fractional(0, 0, 0))
half.extend(gemmi.Fractional(0.5, 0.5, 0.99))
positive = symmetric("P 1", (9, 10, 8, 90, 90, 90), (5, 6, 7), 60000, 0, 32000)
# gemmi 0.7.5 takes no file without a machine stamp, knows groups by ISPG alone (not by the records), and swaps the bytes of
# mode 1 by fours.
FILES = [
    ("gemmi, whole cell", ortho, by_gemmi(ortho)),
    ("gemmi, trigonal, whole cell", trig, by_gemmi(trig)),
    ("gemmi, part of the cell", ortho, by_gemmi(ortho, half)),
    ("asymmetric unit, z x y, big endian", ortho, written(ortho, (0, 0, 0), (5, 7, 6), (3, 1, 2), endian=">")),
    ("asymmetric unit, y x z, from a negative start", ortho, written(ortho, (-4, -6, 3), (5, 7, 6), (2, 1, 3))),
    ("trigonal, third of the cell", trig, written(trig, (1, 0, 2), (6, 6, 4), (2, 3, 1))),
    ("monoclinic, centred", mono, written(mono, (0, 0, 0), (4, 6, 4), (1, 3, 2))),
    ("rhombohedral axes, by records", rhombo, written(rhombo, (0, 0, 0), (6, 6, 6))),
    ("without records", mono, written(mono, (0, 0, 0), (8, 6, 6), symmetry=False)),
    ("int16", whole, written(whole, (0, 0, 0), (5, 7, 6), (1, 3, 2), mode=1)),
    ("int16, big endian", whole, written(whole, (0, 0, 0), (5, 7, 6), (1, 2, 3), mode=1, endian=">")),
    ("int8", whole_plain, written(whole_plain, (0, 0, 0), (5, 6, 7), (3, 2, 1), mode=0)),
    ("uint16", positive, written(positive, (0, 0, 0), (5, 6, 7), mode=6)),
    ("box larger than the cell", plain, written(plain, (-2, 1, 0), (8, 9, 8), (2, 1, 3))),
    ("extended header of a microscope", plain, written(plain, (0, 0, 0), (5, 6, 7), extension=bytes(range(160)), exttyp=b"FEI1", symmetry=False)),
    ("no stamp, big endian", plain, written(plain, (0, 0, 0), (5, 6, 7), endian=">", stamp=False)),
]
out = []
for name, grid, data in FILES:
    try:
        got = read(data)
        same = got.array.shape == grid.array.shape and np.array_equal(got.array, grid.array) and got.spacegroup == grid.spacegroup
        verdict = "the same" if same else "not the same"
    except Exception as error:
        verdict = f"refused: {error}"
    print(name, verdict, file=sys.stderr)
    out.append({"name": name, "base64": base64.b64encode(data).decode(), "gemmi": verdict, "shape": list(grid.array.shape),
                "cell": list(grid.unit_cell.parameters), "spaceGroup": grid.spacegroup.xhm(),
                "values": [float(f"{x:.7g}") for x in grid.array.ravel()]})
part = written(plain, (1, 2, 3), (2, 3, 2))
got = read(part).array
out_part = {"base64": base64.b64encode(part).decode(), "shape": list(got.shape),
            "values": [None if np.isnan(x) else float(f"{x:.7g}") for x in got.ravel()]}
json.dump({"gemmi": gemmi.__version__, "numpy": np.__version__, "files": out, "part": out_part}, sys.stdout, separators=(",", ":"))

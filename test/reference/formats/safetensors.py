"""Files written by the safetensors package, with what is in them: all types that Friedel knows, scalars, empty arrays,
names that JSON escapes, one text of metadata (of several the package shuffles the order), no arrays at all.

usage: python safetensors.py > safetensors.json        needs: safetensors, numpy
A script of this name must not import itself: the folder is taken off the path first.
"""
import base64, json, sys

sys.path.pop(0)
import numpy as np, safetensors
from safetensors.numpy import load, save

cases = {
    "every type": ({
        "f32": np.array([[1.5, -0.0, np.inf], [np.nan, 1e-45, 3.4e38]], np.float32),
        "f64": np.array([np.pi, -np.inf, 5e-324], np.float64),
        "i32": np.array([[-(2**31)], [2**31 - 1]], np.int32),
        "u32": np.array([0, 2**32 - 1], np.uint32),
        "u8": np.array([0, 1, 255], np.uint8),
        "i64": np.array([-(2**63), 2**63 - 1, 7], np.int64),
    }, None),
    "metadata": ({"w": np.arange(6, dtype=np.float32).reshape(1, 2, 3)}, {"note": "caf\u00e9 \"quoted\"\n\u0001"}),
    "scalar and empty": ({"scalar": np.array(2.5), "empty": np.zeros((0, 3), np.float32), "one": np.ones(1, np.uint8)}, None),
    "names": ({name: np.full(2, i, np.int32) for i, name in enumerate(
        ["state/w", "12", "3", "a\"b\\c", "\u03bb", "__proto__", "B", "a", "adam/m[0]", "tab\t"])}, None),
    "nothing": ({}, None),
    "only metadata": ({}, {"step": "12"}),
}
files = []
for name, (tensors, metadata) in cases.items():
    data = save(tensors, metadata)
    assert set(load(data)) == set(tensors)
    files.append({
        "name": name,
        "metadata": metadata or {},
        "tensors": [{"name": k, "shape": list(v.shape), "dtype": str(v.dtype), "values": base64.b64encode(v.tobytes()).decode()}
                    for k, v in tensors.items()],
        "base64": base64.b64encode(data).decode(),
    })
json.dump({"versions": {"safetensors": safetensors.__version__, "numpy": np.__version__}, "files": files}, sys.stdout, indent=1)
print()

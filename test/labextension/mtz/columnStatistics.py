"""Reference values for columnStatistics.test.ts: numpy's statistics of three columns, printed as JSON.

Run with /tmp/peers/bin/python (numpy) and put the output into columnStatistics.json.
"""

import json
import sys

import numpy as np

i = np.arange(1001)
columns = {
    "squares": ((i * 37) % 1001).astype(np.float32) ** 2 / np.float32(8),
    "signed": ((((i * 613) % 1001) - 470).astype(np.float32) / np.float32(64)) ** 3,
    "offset": np.float32(1e6) + ((i * 7) % 13).astype(np.float32),
}
percents = [1, 5, 25, 75, 95, 99]
out = {"numpy": np.__version__, "python": sys.version.split()[0], "columns": {}}
for name, values in columns.items():
    x = values.astype(np.float64)
    out["columns"][name] = {
        "values": [float(v) for v in values],
        "min": x.min(),
        "max": x.max(),
        "mean": x.mean(),
        "deviation": x.std(ddof=1),
        "median": float(np.median(x)),
        "quantiles": [float(np.quantile(x, p / 100)) for p in percents],
        "histogram": np.histogram(x, 60)[0].tolist(),
    }
json.dump(out, sys.stdout)

"""careless's positional encoding, in float64.
Run: pip install careless==0.5.4; python positionalEncoding.py > positionalEncoding.json"""

import importlib.metadata
import json

import numpy
from careless.utils.positional_encoding import positional_encoding

random = numpy.random.default_rng(2003)
cases = []
for rows, width, frequencies in [(6, 1, 1), (7, 3, 4), (5, 2, 6)]:
    values = numpy.round(random.normal(size=(rows, width)) * 10, 3)
    encoded = positional_encoding(values, frequencies)
    cases.append(
        dict(width=width, frequencies=frequencies, values=values.ravel().tolist(), encoded=encoded.ravel().tolist())
    )
versions = dict(careless=importlib.metadata.version("careless"), numpy=numpy.__version__)
print(json.dumps(dict(versions=versions, cases=cases), separators=(",", ":"), allow_nan=False))

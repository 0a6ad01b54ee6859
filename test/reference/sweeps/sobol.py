"""Reference values of test/sweeps/sobol.test.ts: scipy.stats.qmc.Sobol of SciPy 1.17.1, not scrambled, 20 axes, 64 points,
as 32-bit fractions in hexadecimal. Run: /tmp/peers/bin/python test/reference/sweeps/sobol.py"""
import json
import pathlib
import scipy
from scipy.stats import qmc

assert scipy.__version__ == "1.17.1", scipy.__version__
points = qmc.Sobol(20, scramble=False, bits=32).random(64)
rows = [[f"{round(value * 2**32):08x}" for value in point] for point in points]
text = "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"
(pathlib.Path(__file__).parent / "sobol.json").write_text(text)

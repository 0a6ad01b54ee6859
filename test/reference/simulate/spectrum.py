"""Reference values of y * integral from y to infinity of K_5/3: adaptive quadrature of mpmath with 30 digits.

usage: python spectrum.py > spectrum.json
"""
import json
import mpmath

mpmath.mp.dps = 30
rows = []
for y in ("0.001", "0.01", "0.1", "0.2857", "0.5", "0.9", "1", "2", "5", "12", "40"):
    y_ = mpmath.mpf(y)
    points = [y_, 2 * y_, 10 * y_, y_ + 10, y_ + 40, y_ + 200]
    value = y_ * mpmath.quad(lambda t: mpmath.besselk(mpmath.mpf(5) / 3, t), sorted(points))
    rows.append([float(y), float(value)])
print(json.dumps({"made by": f"mpmath {mpmath.__version__}, test/reference/simulate/spectrum.py", "g1": rows}))

"""Golden values of one-dimensional and real three-dimensional transforms by scipy.fft (pocketfft, float64).

usage: python fft.py > fft.json      needs: numpy, scipy
"""
import json, sys
import numpy as np, scipy, scipy.fft
from parkMiller import ParkMiller

ONE = [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 18, 20, 24, 25, 27, 30, 32, 36, 45, 48, 60, 64, 75, 81, 96, 100, 120, 125,
       128, 135, 144, 180, 225, 240, 243, 250, 256, 360, 400, 480, 500, 512, 625, 648, 720, 1000, 1024, 1215, 2187, 3125]
THREE = [(1, 1, 1), (1, 1, 2), (1, 1, 5), (2, 3, 5), (5, 3, 2), (3, 1, 4), (4, 6, 9), (9, 10, 15), (16, 27, 25), (30, 32, 45),
         (25, 18, 64), (60, 64, 48)]


def pick(n, count):
    return sorted({int(i * (n - 1) / max(1, count - 1)) for i in range(count)})


one = []
for n in ONE:
    r = ParkMiller(n)
    x = np.array(r.take(n)) + 1j * np.array(r.take(n))
    X = scipy.fft.fft(x)
    at = pick(n, 7)
    one.append({"size": n, "at": at, "re": [float(X[k].real) for k in at], "im": [float(X[k].imag) for k in at]})
three = []
for shape in THREE:
    n = int(np.prod(shape))
    x = np.array(ParkMiller(n + 7).take(n)).reshape(shape)
    X = scipy.fft.rfftn(x).ravel()
    at = pick(X.size, 11)
    three.append({"shape": shape, "at": at, "re": [float(X[k].real) for k in at], "im": [float(X[k].imag) for k in at],
                  "power": float((np.abs(X) ** 2).sum())})
json.dump({"scipy": scipy.__version__, "numpy": np.__version__, "python": sys.version.split()[0], "one": one, "three": three},
          sys.stdout, separators=(",", ":"))

"""Reference values of test/statistics/correlationSignificance.test.ts (SciPy 1.17.1, mpmath not needed)."""
from scipy.stats import t

for n in (3, 4, 10, 57, 1000, 250000):
    for level in (0.001, 0.05):
        q = t.isf(level, n - 2)
        print(f"[{n}, {level}, {q / (n - 2 + q * q) ** 0.5:.15g}],")

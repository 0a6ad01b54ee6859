"""Golden moments of the French-Wilson posterior by mpmath (40 digits): for each h, the mean and standard deviation of
t = J/sigma and of sqrt(t), acentric and centric, as ratios of parabolic cylinder functions. Also the mean-intensity curve
that cctbx.french_wilson (the code of phenix.french_wilson) uses on ../shared/data/french_wilson/phenix_fw_ref.mtz.
usage: frenchWilson.py  (writes frenchWilson.json beside itself)
"""
import io, json, os, sys
import mpmath as mp
from iotbx import mtz
from cctbx import french_wilson
from importlib.metadata import version

mp.mp.dps = 60
here = os.path.dirname(os.path.abspath(__file__))
data = os.environ.get("FRIEDEL_DATA", os.path.join(here, "../../../../shared/data"))


def moment(nu, h):
    """Integral over t > 0 of t^(nu-1) exp(-t^2/2 + h t), times exp(-h^2/2)."""
    f = lambda t: t ** (nu - 1) * mp.e ** (-((t - h) ** 2) / 2)
    # substitution t = x^2 removes the singularity at 0
    g = lambda x: 2 * x ** (2 * nu - 1) * mp.e ** (-((x * x - h) ** 2) / 2)
    if h > 0:
        lo = mp.sqrt(max(h - 16, 0)); hi = mp.sqrt(h + 16); mid = mp.sqrt(h)
        points = [lo + (mid - lo) * k / 4 for k in range(5)] + [mid + (hi - mid) * k / 4 for k in range(1, 5)]
        return mp.quad(g, points)
    scaled = lambda x: 2 * x ** (2 * nu - 1) * mp.e ** (h * x * x - x ** 4 / 2)
    hi = mp.sqrt(240 / (-h + mp.sqrt(h * h + 240)))
    return mp.quad(scaled, [hi * k / 8 for k in range(9)])


rows = []
grid = [-1e6, -1e4, -1000, -100, -50, -30, -20, -15, -12, -10, -8, -7, -6, -5, -4.5, -4]
grid += [-3.9 + 0.35 * i for i in range(24)] + [4.5, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 50, 100, 300, 1000, 1e4, 1e5, 1e6]
for h in grid:
    hm = mp.mpf(h)
    row = [h]
    for nu in (mp.mpf(1), mp.mpf(1) / 2):
        z = moment(nu, hm)
        i1, i2, f1 = moment(nu + 1, hm) / z, moment(nu + 2, hm) / z, moment(nu + mp.mpf(1) / 2, hm) / z
        row += [float(i1), float(mp.sqrt(i2 - i1 ** 2)), float(f1), float(mp.sqrt(i1 - f1 ** 2))]
    rows.append(row)

arrays = {x.info().label_string(): x for x in mtz.object(os.path.join(data, "french_wilson/phenix_fw_ref.mtz")).as_miller_arrays()}
intensities = arrays["I,SIGI"].set_observation_type_xray_intensity()
french_wilson.f_w_binning(intensities, log=io.StringIO())
used = list(intensities.binner().range_all())
centres = list(french_wilson.get_bin_centers(intensities))
means = list(intensities.mean(use_binning=True).data)
curve = [[d, m] for d, m in zip(centres, means) if m is not None]
scaled = french_wilson.french_wilson_scale(intensities, log=io.StringIO())
a, b = arrays["F,SIGF"].common_sets(scaled)
worst = max(abs(x / y - 1) for x, y in zip(a.data(), b.data()))

json.dump({
    "versions": {"mpmath": mp.__version__, "cctbx-base": version("cctbx-base"), "python": sys.version.split()[0]},
    "columns": ["h", "acentric I", "acentric sigI", "acentric F", "acentric sigF", "centric I", "centric sigI", "centric F", "centric sigF"],
    "moments": rows,
    "phenixMeanIntensity": {"columns": ["bin centre d", "mean I"], "rows": curve, "worstRelativeDifferenceOfCctbxFromPhenixF": worst},
}, open(os.path.join(here, "frenchWilson.json"), "w"))
print(len(rows), len(curve), worst)

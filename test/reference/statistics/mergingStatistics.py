"""Merging statistics of ../shared/data/gamma and insulin by cctbx (iotbx.merging_statistics, cctbx.statistics.wilson_plot).
Writes mergingStatistics.json beside itself: for each data set and each choice of options, a row a shell (low to high
resolution) and one overall; edges of the shells are in 1/d^2.
"""
import json, math, os, sys
from importlib.metadata import version
from iotbx import mtz, merging_statistics
from cctbx import statistics as cctbx_statistics
from cctbx.array_family import flex

here = os.path.dirname(os.path.abspath(__file__))
data = os.environ.get("FRIEDEL_DATA", os.path.join(here, "../../../../shared/data"))
sets = {"gamma": "gamma/HKLOUT_unmerged.mtz", "insulin": "insulin/insulin_dials_scaled_unmerged.mtz"}


def row(s, anomalous):
    r = dict(dMax=s.d_max, dMin=s.d_min, observations=s.n_obs, reflections=s.n_uniq, multiplicity=s.mean_redundancy,
             completeness=s.completeness, meanIntensity=s.i_mean, meanIOverSigma=s.i_over_sigma_mean,
             iMeanOverSigmaMean=s.i_mean_over_sigi_mean, meanUnmergedIOverSigma=s.unmerged_i_over_sigma_mean,
             rMerge=s.r_merge, rMeas=s.r_meas, rPim=s.r_pim, ccHalf=s.cc_one_half, ccHalfSigmaTau=s.cc_one_half_sigma_tau,
             ccStar=s.cc_star, ccAnomalous=s.cc_anom, rAnomalous=s.r_anom)
    if anomalous:
        r.update(anomalousCompleteness=s.anom_completeness, anomalousSignal=s.delta_i_mean_over_sig_delta_i_mean)
        if s.anom_probability_plot_all_data:
            r.update(slope=s.anom_probability_plot_all_data.slope, middleSlope=s.anom_probability_plot_expected_delta.slope,
                     pairs=s.anom_probability_plot_all_data.n_pairs)
    return r


def possible(i_obs, limits):
    """Unique reflections that exist with limits[i] <= 1/d^2 < limits[i+1], and acentric ones among them."""
    full = i_obs.as_non_anomalous_array().crystal_symmetry().build_miller_set(
        anomalous_flag=False, d_min=1 / math.sqrt(limits[-1]))
    q = full.d_star_sq().data()
    acentric = ~full.centric_flags().data()
    inside = [(q >= limits[i]) & (q < limits[i + 1]) for i in range(len(limits) - 1)]
    return [s.count(True) for s in inside], [(s & acentric).count(True) for s in inside]


result = {"versions": {"cctbx-base": version("cctbx-base"), "python": sys.version.split()[0]}, "sets": {}}
for name, path in sets.items():
    file = mtz.object(os.path.join(data, path))
    i_obs = [a for a in file.as_miller_arrays(merge_equivalents=False) if a.info().label_string() == "I,SIGI"][0]
    # indices as observed, as iotbx.merging_statistics takes them: in the file they stand in the asymmetric unit
    i_obs = i_obs.customized_copy(indices=file.extract_original_index_miller_indices(), anomalous_flag=True).set_info(i_obs.info())
    out = {"observations": i_obs.size(), "variants": []}
    for anomalous in (False, True):
        for internal in (False, True):
            m = merging_statistics.dataset_statistics(i_obs, anomalous=anomalous, use_internal_variance=internal, n_bins=10)
            out["variants"].append(dict(anomalous=anomalous, internal=internal, overall=row(m.overall, anomalous),
                                        shells=[row(b, anomalous) for b in m.bins]))
    binned = i_obs.eliminate_sys_absent()
    binned.setup_binner(n_bins=10)
    out["edges"] = list(binned.binner().limits())
    out["possible"], out["possibleAcentric"] = possible(binned, out["edges"])
    # spread of CC1/2 and CCanom over random divisions
    work = binned.as_non_anomalous_array().map_to_asu().sort("packed_indices")
    from cctbx.miller import split_unmerged, set as miller_set, array as miller_array
    cc, cc_anom = [], []
    asu = binned.customized_copy(anomalous_flag=True).map_to_asu().sort("packed_indices")
    for seed in range(1, 101):
        s = split_unmerged(unmerged_indices=work.indices(), unmerged_data=work.data(), unmerged_sigmas=work.sigmas(), seed=seed)
        cc.append(flex.linear_correlation(s.data_1, s.data_2).coefficient())
        s = split_unmerged(unmerged_indices=asu.indices(), unmerged_data=asu.data(), unmerged_sigmas=asu.sigmas(), weighted=False, seed=seed)
        base = miller_set(crystal_symmetry=asu, indices=s.indices, anomalous_flag=True)
        one = miller_array(miller_set=base, data=s.data_1).anomalous_differences()
        two = miller_array(miller_set=base, data=s.data_2).anomalous_differences()
        cc_anom.append(one.correlation(other=two, use_binning=False).coefficient())
    spread = lambda v: dict(mean=sum(v) / len(v), standardDeviation=math.sqrt(sum((x - sum(v) / len(v)) ** 2 for x in v) / (len(v) - 1)))
    out["halves"] = dict(repeats=100, ccHalf=spread(cc), ccAnomalous=spread(cc_anom))
    # Wilson plot: shells of equal volume over 4 A to the limit, contents of the asymmetric unit stated
    merged = work.merge_equivalents(use_internal_variance=False).array().set_observation_type_xray_intensity()
    contents = {"C": 500, "N": 135, "O": 150, "S": 5}
    shell = merged.resolution_filter(d_max=4.0)
    amplitudes = shell.select(shell.data() > 0).f_sq_as_f()
    amplitudes.setup_binner(n_bins=15)
    w = cctbx_statistics.wilson_plot(amplitudes, contents, scattering_table="it1992")
    out["wilson"] = dict(contents=contents, b=w.wilson_b, k=w.wilson_intensity_scale_factor, correlation=w.fit_correlation,
                         x=list(w.x), y=list(w.y))
    result["sets"][name] = out
json.dump(result, open(os.path.join(here, "mergingStatistics.json"), "w"))
for n, s in result["sets"].items():
    print(n, s["observations"], {k: v for k, v in s["variants"][0]["overall"].items()}, s["halves"], s["wilson"]["b"])

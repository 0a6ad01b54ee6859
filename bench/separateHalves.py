"""Half data sets that careless merges in separate runs, each with a scale network of its own: the control for CCanom, which
rises with no anomalous signal where a frozen scale gives both halves the same error (halfDatasets.mjs).

    separateHalves.py CARELESS UNMERGED.mtz OUT.mtz [--repeats 5] [--iterations 3000] [--folder WORK]

divides the images at random as careless does (each into a half with a chance of one half), runs `careless mono` on either
half, and writes all merged reflections with the columns `repeat` and `half`, like careless's own xval file. With OUT named
FOLDER/SET_half/SET_xval_0.mtz beside the predictions of a whole run, `mergeQuality.mjs --only halves --runs FOLDER` reads it.
"""
import argparse
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import reciprocalspaceship as rs

METADATA = "BATCH,dHKL,Hobs,Kobs,Lobs,XDET,YDET,ROT,LP"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("careless")
    parser.add_argument("unmerged")
    parser.add_argument("out")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--iterations", type=int, default=3000)
    parser.add_argument("--folder", default=None)
    options = parser.parse_args()
    work = Path(options.folder or tempfile.mkdtemp())
    table = rs.read_mtz(options.unmerged)
    batches = np.unique(table["BATCH"].to_numpy())
    parts = []
    for repeat in range(options.repeats):
        first = np.random.default_rng(repeat).random(len(batches)) < 0.5
        for half, chosen in enumerate([batches[first], batches[~first]]):
            name = work / f"r{repeat}h{half}"
            merged = Path(f"{name}_0.mtz")
            if not merged.exists():
                table[np.isin(table["BATCH"].to_numpy(), chosen)].write_mtz(f"{name}_in.mtz")
                command = [options.careless, "mono", "--disable-gpu", "--anomalous", "--disable-image-scales"]
                command += [f"--iterations={options.iterations}", METADATA, f"{name}_in.mtz", str(name)]
                subprocess.run(command, check=True, capture_output=True)
            part = rs.read_mtz(str(merged))
            part["repeat"] = rs.DataSeries(repeat, index=part.index, dtype="I")
            part["half"] = rs.DataSeries(half, index=part.index, dtype="I")
            parts.append(part)
            print(f"repeat {repeat}, half {half}: {len(chosen)} images, {len(part)} reflections", flush=True)
    Path(options.out).parent.mkdir(parents=True, exist_ok=True)
    rs.concat(parts).write_mtz(options.out)


main()

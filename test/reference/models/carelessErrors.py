"""Log densities of careless's Evans-2011 likelihoods, for predictions of which the softplus is the prediction in float32.
Run in careless's environment: python carelessErrors.py > carelessErrors.json"""

import json
from importlib.metadata import version

import numpy as np
from careless.models.likelihoods.mono import LaplaceLikelihood, NormalEv11Likelihood, StudentTEv11Likelihood

rng = np.random.default_rng(2011)
predicted = np.exp(rng.uniform(np.log(20), np.log(3000), 12)).astype("f4")
sigma = (np.sqrt(predicted) * rng.uniform(0.5, 1.5, 12)).astype("f4")
observed = (predicted + 3 * sigma * rng.standard_normal(12)).astype("f4")


class Inputs:
    """What a likelihood of careless reads of its inputs."""

    get_intensities = staticmethod(lambda inputs: inputs[0])
    get_uncertainties = staticmethod(lambda inputs: inputs[1])


def values(likelihood, trained=None):
    likelihood.get_intensities, likelihood.get_uncertainties = Inputs.get_intensities, Inputs.get_uncertainties
    start = None
    if trained is not None:
        start = [float(v.numpy()) for v in (likelihood.Sdfac, likelihood.SdB, likelihood.Sdadd)]
        for variable, value in zip((likelihood.Sdfac, likelihood.SdB, likelihood.Sdadd), trained):
            variable.assign(value)
    found = likelihood.call((observed[:, None], sigma[:, None])).log_prob(predicted).numpy()
    return {"start": start, "logProbability": [float(x) for x in found]}


trained = {"SdFac": 1.25, "SdB": 0.75, "SdAdd": 0.0625}
inside = (trained["SdFac"], trained["SdB"], trained["SdAdd"] ** 2)  # careless trains the square
print(json.dumps({
    "versions": f"careless {version('careless')}, tensorflow {version('tensorflow')}",
    "trained": trained,
    "predicted": predicted.tolist(), "sigma": sigma.tolist(), "observed": observed.tolist(),
    "normal": values(NormalEv11Likelihood(), inside),
    "studentT 8": values(StudentTEv11Likelihood(8.0), inside),
    "laplace": values(LaplaceLikelihood()),
}, indent=1))

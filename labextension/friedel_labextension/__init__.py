"""The JupyterLab extension of Friedel, which is all JavaScript: this says where it lies in a checkout."""


def _jupyter_labextension_paths():
    return [{"src": "../dist/labextension", "dest": "friedel-labextension"}]

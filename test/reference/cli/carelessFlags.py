"""The flags of careless: python carelessFlags.py (of an environment with careless) > carelessFlags.json

Of `careless mono` and `careless poly`, read from its argparse parser, with their default.
"""
import argparse
import json
from importlib.metadata import version

from careless.parser import parser


def subparsers():
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return action.choices
    raise SystemExit("no subcommands")


def flags(command):
    found = []
    for action in command._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        names = list(action.option_strings) or [action.dest]
        default = action.default if isinstance(action.default, (int, float, str, bool)) else None
        found.append({"names": names, "values": action.nargs if action.nargs is not None else 1, "default": default})
    return found


choices = subparsers()
result = {
    "careless": version("careless"),
    "mono": flags(choices["mono"]),
    "poly": flags(choices["poly"]),
}
print(json.dumps(result, indent=1))

"""OpenVINO without what it brings to tell its makers: importing `openvino` alone sends them an event over the network.

It does so in its converter of models, which it imports with itself (`openvino.tools.ovc`, 2026.4), unless a person has
said no in a file of their own. Nothing leaves this machine but what a person asked for, so the converter is not
imported where it is not needed, which also takes most of the time of the import away (0.7 s to 0.2 s), and where it is
needed it finds no `openvino_telemetry`. A module that is None in `sys.modules` cannot be imported, as Python's
documentation has it, and OpenVINO goes on without.
"""

import sys
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any, cast

CONVERTER, TELEMETRY = "openvino.tools.ovc", "openvino_telemetry"


def openvino_to_run() -> ModuleType:
    """The package, to run models. Raises ImportError where it is not installed."""
    _left_out(TELEMETRY)
    _left_out(CONVERTER)
    import openvino

    return cast(ModuleType, openvino)


@cache
def core() -> Any:
    """OpenVINO's `Core`, one for the whole process, which lasts as long as the process does.

    Each Core gives the thread that first uses it a stack for signals of its own, and when it goes puts back the one
    that it had found. If that was another Core's that has gone meanwhile, the next signal, such as the one that ends
    the server, finds no memory there, and Linux kills the process (2026.4).
    """
    return openvino_to_run().Core()


def openvino_to_convert() -> tuple[ModuleType, Callable[..., Any]]:
    """The package, and `convert_model`, which it has only where its converter was imported first. Raises ImportError
    likewise.
    """
    openvino = openvino_to_run()
    if sys.modules[CONVERTER] is None:
        del sys.modules[CONVERTER]
    from openvino.tools.ovc import convert_model

    return openvino, convert_model


def _left_out(name: str) -> None:
    sys.modules.setdefault(name, cast(ModuleType, None))

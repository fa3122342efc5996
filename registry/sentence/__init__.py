"""Sentences that cite a ranking, in English and Chinese, read without a model and without a network.

    "vivoLM-7B ranks first on C-Eval"   "vivoLM-7B在C-Eval榜单排名第一"

What a sentence says is put into a claim as a publisher would record it, and every field says which words it was read from.
"""

from __future__ import annotations

from registry.sentence.given import Given
from registry.sentence.understand import Known, NothingRead, Reading, Understood, understand

__all__ = ["Given", "Known", "NothingRead", "Reading", "Understood", "understand"]

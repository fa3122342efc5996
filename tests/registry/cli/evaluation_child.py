"""Run an evaluation with inspect_ai and its mock model, offline: `evaluation_child.py EXAM FOLDER FORMAT`. Run by whichever Python has it.

Every question "n + n = ?" is asked twice. The model is wrong on multiples of three, and on seven the second time.
"""

from __future__ import annotations

import sys

import inspect_ai
from inspect_ai.dataset import json_dataset
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import match
from inspect_ai.solver import generate

QUESTIONS = range(1, 9)


def said(number: int, epoch: int) -> ModelOutput:
    """Return an answer that says how many tokens it took: to count them, a vocabulary would be fetched."""
    is_wrong = number % 3 == 0 or (number, epoch) == (7, 2)
    output = ModelOutput.from_content("mockllm/model", "0" if is_wrong else str(2 * number))
    output.usage = ModelUsage(input_tokens=5, output_tokens=1, total_tokens=6)
    return output


def answer(messages: list[object], *_: object) -> ModelOutput:
    """Return the answer to a question, whatever the order in which they are asked."""
    number = int(str(messages[-1].text).partition(" ")[0])  # type: ignore[attr-defined] # its class is inspect_ai's
    asked[number] = asked.get(number, 0) + 1
    return said(number, asked[number])


asked: dict[int, int] = {}
exam, folder, log_format = sys.argv[1:]
task = inspect_ai.Task(
    name="arithmetic",
    dataset=json_dataset(exam),
    solver=[generate()],
    scorer=match(numeric=True),
    epochs=inspect_ai.Epochs(2, "mean"),
)
model = get_model("mockllm/model", custom_outputs=answer)
(log,) = inspect_ai.eval(task, model=model, log_dir=folder, log_format=log_format, display="none")
print(log.status, log.location, log.results and log.results.scores[0].metrics["accuracy"].value)
sys.exit(log.status != "success")

"""The saved questions: on the sample content, and on the page kept beside the project.

They were written from reading the texts, as a member would ask, without trying what the assistant answers; none may be
changed to suit it. Of the two tags of each the first tells what makes it a test of its own (paraphrase, negation, near
miss, ...), the second is "tuning" for choosing settings or "held-out" for judging them. The 35 oldest were there while
settings were chosen and are all "tuning"; else the halves alternate within each kind.
"""

from datetime import date
from pathlib import Path

from assistant.evaluation.saved_questions import read_saved_questions

ASKED_ON = date(2026, 11, 25)
SAMPLE = read_saved_questions(Path(__file__).parent / "sample_questions.jsonl")
SEED = read_saved_questions(Path(__file__).parent / "seed_questions.jsonl")

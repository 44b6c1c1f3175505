"""What did not go on: core_rejects."""

import dataframely as dy

from transforms.schemas.types import choice, free_text, key_text
from transforms.text.rejects import Reason


class CoreRejects(dy.Schema):
    """One row per record that a step could not take: rows in = rows out + rejects, on every run."""

    step = key_text("The step: admit, annotate or score.", primary_key=True)
    key = key_text("`file#record` or the key of the article.", primary_key=True)
    reason = choice("Why.", Reason, primary_key=True)
    detail = free_text("What exactly; never article text.")

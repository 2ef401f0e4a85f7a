"""One line of JSON a report, each whole, with the stamp of tool and rules in every line."""

from __future__ import annotations

import json
from typing import IO

from reports.json_output import card_dict, stamp_dict
from reports.outputs import Options
from rules.model import Checklist
from scorer.model import Scorecard


class Writer:
    def __init__(self, stream: IO[bytes], checklist: Checklist, options: Options) -> None:
        self._stream = stream
        self._stamp = stamp_dict(checklist, options)

    def add(self, card: Scorecard) -> None:
        line = json.dumps({**self._stamp, **card_dict(card)}, ensure_ascii=False, separators=(",", ":"))
        self._stream.write(line.encode() + b"\n")

    def close(self) -> None:
        """Nothing is left to write."""

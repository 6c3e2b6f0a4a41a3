"""Red flags in what people type: pure, offline, the same answer every time.

`read(languages)` makes the lexicon out of the words that clinicians keep in `content/<language>/lexicon*.toml`;
`detect(text, lexicon)` finds what a text affirms. Source: safety.md §2.
"""

from bot.domain.textflags.detecting import Certainty, Detection, Hit, detect
from bot.domain.textflags.lexicon import Lexicon, Source, read
from bot.domain.textflags.notation import LexiconError

__all__ = ["Certainty", "Detection", "Hit", "Lexicon", "LexiconError", "Source", "detect", "read"]

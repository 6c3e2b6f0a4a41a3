"""What clinicians write: read at start, checked as a whole, then frozen."""

from bot.content.load import load
from bot.content.model import Content, ContentError
from bot.content.words import Html, Words, lines, paragraphs

__all__ = ["Content", "ContentError", "Html", "Words", "lines", "load", "paragraphs"]

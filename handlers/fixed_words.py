"""Fixed words that need no database: everybody's language and country is known from before."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Words
from bot.models import Patient, Person
from bot.models.person import Role
from bot.services import people, urgent_words
from handlers.ask import Rights
from handlers.heard import Heard


class FixedWords:
    """What can be said when nothing can be read: to whom, and in which language."""

    def __init__(self, content: Content, rights: Rights) -> None:
        self._content = content
        self._countries: dict[int, tuple[str, str | None]] = {}
        self.admins: set[int] = set(rights.admin_ids)
        """Whom to tell when the database cannot be asked."""

    async def warm(self, session: AsyncSession) -> None:
        """Learn everybody's language and country, and who the admins are."""
        self._countries |= await people.languages_and_countries(session)
        self.admins |= {one.telegram_id for one in await people.with_role(session, Role.ADMIN)}

    def learn(self, person: Person, patient: Patient | None) -> None:
        """Somebody's language and country, as they are now."""
        self._countries[person.telegram_id] = (person.language, patient.country if patient else None)

    def spoken(self, heard: Heard) -> str:
        """The language of the person's Telegram, if the content has it."""
        language = heard.language.partition("-")[0]
        return language if language in self._content.languages else self._content.languages[0]

    def is_cry_for_help(self, text: str) -> bool:
        """Whether a text is the key under the text field that says that something is wrong, in any language."""
        return text in {words.label("urgent.button.wrong") for words in self._content.words.values()}

    def trouble(self, heard: Heard, key: str = "trouble.not_saved") -> str:
        """What happened, and how to call for help."""
        language, country = self._countries.get(heard.user_id, (self.spoken(heard), None))
        say = self._content.say(language)
        return self._content.numbers.filled(say(key, call=urgent_words.call(self._content, say, country)))

    def to_admin(self, telegram_id: int, key: str, kind: str) -> str:
        """About a kind of trouble, in an admin's language."""
        say = self._say_to(telegram_id)
        return say(key, what=say(f"down.what.{kind}"))

    def deaf(self, telegram_id: int, since: datetime) -> str:
        """That nobody has been heard since an instant, in an admin's language."""
        say = self._say_to(telegram_id)
        return say("watch.deaf", time=f"{say.time(since, 'UTC')} UTC")

    def _say_to(self, telegram_id: int) -> Words:
        language, _ = self._countries.get(telegram_id, (self._content.languages[0], None))
        return self._content.say(language)

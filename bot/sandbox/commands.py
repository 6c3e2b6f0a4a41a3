"""The bot's command menus: which scope and language wins for whom."""

from dataclasses import dataclass, field

from bot.sandbox.errors import Json

Scope = tuple[str | int, ...]
DEFAULT: Scope = ("default",)


@dataclass
class Commands:
    """Command lists by scope and language code; "" is every language."""

    lists: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)

    def set(self, scope: Scope, language: str, commands: list[Json]) -> None:
        if commands:
            self.lists[scope, language] = commands
        else:
            self.lists.pop((scope, language), None)

    def get(self, scope: Scope, language: str) -> list[Json]:
        """Exactly what was set for this scope and language, as getMyCommands answers."""
        return self.lists.get((scope, language), [])

    def visible(self, person_id: int, language: str) -> list[Json]:
        """What a person sees in the private chat: the narrowest scope first, in each their language first."""
        return self._first((("chat", person_id), ("all_private_chats",), DEFAULT), language)

    def visible_in_group(self, group_id: int, person_id: int, language: str, *, admin: bool) -> list[Json]:
        scopes: list[Scope] = [("chat_member", group_id, person_id)]
        scopes += [("chat_administrators", group_id)] if admin else []
        scopes += [("chat", group_id)]
        scopes += [("all_chat_administrators",)] if admin else []
        return self._first((*scopes, ("all_group_chats",), DEFAULT), language)

    def _first(self, scopes: tuple[Scope, ...], language: str) -> list[Json]:
        short = language.lower().split("-")[0]
        for scope in scopes:
            for code in (short, ""):
                if found := self.lists.get((scope, code)):
                    return found
        return []

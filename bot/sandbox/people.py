"""Who is there: the bot, the people, the groups, and how the Bot API shows each of them."""

from dataclasses import dataclass, field

from bot.sandbox.errors import Json


@dataclass
class Bot:
    """The one bot of this Telegram. Names and descriptions by language code; "" is everybody's."""

    token: str
    username: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    can_read_all_group_messages: bool = False

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])

    def as_user(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.names[""], "username": self.username}

    def as_me(self) -> Json:
        return self.as_user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": self.can_read_all_group_messages,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


@dataclass
class Person:
    """Somebody with a Telegram app. The id of the private chat with the bot is the person's own."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    about: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_user(self) -> Json:
        more = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name} | {k: v for k, v in more.items() if v}

    def as_chat(self) -> Json:
        more = {"last_name": self.last_name, "username": self.username}
        return {"id": self.id, "type": "private", "first_name": self.first_name} | {k: v for k, v in more.items() if v}


@dataclass
class Group:
    """A group chat. `bot_status` as in ChatMember; the first member owns the group."""

    id: int
    title: str
    members: list[int]
    bot_status: str = "left"

    def as_chat(self) -> Json:
        return {"id": self.id, "type": "group", "title": self.title}

"""Every method of the local Bot API. A method is `(State, Call) -> result` and raises RefusedError."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.arguments import Call
from bot.sandbox.methods import chats, editing, menus, profile, receiving, sending
from bot.sandbox.state import State

Method = Callable[[State, Call], Any]

METHODS: dict[str, Method] = {
    # receiving (getUpdates waits, and is in bot.sandbox.polling)
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.webhook_info,
    "answerCallbackQuery": receiving.answer_callback_query,
    "getFile": receiving.get_file,
    # sending
    "sendMessage": sending.message,
    "sendPhoto": sending.photo,
    "sendDocument": sending.document,
    "sendAnimation": sending.animation,
    "sendVideo": sending.video,
    "sendVoice": sending.voice,
    "sendSticker": sending.sticker,
    "sendMediaGroup": sending.media_group,
    "sendLocation": sending.location,
    "sendContact": sending.contact,
    "sendChatAction": sending.chat_action,
    "copyMessage": sending.copy,
    # changing what was sent
    "editMessageText": editing.text,
    "editMessageCaption": editing.caption,
    "editMessageReplyMarkup": editing.markup,
    "editMessageMedia": editing.media,
    "deleteMessage": editing.delete,
    "deleteMessages": editing.delete_many,
    "setMessageReaction": editing.reaction,
    # chats
    "getChat": chats.chat,
    "getChatMember": chats.member,
    "getChatMemberCount": chats.member_count,
    "leaveChat": chats.leave,
    "pinChatMessage": chats.pin,
    "unpinChatMessage": chats.unpin,
    "unpinAllChatMessages": chats.unpin_all,
    # the bot's own profile
    "getMe": profile.me,
    "setMyName": profile.set_name,
    "getMyName": profile.name,
    "setMyDescription": profile.set_description,
    "getMyDescription": profile.description,
    "setMyShortDescription": profile.set_short_description,
    "getMyShortDescription": profile.short_description,
    # menus
    "setMyCommands": menus.set_commands,
    "getMyCommands": menus.commands,
    "deleteMyCommands": menus.delete_commands,
    "setChatMenuButton": menus.set_button,
    "getChatMenuButton": menus.button,
}

# Telegram does not mind the case of a method's name.
BY_NAME = {name.lower(): method for name, method in METHODS.items()}

"""Files: up by multipart, down by path, again by id; and what is no picture."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from telegram import Bot, InputFile
from telegram.error import BadRequest

from bot.sandbox import Sandbox
from bot.sandbox.images import dimensions
from bot.sandbox.pictures import PHOTO, VOICE, png
from bot.sandbox.screen import Screen

from .conftest import ANA, TOKEN, Raw


async def test_a_photo_goes_up_and_comes_down_again(bot: Bot, sandbox: Sandbox) -> None:
    content = png(64, 32)
    message = await bot.send_photo(ANA, content, caption="chart")
    size = message.photo[-1]
    assert (size.width, size.height, size.file_size) == (64, 32, len(content))
    file = await bot.get_file(size.file_id)
    assert file.file_unique_id == size.file_unique_id
    assert bytes(await file.download_as_bytearray()) == content


async def test_a_file_is_sent_again_by_its_id(bot: Bot, sandbox: Sandbox) -> None:
    first = await bot.send_photo(ANA, png(8, 8))
    second = await bot.send_photo(ANA, first.photo[-1].file_id, caption="again")
    assert second.photo == first.photo
    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        await bot.send_document(ANA, first.photo[-1].file_id)


async def test_documents_and_animations_keep_their_names(bot: Bot, sandbox: Sandbox) -> None:
    document = (await bot.send_document(ANA, InputFile(b"a,b\n", filename="days.csv"))).document
    assert document is not None
    assert (document.file_name, document.mime_type) == ("days.csv", "text/csv")
    message = await bot.send_animation(ANA, InputFile(b"GIF89a\x20\0\x10\0", filename="stretch.gif"))
    assert message.animation is not None
    assert (message.animation.width, message.animation.height) == (32, 16)
    assert [m.content.kind for m in sandbox.chat(ANA).messages] == ["document", "animation"]


async def test_a_gif_stays_a_gif_and_knows_how_long_it_takes(bot: Bot, sandbox: Sandbox) -> None:
    content = gif(0.5, 1.3)
    message = await bot.send_animation(ANA, InputFile(content, filename="stretch.gif"), caption="slowly")
    film = message.animation
    assert film is not None
    assert (film.width, film.height, film.mime_type) == (8, 6, "image/gif")
    assert film.duration == timedelta(seconds=2) or film.duration == 2
    file = await bot.get_file(film.file_id)
    assert str(file.file_path).endswith(".gif")
    assert bytes(await file.download_as_bytearray()) == content
    again = await bot.send_animation(ANA, film.file_id)
    assert again.animation == film
    screen = Screen(sandbox, sandbox.person(ANA))
    screen.looks_away()
    await bot.send_animation(ANA, film.file_id, caption="slowly")
    assert screen.sees() == "[animation]\nslowly"
    assert screen.animations() == [content]


async def test_an_id_that_was_never_given_out_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)wrong remote file identifier"):
        await bot.send_animation(ANA, "AgACAgnever")


def gif(*seconds: float) -> bytes:
    """A moving picture with a frame for each of these times."""
    frames = [Image.new("RGB", (8, 6), (60 * place, 90, 90)) for place in range(len(seconds))]
    buffer = BytesIO()
    times = [round(second * 1000) for second in seconds]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=times, loop=0)
    return buffer.getvalue()


async def test_what_people_send_can_be_downloaded(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.person_sends_photo(ANA, caption="my leg")
    sandbox.person_sends_voice(ANA)
    sandbox.person_sends_sticker(ANA)
    sandbox.person_sends_document(ANA, "mri.pdf")
    photo, voice, sticker, document = [update.message for update in await bot.get_updates()]
    assert photo is not None
    assert voice is not None
    assert voice.voice is not None
    assert sticker is not None
    assert sticker.sticker is not None
    assert document is not None
    assert document.document is not None
    assert (photo.caption, document.document.file_name) == ("my leg", "mri.pdf")
    assert voice.voice.duration == timedelta(seconds=3) or voice.voice.duration == 3
    file = await bot.get_file(photo.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == PHOTO
    file = await bot.get_file(voice.voice.file_id)
    assert bytes(await file.download_as_bytearray()) == VOICE


async def test_unknown_files_and_foreign_tokens_get_nothing(raw: Raw, bot: Bot, sandbox: Sandbox) -> None:
    assert await raw.refused("getFile", file_id="abc") == (400, "Bad Request: invalid file_id")
    stored = sandbox.files.add("document", "a.txt", "text/plain", b"x")
    for token, path, status in (
        (TOKEN, stored.path, 200),
        (TOKEN, "documents/none", 404),
        ("1:x", stored.path, 401),
    ):
        async with raw.http.get(f"{raw.url}/file/bot{token}/{path}") as response:
            assert response.status == status


async def test_a_file_over_20_mb_cannot_be_downloaded(raw: Raw, sandbox: Sandbox) -> None:
    stored = sandbox.files.add("document", "a.bin", "x/y", bytes(20 * 1024 * 1024 + 1))
    assert await raw.refused("getFile", file_id=stored.file_id) == (400, "Bad Request: file is too big")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no picture", "(?i)image_process_failed"),
        (png(2100, 100), "(?i)photo_invalid_dimensions"),
        (png(1, 21), "(?i)photo_invalid_dimensions"),
        (b"\x89PNG\r\n\x1a\n" + bytes(10 * 1024 * 1024), "is too big for a photo; the maximum size is 10485760 bytes"),
    ],
)
async def test_what_is_no_photo_is_refused(bot: Bot, content: bytes, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        await bot.send_photo(ANA, content)


async def test_an_empty_file_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(ANA, InputFile(b"", filename="a.txt"))


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(3, 4), (3, 4)),
        (b"GIF87a\x05\0\x06\0", (5, 6)),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x10\0\x20", (32, 16)),
        (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x07\0\0\x08\0\0", (8, 9)),
        (b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x07\x00\x02\x00", (8, 9)),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + b"\x08\0\x09\0", (8, 9)),
        (b"RIFF\0\0\0\0WEBPXXXX", None),
        (b"\xff\xd8\xff", None),
        (b"", None),
    ],
)
def test_pictures_know_their_size(content: bytes, size: tuple[int, int] | None) -> None:
    assert dimensions(content) == size

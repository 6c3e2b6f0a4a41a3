"""Links as Telegram stores them."""


def checked_url(url: str) -> str:
    """The link as Telegram stores it, or nothing when it is no link."""
    url = url.strip()
    scheme, found, rest = url.partition("://")
    if not found:
        scheme, rest = "http", url
    host = rest.split("/")[0].split("?")[0]
    if scheme.lower() in {"tg", "ton"}:
        return url
    if scheme.lower() not in {"http", "https", "ftp"} or "." not in host.strip(".") or " " in host:
        return ""
    return url if found else f"http://{url}" + ("" if "/" in rest else "/")

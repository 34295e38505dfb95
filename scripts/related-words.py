#!/usr/bin/env python3
"""Writes prompts/lexicon/related.txt from WordNet: for words that names of tables and columns are made of, what people may say instead.

    apt-get install wordnet-base        # /usr/share/wordnet
    python3 scripts/related-words.py > prompts/lexicon/related.txt

A line is a word and what may be said for it, with how surely in percent: "truck lorry:85 motortruck:90". How surely follows from how
often the two words have the shared sense (WordNet's counts in tagged texts) and how they are related: the same meaning, a derived word,
a narrower or a wider one. Of words without counts the order of senses decides.
"""
import math
import re
import sys
from collections import defaultdict

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/wordnet"
LEAST = 22          # percent
MOST_SAID = 14      # for one word
POS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
# Kinds of nouns that data are rarely about and WordNet knows thousands of: animals, plants, body parts, substances, ...
RARE = {5, 8, 13, 20, 27}
BRITISH = [("our", "or"), ("is(e|ing|ation|er|ed)$", r"iz\1"), ("yse$", "yze"), ("tre$", "ter"), ("ogue$", "og"), ("ence$", "ense"), ("ll", "l"), ("ae", "e"), ("oe", "e"),
           ("mme$", "m"), ("grey", "gray"), ("tyre", "tire"), ("cheque", "check"), ("ick", "ic"), ("storey", "story"), ("plough", "plow"), ("mould", "mold"), ("-", "")]
RUDE = re.compile("whore|shit|fuck|cunt|bitch|slut|nigg|bastard|sodom|dickhead|asshole")
PLAIN = re.compile(r"^[a-z]{2,}(?:[_-][a-z]+){0,2}$")

HEADER = """\
# Made by scripts/related-words.py from WordNet 3.0; do not edit. Words of names, and what people may say for them, in percent of how surely.
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. THIS SOFTWARE AND DATABASE IS PROVIDED "AS IS" AND PRINCETON UNIVERSITY MAKES NO
# REPRESENTATIONS OR WARRANTIES, EXPRESS OR IMPLIED. Permission to use, copy, modify and distribute this software and database and its documentation for any
# purpose and without fee or royalty is hereby granted, provided that you agree to comply with the copyright notice and statements, including the disclaimer,
# and that the same appear on ALL copies of the software, database and documentation, including modifications that you make for internal use or for distribution.
"""


def american(word):
    """One spelling of words that British and American English spell differently; only for comparing."""
    for british, other in BRITISH:
        word = re.sub(british, other, word)
    return word


def synsets(pos):
    """(offset) -> kind of noun, words, pointers (symbol, offset, part of speech, own word, their word; 0 for all)."""
    found = {}
    for line in open(f"{FOLDER}/data.{POS[pos]}", encoding="latin-1"):
        if line.startswith("  "):
            continue
        f = line.split(" | ")[0].split()
        count = int(f[3], 16)
        words = [re.sub(r"\(.*\)", "", f[4 + 2 * i]) for i in range(count)]
        at = 4 + 2 * count
        pointers = [(f[at + 1 + 4 * i], f[at + 2 + 4 * i], f[at + 3 + 4 * i].replace("s", "a"), int(f[at + 4 + 4 * i][:2], 16), int(f[at + 4 + 4 * i][2:], 16))
                    for i in range(int(f[at]))]
        found[f[0]] = (int(f[1]), words, pointers)
    return found


def senses(counts):
    """word -> {(part of speech, offset): share of the word's uses that have this sense}."""
    weights = defaultdict(dict)
    for pos in "nva":
        for line in open(f"{FOLDER}/index.{POS[pos]}", encoding="latin-1"):
            if line.startswith("  "):
                continue
            f = line.split()
            # A sense not seen in the tagged texts still has a little, less the further down it stands.
            for i, offset in enumerate(f[-int(f[2]):]):
                weights[f[0]][(pos, offset)] = counts.get((f[0], pos, i + 1), 0) + 1.0 / (i + 1)
    return {word: {s: w / sum(of.values()) for s, w in of.items()} for word, of in weights.items()}


def main():
    counts, seen = {}, defaultdict(int)
    for line in open(f"{FOLDER}/cntlist", encoding="latin-1"):
        count, key, number = line.split()
        word, kind = key.split("%")
        pos = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}[kind[0]]
        counts[(word, pos, int(number))] = int(count)
        seen[(word, pos)] += int(count)

    data = {p: synsets(p) for p in "nva"}
    share = senses(counts)
    parents = {o: [p[1] for p in s[2] if p[0] == "@"] for o, s in data["n"].items()}
    below = defaultdict(int)         # how many narrower senses a noun has under it
    for o in parents:
        at, path = parents[o], set()
        while at:
            path.update(at)
            at = [q for p in at for q in parents[p] if q not in path]
        for p in path:
            below[p] += 1

    # Names are made of words that people use: seen in the tagged texts, or with several senses.
    known = defaultdict(bool, {w: len(of) > 1 or any(seen.get((w, p)) for p in "nva") for w, of in share.items()})
    same, near = defaultdict(lambda: defaultdict(float)), defaultdict(dict)

    def of(word, pos, offset):
        return share.get(word.lower(), {}).get((pos, offset), 0)

    def worth(head, said):
        # What contains the word is found by the word; what begins like it, by its stem.
        return (head != said and PLAIN.match(said) and head.isalpha() and len(head) > 2 and len(said) > 2 and head not in said.split("_")
                and not RUDE.search(said) and known[head])

    def add(head, said, strength):
        if worth(head, said) and head[:5] != said[:5]:
            near[head][said] = max(near[head].get(said, 0), strength)

    for pos, base in (("n", 1.0), ("v", 0.9), ("a", 0.85)):
        for offset, (kind, words, pointers) in data[pos].items():
            plain = [w for w in words if PLAIN.match(w)]
            if not plain or pos == "n" and kind in RARE and not any(seen.get((w, "n")) for w in plain):
                continue
            for head in plain:
                for said in plain:
                    if worth(head, said):
                        same[head][said] += 1 if american(head) == american(said) else base * math.sqrt(of(head, pos, offset) * of(said, pos, offset))
                for symbol, other, opos, own, their in pointers:
                    if pos == "n" and symbol == "@":
                        # Wider words say less the more other things they are said of; narrower ones only where they are known words.
                        width = 1 / (1 + math.log10(1 + below[other]) / 2.2)
                        for said in data["n"][other][1]:
                            both = math.sqrt(of(head, pos, offset) * of(said, "n", other))
                            add(head, said, 0.95 * width * both)
                            if "_" not in head and (seen.get((head, "n")) or len(share[head]) > 1):
                                add(said, head, 0.75 * width ** 0.5 * both)
                    # "long" says "length", "establish" says "founder" through "found".
                    elif symbol in "+=" and opos in "va" and pos == "n" and (symbol == "=" or own and words[own - 1] == head):
                        for said in data[opos][other][1]:
                            direct = symbol == "=" or data[opos][other][1][their - 1] == said
                            add(head, said, (0.8 if direct else 0.65) * math.sqrt(of(head, pos, offset) * of(said, opos, other)))

    sys.stdout.write(HEADER)
    for head in sorted(set(same) | set(near)):
        strengths = dict(near[head])
        for said, strength in same[head].items():
            strengths[said] = max(strengths.get(said, 0), strength)
        said = sorted(((round(100 * min(s, 1)), w) for w, s in strengths.items()), key=lambda p: (-p[0], p[1]))
        said = [(s, w) for s, w in said if s >= LEAST][:MOST_SAID]
        if said:
            print(head, *(f"{w}:{s}" for s, w in said))


main()

#!/usr/bin/env python3
"""Makes an SQLite file with a schema of any size, for measuring: the same arguments make the same file.

    python3 scripts/make-schema.py /tmp/wide.db --tables 900 --columns 20               # as wide as a large company's
    python3 scripts/make-schema.py /tmp/values.db --tables 50 --columns 8 --values 980000    # about a million distinct values
"""
import argparse
import os
import random
import sqlite3

AREAS = "sales purchase stock hr finance service quality plant fleet project market legal travel energy safety claim loan retail".split()
THINGS = """order line invoice payment customer supplier employee contract shipment item batch machine inspection meter vehicle driver route permit asset account
budget entry request approval visit ticket agent campaign lead quote return warehouse bin count audit finding risk task milestone site building room tenant lease
policy premium branch teller card transfer course session exam recipe ingredient sensor reading alarm outage crew shift""".split()
KINDS = ["", "history", "detail", "plan", "type", "note"]
WORDS = """amount price cost quantity weight length width height volume rate score rating level status priority reason remark city country region street code colour
size model brand category phone email owner manager reviewer start_date end_date due_date created_date closed_date year capacity distance duration speed
temperature pressure balance tax discount margin fee salary age population share version language title subject summary serial_number postal_code latitude
longitude warranty grade origin destination currency unit target forecast""".split()
NUMBERS = set("""amount price cost quantity weight length width height volume rate score rating level year capacity distance duration speed temperature pressure balance tax
discount margin fee salary age population share version latitude longitude target forecast""".split())
SYLLABLES = "ka lo mi ter von sel da ru pen gri mo ha stu bel fin or cas ny tal wex jo qui vra ost lim per gon".split()


def names(random, count):
    """Table names, all different."""
    every = [f"{a}_{t}{'_' + k if k else ''}" for k in KINDS for t in THINGS for a in AREAS]
    most = every[:max(count, len(AREAS) * len(THINGS))]
    random.shuffle(most)
    return most[:count]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--tables", type=int, default=20)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--values", type=int, default=0, help="distinct texts in all, spread over the tables")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    if os.path.exists(args.file):
        os.remove(args.file)
    database = sqlite3.connect(args.file)
    tables = names(chance, args.tables)
    for at, table in enumerate(tables):
        columns = [f"{table}_id INTEGER PRIMARY KEY", f"{table.split('_')[1]}_name TEXT"]
        for other in chance.sample(tables[:at], min(at, chance.choice([1, 2, 2, 3]))):
            columns.append(f"{other}_id INTEGER REFERENCES {other}({other}_id)")
        for word in chance.sample(WORDS, max(0, args.columns - len(columns))):
            columns.append(f"{word} {'REAL' if word in NUMBERS else 'DATE' if word.endswith('date') else 'TEXT'}")
        columns = columns[:args.columns]
        database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        rows = max(30, args.values // args.tables)
        made = []
        for row in range(rows):
            cells = []
            for column in columns:
                name, kind = column.split()[:2]
                if "PRIMARY" in column:
                    cells.append(row + 1)
                elif "REFERENCES" in column:
                    cells.append(chance.randint(1, rows))
                elif kind == "REAL":
                    cells.append(chance.randint(0, 10000) / 10)
                elif kind == "DATE":
                    cells.append(f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}")
                elif name.endswith("_name"):
                    first, last = ("".join(chance.choices(SYLLABLES, k=n)).capitalize() for n in (2, 3))
                    cells.append(f"{first} {last} {row + 1}" if args.values else f"{first} {last}")
                else:
                    cells.append("".join(chance.choices(SYLLABLES, k=2)).capitalize())
            made.append(cells)
        database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", made)
    database.commit()
    database.close()


main()

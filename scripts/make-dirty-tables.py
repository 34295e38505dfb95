#!/usr/bin/env python3
"""Makes tables with known faults, and tables without any, to measure the quality rules on.

    python3 scripts/make-dirty-tables.py OUT [--seed N] [--rows N]

OUT/cells/NAME/dirty.csv with clean.csv, errors.csv (row,column,type) and neutral.csv (right cells that stand in a broken
relation with a wrong one); OUT/clean/NAME/dirty.csv is a table without faults, so every rule that it breaks is a false one.
OUT/missing/NAME.csv and NAME.truth.csv (row,column,kind,token) have nothing but missing values.
"""
import argparse
import csv
import datetime as dt
import math
import os
import random


def day(rng, first, last):
    a, b = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return a + dt.timedelta(days=rng.randrange((b - a).days + 1))


def pick(rng, weighted):
    return rng.choices(list(weighted), weights=list(weighted.values()))[0]


FIRST = "Anna Ben Clara David Emre Fatima Georg Hanna Ivan Jana Karim Lena Marco Nadia Oskar Petra Quentin Rosa Sven Tanja Uwe Vera Willem Xenia Yusuf Zoe".split()
LAST = "Abel Brandt Costa Dubois Eriksen Fischer Garcia Hoffmann Ivanov Jensen Keller Lopez Moreau Novak Olsen Peeters Quast Rossi Schmidt Toth Ullmann Vogel Weber Yilmaz Zimmer O'Brien".split()


def payroll(rng, n):
    departments = {"D10": "Finance", "D20": "Production", "D30": "Logistics", "D40": "Research", "D50": "Sales", "D60": "Legal", "D70": "Human Resources"}
    countries = {"DE": "Germany", "FR": "France", "NL": "Netherlands", "PL": "Poland", "AT": "Austria", "NA": "Namibia"}
    rows = []
    for i in range(n):
        born = day(rng, "1958-01-01", "2003-12-31")
        hired = max(day(rng, "1995-01-01", "2024-12-31"), born + dt.timedelta(days=365 * 18))
        status = pick(rng, {"active": 78, "on leave": 7, "left": 15})
        first, last = rng.choice(FIRST), rng.choice(LAST)
        code = pick(rng, dict(zip(departments, (8, 35, 20, 12, 15, 4, 6))))
        country = pick(rng, dict(zip(countries, (50, 15, 10, 14, 8, 3))))
        base = round(math.exp(rng.gauss(math.log(3600), 0.35)), 2)
        bonus = 0 if rng.random() < 0.4 else round(base * rng.uniform(0.02, 0.2), 2)
        rows.append({
            "employee_no": f"E{50000 + i}", "full_name": f"{first} {last}", "work_email": f"{first[0].lower()}.{last.lower().replace(chr(39), '')}{i}@corp.example",
            "dept_code": code, "department": departments[code], "country_code": country, "country": countries[country], "birth_date": born.isoformat(),
            "hire_date": hired.isoformat(), "status": status,
            "leave_date": (hired + dt.timedelta(days=rng.randrange(90, 3000))).isoformat() if status == "left" else "",
            "weekly_hours": rng.choices(("40", "38", "35", "30", "20"), (60, 15, 10, 5, 10))[0], "base_salary": f"{base:.2f}", "bonus": f"{bonus:.2f}" if bonus else "0", "gross": f"{base + bonus:.2f}",
            "cost_center": f"CC-{rng.randrange(100, 160)}"})
    return rows, dict(keys=["employee_no"], dependencies=[("dept_code", "department"), ("country_code", "country")], orders=[("birth_date", "hire_date"), ("hire_date", "leave_date")],
                      formulas=[("gross", "base_salary", "bonus")], lists=["department", "status", "country"], codes=["employee_no", "work_email", "cost_center"],
                      dates=["birth_date", "hire_date"], numbers=["base_salary", "weekly_hours"], filled=["full_name", "work_email", "dept_code", "birth_date", "base_salary", "status"])


def sensors(rng, n):
    sites = {"S-01": ("Rotterdam", "NL"), "S-02": ("Hamburg", "DE"), "S-03": ("Antwerp", "BE"), "S-04": ("Gdansk", "PL")}
    devices = [(f"TX{100 + d}", rng.choice(list(sites)), rng.choice(["1.4.2", "1.5.0", "2.0.1"])) for d in range(60)]
    start = dt.datetime(2024, 3, 1)
    rows = []
    for i in range(n):
        device, site, firmware = rng.choice(devices)
        at = start + dt.timedelta(minutes=7 * i)
        warm = 12 + 9 * math.sin(i / 180) + rng.gauss(0, 2.5)
        low = warm - abs(rng.gauss(1.5, 0.6)) - 0.1
        high = warm + abs(rng.gauss(1.5, 0.6)) + 0.1
        rows.append({
            "reading_id": str(700000 + i), "device": device, "site_code": site, "site": sites[site][0], "country": sites[site][1], "measured_at": at.strftime("%Y-%m-%d %H:%M:%S"),
            "temp_min": f"{low:.1f}", "temp_avg": f"{warm:.1f}", "temp_max": f"{high:.1f}", "humidity_pct": f"{min(99.0, max(18.0, rng.gauss(62, 12))):.1f}",
            "pressure_hpa": f"{rng.gauss(1013, 8):.1f}", "battery_v": f"{rng.uniform(3.05, 4.15):.2f}", "firmware": firmware, "quality": pick(rng, {"good": 90, "suspect": 7, "bad": 3}),
            "mac": ":".join(f"{(hash_of(device) >> (8 * k)) & 255:02X}" for k in range(6))})
    return rows, dict(related=[("temp_min", "temp_avg", "temp_max")], keys=["reading_id"], dependencies=[("site_code", "site"), ("device", "mac")], orders=[("temp_min", "temp_max")], formulas=[],
                      lists=["site", "quality", "country"], codes=["device", "mac", "firmware"], dates=["measured_at"], numbers=["humidity_pct", "pressure_hpa", "battery_v"],
                      filled=["device", "measured_at", "temp_avg", "humidity_pct", "quality"])


def hash_of(text):
    value = 1469598103934665603
    for char in text:
        value = (value ^ ord(char)) * 1099511628211 % (1 << 64)
    return value


def loans(rng, n):
    branches = {str(20100 + 7 * k): c for k, c in enumerate(["Lyon", "Porto", "Turin", "Graz", "Ghent", "Malmo", "Brno", "Cork", "Split"])}
    purposes = {"car": 30, "home improvement": 22, "debt consolidation": 25, "education": 8, "holiday": 10, "medical": 5}
    rows = []
    for i in range(n):
        branch = rng.choice(list(branches))
        opened = day(rng, "2016-01-01", "2024-06-30")
        term = rng.choice((12, 24, 36, 48, 60, 84))
        amount = rng.randrange(10, 400) * 100
        fee = round(amount * 0.01, 2)
        state = pick(rng, {"current": 60, "repaid": 33, "defaulted": 7})
        rows.append({
            "loan_no": f"L-{opened.year}-{10000 + i}", "iban": "BE" + f"{rng.randrange(10**14):014d}", "branch_id": branch, "branch_city": branches[branch], "purpose": pick(rng, purposes),
            "currency": pick(rng, {"EUR": 88, "SEK": 7, "CZK": 5}), "amount": str(amount), "fee": f"{fee:.2f}", "paid_out": f"{amount - fee:.2f}", "rate_pct": f"{rng.choice((2.9, 3.4, 3.9, 4.5, 5.9, 7.5, 9.9)):.1f}",
            "term_months": str(term), "opened_on": opened.isoformat(), "matures_on": (opened + dt.timedelta(days=int(30.44 * term))).isoformat(), "state": state,
            "default_reason": pick(rng, {"job loss": 4, "illness": 2, "unknown cause": 0.001, "divorce": 2}) if state == "defaulted" else "",
            "score": str(int(min(850, max(300, rng.gauss(640, 85))))), "phone": f"+32 {rng.randrange(400, 500)} {rng.randrange(100):02d} {rng.randrange(100):02d} {rng.randrange(100):02d}"})
    return rows, dict(keys=["loan_no"], dependencies=[("branch_id", "branch_city")], orders=[("opened_on", "matures_on")], formulas=[("paid_out", "amount", "fee")],
                      lists=["purpose", "state", "currency"], codes=["iban", "phone", "loan_no"], dates=["opened_on", "matures_on"], numbers=["amount", "score", "rate_pct"],
                      filled=["branch_id", "purpose", "amount", "opened_on", "score", "phone"])


def homes(rng, n):
    districts = {"10115": "Mitte", "10245": "Friedrichshain", "10405": "Prenzlauer Berg", "10585": "Charlottenburg", "10961": "Kreuzberg", "12043": "Neukoelln", "13347": "Wedding", "14193": "Grunewald"}
    agents = [(f"AG{k:02d}", f"{rng.choice(FIRST)} {rng.choice(LAST)}") for k in range(24)]
    rows = []
    for i in range(n):
        code = rng.choice(list(districts))
        size = max(18, int(rng.gauss(78, 30)))
        price = int(size * rng.gauss(5600, 900) / 1000) * 1000
        listed = day(rng, "2022-01-01", "2024-10-31")
        state = pick(rng, {"sold": 55, "open": 30, "reserved": 10, "withdrawn": 5})
        agent = rng.choice(agents)
        rows.append({
            "listing": f"B{listed.year % 100}/{3000 + i}", "postcode": code, "district": districts[code], "kind": pick(rng, {"apartment": 70, "house": 18, "loft": 8, "studio": 4}),
            "rooms": str(max(1, round(size / 28))), "living_m2": str(size), "plot_m2": str(size + rng.randrange(20, 400)), "built": str(rng.randrange(1890, 2024)), "energy_class": pick(rng, dict(zip("ABCDEFG", (8, 15, 22, 25, 16, 9, 5)))),
            "price_eur": str(price), "listed_on": listed.isoformat(), "sold_on": (listed + dt.timedelta(days=rng.randrange(10, 200))).isoformat() if state == "sold" else "", "state": state,
            "agent_id": agent[0], "agent": agent[1], "lat": f"{52.5 + rng.gauss(0, 0.05):.5f}", "lon": f"{13.4 + rng.gauss(0, 0.07):.5f}"})
    return rows, dict(keys=["listing"], dependencies=[("postcode", "district"), ("agent_id", "agent")], orders=[("listed_on", "sold_on"), ("living_m2", "plot_m2")], formulas=[],
                      lists=["district", "kind", "state"], codes=["listing", "postcode", "agent_id"], dates=["listed_on"], numbers=["living_m2", "price_eur", "lat", "built"],
                      filled=["kind", "living_m2", "price_eur", "listed_on", "agent_id", "energy_class"])


def spoil(rng, rows, facts, share):
    """Changes about this share of the cells of each column that can be spoilt."""
    clean = [dict(r) for r in rows]
    n, wrong, neutral = len(rows), {}, set()

    def free(column, count, test=lambda r: True):
        able = [i for i in range(n) if (i, column) not in wrong and rows[i][column] != "" and test(rows[i])]
        return rng.sample(able, min(len(able), max(3, int(count))))

    def put(i, column, value, kind):
        if value != clean[i][column]:
            rows[i][column] = value
            wrong[(i, column)] = kind

    some = share * n
    for column in facts["filled"]:
        for i in free(column, some / 2):
            put(i, column, rng.choice(("", "", "NULL")), "missing")
    for column in facts["filled"]:
        token = {True: rng.choice(("-999", "9999999")), False: rng.choice(("N/A", "unknown", "-", "tbd"))}[column in facts["numbers"]]
        if column in facts["dates"]:
            token = "1900-01-01"
        for i in free(column, some / 2):
            put(i, column, token, "disguised")
    for column in facts["lists"]:
        for i in free(column, some / 2):
            put(i, column, typo(rng, rows[i][column]), "typo")
        for i in free(column, some / 2):
            put(i, column, rng.choice((str.upper, lambda v: v + " ", lambda v: " " + v, str.lower, lambda v: v.replace(" ", "  ")))(rows[i][column]), "case_space")
    for column in facts["codes"]:
        for i in free(column, some / 2):
            put(i, column, rng.choice((lambda v: v[:-2], lambda v: v.replace("-", "").replace(" ", "").replace(":", "") + "X", lambda v: v[1:] + "??"))(rows[i][column]), "format")
    for column in facts["dates"]:
        for i in free(column, some / 2, lambda r: r[column][:4].isdigit() and r[column] != "1900-01-01"):
            d = dt.date.fromisoformat(rows[i][column][:10])
            put(i, column, rng.choice((d.strftime("%d/%m/%Y"), d.strftime("%m-%d-%y"), d.strftime("%d %b %Y"))), "date_format")
    for column in facts["numbers"]:
        for i in free(column, some / 2, lambda r: number(r[column]) is not None and abs(number(r[column])) < 9e5 or column == "price_eur"):
            put(i, column, rng.choice((rows[i][column] + " approx", "ca. " + rows[i][column], rows[i][column] + "?")), "text_in_number")
        for i in free(column, some / 3, lambda r: number(r[column]) not in (None, -999.0, 9999999.0)):
            value = number(rows[i][column])
            put(i, column, repr(round(value * rng.choice((100, 1000, -10)), 2)), "out_of_range")
    for lower, upper in facts["orders"]:
        for i in free(lower, share * sum(r[upper] != "" for r in rows), lambda r: r[upper] != "" and r[lower] < r[upper] if lower in facts["dates"] else True):
            if (i, upper) in wrong or rows[i][upper] == "":
                continue
            a, b = rows[i][lower], rows[i][upper]
            if len(a) >= 10 and a[4] == "-" and b[4:5] == "-":
                back = (dt.date.fromisoformat(a[:10]) - dt.timedelta(days=rng.randrange(1, 60))).isoformat()
                put(i, upper, back, "order")
                neutral.add((i, lower))
            elif number(a) is not None and number(b) is not None and number(a) < number(b):
                put(i, lower, b, "order")
                put(i, upper, a, "order")
    for by, column in facts["dependencies"]:
        values = sorted({r[column] for r in clean})
        for i in free(column, some / 2, lambda r: r[by] in {c[by] for c in clean[:200]}):
            put(i, column, rng.choice([v for v in values if v != rows[i][column]]), "dependency")
    for total, *parts in facts["formulas"]:
        for i in free(total, some / 2):
            if all((i, p) not in wrong for p in parts):
                put(i, total, f"{number(rows[i][total]) * rng.uniform(1.05, 1.6):.2f}", "formula")
                neutral.update((i, p) for p in parts)
    for key in facts["keys"]:
        for i in free(key, some / 2):
            j = rng.randrange(n)
            if j != i and (j, key) not in wrong:
                put(i, key, rows[j][key], "duplicate_key")
                neutral.add((j, key))
    # A wrong part breaks its formula, a wrong bound its order.
    for (i, column) in list(wrong):
        for total, *parts in facts["formulas"]:
            if column in (total, *parts):
                neutral.update((i, c) for c in (total, *parts))
        for pair in facts["orders"] + facts["dependencies"] + facts.get("related", []):
            if column in pair:
                neutral.update((i, c) for c in pair)
    return clean, wrong, {c for c in neutral if c not in wrong}


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def typo(rng, text):
    at = rng.randrange(1, max(2, len(text) - 1))
    return rng.choice((text[:at] + text[at + 1:], text[:at] + text[at] * 2 + text[at + 1:], text[:at] + "x" + text[at + 1:], text[:at - 1] + text[at] + text[at - 1] + text[at + 1:]))


# Tables without a fault, with all that looks like one: long tails, rare kinds, optional columns, changing seasons.
def energy(rng, n):
    tariffs = {"household": 80, "business": 15, "industry": 4.6, "trial": 0.4}
    rows, at = [], dt.date(2021, 1, 1)
    for i in range(n):
        tariff = pick(rng, tariffs)
        used = math.exp(rng.gauss({"household": 5.5, "business": 7.5, "industry": 10, "trial": 5}[tariff], 0.8))
        rows.append({"meter": f"M{rng.randrange(1, 400):04d}", "read_on": (at + dt.timedelta(days=i * 1200 // n)).isoformat(), "tariff": tariff, "kwh": f"{used:.1f}", "kwh_peak": f"{used * rng.uniform(0.1, 0.9):.1f}",
                     "estimated": rng.choices(("true", "false"), (5, 95))[0], "reader_note": rng.choice(("", "", "", "", "door locked", "dog", "new display", "meter behind boxes in the cellar, ask the janitor for the key")), "adjustment": f"{rng.gauss(0, 4):.2f}" if rng.random() < 0.2 else ""})
    return rows


def grades(rng, n):
    subjects = ("Maths", "Physics", "Latin", "Art", "Music", "History", "PE")
    rows = []
    for i in range(n):
        present = rng.random() > 0.06
        rows.append({"pupil": f"{rng.choice(FIRST)} {rng.choice(LAST)}", "class": f"{rng.randrange(5, 13)}{rng.choice('abc')}", "subject": rng.choice(subjects), "term": rng.choice(("2023/1", "2023/2", "2024/1", "2024/2")),
                     "points": str(rng.choices(range(16), (1, 1, 2, 3, 4, 6, 8, 10, 12, 13, 12, 10, 8, 5, 3, 2))[0]) if present else "", "absent_days": str(min(40, int(rng.expovariate(0.4)))), "teacher": rng.choice(("Adler", "Beck", "Conti", "Dorn", "Egli", "Franz", "Gut", "Hess")), "remark": "" if rng.random() < 0.97 else rng.choice(("moved away", "certificate", "late entry"))})
    return rows


def cars(rng, n):
    models = {"Golf": ("Volkswagen", 24000), "Passat": ("Volkswagen", 36000), "Corsa": ("Opel", 18000), "Astra": ("Opel", 25000), "Clio": ("Renault", 17000), "Fabia": ("Skoda", 17500), "Octavia": ("Skoda", 30000), "911": ("Porsche", 130000), "Model 3": ("Tesla", 45000), "i3": ("BMW", 38000), "Phantom": ("Rolls-Royce", 480000)}
    weights = (20, 14, 14, 12, 11, 9, 10, 3, 4, 2.7, 0.3)
    rows = []
    for i in range(n):
        model = rng.choices(list(models), weights)[0]
        year = rng.randrange(1999, 2025) if rng.random() < 0.99 else rng.randrange(1962, 1990)
        age = 2025 - year
        rows.append({"offer_id": str(4000000 + 3 * i), "make": models[model][0], "model": model, "year": str(year), "km": str(int(age * max(900, rng.gauss(13000, 4000)))) if age > 1 else str(rng.randrange(0, 9000)), "fuel": "electric" if model in ("Model 3", "i3") else rng.choices(("petrol", "diesel", "hybrid", "lpg"), (55, 36, 8, 1))[0],
                     "price": str(max(500, int(models[model][1] * 0.88 ** age / 10) * 10)), "doors": rng.choices(("5", "3", "2"), (80, 15, 5))[0], "seller": rng.choices(("dealer", "private"), (70, 30))[0], "phone": f"0{rng.randrange(151, 180)} {rng.randrange(10**6, 10**8)}", "first_owner": rng.choices(("yes", "no", ""), (30, 50, 20))[0]})
    return rows


def claims(rng, n):
    kinds = {"water": 35, "theft": 20, "storm": 24, "glass": 15, "fire": 4, "flood": 1.6, "earthquake": 0.4}
    rows = []
    for i in range(n):
        kind = pick(rng, kinds)
        happened = day(rng, "2019-01-01", "2024-12-31")
        told = happened + dt.timedelta(days=int(rng.expovariate(0.2)))
        cost = math.exp(rng.gauss({"glass": 5.8, "fire": 9.5, "flood": 9.6, "earthquake": 10}.get(kind, 7.2), 1.1))
        closed = rng.random() < 0.75
        rows.append({"claim": f"{happened.year}-{kind[:2].upper()}-{i:05d}", "policy": f"P{rng.randrange(10**6, 10**7)}", "kind": kind, "happened": happened.isoformat(), "reported": told.isoformat(), "closed": (told + dt.timedelta(days=int(rng.expovariate(0.03)))).isoformat() if closed else "",
                     "cost": f"{cost:.2f}", "deductible": str(rng.choices((0, 150, 300, 500, 1000), (30, 30, 25, 10, 5))[0]), "state": "closed" if closed else rng.choices(("open", "in review", "in court"), (70, 28, 2))[0], "adjuster": f"{rng.choice(FIRST)[0]}. {rng.choice(LAST)}", "postcode": f"{rng.randrange(1000, 99999):05d}", "fraud_score": f"{rng.betavariate(1.2, 9):.3f}"})
    return rows


EXPLICIT, WORDS = ("", "NULL", "null", "None", "NaN"), ("N/A", "-", "?", "unknown", "not available", "TBD", "--", "k.A.", "n.d.", "#N/A")


def holes(rng, rows, facts, share):
    """Missing values only, each column with its own habit."""
    truth = []
    for column in facts["filled"] + [c for c in facts["codes"] + facts["lists"] if c not in facts["filled"]]:
        wide = len({r[column] for r in rows}) > 3
        token = rng.choice(("-999", "-1", "99999999", "-9999")) if column in facts["numbers"] else rng.choice(("1900-01-01", "9999-12-31", "1970-01-01")) if column in facts["dates"] else None
        for i, row in enumerate(rows):
            if row[column] == "":
                truth.append((i, column, "explicit", ""))
            if row[column] == "" or rng.random() >= share or not wide:
                continue
            if rng.random() < 0.4:
                row[column], kind = rng.choice(EXPLICIT), "explicit"
            else:
                row[column], kind = token or rng.choice(WORDS), "disguised"
            truth.append((i, column, kind, row[column]))
    told = {c for _, c, _, _ in truth}
    truth += [(i, c, "explicit", "") for i, row in enumerate(rows) for c in row if c not in told and row[c] == ""]
    return truth


def write(path, rows, head=None):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        if head is None:
            writer.writerow(rows[0])
            writer.writerows(r.values() for r in rows)
        else:
            writer.writerow(head)
            writer.writerows(rows)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("out")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--rows", type=int, default=2500)
    options = options.parse_args()
    for make in (payroll, sensors, loans, homes):
        name, rng = make.__name__, random.Random(f"{make.__name__} {options.seed}")
        rows, facts = make(rng, options.rows)
        clean, wrong, neutral = spoil(rng, rows, facts, 0.02)
        folder = os.path.join(options.out, "cells", name)
        write(os.path.join(folder, "dirty.csv"), rows)
        write(os.path.join(folder, "clean.csv"), clean)
        write(os.path.join(folder, "errors.csv"), [(i, c, k) for (i, c), k in sorted(wrong.items())], ("row", "column", "type"))
        write(os.path.join(folder, "neutral.csv"), sorted(neutral), ("row", "column"))
        rows, facts = make(rng, options.rows)
        truth = holes(rng, rows, facts, 0.04)
        write(os.path.join(options.out, "missing", name + ".csv"), rows)
        write(os.path.join(options.out, "missing", name + ".truth.csv"), truth, ("row", "column", "kind", "token"))
    for make in (energy, grades, cars, claims):
        rows = make(random.Random(f"{make.__name__} {options.seed}"), options.rows)
        folder = os.path.join(options.out, "clean", make.__name__)
        write(os.path.join(folder, "dirty.csv"), rows)
        write(os.path.join(folder, "clean.csv"), rows)


main()

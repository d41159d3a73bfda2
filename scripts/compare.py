"""What `scripts/compare` runs on one engine once both programs are built: each measurement in turns, and a table."""

import argparse
import contextlib
import http.client
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import time
import urllib.parse

MAPPING = """
name = "people"
system = "crm"

[party]
kind = "person"
external_id = "Id"

[fields]
name = "Name"
email = "Mail"
phone = "Phone"
company = "Company"
source = "Source"

[[evidence]]
kind = "form_submitted"
at = "Created"
"""
SYLLABLES = "an bel cor da el fi gra hu is jo ka lö mi na or pe qu ra sa ti ur vo we xi yo zé".split()
TICKS = os.sysconf("SC_CLK_TCK")


def write_people(path, size):
    """The same file each time: people with names, addresses and numbers that differ, at some thousand companies."""
    draw = random.Random(1)
    word = lambda length: "".join(draw.choice(SYLLABLES) for _ in range(length)).capitalize()
    companies = [f"{word(3)} {draw.choice(['GmbH', 'Ltd', 'SARL', 'AG'])}" for _ in range(max(size // 50, 1))]
    with open(path, "w", encoding="utf-8") as file:
        file.write("Id,Name,Mail,Phone,Company,Source,Created\n")
        for number in range(size):
            first, last = word(2), word(3)
            mail = f"{first}.{last}{number}@{word(2)}.example".lower()
            day = f"20{draw.randint(18, 25)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
            phone = f"+49 30 {draw.randint(1000000, 9999999)}"
            cells = [f"P-{number:07}", f"{first} {last}", mail, phone, draw.choice(companies)]
            file.write(",".join([*cells, draw.choice(["web", "fair", "referral", "call"]), f"{day}T10:00:00Z"]) + "\n")


def processor_of(pid):
    """Seconds of processor time of a process and of its children that have ended."""
    fields = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / TICKS


class Sqlite:
    """Databases in files."""

    def __init__(self, folder):
        self.folder = folder

    def make(self, name):
        shutil.rmtree(f"{self.folder}/{name}", ignore_errors=True)
        os.makedirs(f"{self.folder}/{name}")
        return f"sqlite:{self.folder}/{name}/casebook.db"

    def processor(self):
        return 0.0


class Postgres:
    """Databases of the cluster that `scripts/with-postgres` has started."""

    def __init__(self):
        self.url = os.environ["CASEBOOK_TEST_POSTGRES"]
        pid_file = os.environ["CASEBOOK_TEST_POSTGRES_FOLDER"] + "/data/postmaster.pid"
        self.pid = open(pid_file).readline().strip()

    def make(self, name):
        name = name.replace("-", "_")
        for statement in [f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"', "CHECKPOINT"]:
            subprocess.run(["psql", "-q", self.url, "-c", statement], check=True, stderr=subprocess.DEVNULL)
        return urllib.parse.urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def processor(self):
        children = open(f"/proc/{self.pid}/task/{self.pid}/children").read().split()
        total = processor_of(self.pid)
        for child in children:
            # One may have ended in the meantime; its time is then the server's.
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                total += processor_of(child)
        return total


def imported(engine, program, database, folder, size):
    """Imports the file into an empty database: seconds, and seconds of processor time of program and engine."""
    subprocess.run([program, "migrate", "--database", database], check=True, stdout=subprocess.DEVNULL)
    before, begun = engine.processor(), time.monotonic()
    command = [program, "import", f"{folder}/people.csv", "--mapping", f"{folder}/people.toml", "--json"]
    child = subprocess.Popen([*command, "--database", database], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    answer, errors = child.communicate()
    seconds, behind = time.monotonic() - begun, engine.processor() - before
    if child.returncode != 0 or json.loads(answer)["created"] != size:
        raise SystemExit(f"{program}: {answer.decode()}{errors.decode()}")
    usage = os.times()
    return seconds, usage.children_user + usage.children_system, behind


class Server:
    """A server at a database, from its start to its first list."""

    def __init__(self, program, database):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [program, "serve", "--listen", f"127.0.0.1:{self.port}", "--database", database]
        self.child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        begun = time.monotonic()
        while time.monotonic() - begun < 60:
            with contextlib.suppress(ConnectionError):
                self.ask("GET", "/api/v1/health")
                return
            time.sleep(0.002)
        raise SystemExit(f"{program} does not answer")

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {text[:200].decode()}")
        return text

    def first_list(self):
        """Seconds of the list, and of processor time of the server for it."""
        before, begun = processor_of(self.child.pid), time.monotonic()
        self.ask("GET", "/api/v1/parties?limit=50")
        return time.monotonic() - begun, processor_of(self.child.pid) - before

    def end(self, how):
        self.child.send_signal(how)
        self.child.wait()


def first_lists(engine, program, database):
    """The first list after a clean stop, and after a kill that a write came before."""
    server = Server(program, database)
    server.first_list()
    server.end(signal.SIGTERM)
    found = {}
    for label, how in [("first list after a clean stop", signal.SIGKILL), ("first list after kill -9", signal.SIGTERM)]:
        server = Server(program, database)
        before = engine.processor()
        seconds, own = server.first_list()
        found[label] = (seconds, own, engine.processor() - before)
        server.ask("POST", "/api/v1/people", {"name": f"After {label}"})
        server.end(how)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=["sqlite", "postgres"], required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--size", type=int, default=300_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=["import", "list"])
    parser.add_argument("programs", nargs=2, metavar="NAME=PROGRAM")
    given = parser.parse_args()
    engine = Sqlite(given.folder) if given.engine == "sqlite" else Postgres()
    programs = [one.split("=", 1) for one in given.programs]
    write_people(f"{given.folder}/people.csv", given.size)
    with open(f"{given.folder}/people.toml", "w", encoding="utf-8") as file:
        file.write(MAPPING)

    found = {}
    note = lambda what, name, figures: found.setdefault(what, {}).setdefault(name, []).append(figures)
    databases = {}
    for _ in range(1 if given.only == "list" else given.runs):
        for name, program in programs:
            databases[name] = engine.make(f"compare-{name}")
            spent = os.times()
            seconds, own, behind = imported(engine, program, databases[name], given.folder, given.size)
            own -= spent.children_user + spent.children_system
            note("import", name, (seconds, own, behind))
    for _ in range(0 if given.only == "import" else given.runs):
        for name, program in programs:
            for what, figures in first_lists(engine, program, databases[name]).items():
                note(what, name, figures)
    if given.only == "list":
        del found["import"]
    show(given, programs, found)


def show(given, programs, found):
    (old, _), (new, _) = programs
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{given.engine}, {given.size:,} rows, {old} and {new} in turns, load at the end {load}\n")
    print("| what | build | seconds, run by run | median | CPU, program + engine | ratio |\n|---|---|---|---:|---:|---:|")
    for what, sides in found.items():
        medians = {name: [statistics.median(figures) for figures in zip(*runs)] for name, runs in sides.items()}
        for name, runs in sides.items():
            each = " ".join(f"{seconds:.2f}" for seconds, _, _ in runs)
            seconds, own, behind = medians[name]
            ratio = f"{medians[old][0] / seconds:.2f} ×"
            print(f"| {what} | {name} | {each} | {seconds:.2f} s | {own:.1f} + {behind:.1f} s | {ratio} |")


if __name__ == "__main__":
    main()

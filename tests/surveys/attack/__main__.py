"""`python -m tests.surveys.attack [runs] [people] [sqlite|postgres]`: 20 waves of 200 people on both databases, then five planted leaks."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from tests.servers import end_when_told, postgres

SURE = 0.001


def main(arguments: list[str]) -> int:
    """Attack on both databases; return 1 if a wave is linked better than chance, or a planted leak is missed."""
    if arguments[:1] == ["--here"]:
        return attack_here(int(arguments[1]), int(arguments[2]))
    numbers = [int(one) for one in arguments if one.isdigit()]
    only = [one for one in arguments if one in ("sqlite", "postgres")]
    runs, people = (*numbers, *(20, 200)[len(numbers) :])
    end_when_told()
    with tempfile.TemporaryDirectory(prefix="rounds-attack-") as folder:
        worst = 0
        if only != ["postgres"]:
            worst = _on("SQLite", f"sqlite:///{folder}/rounds.sqlite3", folder, runs, people)
        if only == ["sqlite"]:
            return worst
        with postgres() as url:
            if url is None:
                print("PostgreSQL is not installed: its half did not run.")
                return 1
            return max(worst, _on("PostgreSQL", url, folder, runs, people))


def _on(name: str, url: str, folder: str, runs: int, people: int) -> int:
    print(f"== {name}", flush=True)
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "ROUNDS_MODE": "development",
        "ROUNDS_DATA": folder,
        "ROUNDS_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "rounds.config.settings",
    }
    migrate = [sys.executable, "-m", "rounds.config.manage", "migrate", "-v", "0"]
    subprocess.run(migrate, env=environment, check=True)
    here = [sys.executable, "-m", "tests.surveys.attack", "--here", str(runs), str(people)]
    return subprocess.run(here, env=environment, check=False).returncode


def attack_here(runs: int, people: int) -> int:
    """Play waves in the database of this process and attack them; return 1 if something is not as promised."""
    import django

    django.setup()
    from rounds.core.database.scope import scope
    from rounds.core.models import Institution
    from tests.surveys.attack.leaks import LEAKS
    from tests.surveys.attack.outsider import pooled_p
    from tests.surveys.attack.wave import play_and_attack

    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(hospital.id):
        found = [one for seed in range(runs) for one in _told(play_and_attack(people, seed))]
        p = pooled_p(found)
        low = sum(one.p < 0.05 for one in found)
        print(
            f"{runs} waves of {people} people, two tables each: p = {p:.3f} over all (must be over 0.05);",
            end=" ",
        )
        print(f"{low} of {len(found)} below 0.05 by themselves (chance: {0.05 * len(found):.0f})", flush=True)
        missed = []
        for number, leak in enumerate(LEAKS):
            planted = play_and_attack(people, runs + number, leak())
            _told(planted)
            best = min(one.p for one in planted)
            print(f"planted: {leak.name}: p = {best:.4f}", flush=True)
            missed += [leak.name] if best >= SURE else []
    print("not found: " + ", ".join(missed) if missed else "All planted leaks are found.")
    return 1 if p <= 0.05 or missed else 0


def _told(found):
    for one in found:
        print(
            f"  {one.table}: {one.ways} ways, best links {one.hits} of {one.people} ({one.best}), mean of chance"
            f" {one.chance_hits.mean():.1f}; strongest correlation {one.correlation:.2f}, chance"
            f" {one.chance_correlation.mean():.2f}; p = {one.p:.3f}",
            flush=True,
        )
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

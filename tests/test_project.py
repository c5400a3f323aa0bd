"""What the project promises about its own files."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from bot import catalog, commands, content_commands
from bot.config import Settings
from bot.staff.card import MARKS
from bot.staff.commands import COMMANDS
from bot.staff.room import FATES
from flows.cases import OFFICERS_MOVES
from flows.ending import OUTCOMES
from storage.retention import KINDS

ROOT = Path(__file__).parent.parent
PAGES = [
    "README.md",
    "CONTEXT.md",
    *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md")),
]
HEAVIEST = 400_000  # bytes of a picture
HEAVIEST_OF_GUIDE, ALBUM = 60_000, 900_000  # of one in the officers' guide, and of all there
LONGEST = 320
REGISTRIES = [  # written apart, so that this file does not name them
    ("pypi", "org"),
    ("files", "pythonhosted", "org"),
    ("registry", "npmjs", "org"),
    ("deb", "debian", "org"),
    ("proxy", "golang", "org"),
]
TERMS = (
    "update, event, turn, flow, step, form, prompt, answer, effect, case, claim, relay, hand-off, "
    "hand-back, application, programme, delivery, rating, reference, address, person, officer, "
    "desk, staff room, act, lane, book, catalog, unit, view, vault, seal, lookup, scene, kit, "
    "pass, outcome, move, card, receipt, release, note"
)


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tracked(*patterns: str) -> list[Path]:
    """The files that git keeps and that are still there."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def pins(path: str) -> dict[str, str]:
    """Package and version of every line of a requirements file that is not a hash."""
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text(path), re.MULTILINE))


def settings() -> dict[str, str]:
    """Name and default of every setting, as documented."""
    table = r"^\| `([A-Z][A-Z_]+)` \| (.+?) \|"
    return dict(re.findall(table, text("docs/configuration.md"), re.MULTILINE))


def test_every_setting_is_documented() -> None:
    assert sorted(settings()) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_has_every_setting_and_sets_none() -> None:
    written = text(".env.example")
    assert re.findall(r"^#([A-Z][A-Z_]+)=", written, re.MULTILINE) == list(settings())
    assert all(line.startswith("#") for line in written.splitlines() if line)


def test_documented_defaults_are_the_defaults() -> None:
    example = dict(re.findall(r"^#([A-Z][A-Z_]+)=(.*)$", text(".env.example"), re.MULTILINE))
    told = {name: default.strip("`") for name, default in settings().items() if default[0] == "`"}
    told.pop("TELEGRAM_MODE")  # follows from PUBLIC_URL
    assert {name: example[name] for name in told} == told
    lower = {name.lower(): value for name, value in told.items()}
    read = Settings(_env_file=None, **lower)  # type: ignore[call-arg, arg-type]  # as from `.env`
    for name in lower:
        assert getattr(read, name) == Settings.model_fields[name].default, name


def test_no_tracked_file_names_a_package_registry() -> None:
    hosts = [".".join(parts).encode() for parts in REGISTRIES]
    found = [str(path) for path in tracked() if any(host in path.read_bytes() for host in hosts)]
    assert found == []


@pytest.mark.parametrize("path", ["requirements.txt", "requirements-test.txt"])
def test_requirements_are_nothing_but_pins_with_hashes(path: str) -> None:
    written = [line for line in text(path).splitlines() if line and not re.match(r" *#", line)]
    pin, digest = r"[a-z0-9._-]+==\S+ \\", r"    --hash=sha256:[0-9a-f]{64}( \\)?"
    assert [line for line in written if not re.fullmatch(f"{pin}|{digest}", line)] == []


@pytest.mark.parametrize(
    ("path", "extras"), [("requirements.txt", []), ("requirements-test.txt", ["test"])]
)
def test_requirements_are_in_step_with_pyproject(path: str, extras: list[str]) -> None:
    project = tomllib.loads(text("pyproject.toml"))
    asked = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in extras:
        asked += project["project"]["optional-dependencies"][extra]
    pinned = pins(path)
    unmet = [
        line
        for line in asked
        if (wanted := Requirement(line)).name not in pinned
        or not wanted.specifier.contains(pinned[wanted.name])
    ]
    assert unmet == [], f"{path} does not hold these: make lock"


def test_the_tests_run_with_the_versions_that_serve() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-test.txt").items()


def test_python_files_are_short() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_the_glossary_has_every_term_once_with_what_to_avoid() -> None:
    rows = re.findall(
        r"^\| \*\*(.+?)\*\*[^|]*\| (.+) \| (.+) \|$", text("CONTEXT.md"), re.MULTILINE
    )
    names = [name for name, _, _ in rows]
    assert set(TERMS.split(", ")) <= set(names)
    assert len(set(names)) == len(names)


def test_the_licence_is_whole() -> None:
    licence = text("LICENSE")
    assert "Apache License\n                           Version 2.0" in licence
    assert "9. Accepting Warranty or Additional Liability" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_decisions_are_numbered_without_gaps_and_say_what_was_rejected() -> None:
    paths = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [path.name[:5] for path in paths] == [f"{n:04}-" for n in range(1, len(paths) + 1)]
    for number, path in enumerate(paths, start=1):
        decision = path.read_text(encoding="utf-8")
        assert decision.startswith(f"# {number}. ")
        for heading in ("Context and problem", "Options", "Decision", "Consequences"):
            assert f"\n## {heading}\n" in decision, f"{path.name}: {heading}"
        assert "\n## Why not the others\n" in decision
        assert len(decision.splitlines()) <= 60


def test_settings_that_nothing_reads_are_told_so() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    unread = {
        name
        for name in Settings.model_fields
        if not re.search(rf"(self|settings)\.{name}\b", sources)
    }
    rows = re.findall(r"^\| `(\w+)` \| .*not used yet", text("docs/configuration.md"), re.MULTILINE)
    assert unread == {name.lower() for name in rows}


def test_the_lifecycles_are_drawn_from_their_tables(tmp_path: Path) -> None:
    """After a change of a table: scripts/diagrams."""
    drawn = tmp_path / "lifecycles.md"
    subprocess.run([sys.executable, str(ROOT / "scripts" / "diagrams"), str(drawn)], check=True)
    assert drawn.read_text(encoding="utf-8") == text("docs/lifecycles.md")


def test_all_that_is_swept_is_explained() -> None:
    _, _, table = text("docs/operations.md").partition("| Kind | Over | What goes |")
    rows = re.findall(r"^\| (`.+?`) \|", table.partition("\n\n")[0], re.MULTILINE)
    assert {kind.name for kind in KINDS} == {*re.findall(r"`(\w+)`", " ".join(rows))}


def test_every_command_of_sila_is_explained() -> None:
    explained = re.findall(r"^\| `sila (\w+)", text("docs/operations.md"), re.MULTILINE)
    assert {*explained} == {*commands.COMMANDS, *content_commands.COMMANDS}


def test_officers_find_every_move_outcome_and_mark_in_their_guide() -> None:
    guide, words = text("docs/officers.ar.md"), catalog.read_all()["ar"]
    for command in COMMANDS:
        word, does = (words.line(f"staff.{part}.{command.does}") for part in ("word", "does"))
        row = f"| {word} | `/{command.name}` | {does} |"
        if command.kind == "move":
            row = f"| {words.line(f'case.move.{command.does}')} {row}"
        assert row in guide, row
    for move in OFFICERS_MOVES - {"mark"}:
        assert words.line(f"case.move.{move}") in guide, move
    for outcome in OUTCOMES:
        assert words.line(f"case.outcome.{outcome}") in guide, outcome
    for mark in (*FATES.values(), *MARKS.values()):
        assert mark in guide


@pytest.mark.parametrize("page", PAGES)
def test_pictures_are_light_and_said_in_words(page: str) -> None:
    for words, picture in re.findall(r"!\[(.*?)\]\((.+?)\)", text(page)):
        assert words, picture
        path = (ROOT / page).parent / picture
        assert path.stat().st_size <= HEAVIEST, picture


def test_every_picture_of_the_officers_guide_is_shown_and_light() -> None:
    """Taken by `make pictures`."""
    taken = [*(ROOT / "docs" / "pictures").iterdir()]
    shown = re.findall(r"!\[[\u0600-\u06ff].*?\]\(pictures/(.+?)\)", text("docs/officers.ar.md"))
    assert sorted(path.name for path in taken) == sorted(shown)
    assert len(taken) >= 18
    sizes = [path.stat().st_size for path in taken]
    assert max(sizes) <= HEAVIEST_OF_GUIDE
    assert sum(sizes) <= ALBUM


@pytest.mark.parametrize("page", PAGES)
def test_links_between_documents_lead_somewhere(page: str) -> None:
    here = (ROOT / page).parent
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text(page))
    assert [link for link in links if not (here / link).exists()] == []

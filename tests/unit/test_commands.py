"""The commands as a person calls them: output, errors, exit codes."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from streams.cli import main
from streams.commands.options import out

STORY = (
    "Base shelled in Anbar\n\nBAGHDAD - Two rockets were fired at the Ain al-Asad air base in western Iraq on Monday, "
    "a US official said. American troops are based there. Nobody was hurt."
)


@dataclass
class Done:
    """What a call printed and how it ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def tallywire(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Call the command line in this process, with the environment given and standard input if any."""
    # A terminal of this width, whatever the one of the tests is.
    monkeypatch.setattr(out, "_width", 160)

    def call(*arguments: str, stdin: str = "", **environment: str) -> Done:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.argv", ["tallywire", *arguments])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin.encode()))))
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return call


Call = Callable[..., Done]


def article(tmp_path: Path, *extra: str) -> Path:
    path = tmp_path / "articles.jsonl"
    lines = [json.dumps({"id": "one", "published_at": "2023-11-21", "body": STORY}), *extra]
    path.write_text("\n".join(lines))
    return path


def test_tally_json_prints_the_fixed_keys_and_nothing_else(tallywire: Call, tmp_path: Path) -> None:
    done = tallywire("tally", str(article(tmp_path)), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (tally,) = json.loads(done.stdout)
    assert {"id", "title", "since", "observed", "reported", "incidents", "reported_series"} <= tally.keys()
    assert {"count", "claimed_only", "by_country", "by_weapon", "by_day"} <= tally["observed"].keys()
    assert tally["observed"]["count"] == 1


def test_tally_shows_each_incident_with_its_quote(tallywire: Call, tmp_path: Path) -> None:
    done = tallywire("tally", str(article(tmp_path)))
    assert done.returncode == 0
    assert re.search(r"observed +1\b", done.stdout)
    assert "Two rockets were fired at the Ain al-Asad" in done.stdout


def test_explain_says_of_each_story_what_counted_and_of_the_others_why_not(tallywire: Call, tmp_path: Path) -> None:
    other = {"id": "two", "published_at": "2023-10-11", "body": STORY.replace("Base", "Old base")}
    sport = {"id": "three", "body": "Cup final\n\nThe home side won by two goals to one on Saturday evening."}
    path = article(tmp_path, json.dumps(other), json.dumps(sport))
    done = tallywire("tally", "--explain", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    first, second, third = done.stdout.partition("╭")[0].strip().split("\n\n")
    assert "us-forces-iraq-syria: counted, 1" in first and "Two rockets were fired" in first
    assert "not counted (2023-10-09 is before its since, 2023-10-17)" in second
    assert "three" in third and "nothing found in it" in third
    assert re.search(r"observed +1\b", done.stdout)


def test_explain_as_json_is_one_object_with_the_tallies_that_tally_prints(tallywire: Call, tmp_path: Path) -> None:
    path = article(tmp_path, json.dumps({"id": "two", "body": "Menu"}))
    done = tallywire("tally", "--explain", "--json", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    explanation = json.loads(done.stdout)
    assert explanation["tallies"] == json.loads(tallywire("tally", "--json", str(path)).stdout)
    assert explanation["stories"][0]["pages"][0]["page_id"] == "one"
    (attack,) = explanation["stories"][0]["attacks"]
    assert attack["incident"] in explanation["tallies"][0]["incidents"]
    assert attack["verdicts"] == [
        {"tally": "us-forces-iraq-syria", "counted": True, "adds": 1, "reason": None, "why": ""}
    ]


def test_extract_prints_one_story_a_line_with_quotes_that_stand_in_the_body(tallywire: Call, tmp_path: Path) -> None:
    done = tallywire("extract", str(article(tmp_path)))
    (line,) = done.stdout.splitlines()
    story = json.loads(line)
    assert story["raw_ids"] == ["one"]
    assert story["title"] == "Base shelled in Anbar"
    for attack in story["attacks"]:
        quote = attack["evidence"]
        assert STORY[quote["start"] : quote["end"]] == quote["text"]


def test_extract_reads_standard_input(tallywire: Call) -> None:
    done = tallywire("extract", "-", stdin=json.dumps({"id": "piped", "body": STORY}))
    assert json.loads(done.stdout)["raw_ids"] == ["piped"]


def test_a_bad_line_is_named_the_rest_is_done_and_the_code_is_1(tallywire: Call, tmp_path: Path) -> None:
    path = article(tmp_path, '{"id": "two"}')
    done = tallywire("tally", str(path), "--json")
    assert done.returncode == 1
    assert done.stderr.strip() == f"tallywire: {path}:2: body: Field required"
    assert json.loads(done.stdout)[0]["observed"]["count"] == 1


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("tallies:\n  - id: a\n    since: 2024-01-01\n    targets: [us-forces]\n    colour: red\n", 5, "colour"),
        ("tallies:\n  - id: a\n    since: 2024-01-01\n    targets: [martians]\n", 4, "targets"),
        (
            "tallies:\n  - id: a\n    since: 2024-02-01\n    until: 2024-01-01\n    targets: [us-forces]\n",
            4,
            "until",
        ),
    ],
)
def test_a_wrong_tally_file_ends_with_code_2_and_names_file_line_and_key(
    tallywire: Call, tmp_path: Path, text: str, line: int, key: str
) -> None:
    path = tmp_path / "tallies.yaml"
    path.write_text(text)
    done = tallywire("tally", str(article(tmp_path)), "--tallies", str(path))
    assert done.returncode == 2
    assert f"{path}:{line}: " in done.stderr and key in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_named_with_code_2(tallywire: Call, tmp_path: Path) -> None:
    done = tallywire("tally", str(article(tmp_path)), TALLYWIRE_PARTITIONS="many")
    assert done.returncode == 2
    assert "TALLYWIRE_PARTITIONS" in done.stderr


def test_without_a_kafka_push_says_what_to_do(tallywire: Call, tmp_path: Path) -> None:
    done = tallywire("push", str(article(tmp_path)), TALLYWIRE_DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert "TALLYWIRE_BOOTSTRAP_SERVERS" in done.stderr and "tallywire up" in done.stderr


def test_a_wrong_option_is_code_2(tallywire: Call) -> None:
    assert tallywire("tally", "--jsn").returncode == 2


def test_topics_lists_every_public_topic_as_json(tallywire: Call) -> None:
    rows = json.loads(tallywire("topics", "--json", TALLYWIRE_TOPIC_PREFIX="x-").stdout)
    names = {row["topic"] for row in rows}
    assert {"x-articles-raw", "x-articles-tagged", "x-incidents", "x-tallies", "x-dead-letters"} <= names

"""Pages that mean harm: what is no text is left out, nothing is fetched or run, and the text around it is read."""

import socket
from datetime import UTC, datetime

import pytest

from schemas import CleanArticle, RawArticle
from streams.stages.clean import clean
from streams.stages.clean.judge import main_text

NOW = datetime(2024, 5, 4, tzinfo=UTC)
TEXT = "Two drones hit the depot of the harbour on Friday night and set it on fire, the mayor of the town said."


def cleaned(body: str) -> CleanArticle:
    return clean(RawArticle(body=body, content_type="text/html"), NOW)


def shown(body: str) -> str:
    return " ".join(block.text for block in cleaned(body).blocks)


@pytest.mark.parametrize(
    "harm",
    [
        "<script>alert('own')</script>",
        "<script src='//evil.example/own'></script>",
        "<img src=x onerror=alert('own')>",
        "<style>@import url(//evil.example/own); .own{color:red}</style>",
        "<!-- own -->",
        "<!-- a -- own -- > own -->",
        "<!DOCTYPE html [<!ENTITY own 'own'>]>",
        "<?php own() ?>",
        "<template>own</template>",
        "<noscript>own</noscript>",
        "<div hidden>own</div>",
        "<p style='position:absolute;left:-9999px'>own</p>",
        "<meta http-equiv=refresh content='0;url=//evil.example/own'>",
        "<base href='//evil.example/own'>",
        "<iframe src='//evil.example/own'><p>own</p></iframe>",
        "<iframe srcdoc='<script>own</script>'></iframe>",
        "<svg onload=alert('own')></svg>",
        "<object data=own><embed src=own></object>",
        "<a href=\"javascript:alert('own')\"></a>",
        "<p " + "own=own " * 3_000 + "></p>",
        f"<img alt='own' src='data:image/png;base64,{'own+' * 50_000}'>",
    ],
)
def test_what_is_no_text_is_not_read_and_the_text_is(harm: str) -> None:
    text = shown(f"<html><body>{harm}<h1>Depot hit</h1><p>{TEXT}</p>{harm}</body></html>")
    assert TEXT in text and "Depot hit" in text
    assert "own" not in text.replace("town", "")


@pytest.mark.parametrize(
    "mark", ["<![CDATA[", "<!--", "<script", "<p title='", "<![if !IE]>", "</", "<", "<!-", "<!-->", "<!--->"]
)
def test_a_mark_that_never_closes_hides_nothing_before_it(mark: str) -> None:
    assert TEXT in shown(f"<p>{TEXT}</p><p>The end of it{mark}")


def test_entities_of_the_page_itself_are_not_resolved() -> None:
    laughs = "".join(f"<!ENTITY b{n + 1} '{f'&b{n};' * 10}'>" for n in range(9))
    page = cleaned(f"<!DOCTYPE a [<!ENTITY b0 'ha'>{laughs}]><p>{TEXT} &b9;</p>")
    assert sum(len(block.text) for block in page.blocks) < 2_000


def test_the_second_opinion_opens_no_file_and_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a page made a connection")

    main_text(f"<p>{TEXT}</p>")  # Loads the library.
    monkeypatch.setattr(socket, "socket", refuse)
    doctype = "<!DOCTYPE html SYSTEM 'http://127.0.0.1:9/x.dtd' [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
    body = f"{doctype}<base href='http://127.0.0.1:9/'><aside><p>{TEXT} &x; {TEXT}</p><p>{TEXT}</p></aside>"
    (line, *_) = sorted(main_text(body), key=len, reverse=True)
    assert " x " in line

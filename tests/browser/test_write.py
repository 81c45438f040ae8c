"""The writing desk: from a text to a file that `anthology check` passes, with nothing sent and nothing stored."""

from __future__ import annotations

import gzip
import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

from anthology.collection import load
from anthology.media.images import personal_metadata
from anthology.pages.desk import desk_messages
from anthology.sources import read_post
from anthology.urls import slugify
from browser.conftest import Arrive
from browser.reader import Reader
from browser.test_accessibility import AXE, FIND
from browser.test_search_weight import PACKED
from builders import built, collection, served
from golden import POSTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGE = """<b style="font-weight:normal"><h1>The night desk</h1><p>We write by
<span style="font-weight:700">hand</span>. See <a href="https://www.example.org/a b">the list</a>.</p>
<ul><li>One lamp</li></ul><img src="https://example.org/x.png" onerror="alert(1)"><script>alert(2)</script></b>"""
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small collection with a desk, built."""
    root = collection(tmp_path_factory.mktemp("desk") / "collection")
    config = root / "mkdocs.yml"
    settings = "write: true\n    contact: editors@example.org"
    config.write_text(config.read_text("utf-8").replace("search: false", settings), encoding="utf-8")
    built(root, "--strict", REPO_URL="https://github.com/example/essays")
    return root


@pytest.fixture
def writer(browser: Browser, root: Path) -> Iterator[Reader]:
    with served(root / "site") as address:
        reader = Reader(browser, address, 1280, 900, permissions=["clipboard-read", "clipboard-write"])
        reader.open("write/")
        reader.page.wait_for_load_state("networkidle")
        reader.requests.clear()
        yield reader
        assert [] == [*reader.strangers, *reader.complaints, *reader.stored]
        reader.context.close()


PARAGRAPHS = [("Title", "The night desk"), ("Heading1", "By hand"), ("Normal", "We write by hand.")]
NOTE = '</w:t></w:r><w:r><w:{}noteReference w:id="{}"/></w:r><w:r><w:t>'


def word_paragraphs(paragraphs: list[tuple[str, str]]) -> str:
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )


def word_file(
    paragraphs: list[tuple[str, str]], notes: dict[str, dict[int, list[tuple[str, str]]]] | None = None
) -> bytes:
    """A file of Word; `notes` are the paragraphs of each note by its id, for `foot` and for `end`."""
    body = word_paragraphs(paragraphs)
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/></w:style>'
        for name, title in [
            ("Title", "Title"),
            ("Heading1", "heading 1"),
            ("Zitat", "Quote"),
            ("IntensivesZitat", "Intense Quote"),
        ]
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        archive.writestr(
            "_rels/.rels",
            relations.format(f'<Relationship Id="r1" Type="{kind}" Target="word/document.xml"/>'),
        )
        archive.writestr("word/document.xml", WORD.format(body))
        for kind, texts in (notes or {}).items():
            inner = "".join(
                f'<w:{kind}note w:id="{number}">{word_paragraphs(text)}</w:{kind}note>'
                for number, text in texts.items()
            )
            whole = WORD.replace("w:document", f"w:{kind}notes").replace("<w:body>{}</w:body>", inner)
            archive.writestr(f"word/{kind}notes.xml", whole)
        archive.writestr(
            "word/styles.xml",
            f'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{styles}</w:styles>',
        )
    return file.getvalue()


def pressed(writer: Reader, button: str) -> tuple[str, str]:
    """The name and the text of the file that a button saves."""
    with writer.page.expect_download() as download:
        writer.find(button).press("Enter")
    return download.value.suggested_filename, Path(download.value.path()).read_text(encoding="utf-8")


def opened(writer: Reader, name: str, data: bytes, answer: str = "Your file was opened") -> None:
    writer.page.set_input_files("#desk-file", {"name": name, "mimeType": "", "buffer": data})
    writer.find("#desk-status").filter(has_text=answer).wait_for()


def filled_in(writer: Reader) -> None:
    """Fill in what a post needs, apart from its title and text."""
    writer.page.fill("#desk-summary", "How a desk is kept at night.")
    writer.page.get_by_label("Beginnings").check()
    writer.page.fill("#desk-name", "The editors")


def passes(root: Path, files: dict[str, str]) -> bool:
    for path, text in files.items():
        (root / path).write_text(text, encoding="utf-8")
    try:
        return not load(root)[1]
    finally:
        for path in files:
            (root / path).unlink()


def test_a_word_file_becomes_a_file_that_the_check_passes_in_five_acts(writer: Reader, root: Path) -> None:
    writer.page.set_input_files(
        "#desk-file", {"name": "night.docx", "mimeType": "", "buffer": word_file(PARAGRAPHS)}
    )  # 1
    writer.find("#desk-status").filter(has_text="Your file was opened").wait_for()
    writer.page.fill("#desk-summary", "How a desk is kept at night.")  # 2
    writer.page.get_by_label("Beginnings").check()  # 3
    writer.page.fill("#desk-name", "The editors")  # 4
    name, text = pressed(writer, "#desk-save")  # 5

    assert name == "the-night-desk.md"
    assert text.endswith("---\n\n## By hand\n\nWe write by hand.\n")
    assert writer.find("#desk-problems").inner_text().startswith("Nothing is missing.")
    assert ["mammoth.js"] == [
        Path(urlsplit(request.url).path).name for request in writer.requests if request.url.startswith("http")
    ]
    assert passes(root, {f"docs/essays/{name}": text})


def test_a_pasted_page_and_a_new_name_take_six_acts_of_the_keyboard_alone(writer: Reader, root: Path) -> None:
    item = "new ClipboardItem({'text/html': new Blob([html], {type: 'text/html'})})"
    writer.run(f"(html) => navigator.clipboard.write([{item}])", PAGE)
    writer.complaints.clear()  # of the line above: the browser looks at what is put on the clipboard
    keys, stops = writer.page.keyboard, list[str]()

    def tab_to(target: str) -> None:
        for _ in range(60):
            keys.press("Tab")
            stops.append(
                writer.run(
                    "document.activeElement.id || document.activeElement.closest('fieldset')?.id || ''"
                )
            )
            if stops[-1] == target:
                return
        raise AssertionError(f"{target} cannot be reached: {stops}")

    tab_to("desk-body")
    keys.press("Control+v")  # 1
    writer.find("#desk-status").filter(has_text="Your text was pasted").wait_for()
    tab_to("desk-summary")
    keys.type("How a desk is kept at night.")  # 2
    tab_to("desk-topics")
    keys.press("Space")  # 3
    tab_to("desk-name")
    keys.type("Lamp & Sons: “Ink”")  # 4
    tab_to("desk-save")
    with writer.page.expect_download() as download:
        keys.press("Enter")  # 5
    text = Path(download.value.path()).read_text(encoding="utf-8")
    tab_to("desk-save-person")
    with writer.page.expect_download() as person:
        keys.press("Enter")  # 6

    assert "We write by **hand**. See [the list](<https://www.example.org/a%20b>).\n\n- One lamp\n" in text
    assert "One lamp" in writer.find("#desk-preview li").inner_text()
    assert "lamp-sons-ink.md" == person.value.suggested_filename
    files = {
        "docs/essays/the-night-desk.md": text,
        "docs/people/lamp-sons-ink.md": Path(person.value.path()).read_text("utf-8"),
    }
    assert passes(root, files)


def test_footnotes_and_quotations_of_word_stay_what_they_are(writer: Reader, root: Path) -> None:
    paragraphs = [
        *PARAGRAPHS[:1],
        ("Normal", f"It was late.{NOTE.format('foot', 2)} It was dark{NOTE.format('end', 2)}."),
        ("Zitat", "The sea comes."),
        ("Zitat", "The sea goes."),
        ("Normal", "So she said."),
        ("IntensivesZitat", "It comes again."),
    ]
    notes = {
        "foot": {2: [("Normal", "By the clock."), ("Normal", "And by the moon.")]},
        "end": {2: [("Normal", "Nights.")]},
    }
    opened(writer, "night.docx", word_file(paragraphs, notes))
    filled_in(writer)
    name, text = pressed(writer, "#desk-save")

    assert text.partition("---\n\n")[2] == (
        "It was late.[^1] It was dark[^2].\n\n> The sea comes.\n> \n> The sea goes.\n\nSo she said.\n\n"
        "> It comes again.\n\n[^1]: By the clock.\n\n    And by the moon.\n\n[^2]: Nights.\n"
    )
    assert writer.find("#desk-preview sup").all_inner_texts() == ["1", "2", "1", "2"]
    assert writer.find("#desk-preview a").count() == 0
    assert passes(root, {f"docs/essays/{name}": text})


def test_the_file_that_the_desk_saved_can_be_opened_again(writer: Reader, root: Path) -> None:
    writer.page.fill("#desk-title", "The “night”: a \\ desk")
    writer.page.fill("#desk-body", "We write by hand.\n\n---\n\nnote: this\n\n---")
    writer.page.fill("#desk-standpoint", "Peer worker")
    writer.page.select_option("#desk-license", "CC0-1.0")
    filled_in(writer)
    name, text = pressed(writer, "#desk-save")
    writer.open("write/")
    opened(writer, name, text.encode())

    assert pressed(writer, "#desk-save") == (name, text)
    assert passes(root, {f"docs/essays/{name}": text})


def test_what_cannot_go_back_into_the_form_is_named(writer: Reader) -> None:
    header = "---\ntitle: 'It''s late'\nsummary: >\n  Long.\ntopics: [beginnings, unheard-of]\nauthors: [ink]\n---\n"
    opened(writer, "late.md", f"{header}\nThe sea.\n".encode(), "left out: summary, topics, authors.")

    assert writer.page.input_value("#desk-title") == "It's late"
    assert writer.page.input_value("#desk-body").strip() == "The sea."
    writer.page.fill("#desk-body", f"{header}\nThe sea.")
    assert "the text begins with a second header" in writer.find("#desk-problems").inner_text()


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MS\0Word"])
def test_an_old_word_file_is_refused(writer: Reader, data: bytes) -> None:
    writer.page.fill("#desk-body", "The sea.")
    opened(writer, "late.doc", data, "An old Word file (.doc) must first be saved as .docx.")

    assert writer.page.input_value("#desk-body") == "The sea."


def test_the_answer_to_saving_is_under_the_button_and_says_before_how_much_is_missing(writer: Reader) -> None:
    writer.page.fill("#desk-title", "The night desk")
    assert "Still missing or wrong: 3" in writer.find("#desk-left").inner_text()
    filled_in(writer)
    assert writer.find("#desk-left").is_hidden()

    name, _ = pressed(writer, "#desk-save")

    button, answer = writer.find("#desk-save").bounding_box(), writer.find("#desk-done").bounding_box()
    assert name in writer.find("#desk-done").inner_text()
    assert button
    assert answer
    assert 0 <= answer["y"] - button["y"] - button["height"] <= 40


def test_what_is_not_filled_in_is_told_in_the_words_of_the_form(writer: Reader) -> None:
    writer.page.fill("#desk-title", "The night desk")
    links = writer.find("#desk-problems a")
    labels = ["Summary", "Topics", "Name or pen name"]

    assert links.all_inner_texts() == [f"Fill in “{label}” above." for label in labels]
    targets = [link.get_attribute("href") for link in links.all()]
    assert targets == ["#desk-summary", "#desk-topics", "#desk-name"]
    assert writer.find("#desk-title").get_attribute("aria-invalid") is None
    assert writer.find("#desk-summary").get_attribute("aria-invalid") == "true"
    filled_in(writer)
    assert writer.find("[aria-invalid]").count() == 0


def test_the_mail_has_the_file_about_a_new_name(writer: Reader) -> None:
    filled_in(writer)
    assert "docs/people/" not in unquote(writer.find("#desk-mail").get_attribute("href") or "")
    writer.page.fill("#desk-name", "Ink")

    for text in ("The sea.", "The sea. " * 1000):
        writer.page.fill("#desk-body", text)
        mail = unquote(writer.find("#desk-mail").get_attribute("href") or "")
        assert mail.endswith('docs/people/ink.md:\n\n---\nname: "Ink"\nkind: "pen-name"\n---\n')


@pytest.mark.parametrize(
    "title", ["Øl på Łódź: Straße, GROẞ", "Cœur, Æsop, Đorđe, Þór, eða, sınır, İ", "L’été"]
)
def test_the_desk_names_a_file_as_the_check_would(writer: Reader, title: str) -> None:
    writer.page.fill("#desk-title", title)

    assert pressed(writer, "#desk-save")[0] == f"{slugify(title)}.md"


def test_a_picture_is_saved_without_its_position_and_with_its_description(
    writer: Reader, root: Path, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x013B] = "Jane Doe"
    Image.new("RGB", (60, 40), "teal").save(tmp_path / "desk.jpg", exif=exif)
    assert personal_metadata(tmp_path / "desk.jpg")

    writer.page.fill("#desk-title", "The night desk")
    writer.page.set_input_files("#desk-picture", tmp_path / "desk.jpg")
    writer.find("#desk-picture-add").press("Enter")
    writer.find("#desk-picture-status").filter(has_text="say what it shows").wait_for()
    writer.page.fill("#desk-picture-words", "A desk [by night]")
    with writer.page.expect_download() as download:
        writer.find("#desk-picture-add").press("Enter")
    picture = root / "docs" / "essays" / download.value.suggested_filename
    writer.page.fill("#desk-summary", "How a desk is kept at night.")
    writer.page.get_by_label("Beginnings").check()
    writer.page.fill("#desk-name", "The editors")
    name, text = pressed(writer, "#desk-save")
    shutil.copy(download.value.path(), picture)

    try:
        assert "the-night-desk-1.jpg" == picture.name
        assert "![A desk by night](the-night-desk-1.jpg)" in text
        assert not personal_metadata(picture)
        assert passes(root, {f"docs/essays/{name}": text})
    finally:
        picture.unlink()


def test_the_page_weighs_at_most_60_kb_before_a_word_file_is_opened(arrive: Arrive, site: Path) -> None:
    reader = arrive("write/")
    reader.page.fill("#desk-body", "## A heading\n\nSome **words**.")
    reader.page.wait_for_load_state("networkidle")

    paths = [urlsplit(request.url).path.lstrip("/") for request in reader.requests]
    files = [site / path / "index.html" if path.endswith("/") else site / path for path in paths]
    weights = {
        file.name: len(gzip.compress(file.read_bytes(), mtime=0))
        if file.suffix in {*PACKED, ".svg"}
        else file.stat().st_size
        for file in files
    }
    print(f"the desk: {sum(weights.values())} bytes in {len(files)} files: {weights}")
    assert "turndown.js" in weights
    assert sum(weights.values()) <= 60_000
    policy = reader.find("meta[http-equiv]").get_attribute("content") or ""
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_axe_finds_nothing_at_the_desk(arrive: Arrive, scheme: str, width: int) -> None:
    reader = arrive("write/", width, color_scheme=scheme)
    reader.run(AXE.read_text(encoding="utf-8"))
    assert [] == reader.run(FIND), "empty"

    reader.page.fill(
        "#desk-body", "## A heading\n\nSome **words**, <script>a</script> and [a link](https://example.org)."
    )
    reader.page.fill("#desk-name", "Somebody new")
    assert [] == reader.run(FIND), "with a mistake"
    assert reader.overflow <= 0


def test_the_desk_says_what_the_check_says_of_the_file_that_it_saves(writer: Reader, root: Path) -> None:
    posts = {
        f"{post.parents[2].name}-{post.name}": post
        for post in POSTS.glob("*/*/docs/essays/tides.md")  # the valid ones too: nothing is told of them
    }
    answers = writer.run(FILL_IN, [_as_typed(name, post) for name, post in posts.items()])
    for name, _, text in answers:
        (root / "docs" / "essays" / name).write_text(text, encoding="utf-8")
    problems = load(root)[1]
    for name in posts:
        (root / "docs" / "essays" / name).unlink()

    checked: dict[str, set[str]] = {name: set() for name in posts}
    for problem in problems:
        checked[problem.path.rpartition("/")[2]].add(f"{problem.message} What to do: {problem.fix}")
    empty = {  # in the form's words at the desk
        f"Fill in “{label}” above.": "{message} What to do: {fix}".format(**desk_messages()["missing"][field])
        for field, label in [("title", "Title"), ("summary", "Summary")]
    }
    told = {name: {empty.get(words, words) for words in said} for name, said, _ in answers}
    agreeing = [name for name in posts if told[name] == checked[name]]
    print(f"{len(posts)} posts: the desk and the check say the same of {len(agreeing)}")
    assert {} == {name: said - checked[name] for name, said in told.items() if said - checked[name]}
    everything = set().union(*told.values())
    assert [] == [name for name in posts if (checked[name] - told[name]) & everything]
    assert len(everything) >= 60
    assert len(agreeing) >= 105
    writer.complaints.clear()  # of the policy, about what these posts try


FILL_IN = """async (posts) => {
  const part = (name) => document.getElementById(`desk-${name}`);
  part("name").value = "The editors";
  part("topics").querySelector("input").checked = true;
  const answers = [];
  for (const [name, fields] of posts) {
    for (const [field, text] of Object.entries(fields)) part(field).value = text;
    part("body").dispatchEvent(new Event("input", { bubbles: true }));
    part("copy").click();
    await new Promise((done) => setTimeout(done));
    const messages = [...part("problems").querySelectorAll("li")].map((item) => item.textContent);
    answers.push([name, messages, await navigator.clipboard.readText()]);
  }
  return answers;
}"""


def _as_typed(name: str, post: Path) -> tuple[str, dict[str, str]]:
    """A golden post as somebody would type it into the form: the texts that it has, and its body."""
    source = read_post(post, name)
    texts = {field: source.fields.values.get(field) for field in ("title", "summary", "standpoint", "format")}
    typed = {field: text if isinstance(text, str) else "" for field, text in texts.items()}
    return name, {**typed, "body": source.body}

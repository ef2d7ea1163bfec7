"""Planted faults of what comes in and goes out: files, requests, words, exports."""

from __future__ import annotations

from tests.faults.mutants import Mutant

_HOSTILE = "tests/formats/test_hostile_documents.py::"
_NAUGHTY = "tests/web/test_naughty_words.py::"
_NAMES = "tests/domain/test_names.py::test_what_is_no_name_is_refused"

MUTANTS = (
    Mutant(
        "escape-off",
        "app/web/site.py",
        "    app.jinja_env.globals.update(",
        "    app.jinja_env.autoescape = False\n    app.jinja_env.globals.update(",
        f"{_NAUGHTY}test_what_is_asked_for_stays_words",
    ),
    Mutant(
        "html-in-markdown",
        "app/web/filters.py",
        'MarkdownIt("zero", {"html": False})',
        'MarkdownIt("commonmark")',
        f"{_NAUGHTY}test_html_in_markdown_is_shown_as_it_was_written",
    ),
    Mutant(
        "markdown-not-sanitised",
        "app/web/linked_text.py",
        "    return Markup(clean)  #",
        "    return Markup(MarkdownIt().render(text or ''))  #",
        f"{_NAUGHTY}test_html_in_markdown_is_shown_as_it_was_written",
    ),
    Mutant(
        "formulas-in-lists",
        "app/formats/sheets.py",
        "                page.write_string(row, column, clean(cell), plain)",
        "                write = page.write_formula if cell[:1] == '=' else page.write_string\n"
        "                write(row, column, clean(cell), plain)",
        "tests/formats/test_sheets.py::test_text_is_never_a_formula_or_a_link",
    ),
    Mutant(
        "formulas-in-csv",
        "app/domain/formula_guard.py",
        "value.startswith(STARTS)",
        'value.startswith("\\0")',
        "tests/domain/test_formula_guard.py::test_what_begins_as_a_formula_gets_an_apostrophe"
        " tests/cli/test_contest.py::test_no_cell_is_a_formula",
    ),
    Mutant(
        "formulas-in-bank-tables",
        "app/formats/csv_bank.py",
        """        return f"'{cell}\"""",
        "        return cell",
        "tests/formats/test_csv_bank.py::test_no_cell_begins_a_formula",
    ),
    Mutant(
        "formulas-in-reports",
        "app/formats/report_xlsx.py",
        "        page.write_string(row, column, clean(cell), style)",
        "        page.write_formula(row, column, clean(cell), style)",
        "tests/formats/test_report_xlsx.py::test_no_text_becomes_a_formula_or_a_link",
    ),
    Mutant(
        "entities-in-xml",
        "app/formats/xml_tree.py",
        "forbid_dtd=True, forbid_entities=True, forbid_external=True",
        "forbid_dtd=False, forbid_entities=False, forbid_external=False",
        f"{_HOSTILE}test_entities_and_external_parts_are_forbidden",
    ),
    Mutant(
        "zip-ratio-unbounded",
        "app/formats/zip_guard.py",
        "info.file_size > max(SMALL, MOST_RATIO * info.compress_size)",
        "info.file_size < 0",
        f"{_HOSTILE}test_a_file_that_unpacks_to_much_is_refused",
    ),
    Mutant(
        "pixels-unbounded",
        "app/formats/images.py",
        "image.width * image.height > MOST_PIXELS",
        "image.width < 0",
        "tests/formats/test_images.py::test_what_is_no_honest_image_is_refused_with_its_reason",
    ),
    Mutant(
        "second-file-in-image",
        "app/formats/images.py",
        "if any(sign in data.lower() for sign in _FOREIGN):",
        "if False:",
        "tests/formats/test_images.py::test_what_is_no_honest_image_is_refused_with_its_reason",
    ),
    Mutant(
        "yaml-anchors-taken",
        "app/formats/bank_yaml_tree.py",
        "        if event.anchor is not None:\n"
        '            self._fault("yaml.alias", line, column, name=event.anchor[:60])\n'
        "        if self._key is _NO_KEY",
        "        if self._key is _NO_KEY",
        "tests/formats/test_bank_yaml_hostile.py::test_anchors_aliases_and_depth_are_told_at_once",
    ),
    Mutant(
        "yaml-depth-unbounded",
        "app/formats/bank_yaml_guard.py",
        "DEEPEST: Final = 12",
        "DEEPEST: Final = 12_000",
        "tests/formats/test_bank_yaml_hostile.py::test_anchors_aliases_and_depth_are_told_at_once",
    ),
    Mutant(
        "turned-text-kept",
        "app/domain/text.py",
        " and sign not in _TURNING",
        "",
        "tests/domain/test_text.py::test_what_is_hidden_and_acts_is_not_kept",
    ),
    Mutant(
        "hidden-signs-in-names",
        "app/domain/names.py",
        'frozenset({"Cc", "Cf", "Cs",',
        'frozenset({"Cc", "Cs",',
        _NAMES,
    ),
    Mutant(
        "scripts-mixed-in-names",
        "app/domain/names.py",
        "return len(scripts) > 1 and",
        "return len(scripts) > 9 and",
        _NAMES,
    ),
    Mutant(
        "unknown-fields-taken",
        "app/web/api/accounts.py",
        '    """What a participant gives to register."""\n\n'
        '    model_config = ConfigDict(extra="forbid", strict=True)',
        '    """What a participant gives to register."""\n\n'
        '    model_config = ConfigDict(extra="allow", strict=True)',
        "tests/web/api/test_accounts.py::test_an_unknown_field_is_refused",
    ),
    Mutant(
        "long-numbers-fail",
        "app/web/number_fields.py",
        "except OverflowError:",
        "except ZeroDivisionError:",
        "tests/web/test_number_fields.py",
    ),
    Mutant(
        "damaged-package-fails",
        "app/formats/zip_guard.py",
        "        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, "
        "RuntimeError):",
        "        except NotImplementedError:",
        "banks",
    ),
    Mutant(
        "more-than-described",
        "app/web/api/contests.py",
        '        "summary": contest.summary,\n',
        '        "summary": contest.summary,\n        "note": "",\n',
        "requests",
    ),
    Mutant(
        "formulas-in-exports",
        "app/formats/sheets.py",
        "                page.write_string(row, column, clean(cell), plain)",
        "                write = page.write_formula if cell[:1] == '=' else page.write_string\n"
        "                write(row, column, clean(cell), plain)",
        "exports",
    ),
)

"""Guards of visits to sites, and of what is made of their texts: nothing of them ends a sync or takes much of it."""

from benchmarks.guards.guard import Guard

NAMED, FETCHED = "corpus/web/addresses.py", "corpus/web/fetching.py"
OF_FETCHED = "tests/corpus/web/test_fetching.py"
SPLIT, PARTED = "index/texts/sentences.py", "index/texts/passages.py"
LONG_LINES = "tests/index/texts/test_sentences.py::test_long_lines_of_anything_are_split_in_no_long_time"
OF_PARTED = "tests/index/texts/test_passages.py"
GUARDS = (
    Guard(
        "R6",
        "a host that is no name from ending the sync of all sources",
        NAMED,
        'return url.raw_host.decode("ascii")',
        "return url.host",
        f"{OF_FETCHED}::test_redirects_to_nonsense",
    ),
    Guard(
        "R6",
        "marks of a version that no header can carry from ending each later sync",
        FETCHED,
        "if SENDABLE.fullmatch(value)",
        "if value",
        f"{OF_FETCHED}::test_validators_that_no_header_can_carry_are_not_sent_back",
    ),
    Guard(
        "R6",
        "an address that is none from ending the sync of all sources",
        FETCHED,
        "            url = httpx.URL(address)\n        except (httpx.InvalidURL, ValueError):",
        "            url = httpx.URL(address)\n        except ZeroDivisionError:",
        "tests/corpus/sources/test_wordpress_lies.py::test_addresses_and_numbers_that_are_none_end_no_visit",
    ),
    Guard(
        "R6",
        "half of a character in an address from ending a sync",
        "corpus/address.py",
        'address.strip().encode("utf-8", "replace").decode()',
        "address.strip()",
        "tests/corpus/test_address.py::test_half_of_a_character_is_told_as_a_question_mark",
    ),
    Guard(
        "R6",
        "a line of blanks from stopping a sync",
        SPLIT,
        're.finditer(r"[^\\n]+", text)',
        're.finditer(r"[^\\n]*\\S[^\\n]*", text)',
        f"{LONG_LINES}[blanks]",
    ),
    Guard(
        "R6",
        "wrapped lines from being looked at again with each that follows",
        SPLIT,
        "        above = match[0]",
        "        above = text[held.start : held.end]",
        f"{LONG_LINES}[wrapped]",
    ),
    Guard(
        "R6",
        "a line of quotation marks from stopping a sync",
        SPLIT,
        "AT_ONCE = 10_000\n",
        "AT_ONCE = 10_000_000\n",
        f"{LONG_LINES}[quoted]",
    ),
    Guard(
        "R6",
        "many headings from stopping a sync",
        PARTED,
        "        inside = spans[first:last]",
        "        inside = [one for one in spans if section.start <= one.start < section.end]",
        f"{OF_PARTED}::test_tens_of_thousands_of_headings_take_no_long_time",
    ),
    Guard(
        "R6",
        "a heading of megabytes from coming again with each passage",
        PARTED,
        "section.heading[:LONGEST_NAME]",
        "section.heading",
        f"{OF_PARTED}::test_a_heading_of_megabytes_is_not_told_with_each_passage",
    ),
    Guard(
        "R12",
        "the rules of a group from being kept once for each of thousands of agents",
        "corpus/web/robots.py",
        "chosen if chosen in names else NOBODY",
        "names[0]",
        "tests/corpus/web/test_robots.py::test_rules_of_thousands_of_agents_are_kept_once",
    ),
    Guard(
        "R12",
        "a site map of elements without end from being read",
        "corpus/sources/sitemap.py",
        " or self.elements >= MOST_ELEMENTS",
        "",
        "tests/corpus/sources/test_site_maps.py::test_a_map_of_more_elements_than_entries_have_ends",
    ),
    Guard(
        "R12",
        "addresses of maps from being held that are not read",
        "corpus/sources/pages.py",
        "< MOST_MAPS and len(entries) <= MOST_PAGES:\n",
        "< MOST_MAPS:\n",
        "tests/corpus/sources/test_site_maps.py::test_of_many_addresses_in_maps_those_that_are_read_are_kept",
    ),
    Guard(
        "R12",
        "files without end from being fetched that pages link",
        "corpus/web/files.py",
        "if len(linked) < MOST_OF_SITE or name in linked:",
        "if True:",
        "tests/corpus/sources/test_website.py::test_linked_files_are_bounded_and_what_is_left_is_told",
    ),
    Guard(
        "R6",
        "a point behind wide white space from ending the sync of all sources",
        SPLIT,
        'return BEFORE_POINT.sub(lambda run: WIDE.sub(" ", run[0]), words)',
        "return words",
        "tests/index/texts/test_sentences.py::test_wide_white_space_before_a_point_is_white_space",
    ),
    Guard(
        "R6",
        "the number of a sign with thousands of digits from ending the sync of all sources",
        "corpus/parsing.py",
        "html.unescape(NUMBERED_SIGN.sub(_numbered, words))",
        "html.unescape(words)",
        "tests/corpus/test_parsing.py::test_a_number_of_thousands_of_digits_is_a_sign_that_is_not_known",
    ),
)

"""The guards of the library on disk: promises R1, R2, R3, R5 and, of what lies in it, R16."""

from benchmarks.guards.guard import Guard

GENERATION, KEYWORDS = "index/library/generation.py", "index/local/keywords.py"
TESTS = "tests/index/library/test_generation.py::"
DESK = "assistant/desk_file.py"
LOST_DESK = "tests/assistant/cli/test_desk.py::test_a_desk_that_was_lost_opens_nothing_and_takes_no_backups_place"
BUILDING, REPORTS = "tests/index/building/", "tests/index/reports/test_archive.py::"

GUARDS = (
    Guard(
        "R1", "a rebuild that fails leaves nothing", GENERATION,
        "                shutil.rmtree(staging, ignore_errors=True)\n", "                pass\n",
        f"{TESTS}test_a_failed_rebuild_leaves_nothing_behind",
    ),
    Guard(
        "R1", "what a killed rebuild left goes with the next", GENERATION,
        "                shutil.rmtree(left, ignore_errors=True)", "                pass",
        f"{TESTS}test_what_a_killed_rebuild_left_is_removed_by_the_next",
    ),
    Guard(
        "R1", "two rebuilds never work at once", GENERATION,
        "fcntl.LOCK_EX | fcntl.LOCK_NB", "fcntl.LOCK_SH | fcntl.LOCK_NB",
        f"{TESTS}test_two_rebuilds_at_once_are_refused",
    ),
    Guard(
        "R1", "a rebuild works on a copy of its own", "index/building/parts.py",
        "shutil.copyfile(before.folder / STORE, staging / STORE)",
        "(staging / STORE).symlink_to(before.folder / STORE)",
        f"{BUILDING}test_build_trouble.py::test_a_failing_encoder_leaves_the_library_as_it_was",
    ),
    Guard(
        "R2", "a damaged generation gives way to the one before", GENERATION,
        "*(name for name in names if name < current)", "*()",
        f"{TESTS}test_a_damaged_one_gives_way_to_the_one_before_with_a_warning",
    ),
    Guard(
        "R2", "that is told", GENERATION,
        'if problems else ""\n            return', 'if not problems else ""\n            return',
        f"{TESTS}test_a_damaged_one_gives_way_to_the_one_before_with_a_warning",
    ),
    Guard(
        "R2", "the whole generation is kept beside a damaged one", GENERATION,
        "set(taken) - {fallback}", "set(taken)",
        f"{TESTS}test_after_a_fallback_the_damaged_generation_goes_and_the_whole_one_stays",
    ),
    Guard(
        "R2", "a file that the disk has lost is damage", GENERATION,
        "raise DamagedLibrary(f\"{error.filename", "raise StorageError(f\"{error.filename",
        f"{TESTS}test_a_file_that_the_disk_has_lost_is_damage",
    ),
    Guard(
        "R2", "a flipped bit of the pointer leads to no other generation", GENERATION,
        "if told in (name, _pointer_to(name)) else told", 'if name else ""',
        f"{TESTS}test_no_flipped_bit_of_the_pointer_leads_to_another_generation",
    ),
    Guard(
        "R2", "a server goes on while a new generation cannot be read", "assistant/library.py",
        "except (ClusterError, StorageError):", "except ClusterError:",
        "tests/assistant/test_library.py::test_a_generation_that_may_not_be_read_is_tried_again_later",
    ),
    Guard(
        "R2", "a clock that was set back drops no dates", "index/building/intake.py",
        "newest_day(store.connection) or date.min", "date.min",
        f"{BUILDING}test_future_dates.py::test_a_clock_that_was_set_back_drops_no_dates",
    ),
    Guard(
        "R3", "every file is compared with its digest", GENERATION,
        "found = agrees(path, digest) if path.is_file() else None", "found = Digest(digest, ())",
        f"{TESTS}test_a_flipped_bit_is_never_served",
    ),
    Guard(
        "R3", "the manifest is compared with its own digest", GENERATION,
        "    if seal != _seal(told):", "    if not seal:",
        f"{TESTS}test_a_manifest_that_was_edited_is_damage",
    ),
    Guard(
        "R3", "every block of a file is digested", "index/library/digests.py",
        "yield from pool.map(block, numbers)", "yield from pool.map(block, numbers[:1])",
        "tests/index/library/test_digests.py::test_a_flipped_bit_in_any_block_is_found",
    ),
    Guard(
        "R3", "a damaged text of the desk is told", DESK,
        '        if "Could not decode" in str(error):', '        if str(error) == "Could not decode":',
        "tests/assistant/test_desk_file.py::test_a_text_that_is_damaged_is_told",
    ),
    Guard(
        "R18", "a catalogue that was lost from opening what it marked as internal", "index/building/surveys.py",
        "    if own == EMPTY and", "    if False and",
        "tests/index/searching/test_internal.py::test_a_catalogue_that_was_lost_opens_nothing",
    ),
    Guard(
        "R18", "a source that the settings misspell from being open", "corpus/sources/internal.py",
        "    if unknown:", "    if False:",
        "tests/index/searching/test_internal.py::test_a_misspelled_source_opens_nothing",
    ),
    Guard(
        "R18", "a catalogue of sites whose name is misspelled from hiding nothing", "corpus/sources/website.py",
        "needed=True", "needed=False",
        "tests/index/building/test_site_sync.py::test_a_site_without_the_catalogue_that_hid_something_opens_nothing",
    ),
    Guard(
        "R18", "a desk that was lost from opening what it marked as internal", "assistant/cli/library.py",
        "        if not allow_empty:\n            refuse_a_lost_desk(DeskFile(settings.index))\n", "", LOST_DESK,
    ),
    Guard(
        "R18", "a lost desk from taking a good one's place in the backup", "assistant/backup/writing.py",
        "    refuse_a_lost_desk(DeskFile(library))\n", "", LOST_DESK,
    ),
    Guard(
        "R18", "a correction at a lost desk from taking back all others", "assistant/desk/showing.py",
        "    refuse_a_lost_desk(desk.desk)\n", "", LOST_DESK,
    ),
    Guard(
        "R3", "a damaged table of the desk is told", DESK,
        "        if _columns(connection) >= _columns_made(tables):", "        if connection:",
        "tests/assistant/test_desk_file.py::test_a_name_in_a_table_that_is_damaged_is_told",
    ),
    Guard(
        "R5", "a full disk is told in a sentence", GENERATION,
        "        if not any(reason in str(error) for reason in REFUSALS):", "        if error:",
        f"{TESTS}test_a_full_disk_is_told_as_such_by_whatever_meets_it",
    ),
    Guard(
        "R5", "so is one that SQLite meets", GENERATION,
        '("full", "readonly", "unable to open", "disk I/O")', '("readonly", "unable to open", "disk I/O")',
        f"{TESTS}test_a_disk_that_is_full_for_sqlite_is_told",
    ),
    Guard(
        "R5", "a report that cannot be kept does not undo a sync", "index/reports/archive.py",
        "    except OSError as error:\n        lost", "    except ZeroDivisionError as error:\n        lost",
        f"{REPORTS}test_a_report_that_cannot_be_kept_is_told_and_the_index_is_published",
    ),
    Guard(
        "R1", "what a killed sync was writing down goes with the next", "assistant/syncing/recording.py",
        "                drop_unfinished(self._library)", "                pass",
        "tests/assistant/syncing/test_recording.py::test_what_a_killed_sync_was_writing_down_goes_with_the_next",
    ),
    Guard(
        "R1", "what a killed sync wrote of its report goes with the next", "index/reports/archive.py",
        "    _drop_unfinished(folder)\n", "",
        f"{REPORTS}test_what_a_killed_process_was_writing_goes_with_the_next_report_and_no_other_does",
    ),
    Guard(
        "R1", "a killed process leaves no links to an index's words", KEYWORDS,
        "            _remove(links)", "            pass",
        "tests/index/local/test_keywords.py::"
        "test_an_index_that_is_read_leaves_nothing_behind_and_needs_its_files_no_more",
    ),
    Guard(
        "R16", "what is no file of the index is refused", GENERATION,
        "    if extra:", "    if not extra:",
        f"{TESTS}test_a_planted_file_is_refused",
    ),
)  # fmt: skip

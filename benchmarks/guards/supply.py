"""Guards of R16 (nothing that runs code is loaded) and R17 (what is installed, and whom it calls)."""

from benchmarks.guards.guard import Guard

MODELS, MODEL_TESTS = "index/models/model_files.py", "tests/index/models/test_model_files.py"
HOUSE = "tests/test_architecture.py"
LOCKS = "tests/requirements/test_locks.py"

GUARDS: tuple[Guard, ...] = (
    Guard(
        "R16", "pickles and code in a model's folder", MODELS, "    if unsafe:\n", "    if False:\n",
        f"{MODEL_TESTS}::test_files_that_could_run_code_are_refused",
    ),
    Guard(
        "R16", "parts of a model outside of its folder", MODELS,
        "if not place.resolve().is_relative_to(folder.resolve()):", "if False:",
        f"{MODEL_TESTS}::test_a_part_outside_of_the_folder_is_refused",
    ),
    Guard(
        "R16", "models that bring code of their own", MODELS,
        'if package.split(".")[0] != "sentence_transformers":', "if False:",
        f"{MODEL_TESTS}::test_models_of_other_kinds_are_refused",
    ),
    Guard(
        "R16", "a model's card that makes objects", MODELS,
        "yaml.safe_load(card[1])", "yaml.load(card[1], yaml.Loader)",
        f"{HOUSE}::test_no_text_is_run_and_nothing_loaded_that_could_run",
    ),
    Guard(
        "R16", "weights as pickles", "index/models/conversion.py", '{"use_safetensors": True}', "{}",
        f"{HOUSE}::test_models_are_loaded_as_data_from_this_machine",
    ),
    Guard(
        "R16", "code that is fetched for a model", "index/models/conversion.py",
        "trust_remote_code=False", "trust_remote_code=True",
        f"{MODEL_TESTS}::test_an_architecture_that_needs_code_of_its_own_is_told "
        f"{HOUSE}::test_models_are_loaded_as_data_from_this_machine",
    ),
    Guard(
        "R16", "files planted in an index", "index/library/generation.py", "    if extra:\n", "    if False:\n",
        "tests/index/library/test_generation.py::test_a_planted_file_is_refused",
    ),
    Guard(
        "R16", "calls that run text or load objects", "pyproject.toml", '"PL", "D", "S"]', '"PL", "D"]',
        f"{HOUSE}::test_the_rules_about_security_are_on",
    ),
    Guard(
        "R17", "files that are not those that were locked", "Makefile", "--require-hashes --no-deps", "--no-deps",
        f"{LOCKS}::test_make_installs_nothing_but_what_is_locked",
    ),
    Guard(
        "R17", "pins without hashes", "requirements/pins.py",
        "if not hashes or len(hashes) != len(options):", "if False:", f"{LOCKS}::test_what_is_no_pin_is_refused",
    ),
    Guard(
        "R17", "versions with known holes", "pyproject.toml", '"urllib3>=2.6.3"', '"urllib3>=2.5"',
        f"{LOCKS}::test_no_version_is_below_what_is_known_to_be_needed",
    ),
    Guard(
        "R17", "requirements that nothing locks", "pyproject.toml", '"pypdf>=7.1,<8"', '"pypdf>=7.9,<8"',
        f"{LOCKS}::test_every_requirement_has_a_pin_that_satisfies_it",
    ),
    Guard(
        "R17", "licences that do not go together with ours", "requirements/licences.py",
        "held = held and other", "held = held or other",
        "tests/requirements/test_licences.py::test_a_licence_is_kept_to_where_all_its_parts_are",
    ),
    Guard(
        "R17", "OpenVINO's telemetry", "index/models/openvino_alone.py", "    _left_out(TELEMETRY)\n", "",
        "tests/index/models/test_openvino_alone.py::test_nothing_is_looked_up_and_nobody_called",
    ),
)  # fmt: skip

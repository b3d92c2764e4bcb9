"""Guards against visitors and addresses that mean harm: R11, R15 without load, R18, and headers (R14)."""

from benchmarks.guards.guard import Guard

REACHED = "corpus/web/guard.py"
NAMED = "corpus/web/addresses.py"
DOOR, SENT = "assistant/web/guard.py", "assistant/web/sending.py"
OF_REACHED = "tests/corpus/web/test_guard.py"
OF_DOOR = "tests/assistant/test_guard_answers.py"
OF_SIGN_IN = "tests/assistant/accounts/test_signing_in.py"
OF_SESSIONS = "tests/assistant/accounts/test_sessions.py"
OF_PAGES = "tests/browser/test_sign_in.py"
LED = f"{OF_REACHED}::test_redirects_out_of_the_site_are_not_followed"

REACHING = (
    Guard(
        "R11", "addresses of this and of private networks from being asked", REACHED,
        "refused = [address for address in found if not (allow_private or is_public(address))]",
        "refused = list[str]()",
        f"{OF_REACHED}::test_loopback_is_not_asked_unless_it_is_allowed",
    ),
    Guard(
        "R11", "an IPv4 address from hiding in one of 6to4", REACHED,
        "disguised = address.sixtofour is not None or address.teredo is not None", "disguised = False",
        f"{OF_REACHED}::test_addresses_inside_are_refused",
    ),
    Guard(
        "R11", "addresses of documentation that Python does not know from being asked", REACHED,
        " or address in DOCUMENTATION", "", f"{OF_REACHED}::test_addresses_inside_are_refused",
    ),
    Guard(
        "R11", "groups and reserved addresses from being asked", REACHED,
        "return address.is_global and not (address.is_multicast or address.is_reserved)", "return address.is_global",
        f"{OF_REACHED}::test_addresses_inside_are_refused",
    ),
    Guard(
        "R11", "a name from leading elsewhere between its check and the connection", REACHED,
        "return _Timed(self._plain.connect_tcp(addresses[-1], port,",
        "return _Timed(self._plain.connect_tcp(host, port,",
        f"{OF_REACHED}::test_the_connection_goes_to_the_address_that_was_checked",
    ),
    Guard("R11", "other hosts from being asked", NAMED, "host_of(url) in self.hosts and ", "", LED),
    Guard("R11", "other ports from being asked", NAMED, "and named and", "and", LED),
    Guard("R11", "names and passwords from being sent", NAMED, " and not url.userinfo", "", LED),
    Guard(
        "R11", "other schemes than http and https from being asked", NAMED, "return url.scheme in PORTS and", "return",
        "tests/faults/test_ssrf.py::test_nothing_outside_is_connected_to[led]",
    ),
    Guard(
        "R11", "a redirect from leading out of the site", "corpus/web/fetching.py", "self._check(url, rules, address)",
        "self._check(httpx.URL(address), rules, address)", LED,
    ),
    Guard(
        "R11", "redirects from going on for ever", "corpus/web/fetching.py", "for _ in range(REDIRECTS + 1):",
        "for _ in range(REDIRECTS + 99):", "tests/corpus/web/test_fetching.py::test_redirects_that_never_end",
    ),
    Guard(
        "R11", "an address with a password from being named as a site", NAMED,
        "    if url.userinfo:\n", "    if False:\n",
        f"{OF_REACHED}::test_addresses_that_cannot_be_meant",
    ),
    Guard(
        "R11", "an interface without an address from ending a sync", "corpus/sources/wordpress_api.py",
        "except (httpx.InvalidURL, ValueError):", "except ZeroDivisionError:",
        "tests/corpus/sources/test_wordpress_lies.py::test_an_interface_without_an_address_is_told",
    ),
)  # fmt: skip
ANSWERING = (
    Guard(
        "R14", "answers from coming without their headers", SENT, "headers.setdefault(name, value)", "pass",
        "tests/browser/test_door.py::test_every_answer_carries_the_security_headers",
    ),
    Guard(
        "R14", "failures from coming without their headers", SENT,
        'headers = {**HEADERS, "Content-Security-Policy": DOCUMENT_POLICY, "Cache-Control": "no-store"}',
        "headers = dict[str, str]()",
        f"{OF_DOOR}::test_a_failure_carries_the_headers_of_every_answer_and_tells_nothing",
    ),
    Guard(
        "R15", "addresses that no page needs from being open", DOOR,
        "elif (path not in OPEN_PATHS and not path.startswith(OPEN_FOLDERS)) or _names_no_file(path):", "elif False:",
        "tests/browser/test_door.py::test_what_the_page_does_not_need_is_closed",
    ),
    Guard(
        "R15", "large bodies from being read", DOOR, "if len(body) > most:", "if False:",
        "tests/browser/test_forms_door.py::test_only_a_draft_may_be_large",
    ),
    Guard(
        "R15", "Gradio from failing over names that no file has", DOOR, " or _names_no_file(path):", ":",
        "tests/browser/test_door.py::test_names_that_no_file_has_are_of_no_file",
    ),
    Guard(
        "R15", "Gradio from failing over headers that only web servers send", DOOR, "if name not in OF_SERVERS]", "]",
        "tests/browser/test_door.py::test_what_only_web_servers_tell_gradio_never_reaches_it",
    ),
    Guard(
        "R15", "forms from being read as halves of characters", DOOR,
        'told.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8")', "False",
        f"{OF_DOOR}::test_forms_are_read_as_utf_8_alone",
    ),
    Guard(
        "R15", "one address from asking without end", DOOR,
        "if wait := self._rate.wait(asker_of(scope)):", "if wait := 0:",
        f"{OF_DOOR}::test_questions_of_one_address_have_an_end",
    ),
    Guard(
        "R15", "the page from failing over what Gradio reads of its address", DOOR,
        'if path in ("/", "/config", "/config/"):', "if False:",
        f"{OF_DOOR}::test_what_gradio_alone_reads_of_an_address_never_reaches_it",
    ),
    Guard(
        "R18", "pages of other sites from asking", DOOR, "if foreign and path != WIDGET:", "if False:",
        "tests/browser/test_door.py::test_requests_from_other_sites_are_refused",
    ),
    Guard(
        "R18", "forms of other sites from being taken", DOOR,
        'if sent and headers.get("sec-fetch-site", known) != "same-origin":', "if False:",
        "tests/browser/test_forms_door.py::test_what_was_not_sent_by_a_page_of_this_site_is_refused",
    ),
    Guard(
        "R18", "other sites from sending cookies", SENT, "del headers[CREDENTIALS]", "pass",
        f"{OF_DOOR}::test_no_site_is_told_that_it_may_send_cookies",
    ),
    Guard(
        "R18", "browsers from keeping what staff were shown", SENT,
        'return "no-store" if person is not None and person.signed_in else "private, no-cache"',
        'return "private, no-cache"',
        f"{OF_DOOR}::test_what_somebody_who_is_signed_in_was_shown_is_kept_nowhere",
    ),
)  # fmt: skip
ENTERING = (
    Guard(
        "R18", "members from what is for staff", "assistant/web/visitor.py", "    if person.is_staff:\n",
        "    if person.signed_in:\n",
        f"{OF_PAGES}::test_members_and_those_who_would_change_something_are_told",
    ),
    Guard(
        "R18", "everybody from documents for staff", "assistant/library.py",
        "return editions.staff if person.is_staff else editions.everybody", "return editions.staff",
        "tests/browser/test_internal_documents.py::test_no_question_is_answered_from_an_internal_document",
    ),
    Guard(
        "R18", "everybody from the page as it began before something became internal", "assistant/web/page.py",
        'if scope["type"] == "http" and scope["path"] in BEGINNING:', "if False:",
        "tests/browser/test_internal_documents.py::test_the_page_begins_with_what_everybody_may_see_now",
    ),
    Guard(
        "R18", "who may not enter from pages that are not open", "assistant/web/visitor.py",
        "if person_of(request).may_enter(self._access):", "if person_of(request) is not None:",
        "tests/browser/test_access.py::test_who_may_not_enter_is_led_to_the_form_or_refused",
    ),
    Guard(
        "R18", "a header from signing in whom no trusted server named", "assistant/accounts/by_header.py",
        " or not self._trusts(peer)", "",
        "tests/browser/test_sign_in_header.py::test_the_header_of_anybody_else_is_not_looked_at",
    ),
    Guard(
        "R18", "a name whose letters count as others from being that of somebody else", "assistant/accounts/users.py",
        "if not clear and name != known.name:", "if False:",
        "tests/assistant/accounts/test_users.py::"
        "test_a_name_that_is_not_clear_is_that_of_a_person_to_the_letter",
    ),
    Guard(
        "R18", "another browser from ending an attempt at a provider", "assistant/accounts/by_openid.py",
        'if not key or not hmac.compare_digest(told.get("state", "").encode(), flow.state.encode()):', "if not key:",
        "tests/browser/test_sign_in_openid.py::test_a_wrong_state_is_refused",
    ),
    Guard(
        "R18", "pages elsewhere from slowing down who signs in at a provider", "assistant/accounts/by_openid.py",
        "raise SignInRefused(OTHER_BROWSER)",
        "raise SignInRefused(OTHER_BROWSER if not self.by_address.seconds_left(network_of(address)) else slowed(1))",
        "tests/browser/test_sign_in_openid.py::test_what_a_page_elsewhere_makes_a_browser_send_slows_nobody_down[False]",
    ),
    Guard(
        "R18", "pages of this address from asking at /mcp", "assistant/web/mcp.py",
        'own = headers.get("origin", "").partition("://")[2].lower() == headers.get("host", "").lower()', "own = False",
        "tests/browser/test_mcp.py::test_no_page_may_ask_not_even_one_of_this_address",
    ),
    Guard(
        "R18", "a name from being guessed at without end", "assistant/accounts/signing_in.py",
        "if seconds := self.by_name.seconds_left(key):", "if seconds := 0:",
        f"{OF_SIGN_IN}::test_unknown_names_are_slowed_as_known_ones_are",
    ),
    Guard(
        "R18", "one address from guessing at many names", "assistant/accounts/signing_in.py",
        "if seconds := self.by_address.seconds_left(network):", "if seconds := 0:",
        f"{OF_SIGN_IN}::test_one_address_that_tries_many_names_is_slowed",
    ),
    Guard(
        "R18", "unknown names from being answered sooner", "assistant/accounts/passwords.py",
        "        if not self._turns.acquire(timeout=PATIENCE):\n",
        "        if kept is None:\n            return False\n        if not self._turns.acquire(timeout=PATIENCE):\n",
        f"{OF_SIGN_IN}::test_an_unknown_name_and_a_wrong_password_are_told_and_weighed_alike",
    ),
    Guard(
        "R18", "passwords from being quick to try", "assistant/accounts/passwords.py",
        "PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)", "PasswordHasher(1, 8, 1)",
        "tests/assistant/accounts/test_passwords.py::test_what_is_kept_is_argon2id_at_the_cost_of_rfc_9106_with_a_salt",
    ),
    Guard(
        "R18", "sessions from outliving a password", "assistant/accounts/users.py",
        '(password, key_of(name)))\n'
        '            connection.execute("DELETE FROM sessions WHERE user = ?", (key_of(name),))',
        "(password, key_of(name)))",
        f"{OF_SESSIONS}::test_a_new_password_ends_every_session_of_its_owner",
    ),
    Guard(
        "R18", "tokens from being read in the file", "assistant/accounts/sessions.py",
        'return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()', "return token",
        f"{OF_SESSIONS}::test_a_token_is_256_bits_and_only_its_digest_is_kept",
    ),
    Guard(
        "R18", "scripts and other sites from having the session", "assistant/web/sign_in.py",
        'answer.set_cookie(cookie_name(request), token, path="/", secure=secure, httponly=True, samesite="strict")',
        'answer.set_cookie(cookie_name(request), token, path="/", secure=secure)',
        f"{OF_PAGES}::test_signing_in_sets_a_cookie_that_no_script_and_no_other_site_gets",
    ),
    Guard(
        "R18", "a session from being planted on an unencrypted way", "assistant/web/visitor.py",
        'return "__Host-assistant_session" if is_secure(request) else "assistant_session"',
        'return "assistant_session"',
        f"{OF_PAGES}::test_behind_a_trusted_web_server_the_cookie_is_bound_to_the_host_and_to_https",
    ),
    Guard(
        "R18", "a planted session from becoming that of who signs in", "assistant/web/sign_in.py",
        "            self.accounts.sessions.end(before)\n", "            pass\n",
        f"{OF_PAGES}::test_a_planted_cookie_is_not_the_one_that_signs_in",
    ),
    Guard(
        "R18", "signing in from leading to another site", "assistant/web/sign_in.py",
        'return told if told.startswith("/") and not told.startswith("//") and not odd and', 'return told if',
        "tests/assistant/test_ways_back.py::test_others_lead_to_the_first_page",
    ),
)  # fmt: skip
GUARDS: tuple[Guard, ...] = (*REACHING, *ANSWERING, *ENTERING)

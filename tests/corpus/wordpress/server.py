"""A real WordPress on loopback: its own database server, its own copy of the program, its own content."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import corpus.sample

HERE = Path(__file__).parent
PROGRAM = Path("/usr/share/wordpress")
NEEDED = ("php", "mariadbd", "mariadb-install-db", "mariadb")
PATIENCE = 60.0
"""Seconds for a server to come up."""


def missing() -> str:
    """Why no WordPress can be set up here; "" when one can."""
    absent = [name for name in NEEDED if shutil.which(name) is None]
    if not (PROGRAM / "wp-load.php").is_file():
        absent.append("wordpress")
    if not absent and "mysqli" not in subprocess.check_output(["php", "-m"], text=True):
        absent.append("php-mysql")
    told = "not installed; Debian has them: apt-get install wordpress php-cli php-mysql mariadb-server"
    return f"{', '.join(absent)} {told}" if absent else ""


@dataclass(frozen=True)
class RealWordPress:
    address: str
    folder: Path
    environment: dict[str, str]

    def control(self, *words: object) -> str:
        """Run one command of control.php."""
        command = ["php", "-d", "memory_limit=512M", str(HERE / "control.php"), *map(str, words)]
        environment = self.environment | {"PWD": str(self.folder)}
        done = subprocess.run(command, check=False, cwd=self.folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def log(self) -> Path:
        return self.folder.parent / "requests.log"

    def requests(self) -> list[str]:
        """What was asked since the last call."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines


@contextmanager
def real_wordpress(folder: Path, posts: int) -> Iterator[RealWordPress]:
    """A WordPress of so many posts, and a few of other kinds, below a folder; ended when the block ends."""
    site = folder / "site"
    _copy_program(site)
    with _database(folder) as place, _free_port() as port:
        address = f"http://127.0.0.1:{port}"
        statements = corpus.sample.content() / "statements"
        environment = os.environ | {
            "WORDPRESS_SOCKET": str(place), "WORDPRESS_HOME": address, "STATEMENTS": str(statements),
            "REQUEST_LOG": str(folder / "requests.log"), "PHP_CLI_SERVER_WORKERS": "2",
        }  # fmt: skip
        wordpress = RealWordPress(address, site, environment)
        wordpress.control("install", posts)
        command = [
            "php",
            "-d",
            "opcache.enable_cli=1",
            "-S",
            f"127.0.0.1:{port}",
            "-t",
            str(site),
            str(HERE / "router.php"),
        ]
        with (folder / "php.log").open("w") as log, _running(command, log.fileno(), environment):
            _wait_for(lambda: urllib.request.urlopen(f"{address}/wp-json/").status == 200)
            wordpress.requests()
            yield wordpress


def _copy_program(site: Path) -> None:
    ignored = shutil.ignore_patterns("wp-config.php", "wp-content", "languages")
    shutil.copytree(PROGRAM, site, ignore=ignored)
    shutil.copy(HERE / "wp-config.php", site)
    shutil.copytree(HERE / "theme", site / "wp-content" / "themes" / "theme")


@contextmanager
def _database(folder: Path) -> Iterator[Path]:
    data, place = folder / "database", Path(tempfile.gettempdir()) / f"wordpress-{os.getpid()}.sock"
    user = ["--user=root"] if os.getuid() == 0 else []
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db",
         "--auth-root-authentication-method=normal", *user],
        check=True, capture_output=True,
    )  # fmt: skip
    command = [
        "mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={place}", "--skip-networking",
        f"--pid-file={folder / 'database.pid'}", "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin", *user,
    ]  # fmt: skip
    with (folder / "database.log").open("w") as log, _running(command, log.fileno(), dict(os.environ)):
        client = ["mariadb", "--no-defaults", f"--socket={place}", "-u", "root", "-e"]
        _wait_for(
            lambda: subprocess.call([*client, "SELECT 1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
        )
        subprocess.run(
            [*client, "CREATE DATABASE wordpress; CREATE USER wordpress@localhost IDENTIFIED BY 'only on loopback'; "
                      "GRANT ALL ON wordpress.* TO wordpress@localhost"],
            check=True,
        )  # fmt: skip
        yield place


@contextmanager
def _running(command: list[str], log: int, environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, 15)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()


@contextmanager
def _free_port() -> Iterator[int]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    yield port


def _wait_for(is_there: object) -> None:
    assert callable(is_there)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if is_there():
                return
        except (OSError, urllib.error.URLError):
            pass
        assert time.monotonic() < end, "a server did not come up"
        time.sleep(0.1)

"""Every failure that a person can act on.

::

    UserError                 shown as it is: what happened, where, and what to do
    ├── SourceError           a source cannot be listed (missing folder, no permission, not a folder)
    ├── ReadError             one item cannot be read; the sentence becomes its recorded outcome
    │   └── FetchError        one address of a site cannot be had
    ├── CatalogueError        the staff-edited catalogue holds something that cannot be meant
    ├── SettingsError         the settings file, or an option, holds something that cannot be meant
    ├── StorageError          the disk said no (full, read-only, no permission)
    ├── LibraryError          the index cannot be used
    │   ├── NoLibrary         there is none at this place
    │   ├── DamagedLibrary    a file differs from what was published
    │   ├── OtherVersion      it was built with another model or another version of this software
    │   ├── LibraryBusy       another process is rebuilding it
    │   ├── ClusterError      the Milvus server that holds part of it cannot be used as told
    │   └── NoReport          no report of a sync is kept, or the one asked for is damaged
    ├── PageError             a quotation has no page that can be shown
    │   └── PageBusy          more pages are asked for than can be drawn at this moment
    ├── QuestionError         a question of no or too many characters, or a filter that cannot be meant
    │   └── NoDocument        the library holds no document of this id
    ├── DraftError            a draft whose quotations are to be checked cannot be read
    ├── EvaluationError       what a library is measured with is not there, or not in its form
    ├── BasketError           a quotation cannot be kept or exported, or a basket holds no such one
    │   └── NotKept           no quotation is kept under this name
    ├── DeskError             what staff set, pin or remark cannot be meant, or the desk holds no such thing
    ├── AccountError          a person cannot be added or changed as told
    ├── SignInRefused         a name and password do not sign in, or not yet
    ├── KeyRefused            a program's key is not known
    ├── NotAllowed            the one who asks may not see or do this
    ├── Conflict              somebody else changed it meanwhile; nothing was overwritten
    ├── BackupError           a backup cannot be written or restored as told, or is damaged
    ├── DamagedDesk           the file of what staff keep is damaged, or of a newer version of this software
    └── ServeError            a server cannot start (port in use, an extra that is missing)

Anything else that is raised is a bug and shows its traceback.
"""

from corpus.causes import Cause


class UserError(Exception):
    """A failure that a person can act on; its message is shown without a traceback."""


class SourceError(UserError):
    """A source cannot be listed."""


class ReadError(UserError):
    """One item of a source cannot be read. `cause` tells programs why, where they need to know."""

    def __init__(self, message: str, cause: Cause = "") -> None:
        super().__init__(message)
        self.cause = cause


class FetchError(ReadError):
    """One address of a site cannot be had. `status` is the server's, 0 where it gave none; what is `transient` may be
    had the next time.
    """

    def __init__(self, message: str, status: int = 0, transient: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.transient = transient


class CatalogueError(UserError):
    """The staff-edited catalogue holds something that cannot be meant."""


class SettingsError(UserError):
    """The settings hold something that cannot be meant."""


class StorageError(UserError):
    """The disk refused to read or write."""


class LibraryError(UserError):
    """The index cannot be used."""


class NoLibrary(LibraryError):
    """There is no index at this place."""


class DamagedLibrary(LibraryError):
    """A file of the index differs from what was published."""


class OtherVersion(LibraryError):
    """The index was built with another model or another version of this software."""


class LibraryBusy(LibraryError):
    """Another process is rebuilding the index."""


class ClusterError(LibraryError):
    """The Milvus server that holds a part of the index cannot be reached, is too slow, or holds something else."""


class NoReport(LibraryError):
    """No report of a sync is kept at this place, or the one asked for is damaged."""


class PageError(UserError):
    """A quotation has no page that can be shown as an image."""


class PageBusy(PageError):
    """More pages are asked for than can be drawn at this moment; a little later they can."""


class QuestionError(UserError):
    """A question or filter that cannot be answered as it stands."""


class NoDocument(QuestionError):
    """The library holds no document of this id, for the one who asks."""


class DraftError(UserError):
    """A draft whose quotations are to be checked cannot be read."""


class EvaluationError(UserError):
    """What a library is measured with is not there, or not in its form."""


class BasketError(UserError):
    """A quotation cannot be kept or exported, or a basket holds no such one."""


class NotKept(BasketError):
    """No quotation is kept under this name."""


class DeskError(UserError):
    """What staff set, pin or remark cannot be meant, or the desk holds no such thing."""


class AccountError(UserError):
    """A person cannot be added or changed as told."""


class SignInRefused(UserError):
    """A name and password do not sign in. `seconds` is how long to wait before the next attempt, 0 for not at all."""

    def __init__(self, message: str, seconds: int = 0) -> None:
        super().__init__(message)
        self.seconds = seconds


class KeyRefused(UserError):
    """The key that a program sends is not known (any more)."""


class NotAllowed(UserError):
    """The one who asks may not see or do this."""


class Conflict(UserError):
    """Somebody else changed the same thing meanwhile; nothing was overwritten."""


class DamagedDesk(UserError):
    """The file of what staff keep is damaged, or of a newer version of this software."""


class BackupError(UserError):
    """A backup cannot be written or restored as told, or is damaged."""


class ServeError(UserError):
    """A server cannot start."""

"""A desk that was emptied, removed or replaced is told before anybody sees documents without its corrections.

It would be taken for a new one: what staff marked as internal would be open to all with the next sync, and the backup
before that sync would take the place of a good one.
"""

from assistant.desk.corrections import CorrectionDesk
from assistant.desk_file import DeskFile
from corpus.errors import DamagedDesk, NoLibrary
from index.library.former import former_of


def refuse_a_lost_desk(desk: DeskFile) -> None:
    """Raises DamagedDesk where the index shows a document as staff corrected it and the desk knows of no correction,
    and StorageError. One that was taken back is still known; of an older copy of the desk newer ones are told.
    """
    try:
        corrected = former_of(desk.library).corrected
    except NoLibrary:
        return
    lost = sorted(corrected - CorrectionDesk(desk).corrections().keys())
    if lost:
        raise DamagedDesk(
            f"{desk.path} was emptied, removed or replaced: documents that staff corrected are not known to it "
            f'({len(lost)}, such as "{lost[0]}"). Put a copy of it back from your backup. If these corrections are to '
            "be given up, run `assistant sync --allow-empty`: then everybody sees what the sources have."
        )

"""Russian text typed with the Latin layout of the keyboard, put right."""

from __future__ import annotations

import re

__all__ = ["fix_layout"]

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&"
_CYRILLIC = 'ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"№;:?'
_TABLE = str.maketrans(_LATIN, _CYRILLIC)
_HAS_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def fix_layout(text: str) -> str | None:
    """The text as the Russian layout would have written it; None where it has Cyrillic letters already.

    >>> fix_layout("ghbdtn, rfr ltkf&")
    'приветб как дела?'
    """
    return None if _HAS_CYRILLIC.search(text) else text.translate(_TABLE)

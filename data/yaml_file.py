"""A YAML file read strictly: a key that stands twice, or a letter that cannot be seen, is refused where it stands."""

from pathlib import Path

import yaml

from analytics.words.typed import HIDDEN
from data import text_file
from data.problems import BuildRefusedError, Problem, speak


class _RepeatedError(yaml.MarkedYAMLError):
    pass


class _Loader(yaml.CSafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key, _value in node.value:
            if key.value in seen:
                raise _RepeatedError(problem=key.value, problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read(root: Path, file: str) -> object:
    """What the file says. Raises BuildRefusedError when it is no YAML, says a key twice, or hides letters."""
    _ = speak()
    text = text_file.read(root, file)
    if hidden := HIDDEN.search(text):
        row, reason = text.count("\n", 0, hidden.start()) + 1, _("見えない文字があります")
        raise _refused(file, row, None, hidden[0], reason, _("その文字を消してください"))
    try:
        return yaml.load(text, Loader=_Loader)
    except _RepeatedError as fault:
        row, reason = fault.problem_mark.line + 1, _("同じ見出しが二度あります")
        raise _refused(
            file, row, fault.problem, None, reason, _("どちらかを消すか、名前を変えてください")
        ) from None
    except (yaml.YAMLError, RecursionError, TypeError, ValueError) as fault:
        mark = getattr(fault, "problem_mark", None)
        reason = _("YAML として読めません（{0}）").format(" ".join(str(fault).split()))
        remedy = _("YAML の字下げと記号を直してください")
        raise _refused(file, mark and mark.line + 1, None, None, reason, remedy) from None


def _refused(file: str, row: int | None, column: str | None, value: str | None, reason: str, remedy: str):
    return BuildRefusedError([Problem(file, row, column, value, reason, remedy)])

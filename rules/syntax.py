"""The one-line notation of matchers, as an officer writes them in the YAML.

行政机关负责人出庭应诉            phrase: this term, also with a typo in it
法律顾问|公职律师 + 聘请|选聘      near: both sides in one sentence, close together, any order
… - 村|社区|企业                  … and none of these in the same sentence
… @20                            … within 20 characters (default 40)
【领导】                          the words of a shared vocabulary
【数字】                          any figure with its measure word
=应诉                            only where it is a word of its own (not 相应诉求)
re:出庭率(?:达|为)               regular expression, the last resort
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rules.model import Matcher, Near, Pattern, Phrase

FIGURE = "【数字】"
DEFAULT_WITHIN = 40
_WITHIN = re.compile(r"\s+@\s*(\d{1,3})(?=\s|$)")
_REFERENCE = re.compile(r"^【(.+)】$")
_GLUED_PLUS = re.compile(r"(?<!网)(?<![0-9A-Za-z”])\+")  # 互联网+、“互联网+”、1+N are words
_NESTED_REPEAT = re.compile(r"[*+}]\s*\)\s*[*+{]")


class SyntaxProblem(ValueError):
    """A matcher that cannot be understood; the message is Chinese and names the remedy."""


def parse_matcher(source: str, vocabulary: Mapping[str, tuple[str, ...]]) -> Matcher:
    """Return the matcher written as `source`. Raises SyntaxProblem."""
    text = source.strip()
    if not text:
        raise SyntaxProblem("匹配项为空")
    if text.startswith("re:"):
        return _pattern(text)
    within = DEFAULT_WITHIN
    if found := _WITHIN.search(text):
        within = int(found.group(1))
        if within < 2:
            raise SyntaxProblem(f"“@{within}”太近：窗口至少 2 个字")
        text = text[: found.start()] + text[found.end() :]
    head, *without = re.split(r"\s+-\s+", text)
    groups = [_words(part, vocabulary) for part in re.split(r"\s+\+\s+", head)]
    excluded = tuple(word for part in without for word in _words(part, vocabulary))
    if len(groups) == 1 and len(groups[0]) == 1 and not excluded and not groups[0][0].startswith("="):
        if groups[0][0] == FIGURE:
            raise SyntaxProblem("单独一个“【数字】”没有意义，请与别的词用“ + ”相连")
        return Phrase(source, groups[0][0])
    bounded = {word[1:] for group in groups for word in group if word.startswith("=")}
    plain = tuple(tuple(dict.fromkeys(word.removeprefix("=") for word in group)) for group in groups)
    return Near(source, plain, excluded, within, frozenset(bounded))


def _words(part: str, vocabulary: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    words: list[str] = []
    for item in part.split("|"):
        word = item.strip()
        if not word:
            raise SyntaxProblem("“|”或“+”旁边缺一个词")
        if word == FIGURE:
            words.append(word)
        elif reference := _REFERENCE.match(word):
            words += _lookup(reference.group(1), vocabulary)
        elif any(mark in word for mark in "【】@") or word == "=" or _GLUED_PLUS.search(word):
            raise SyntaxProblem(f"“{word}”写法有误：“+”“-”“@”两边要有空格，词表写作【词表名】")
        else:
            words.append(word)
    return tuple(dict.fromkeys(words))


def _lookup(name: str, vocabulary: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if name in vocabulary:
        return vocabulary[name]
    from difflib import get_close_matches

    near = get_close_matches(name, vocabulary, n=1, cutoff=0.3)
    hint = f"，是否想写“{near[0]}”" if near else ""
    raise SyntaxProblem(f"没有名为“{name}”的词表{hint}")


def _pattern(text: str) -> Pattern:
    regex = text.removeprefix("re:").strip()
    try:
        compiled = re.compile(regex)
    except (re.error, OverflowError, RecursionError) as error:
        raise SyntaxProblem(f"正则表达式有误：{error}") from error
    if _NESTED_REPEAT.search(regex):
        raise SyntaxProblem("正则表达式里重复套着重复（如 (…+)+），可能使程序长时间停住，请改写")
    if compiled.match(""):
        raise SyntaxProblem("正则表达式能匹配空文本，等于什么都匹配")
    return Pattern(text, regex)

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

import math
import re
from collections.abc import Mapping
from difflib import get_close_matches

from rules.model import REGEX, Matcher, Near, Pattern, Phrase
from rules.regexes import LIMIT, attempts

FIGURE = "【数字】"
DEFAULT_WITHIN = 40
_WITHIN = re.compile(r"\s+@\s*(\d{1,3})(?=\s|$)")
_DROPPED = " \t\r\n\u00a0\u00ad\u2060\u3000\ufeff“”‘’\"'「」『』＂＇" + "".join(
    map(chr, range(0x2000, 0x200E))
)
_SPECIAL = re.compile(f"[【】@=+{re.escape(_DROPPED)}]")  # marks of the notation, and what folding drops
_REFERENCE = re.compile(r"^【(.+)】$")
_GLUED_PLUS = re.compile(r"(?<!网)(?<![0-9A-Za-z”])\+")  # 互联网+、“互联网+”、1+N are words


class SyntaxProblem(ValueError):
    """A matcher that cannot be understood; the message is Chinese and names the remedy."""


def parse_matcher(source: str, vocabulary: Mapping[str, tuple[str, ...]]) -> Matcher:
    """Return the matcher written as `source`. Raises SyntaxProblem."""
    text = source.strip()
    if not text:
        raise SyntaxProblem("匹配项为空")
    if text.startswith(REGEX):
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


def is_dropped(word: str) -> bool:
    """Whether nothing is left of a word when it is folded for matching (see scorer.fold)."""
    return not word.strip(_DROPPED)


def _words(part: str, vocabulary: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    items = [item.strip() for item in part.split("|")]
    if all(items) and not _SPECIAL.search(part):
        return tuple(dict.fromkeys(items))
    words: list[str] = []
    for word in items:
        if not word:
            raise SyntaxProblem("“|”或“+”旁边缺一个词")
        if word == FIGURE:
            words.append(word)
        elif reference := _REFERENCE.match(word):
            words += _lookup(reference.group(1), vocabulary)
        elif is_dropped(word.removeprefix("=")):
            raise SyntaxProblem(f"“{word}”只有引号或空格，比对时会去掉，什么也找不到")
        elif any(mark in word for mark in "【】@") or _GLUED_PLUS.search(word):
            raise SyntaxProblem(f"“{word}”写法有误：“+”“-”“@”两边要有空格，词表写作【词表名】")
        else:
            words.append(word)
    return tuple(dict.fromkeys(words))


def _lookup(name: str, vocabulary: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if name in vocabulary:
        return vocabulary[name]
    near = get_close_matches(name, vocabulary, n=1, cutoff=0.3)
    hint = f"，是否想写“{near[0]}”" if near else ""
    raise SyntaxProblem(f"没有名为“{name}”的词表{hint}")


_REGEX_ERRORS = {
    "missing ), unterminated subpattern": "左括号没有配对的右括号",
    "unbalanced parenthesis": "多了一个右括号",
    "unterminated character set": "“[”没有配对的“]”",
    "nothing to repeat": "重复符号（* + ? {}）前面没有可以重复的内容",
    "multiple repeat": "两个重复符号连在一起",
    "bad escape": "“\\”后面的字母不认识",
    "bad character range": "方括号里的范围前后颠倒",
    "min repeat greater than max repeat": "重复次数的下限大于上限",
    "look-behind requires fixed-width": "“(?<”里的内容长度必须固定",
    "repetition number is too large": "重复次数太大",
}


def _explain(error: Exception) -> str:
    message = str(error)
    reason = next((chinese for english, chinese in _REGEX_ERRORS.items() if english in message), "写法不认识")
    place = getattr(error, "pos", None)
    return f"第 {place + 1} 个字符处，{reason}" if place is not None else reason


def _pattern(text: str) -> Pattern:
    regex = text.removeprefix(REGEX).strip()
    try:
        compiled = re.compile(regex)
    except (re.error, OverflowError, RecursionError) as error:
        raise SyntaxProblem(f"正则表达式有误：{_explain(error)}") from error
    needed = attempts(regex)
    if math.isinf(needed):
        raise SyntaxProblem("正则表达式里重复套着重复（如 (…+)+），可能使程序长时间停住，请改写")
    if needed > LIMIT:
        raise SyntaxProblem(
            "正则表达式里不限长度的重复太多（如几处 .*），可能使程序长时间停住，请写明上限，如 .{0,20}"
        )
    if compiled.match(""):
        raise SyntaxProblem("正则表达式能匹配空文本，等于什么都匹配")
    return Pattern(text, regex)

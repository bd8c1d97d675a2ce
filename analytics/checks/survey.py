"""Published intervals of shares and of their differences, and a published adjustment for many tests."""

from itertools import chain

from statsmodels.stats.proportion import proportion_confint

from analytics.checks.reference import Printed, Reference, Words
from analytics.statistics import survey

WILSON = {
    (81, 263): ("0.2553", "0.3662"),
    (15, 148): ("0.0624", "0.1605"),
    (0, 20): ("0.0000", "0.1611"),
    (1, 29): ("0.0061", "0.1718"),
}
DIFFERENCES = {
    (56, 70, 48, 80): ("0.0524", "0.3339"),
    (9, 10, 3, 10): ("0.1705", "0.8090"),
    (6, 7, 2, 7): ("0.0582", "0.8062"),
    (5, 56, 0, 29): ("-0.0381", "0.1926"),
    (0, 10, 0, 20): ("-0.1611", "0.2775"),
    (0, 10, 0, 10): ("-0.2775", "0.2775"),
    (10, 10, 0, 20): ("0.6791", "1.0000"),
    (10, 10, 0, 10): ("0.6075", "1.0000"),
}
STATSMODELS = ((2199.66, 3005), (715, 1430), (0, 10))  # 73.2 % of the city's 3,005 answers is no whole number
TESTS_1995 = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
TESTS_1995 += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]


def references(_: Words) -> list[Reference]:
    return [
        Reference(
            "newcombe_1998_share",
            "statistics.survey.wilson",
            _("4つの割合の95%信頼区間（ウィルソン）"),
            "Newcombe 1998, Statistics in Medicine 17: 857–872, table I, method 3",
            _bounds(_, {_share(*counts): bounds for counts, bounds in WILSON.items()}),
            lambda _build: chain.from_iterable(survey.wilson(*counts) for counts in WILSON),
        ),
        Reference(
            "statsmodels_wilson",
            "statistics.survey.wilson",
            _("統計ライブラリ statsmodels が出すウィルソンの区間"),
            'statsmodels.stats.proportion.proportion_confint(method="wilson"); Wilson 1927, JASA 22: 209–212',
            lambda _build: _bounds(_, {_share(*counts): _by_statsmodels(*counts) for counts in STATSMODELS}),
            lambda _build: chain.from_iterable(survey.wilson(*counts) for counts in STATSMODELS),
        ),
        Reference(
            "margin_1430",
            "statistics.survey.margin",
            _("回答1,430人、割合50%のときの誤差（95%、正規近似）"),
            _("標本調査の教科書にある式 1.96√(p(1−p)/n) による値（印刷された表ではない）"),
            {_("誤差（ポイント）"): "2.59"},
            lambda _build: [survey.margin(0.5, 1430) * 100],
        ),
        Reference(
            "newcombe_1998_difference",
            "statistics.survey.newcombe",
            _("8組の割合の差の95%信頼区間（ニューカム）"),
            "Newcombe 1998, Statistics in Medicine 17: 873–890, table II, method 10",
            _bounds(_, {_pair(*counts): bounds for counts, bounds in DIFFERENCES.items()}),
            lambda _build: chain.from_iterable(survey.newcombe(*counts)[1:3] for counts in DIFFERENCES),
        ),
        Reference(
            "benjamini_hochberg_1995",
            "statistics.survey.benjamini_hochberg",
            _("15の検定をまとめて行ったとき、5%で棄却される数"),
            "Benjamini and Hochberg 1995, J. R. Statist. Soc. B 57: 289–300, p. 295",
            {_("棄却される検定の数"): "4"},
            lambda _build: [(survey.benjamini_hochberg(TESTS_1995) <= 0.05).sum()],
            tolerance=0,
            reason=_("数を数えるものなので、差を認めません。"),
        ),
    ]


def _share(count: float, n: int) -> str:
    return f"{count:,}/{n:,}"


def _pair(count1: int, n1: int, count2: int, n2: int) -> str:
    return f"{_share(count1, n1)} − {_share(count2, n2)}"


def _bounds(_: Words, intervals: dict[str, tuple[str, str]]) -> Printed:
    """{what: bound} of each interval, its lower bound first."""
    names = _("{0} の下限"), _("{0} の上限")
    return {
        name.format(what): bound
        for what, bounds in intervals.items()
        for name, bound in zip(names, bounds, strict=True)
    }


def _by_statsmodels(count: float, n: int) -> tuple[str, str]:
    low, high = proportion_confint(count, n, method="wilson")
    return f"{low:.8f}", f"{high:.8f}"

"""The overview of the revised strategy, item by item as it was read, against everything the pages show.

The lists are written by hand from the document, not taken from data/.
"""

import pytest

from tests.pages.test_pages import (
    EMPLOYMENT,
    FERTILITY,
    INFLOW,
    KPI,
    OUTFLOW,
    OVERVIEW,
    REVISION,
    TREE,
    opened,
    seen,
)

GOALS = {
    "転入促進": "地域の魅力発信・人材交流と都市機能の向上により、活気に満ちたまちをつくる",
    "雇用創出": "働く場を創出し、経済活動が盛んなまちをつくる",
    "合計特殊出生率上昇": "結婚・出産・子育ての希望をかなえることができるまちをつくる",
    "転出抑制": "誰もが安心して自分らしく生き生きと暮らせるまちをつくる",
}
TARGETS = [
    "20・30歳代の転入者数",
    "事業所数",
    "従業者数",
    "法人均等割納税義務者数",
    "合計特殊出生率",
    "出生数",
    "転出者数",
    "20・30歳代の転出者数",
]
MEASURES = [
    "関係人口を創出し、魅力を全国に発信する",
    "機能的でにぎわいのあるまちづくりを進める",
    "20・30歳代を中心とした若い世代の転入を促進する",
    "雇用の創出に大きな役割を果たす企業の誘致を推進する",
    "地域経済を活性化させる企業活動を支援する",
    "若い世代の市内企業への就職を支援する",
    "結婚への第一歩となる出会いと交流の場を創出する",
    "妊娠から出産、子育て期にわたる支援を充実する",
    "子どもたちの夢をかなえる教育プログラムを推進する",
    "誰もが生き生きと活躍できる場を創出する",
    "市民生活における安心・安全の向上を図る",
    "魅力的な生活圏を形成する",
    "自主・自立のまちづくりを推進する",
]
INITIATIVES = [
    "都市間連携の強化",
    "観光地の魅力創出",
    "あつぎの魅力発信力強化",
    "魅力ある教育環境の充実",
    "デジタル技術を活用した教育の推進",
    "学ぶ場と活躍の場の創出",
    "快適な生活環境の創出",
    "利便性の高い交通環境の充実",
    "憩いや安らぎの場の創出",
    "デジタル技術の活用による生活利便性の向上",
]
RENAMED = ["関係人口を創出し、あつぎの魅力を全国に発信する", "都市間交流の促進"]
KPIS_BEFORE = [
    "国内友好都市との交流活動件数",
    "海外友好都市等との交流活動件数",
    "あつぎの魅力創造・交流事業において、「あつぎの魅力を感じることができた」と思う事業参加者の割合",
    "本市の魅力が市内外に発信されていると思う市民の割合",
    "公民館での学級・講座参加者の満足度",
    "文化芸術事業の参加者数",
    "コミュニティ交通導入検討地区数（累計）",
    "幹線道路（1・2級市道）等の整備延長（累計）",
]
KPIS_AFTER = [
    "国内・海外友好都市等との交流活動件数",
    "県央やまなみ地域（厚木市、秦野市、伊勢原市、愛川町、清川村）の観光客数",
    "あつぎの魅力創造・交流事業において、「あつぎの魅力を感じることができた」と思う事業参加者の割合",
    "本市の魅力が市内外に発信されていると思う市民の割合",
    "公式SNS利用登録者数",
    "GIGAスクール端末を使用した授業の内容が理解しやすいと回答した児童・生徒の割合",
    "GIGAスクール端末が児童・生徒の理解度や進度に応じた学習に効果的だと回答した教員の割合",
    "公民館での学級・講座参加者の満足度",
    "文化芸術事業の参加者数",
    "電子書籍貸出点数",
    "基幹的公共交通路線の徒歩圏人口カバー率",
    "幹線道路（1・2級市道）等の整備延長（累計）",
    "LINE公式アカウントの利用登録者数",
    "オンライン化した行政手続数（累計）",
]
MERGED = KPIS_BEFORE[:2]
GONE = ["コミュニティ交通導入検討地区数（累計）"]
PERSPECTIVES_BEFORE = [
    "SDGsの理念や目標達成に向けた施策の展開",
    "Society5.0の実現に向けた技術を活用した地域課題の解決",
    "誰もが居場所と役割を持ち、活躍できる地域社会の実現",
    "感染症に伴う新たな日常に対応した地域社会の構築",
]
PERSPECTIVES_AFTER = [
    "SDGsの理念や目標達成に向けた施策の展開",
    "デジタル技術を活用した地域課題の解決",
    "誰もが居場所と役割を持ち、活躍できる地域社会の実現",
    "施策間連携・地域間連携による効果的な施策の推進",
]
CHECKLIST = {
    "基本目標": [*GOALS, *GOALS.values()],
    "数値目標": TARGETS,
    "具体的な施策": MEASURES,
    "主な取組": INITIATIVES,
    "改める前の名": RENAMED,
    "改定前の KPI": KPIS_BEFORE,
    "改定後の KPI": KPIS_AFTER,
    "改定前の視点": PERSPECTIVES_BEFORE,
    "改定後の視点": PERSPECTIVES_AFTER,
    "改定の印": ["【変更】", "【新規】", "【2指標を統合】", "【2つを統合】"],
    "総合戦略とは": [
        "「まち」「ひと」「しごと」",
        "地方版総合戦略",
        "総合計画の個別計画",
        "令和3（2021）年度から令和8（2026）年度まで",
        "6年間",
    ],
    "人口ビジョン": ["202,038人", "2065年", "P.9–106"],
    "進行管理": ["毎年度、効果検証", "重要業績評価指標（KPI）"],
    "経緯": [
        "平成26（2014）年11月",
        "まち・ひと・しごと創生法が施行",
        "平成26（2014）年12月",
        "国が長期ビジョンと総合戦略を策定",
        "令和元（2019）年12月",
        "国が長期ビジョンの改訂版と第2期総合戦略を策定",
        "令和4（2022）年12月",
        "デジタル田園都市国家構想総合戦略",
        "令和5（2023）年",
        "県が第3期の総合戦略を策定する予定",
    ],
    "国の基本的な考え方": [
        "全国どこでも便利で快適に暮らせる社会",
        "東京圏への一極集中の是正",
        "優良事例",
        "成果と知見",
    ],
    "国の改定の主な視点": [
        "施策間連携・地域間連携",
        "デジタル担当部局との連携",
        "地域ビジョンの再構築",
        "デジタル技術を活用した取組",
    ],
    "現状と課題": [
        "出生数の減少",
        "1,711人",
        "1,308人",
        "出生数の増加を目指す",
        "18歳から39歳までの転出意向",
        "市民意識調査",
        "「できれば市外に移りたい」「市外に移りたい」",
        "定住意向",
        "都市間連携の強化",
        "大規模な自然災害",
        "地域を超え",
    ],
    "主な改定内容": ["P.116", "P.120", "P.122–140", "P.142", "P.124–140", "基本目標2は見直しなし", "5類"],
    "展望": [
        "昼夜間人口比率",
        "インターチェンジ",
        "少子高齢化",
        "コロナ禍",
        "定住の促進",
        "職・住・育が調和したまちづくり",
        "仕事と子育てを両立",
        "魅力あふれる厚木づくり",
        "令和8年度まで",
    ],
    "推進体制": ["本部", "市長を本部長とする", "全庁", "市民・事業者・議会・行政", "地方創生とデジタルの担当部"],
}
ASKED = {
    OVERVIEW: {},
    INFLOW: {},
    EMPLOYMENT: {},
    FERTILITY: {},
    OUTFLOW: {},
    TREE: {"open": "1"},
    REVISION: {"every": "1"},
    KPI: {},
}


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def shown(database) -> dict[str, str]:
    """{page: every word on it, without spaces}"""
    return {page: plain(seen(opened(database, page, lang="ja", **asked))) for page, asked in ASKED.items()}


def missing(items: list[str], pages: list[str]) -> list[str]:
    return [item for item in items if not any(plain(item) in page for page in pages)]


def assert_found(items: list[str], pages: list[str]) -> None:
    lost = missing(items, pages)
    assert not lost, "\n".join(["not on screen:", *lost])


def test_the_document_counts_as_many_items_as_the_checklist():
    assert (len(GOALS), len(TARGETS), len(MEASURES), len(INITIATIVES)) == (4, 8, 13, 10)
    assert (len(KPIS_BEFORE), len(KPIS_AFTER)) == (8, 14)
    assert len(PERSPECTIVES_BEFORE) == len(PERSPECTIVES_AFTER) == 4
    assert set(KPIS_BEFORE) - set(KPIS_AFTER) == {*MERGED, *GONE}
    assert len(set(KPIS_AFTER) - set(KPIS_BEFORE)) == 9
    assert not set(RENAMED) & {*MEASURES, *INITIATIVES}
    every = [item for items in CHECKLIST.values() for item in items]
    assert all(every) and len(CHECKLIST) == 20


@pytest.mark.parametrize("section", CHECKLIST)
def test_every_item_of_the_document_is_found_on_screen(shown, section):
    assert_found(CHECKLIST[section], list(shown.values()))


def test_an_item_that_is_nowhere_would_be_noticed(shown):
    assert missing(["P.116", "存在しない施策"], list(shown.values())) == ["存在しない施策"]


@pytest.mark.parametrize(
    ("page", "items"),
    [
        (OVERVIEW, [*GOALS, *TARGETS, "202,038人"]),
        (
            TREE,
            [*GOALS, *GOALS.values(), *TARGETS, *MEASURES, *INITIATIVES, *KPIS_AFTER, *PERSPECTIVES_AFTER, *GONE],
        ),
        (REVISION, [*RENAMED, *MEASURES, *INITIATIVES, *KPIS_BEFORE, *KPIS_AFTER, *PERSPECTIVES_BEFORE]),
        (KPI, [*TARGETS, *KPIS_AFTER]),
    ],
    ids=["overview", "tree", "revision", "kpi"],
)
def test_a_page_shows_all_that_it_is_for(shown, page, items):
    assert_found(items, [shown[page]])


@pytest.mark.parametrize(
    ("page", "goal", "targets", "measures"),
    [
        (INFLOW, "転入促進", TARGETS[:1], MEASURES[:3]),
        (EMPLOYMENT, "雇用創出", TARGETS[1:4], MEASURES[3:6]),
        (FERTILITY, "合計特殊出生率上昇", TARGETS[4:6], MEASURES[6:9]),
        (OUTFLOW, "転出抑制", TARGETS[6:], MEASURES[9:]),
    ],
)
def test_a_goals_page_shows_what_belongs_to_it_and_no_other_goals_measures(shown, page, goal, targets, measures):
    assert_found([goal, GOALS[goal], *targets, *measures, *PERSPECTIVES_AFTER], [shown[page]])
    others = [measure for measure in MEASURES if measure not in measures]
    assert missing(others, [shown[page]]) == others

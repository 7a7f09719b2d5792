"""Finds the act that breaks a rule or a promise, put together from small word lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from intents.extractors.span import Span
from intents.words import Words

__all__ = ["Behaviours"]

_NEGATION = r"(?:还没有|还没|没有|没能|没来得及|没|未能|未曾|尚未|未|不肯|不愿|拒不|从不|不|忘了|忘记|忘|漏|来不及|无法|没法)"
_PUNCTUALLY = r"(?:按时|按期|如期|及时|准时|按约定|按约|按合同约定|按合同|按承诺|按规定|按要求|按照规定|按照要求|依法|如实)"
_MANNER = rf"(?:{_PUNCTUALLY}|依规|照实|按|足额|全额|正确|规范|正规|真正|好好|继续|积极|主动|定期|即时|当场|统一|严格)*地?"
_FOR_WHOM = r"(?:[给为对][一-鿿]{1,4}?)?"
_LATE = (
    r"(?:延迟|延期|逾期|迟延|推迟|拖延|延误|耽误|耽搁|拖着不|拖着没|拖欠|欠缴|欠付|欠发|欠交|超期|滞后|晚|迟|忘了|忘记|"
    r"错过|漏)"
)
_LATE_STATE = (
    r"(?:严重逾期|逾期未[还付交缴]|逾期|违约|断供|延期|延误|拖延|拖欠|超期|过期|脱期|断缴|断交|欠缴|欠费|欠税|欠薪|"
    r"毁约|失约|失效|造假|作假|掺假|超标|不合格|不达标|不到位|不合规|不及时|不规范|不齐全|不齐|不符合标准|不卫生|未检|"
    r"缺失|堵塞|堵了|被堵|泄漏|泄露|扰民|侵权)"
)
_RESULT = r"(?!到)(?:不出来|不出去|不上|不了|不起|不及|出去|上去|下来|出来|过来|到位|去|来|完|好|上|掉|清|齐|满|足)?"
_DISPOSE = r"(?:堆放|堆|摆放|摆|停放|停|放|晒|晾晒|晾|烧烤|经营|装修|扰民|卖|搭|倒|洗|施工|作业|营业)"
_DISPOSED = r"(?:货物|货|料|材料|杂物|东西|摊位|摊|车|垃圾|衣服|菜|水果|早点|棚子|棚|桌椅|建材|物品)?"
# Words that begin like a duty and are none: 培训还没报名, 贷款没放下来.
_NOT_DUTIES = r"(?!报名|报到|开班|开课|开始|开通|发现|发布|发证|交流|办公|给(?:我|你|工人|员工|职工|客户)|结果|结束|标准|设立|检查|装修|测试|公示期|放款|放下来|放贷)"
_CREDITOR = (
    r"(?:供应商|工人|员工|农民工|银行|房东|别人|人家)?"
    r"(?:[0-9一二两三四五六七八九十几半]+个?多?[天月年])?的?"
)
_UNPAID = r"(?:不还|没还|不给|没给|没付|不付|未付|不发|没发)?"
_STOP_START = re.compile(r"[这那哪骗]|[一二两三四五六七八九十几半](?!无)")
# Up to a 会 that says what will follow: 伪造检测报告 | 会被吊销吗.
_OBJECT = re.compile(r"(?:(?!(?<![社协工商大开年])会(?![议计员费]))[一-鿿]){1,12}")
_SUFFERED = re.compile(
    r"(?:无|被(?:人家?|别人|他人|别家|坏人|骗子|熟人|朋友|同行|亲戚|中介|对方|对手|客户|同事|前夫|前妻|合伙人|前?员工)?(?:恶意)?)$"
)
_NOT_ACTS = re.compile(
    r"(?:违法|违规|违章|非法)(?:失信|行为|记录|所得|信息|财物|违规|违法|犯罪|事实|案件|情况|情形|企业|主体|者|证明|"
    r"不|且|但|并|和|能|可|怎|算|成本|的|了|次数|史|吗|$)"
    r"|虚假(?:信息|承诺书|的|吗|$)|超标(?:吗|$)|转移(?:到|给|至|户口)|强制(?:执行|措施|公示|修复)|占用(?:时间|您|你)"
    r"|拒绝(?:了|我|修复|申请|受理|通过)|恶意(?:$|的|吗)|隐瞒(?:$|了)|传播(?:$|正)|诱导$"
)


class Behaviours:
    """The grammar of acts over word lists.

    Args:
        lists: The ``act_…`` tables of ``lexicon.yml``.
        words: Cuts what follows an illicit verb.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]], words: Words) -> None:
        self._words = words
        thing = _any(lists["act_object"])
        # Most characters begin no duty, which the first lookahead settles at once.
        begins = "".join({word[0] for word in lists["act_duty"]})
        duty = f"(?=[{begins}]){_NOT_DUTIES}{_any(lists['act_duty'])}"
        place = _any(lists["act_place"])
        things = rf"{thing}(?:{thing})?"
        patterns = (
            # 社保晚交, 工资拖着没发, 货晚到了
            rf"{things}(?:又|也|都|才)?(?:拖着没|拖着不|晚|迟|拖延|延迟|延期|逾期|推迟|漏)(?:{duty}|到)(?:晚了)?",
            # 报税迟了, 交货晚了, 年报忘了
            rf"(?:{duty}|{things})(?:{things})?(?:得|的|太)?(?:晚|迟|忘|漏|拖)了",
            # 延迟交货, 耽误还贷, 忘了报税, 晚交社保
            rf"{_LATE}(?:了)?(?:{duty}{things}|{things}|{duty})",
            # 贷款逾期, 许可证过期, 合同履行逾期, 消防设施不到位
            rf"{thing}(?:{duty})?(?:有)?{_LATE_STATE}",
            # 合同没按时交货, 货没交出去, 贷款还不上, 垃圾没分类
            rf"{things}(?:还是|一直|都|也|实在|根本)?{_NEGATION}{_MANNER}{_FOR_WHOM}{duty}{_RESULT}(?:{things})?",
            rf"{things}(?:都|也|实在|根本)?{duty}(?:不出来|不出去|不上|不了|不起)",
            # 没给工人做安全生产培训, 没戴口罩, 不开发票, 未按规定公示年报
            rf"{_NEGATION}{_MANNER}{_FOR_WHOM}{duty}{_RESULT}(?:了|过)?{things}(?:{duty})?",
            rf"{_NEGATION}{_PUNCTUALLY}{_FOR_WHOM}{duty}(?:{things})?",
            # 还不上贷款, 交不起税
            rf"(?:还|交|付|缴|发|给)不(?:上|了|起|出){things}",
            # 欠工资, 欠货款不还
            rf"(?:拖欠|欠)[了着]?{_CREDITOR}(?![工员][人工](?!工)){things}{_UNPAID}",
            # 店外堆货, 占道停车
            rf"{place}(?:乱|违规|违章|非法|随意|私自)?{_DISPOSE}{_DISPOSED}",
            # 垃圾乱倒
            rf"{thing}(?:乱|随意|随便|到处|私自|非法|违规)(?:扔|排放|排|丢|贴|建|收|涨|{_DISPOSE})",
            # 恶意涨价, 口罩乱涨价
            r"(?:恶意|随意|随便|趁机|变相|大幅|偷偷|疯狂|故意|乱|又|突然|擅自)(?:大幅)?(?:涨价|抬价|加价|提价)了?",
        )
        self._patterns = tuple(re.compile(p) for p in patterns)
        self._illicit = re.compile(_any(lists["act_illicit"]))
        self._stops = frozenset(lists["act_stop"])

    def find(self, text: str) -> list[Span]:
        """Find acts in a folded text; they may overlap."""
        found = [
            Span(*match.span(), "behaviour") for pattern in self._patterns for match in pattern.finditer(text)
        ]
        for match in self._illicit.finditer(text):
            suffered = _SUFFERED.search(text, max(0, match.start() - 8), match.start())
            if not suffered and not _NOT_ACTS.match(text, match.start()):
                end = self._object_end(text, match.end())
                if end > match.end() or len(match.group()) > 3:
                    found.append(Span(match.start(), end, "behaviour"))
        return found

    def _object_end(self, text: str, start: int) -> int:
        """Where the noun phrase after an illicit verb ends: at most three words, eight characters."""
        run = _OBJECT.match(text, start)
        if run is None:
            return start
        end = start
        for count, word in enumerate(self._words.cut(run.group())):
            if word in self._stops or _STOP_START.match(word) or count == 3 or end - start + len(word) > 8:
                break
            end += len(word)
        return end


def _any(items: Sequence[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, items), key=len, reverse=True)) + ")"

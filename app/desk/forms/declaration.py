"""The declaration of entitlement (被保険者資格申立書) as one A4 page.

For a patient who says to be insured although it could not be confirmed: taken at the usual share, settled later.
"""

from html import escape

from PySide6.QtGui import QTextDocument

from app.desk.forms.declaration_values import DeclarationValues
from app.desk.forms.paper import written_document
from app.scheme.days import written


def declaration_document(values: DeclarationValues) -> QTextDocument:
    """What is known is printed, the rest is lines and boxes."""
    return written_document(_page(values))


_BLANK = "　" * 12


def _page(values: DeclarationValues) -> str:
    def given(words: str, room: int = 12) -> str:
        return escape(words) if words else "　" * room

    return f"""
<p class="title" align="center">被保険者資格申立書</p>
<p align="right">{written(values.visited_on)}</p>
<p><b>{escape(values.institution)}</b>　御中</p>
<p>医療保険に加入していますが、本日は資格を確認できなかったため、次のとおり申し立てます。</p>
<p class="part">1　受診する方</p>
<table width="100%" border="1" cellspacing="0">
<tr><td class="label" width="24%">フリガナ</td><td width="40%">{given(values.kana)}</td>
<td class="label" width="12%">性別</td><td>{given(values.sex, 5)}</td></tr>
<tr><td class="label">氏名</td><td><b>{given(values.name)}</b></td>
<td class="label">電話</td><td></td></tr>
<tr><td class="label">生年月日</td><td colspan="3">{given(values.born)}</td></tr>
<tr><td class="label">住所</td><td colspan="3">{given(values.address)}</td></tr>
</table>
<p class="part">2　加入している医療保険（分かるところだけで結構です）</p>
<table width="100%" border="1" cellspacing="0">
<tr><td class="label" width="24%">種類</td>
<td>□ 勤め先の健康保険・共済　□ 国民健康保険<br>□ 後期高齢者医療　□ 分からない</td></tr>
<tr><td class="label">保険者番号・名称</td><td>{given(values.insurer)}　{given(values.insurer_name)}</td></tr>
<tr><td class="label">記号・番号・枝番</td><td>{given(values.insured)}</td></tr>
<tr><td class="label">勤め先（ある方）</td><td></td></tr>
<tr><td class="label">窓口の負担割合</td><td>□ 1割　　□ 2割　　□ 3割　　□ 分からない</td></tr>
</table>
<p class="part">3　資格を確認できなかった理由</p>
<table width="100%" border="1" cellspacing="0"><tr><td>
□ 就職・転職・退職・転居などの手続きの途中<br>
□ 新しい証がまだ届いていない　　□ カードや証を持っていない<br>
□ 電子証明書の期限切れ・暗証番号のロック　　□ 機器や回線の不具合<br>
□ その他（{_BLANK}）
</td></tr></table>
<p class="part">4　申し立て</p>
<p>上の内容に間違いはありません。あとで資格を確認できなかったとき、または内容が違っていたときは、
医療費の精算に応じます。</p>
<p>　　　　年　　　月　　　日　　　署名　＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿</p>
<p class="small">受診する方が書けないときは、代わりの方　氏名　＿＿＿＿＿＿＿＿＿＿＿＿＿　続柄　＿＿＿＿＿＿</p>
<p class="part">医療機関で記入</p>
<table width="100%" border="1" cellspacing="0">
<tr><td class="label" width="24%">受付した職員</td><td width="30%">{given(values.staff, 6)}</td>
<td class="label" width="24%">患者番号</td><td></td></tr>
<tr><td class="label">後日の確認</td><td colspan="3">□ 確認できた（　　月　　日）　　□ 精算した（　　月　　日）</td>
</tr>
</table>
"""

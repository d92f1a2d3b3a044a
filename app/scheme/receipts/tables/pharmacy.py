"""The layouts of 調剤: read by `layouts`, which says how a table is written."""

PHARMACY = """
YK 薬局情報
agency 審査支払機関 1N*
prefecture 都道府県 2N*
fee_table 点数表 1N*
institution 薬局コード 7N*
institution_name 薬局名称 40k
claim_month 請求年月 6m*
volume マルチボリューム識別情報 2N*
phone 電話番号 15a

RE レセプト共通
number レセプト番号 6n*
type レセプト種別 4N*
month 調剤年月 6m*
name 氏名 40e*
sex 男女区分 1N*
birth 生年月日 8t*
benefit_ratio 給付割合 3n
remarks レセプト特記事項 10a
prescriber_prefecture 医療機関都道府県 2n
prescriber_fee_table 医療機関点数表 1n
prescriber 医療機関コード 7n
prescriber_name 医療機関名称 80k
prescriber_address 医療機関所在地 80k
doctor{20} 保険医氏名# 40e
narcotics_licence 麻薬免許番号 20a
chart 調剤録番号等 20a
spare_a 予備 20a
search_number 検索番号 30a
edition 予備 6n
claim_information 請求情報 40e
burden_class 一部負担金区分 1n
kana カタカナ（氏名） 80k

HO 保険者
insurer 保険者番号 8a*
symbol 記号 38e
number 番号 38e*
receptions 処方箋受付回数 2n*
total_points 合計点数 8n*
spare_a 予備 8n
duty 職務上の事由 1n
certificate_number 証明書番号 3n
amount_paid 一部負担金額 9n
spare_b 予備 9n
relief 減免区分 1n
relief_ratio 減額割合 3n
relief_amount 減額金額 6n

KO 公費
payer 負担者番号 8a*
recipient 受給者番号 7n
optional_benefit 任意給付区分 1n
receptions 処方箋受付回数 2n
total_points 合計点数 8n
amount_paid 一部負担金額 8n
public_paid 公費給付対象一部負担金 8n
spare_a 予備 8n
spare_b 予備 8n

SH 処方基本
number 処方番号 2n*
form 剤形 1n
usage 用法 200e
instruction 特別指示 200e
unit_price 単位薬剤料合計点数 7n
public{4} 第#公費単位薬剤料点数 7n

CZ 調剤情報
doctor 医師番号 2n
prescribed_on 処方箋交付年月日 8t
dispensed_on 調剤年月日 8t*
reception 処方箋受付回 2n*
quantity 調剤数量 3n
preparation_burden 薬剤調製料負担区分 1a
preparation_class 薬剤調製料算定区分 1n
preparation_target 薬剤調製料算定先番号 2n
preparation 薬剤調製料コード 9n
preparation_points 薬剤調製料点数 7n
division_class 分割調剤区分 1a
division_quantity 分割調剤数量 3n
drug_points 薬剤料点数 7n
spare 予備 7n
addition{30} 加算料# 9a
one_dose{9} 一包化・分割・包括・他医療機関# 9a
support_burden 外来服薬支援料２負担区分 1a
support 外来服薬支援料２コード 9n
support_points 外来服薬支援料２点数 7n
management_burden 調剤管理料負担区分 1a
management_class 調剤管理料算定区分 1n
management_target 調剤管理料算定先番号 2n
management 調剤管理料コード 9n
management_points 調剤管理料点数 7n
after_hours_burden 時間外等加算負担区分 1a
after_hours 時間外等加算コード 9n
after_hours_points 時間外等加算点数 7n
reduction{6} 薬剤料減算# 9a

IY 医薬品
burden 負担区分 1A*
code 医薬品コード 9N*
quantity 使用量 11d*
spare_a 予備 11a
spare_b 予備 11a
mixture 混合区分 1a
mixture_branch 混合区分枝番 1a
incompatible 配合不適 1a
dose １回用量 11d

TO 特定器材
burden 負担区分 1A*
code 特定器材コード 9N*
quantity 使用量 11d*
unit 単位コード 3n
unit_price 単価 11d
product 商品名及び規格又はサイズ 300k

CO コメント
code コメントコード 9N*
text 文字データ 2400k

TK 摘要欄
code コメントコード 9N*
text 文字データ 2400k

KI 基本料・薬学管理料
counted_on 算定年月日 8t*
reception 処方箋受付回 2n*
basic_burden 調剤基本料負担区分 1a
basic 調剤基本料コード 9n
basic_points 調剤基本料点数 7n
spare 予備 7n
care{48} 薬学管理料# 9a
noted_care{12} 摘要薬学管理料# 9a
last_dispensed_on 前回調剤年月日 8t
last_quantity 前回数量 3n
basic_addition{40} 調剤基本料加算# 9a
class{5} 包括管理料等・他医療機関・医師指示分割# 9a

ST 摘要
item{15} 項目# 400e
"""

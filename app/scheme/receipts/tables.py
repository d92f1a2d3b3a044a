"""The tables behind `layouts`: identifier, word, bytes and mode of every item, in the order of the record."""

COMMON = """
KO 公費
payer 負担者番号 8a*
recipient 受給者番号 7n
optional_benefit 任意給付区分 1n
actual_days 診療実日数 2n
total_points 合計点数 8n
amount_paid 負担金額 8n
outpatient_paid 公費給付対象一部負担金 6n
inpatient_paid 入院一部負担金 6n
spare 予備 6n
meals 食事療養・生活療養回数 2n
meal_amount 食事療養・生活療養合計金額 8n

SN 資格確認
payer_kind 負担者種別 1N*
confirmation 確認区分 2N*
insurer 保険者番号等（資格確認） 8a
symbol 記号（資格確認） 38e
number 番号（資格確認） 38e
branch 枝番 2A
recipient 受給者番号 7n
spare 予備 1n

JD 受診日等
payer_kind 負担者種別 1N*
day{31} #日の情報 1n

MF 窓口負担額
class 窓口負担額区分 2N*
spare{31} 予備# 9n

SJ 症状詳記
class 症状詳記区分 2n
text 症状詳記データ 2400k

GO 請求書
claims 総件数 6n*
points 総合計点数 10n*
volume マルチボリューム識別情報 2N*
"""

MEDICAL = """
IR 医療機関情報
agency 審査支払機関 1N*
prefecture 都道府県 2N*
fee_table 点数表 1N*
institution 医療機関コード 7N*
spare 予備 2n
institution_name 医療機関名称 40k
claim_month 請求年月 6m*
volume マルチボリューム識別情報 2N*
phone 電話番号 15a

RE レセプト共通
number レセプト番号 6n*
type レセプト種別 4N*
month 診療年月 6m*
name 氏名 40e*
sex 男女区分 1N*
birth 生年月日 8t*
benefit_ratio 給付割合 3n
admitted_on 入院年月日 8t
ward 病棟区分 8a
burden_class 一部負担金・食事療養費・生活療養費標準負担額区分 1n
remarks レセプト特記事項 10a
beds 病床数 4n
chart カルテ番号等 20a
discount 割引点数単価 2n
spare_a 予備 1a
spare_b 予備 1a
spare_c 予備 1a
search_number 検索番号 30a
edition 予備 6n
claim_information 請求情報 40e
department1 診療科１診療科名 2a
department1_part 診療科１人体の部位等 3a
department1_sex 診療科１性別等 3a
department1_treatment 診療科１医学的処置 3a
department1_disease 診療科１特定疾病 3a
department2 診療科２診療科名 2a
department2_part 診療科２人体の部位等 3a
department2_sex 診療科２性別等 3a
department2_treatment 診療科２医学的処置 3a
department2_disease 診療科２特定疾病 3a
department3 診療科３診療科名 2a
department3_part 診療科３人体の部位等 3a
department3_sex 診療科３性別等 3a
department3_treatment 診療科３医学的処置 3a
department3_disease 診療科３特定疾病 3a
kana カタカナ（氏名） 80k
condition 患者の状態 60a

HO 保険者
insurer 保険者番号 8a*
symbol 記号 38e
number 番号 38e*
actual_days 診療実日数 2n*
total_points 合計点数 8n*
spare 予備 8n
meals 食事療養・生活療養回数 2n
meal_amount 食事療養・生活療養合計金額 8n
duty 職務上の事由 1n
certificate_number 証明書番号 3n
amount_paid 負担金額（医療保険） 9n
relief 減免区分 1n
relief_ratio 減額割合 3n
relief_amount 減額金額 6n

GR 包括評価対象外理由
reason 医科点数表算定理由 2n
code 診断群分類番号 14a

SY 傷病名
disease 傷病名コード 7N*
started_on 診療開始日 8t*
outcome 転帰区分 1n*
modifiers 修飾語コード 80a
name 傷病名称 40k
main 主傷病 2n
comment 補足コメント 40k

SI 診療行為
section 診療識別 2n
burden 負担区分 1A*
code 診療行為コード 9N*
quantity 数量データ 8d
points 点数 7n
times 回数 3n*
comment1 コメントコード１ 9n
comment1_text 文字データ１ 100k
comment2 コメントコード２ 9n
comment2_text 文字データ２ 100k
comment3 コメントコード３ 9n
comment3_text 文字データ３ 100k
day{31} #日の情報 3n

IY 医薬品
section 診療識別 2n
burden 負担区分 1A*
code 医薬品コード 9N*
quantity 使用量 11d
points 点数 7n
times 回数 3n*
comment1 コメントコード１ 9n
comment1_text 文字データ１ 100k
comment2 コメントコード２ 9n
comment2_text 文字データ２ 100k
comment3 コメントコード３ 9n
comment3_text 文字データ３ 100k
day{31} #日の情報 3n

TO 特定器材
section 診療識別 2n
burden 負担区分 1A*
code 特定器材コード 9N*
quantity 使用量 9d
points 点数 7n
times 回数 3n*
unit 単位コード 3n
unit_price 単価 11d
spare 予備 1n
product 商品名及び規格又はサイズ 300k
comment1 コメントコード１ 9n
comment1_text 文字データ１ 100k
comment2 コメントコード２ 9n
comment2_text 文字データ２ 100k
comment3 コメントコード３ 9n
comment3_text 文字データ３ 100k
day{31} #日の情報 3n

CO コメント
section 診療識別 2n
burden 負担区分 1A*
code コメントコード 9N*
text 文字データ 2400k
"""

DENTAL = """
UK 受付情報
agency 審査支払機関 1N*
prefecture 都道府県 2N*
fee_table 点数表 1N*
institution 医療機関コード 7N*
spare 予備 2n
institution_name 医療機関名称 40k
claim_month 請求年月 6m*
standards 届出 40a
volume マルチボリューム識別情報 2N*

IR 医療機関情報
agency 審査支払機関 1N*
prefecture 都道府県 2N*
fee_table 点数表 1N*
institution 医療機関コード 7N*
spare 予備 2n
claim_month 請求年月 6m*
phone 電話番号 15a
standards 届出 40a

RE レセプト共通
number レセプト番号 6n*
type レセプト種別 4N*
month 診療年月 6m*
name 氏名 40e*
sex 男女区分 1N*
birth 生年月日 8t*
benefit_ratio 給付割合 3n
admitted_on 入院年月日 8t
started_on 診療開始日 8t
outcome 転帰区分 1n
ward 病棟区分 8a
burden_class 一部負担金・食事療養費・生活療養費標準負担額区分 1n
remarks レセプト特記事項 10a
spare_a 予備 4n
chart カルテ番号等 20a
claim_information 請求情報１ 2n
spare_b 予備 2n
no_show 未来院請求 2n
search_number 検索番号 30a
edition 予備 6n
claim_information2 請求情報２ 40e
spare_c 予備 2n
spare_d 予備 3n
spare_e 予備 3n
kana カタカナ（氏名） 80k
condition 患者の状態 60n

HO 保険者
insurer 保険者番号 8a*
symbol 記号 38e
number 番号 38e*
actual_days 診療実日数 2n*
total_points 合計点数 8n*
meals 食事療養・生活療養回数 2n
meal_amount 食事療養・生活療養合計金額 8n
duty 職務上の事由 1n
certificate_number 証明書番号 3n
amount_paid 負担金額（医療保険） 9n
relief 減免区分 1n
relief_ratio 減額割合 3n
relief_amount 減額金額 6n

KO 公費
payer 負担者番号 8a*
recipient 受給者番号 7n
optional_benefit 任意給付区分 1n
actual_days 診療実日数 2n
total_points 合計点数 8n
amount_paid 負担金額（公費） 8n
outpatient_paid 公費給付対象一部負担金 6n
meals 食事療養・生活療養回数 2n
meal_amount 食事療養・生活療養合計金額 8n

HS 傷病名部位
started_on 診療開始日 8t
outcome 転帰区分 1n
teeth 歯式（傷病名） 384a
disease 傷病名コード 7N*
modifiers 修飾語コード 80a
name 傷病名称 40k
concurrent 併存傷病名数 1n
transition 病態移行 1n
main 主傷病 2n
comment_code コメントコード 9n
comment 補足コメント 100k
comment_teeth 歯式（補足コメント） 384a

SS 歯科診療行為
section 診療識別 2n
burden 負担区分 1A*
code 診療行為コード 9N*
quantity 診療行為数量データ１ 8d
quantity2 診療行為数量データ２ 8d
addition{70} 加算# 8a
points 点数 7n
times 回数 3n*
day{31} #日の情報 3n

SI 医科診療行為
section 診療識別 2n
burden 負担区分 1A*
code 診療行為コード 9N*
quantity 数量データ 8d
points 点数 7n
times 回数 3n*
day{31} #日の情報 3n

IY 医薬品
section 診療識別 2n
burden 負担区分 1A*
code 医薬品コード 9N*
quantity 使用量 11d
points 点数 7n
times 回数 3n*
drug_class 医薬品区分 1a
day{31} #日の情報 3n

TO 特定器材
section 診療識別 2n
burden 負担区分 1A*
code 特定器材コード 9N*
quantity 使用量 9d
unit 単位コード 3n
unit_price 単価 11d
addition1 特定器材加算等コード１ 9n
addition1_quantity 特定器材加算等数量データ１ 9d
addition2 特定器材加算等コード２ 9n
addition2_quantity 特定器材加算等数量データ２ 9d
product 商品名及び規格又はサイズ 300k
points 点数 7n
times 回数 3n*
day{31} #日の情報 3n

CO コメント
section 診療識別 2n
burden 負担区分 1A*
code コメントコード 9N*
text 文字データ 400k
teeth 歯式（コメント） 384a
spare_a 予備 1a
spare_b 予備 2a
spare_c 予備 3a
spare_d 予備 7n
spare_e 予備 7n
"""

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

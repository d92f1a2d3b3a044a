"""The layouts of 医科: read by `layouts`, which says how a table is written."""

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

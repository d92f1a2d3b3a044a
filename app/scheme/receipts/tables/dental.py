"""The layouts of 歯科: read by `layouts`, which says how a table is written."""

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

"""The layouts of records that two kinds or all three share: read by `layouts`, which says how a table is written."""

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

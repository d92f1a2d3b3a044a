"""Why a row is refused, set aside, or entered with a warning: stable codes and their words."""

from enum import StrEnum


class Reason(StrEnum):
    """WORDS has each in Japanese; a value of the row is never repeated."""

    COLUMN_COUNT = "column_count"
    COLUMN_UNKNOWN = "column_unknown"
    MISSING = "missing"
    ACTION = "action"
    TEXT = "text"
    DAY = "day"
    DAY_TO_COME = "day_to_come"
    INSURER_NUMBER = "insurer_number"
    INSURER_UNKNOWN = "insurer_unknown"
    INSURER_OTHER = "insurer_other"
    MY_NUMBER = "my_number"
    MY_NUMBER_MISSING = "my_number_missing"
    MY_NUMBER_ELSEWHERE = "my_number_elsewhere"
    SYMBOL = "symbol"
    NUMBER = "number"
    BRANCH = "branch"
    BRANCH_LATE_ELDERLY = "branch_late_elderly"
    BRANCH_TAKEN = "branch_taken"
    RELATIONSHIP = "relationship"
    KANA = "kana"
    SEX = "sex"
    POSTCODE = "postcode"
    ACQUIRED_BEFORE_BIRTH = "acquired_before_birth"
    LOST_BEFORE_ACQUIRED = "lost_before_acquired"
    LOSS_REASON = "loss_reason"
    RETURNED_BEFORE_ISSUE = "returned_before_issue"
    CERTIFICATE_KIND = "certificate_kind"
    CERTIFICATE_CLASS = "certificate_class"
    CERTIFICATE_RATIO = "certificate_ratio"
    CERTIFICATE_DAYS = "certificate_days"
    CERTIFICATE_UNKNOWN = "certificate_unknown"
    PERSON_UNKNOWN = "person_unknown"
    PERSON_SEVERAL = "person_several"
    PERSON_OTHER = "person_other"
    PERIOD_UNKNOWN = "period_unknown"
    PERIOD_OVERLAPS = "period_overlaps"
    COVER_REF_TAKEN = "cover_ref_taken"
    CARD_UNKNOWN = "card_unknown"
    DETAILS_DIFFER = "details_differ"
    DETAILS_OF_OTHERS = "details_of_others"
    INSURER_CHECK_DIGIT = "insurer_check_digit"
    CERTIFICATE_CLASS_NEW = "certificate_class_new"


WORDS = {
    Reason.COLUMN_COUNT: "列の数が見出しと合いません。",
    Reason.COLUMN_UNKNOWN: "知らない項目があります。",
    Reason.MISSING: "必要な項目が空です。",
    Reason.ACTION: "処理の種類は acquire・lose・correct・move・reissue か空です。",
    Reason.TEXT: "使えない文字があるか、長すぎます。",
    Reason.DAY: "暦にない日付か、読めない書き方です。",
    Reason.DAY_TO_COME: "まだ来ていない日付です。",
    Reason.INSURER_NUMBER: "保険者番号は8桁か、国保の6桁です。",
    Reason.INSURER_UNKNOWN: "この保険者は登録されていません。",
    Reason.INSURER_OTHER: "ほかの保険者の加入者は登録できません。",
    Reason.MY_NUMBER: "個人番号の桁数か検査数字が合いません。",
    Reason.MY_NUMBER_MISSING: "はじめて登録する人には個人番号が要ります。",
    Reason.MY_NUMBER_ELSEWHERE: "個人番号は my_number の列にだけ書けます。",
    Reason.SYMBOL: "記号は20文字までで、後期高齢者医療にはありません。",
    Reason.NUMBER: "番号は20文字まで、後期高齢者医療は8桁までの数字です。",
    Reason.BRANCH: "枝番は2桁の数字です。",
    Reason.BRANCH_LATE_ELDERLY: "後期高齢者医療に枝番はありません。",
    Reason.BRANCH_TAKEN: "この枝番は同じ記号・番号のほかの人に付いています。",
    Reason.RELATIONSHIP: "本人・家族の別は 1 か 2 です。",
    Reason.KANA: "カナ氏名にカナ以外の文字があります。",
    Reason.SEX: "性別は 1・2・3 のどれかです。",
    Reason.POSTCODE: "郵便番号は7桁の数字です。",
    Reason.ACQUIRED_BEFORE_BIRTH: "取得日が生年月日より前です。",
    Reason.LOST_BEFORE_ACQUIRED: "喪失日が取得日より前です。",
    Reason.LOSS_REASON: "喪失理由は 01・02・03・99 のどれかです。",
    Reason.RETURNED_BEFORE_ISSUE: "証の返納日が交付日より前です。",
    Reason.CERTIFICATE_KIND: "証の種類が分かりません。",
    Reason.CERTIFICATE_CLASS: "証の区分がこの種類に合いません。",
    Reason.CERTIFICATE_RATIO: "負担割合は 10・20・30 で、高齢受給者証か後期高齢者医療に限ります。",
    Reason.CERTIFICATE_DAYS: "証の有効期限が開始日より前です。",
    Reason.CERTIFICATE_UNKNOWN: "取り消す証は、この種類と開始日では登録されていません。",
    Reason.PERSON_UNKNOWN: "この記号・番号の加入者は登録されていません。",
    Reason.PERSON_SEVERAL: "複数の人が当てはまります。枝番か個人番号を書いてください。",
    Reason.PERSON_OTHER: "この資格は別の人のものです。喪失させてから、正しい人で取得してください。",
    Reason.PERIOD_UNKNOWN: "この資格は登録されていません。",
    Reason.PERIOD_OVERLAPS: "同じ保険者の別の資格と期間が重なります。先に喪失を登録してください。",
    Reason.COVER_REF_TAKEN: "この cover_ref は別の資格に付いています。",
    Reason.CARD_UNKNOWN: "この証の交付は登録されていません。",
    Reason.DETAILS_DIFFER: "同じ個人番号で登録されている人と異なります。人が確かめるまで登録しません。",
    Reason.DETAILS_OF_OTHERS: "新しい保険者が登録した内容のままにしました。",
    Reason.INSURER_CHECK_DIGIT: "保険者番号の検証番号が合いません。",
    Reason.CERTIFICATE_CLASS_NEW: "まだ知らない適用区分です。",
}

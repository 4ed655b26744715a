# 漏记了：服务过、没扫码，请站点补录
button-omitted = ✍️ 漏记了
button-omissions = ✍️ 漏记请求
button-omission-type = 去补录
button-omission-no = 不补
omission-where = 在哪个站点服务的？
omission-nowhere = 您的县区还没有站点，请找您的单位补录。
omission-when = 哪天、几点到几点？请写成 11-20 9:00-11:30
omission-when-wrong = 没看懂。请写日期和时间，中间空一格，比如 11-20 9:00-11:30
omission-words = { $began_at }–{ $ended }。做了什么？当时谁在场？请写一句，给站点的人看。
omission-asked = ✅ 已请站点补录。补录的要有证明，再由另一位工作人员核对和公示，只算服务时长，不能兑换。结果会告诉您。
omission-none = ✅ 现在没有漏记请求。
omission-one =
    ✍️ 漏记请求 · { $count } 件
    { $name } { $number }｜{ $began_at }–{ $ended }
    “{ $words }”
omission-why-not = 为什么不补？会告诉本人。
omission-fault-unknown = 站点没有人知道
omission-fault-counted = 这段时间已经记过
omission-fault-no-service = 不算志愿服务
omission-refused = 好，会告诉本人。
notice-omission-asked = ✍️ 有志愿者说 { $began_at } 在您站点的服务漏记了，请看一看，补录或者说明不补。
notice-omission-filed = ✍️ 您说漏记的服务（{ $station }，{ $began_at }）站点已经补录，还要核对和公示。
notice-omission-refused = 您说漏记的服务（{ $station }，{ $began_at }）站点没有补录：{ $reason }。有签到表等证明的，可以再申请一次。

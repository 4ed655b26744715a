# 星级认定：推荐、核对、批准、公示、授予
button-stars = ⭐ 星级认定
button-queue-stars = ⭐ 星级认定（{ $count }）
stars-none-here = 本市的文件没有规定星级要多少小时，所以不评星级；您的时长照样记着。
stars-not-open = ⭐ 还没有开始过星级认定。
stars-head = ⭐ <b>{ $year }年度星级认定</b> · { $state }
stars-state-nominating = 推荐中
stars-state-checking = 核对中
stars-state-approving = 待批准
stars-state-notice = 公示中
stars-state-awarded = 已认定
stars-state-withdrawn = 已撤销
stars-basis = 按{ $basis ->
    [lifetime] 历年累计的时长
   *[calendar_year] 当年的时长
 }，以{ $source ->
    [local] 本市系统
    [local_and_imported] 本市系统（连同核对过的外地时长）
   *[national] 全国系统
 }的记录为准。
stars-counts =
    推荐 { $nominated } 人，未答复 { $proposed } 人，未推荐 { $dropped } 人
    { $by_star }
stars-of-a-star = { $star } { $count } 人
stars-nobody = 时长够星级的还没有人
stars-own = { $count ->
    [0] 您名下没有时长够星级的人。
   *[other] 您名下 { $count } 人，{ $unanswered } 人还没有答复。
 }
stars-approvals = 还差批准：{ $missing }。两家的批准人不能是同一个人。
stars-notice = 公示到{ $until_on }（含当天），没答复的异议 { $objections } 件。
stars-list =
    👥 { $year }年度 · 时长够的 { $count } 人
    点序号看一个人，或者输入志愿者编号的后几位。
stars-line = { $place }. { $name } { $number } · { $star } · { $minutes }{ $state }
stars-one =
    <b>{ $name }</b> · { $number }
    单位：{ $unit }
    { $star } · { $minutes }{ $state }
stars-reason = 原因：{ $reason }
candidate-proposed = {""} · 未答复
candidate-nominated = {""} · 已推荐
candidate-held_back = {""} · 未推荐
candidate-struck = {""} · 已剔除
candidate-awarded = {""} · 已授予
stars-why-held = 为什么不推荐{ $name }？点一个，或者直接写（公示时会告诉本人）。
star-held-reason = { $reason ->
    [hours-doubtful] 时长还要核实
    [left] 已经离开本单位
    [own-wish] 本人不想参加
    [hours-corrected] 公示期间时长有更正，不够这一级了
   *[other] { $reason }
 }
stars-nominated = 已推荐 { $count } 人。
stars-open-sure =
    开始{ $year }年度的星级认定？
    会按时长找出够星级的人，交给各单位推荐。公示之前可以撤销。
stars-withdraw-sure = 撤销这一批？推荐和核对过的都不算了，可以重新开始。
stars-award-sure = 授予名单上的星级，并逐个告诉本人？授予之后不能撤回。
button-star-list = 👥 看名单
button-star-nominate = ✅ 都推荐
button-star-undo = 撤回推荐
button-star-close = 结束推荐
button-star-reopen = 重新推荐
button-star-checked = ✅ 核对完毕
button-star-approve = ✅ 批准
button-star-take-back = 撤回批准
button-star-back = 退回核对
button-star-award = 🏅 授予
button-star-withdraw = 撤销这一批
button-star-open = 开始 { $year }年度
button-star-hold = 不推荐
button-star-put-back = 恢复推荐
button-objections = 看异议（{ $count }）
button-objection-keep = 名单不变
button-objection-strike = 取消他的资格
objections-none = 👍 没有等着答复的异议。
objection-one =
    📝 异议，共 { $count } 件 · { $objected_at }
    针对：{ $about }
    { $text }
objection-about = { $name } { $number }（{ $star }）
objection-whole-list = 整个名单
objection-ask-keep = 请写答复，会发给提异议的人。
objection-ask-strike = 请写理由，会发给提异议的人和他本人；发出后他就不在名单上了。
objection-kept = 已答复，名单不变。
objection-struck = 已答复，他不在名单上了。
objection-what = 哪里不对？请写清楚，联合会会核对并答复您。您的名字不公开。
objection-what-list = 名单哪里不对，比如漏了谁？请写清楚，联合会会核对并答复您。
objection-kept-by-us = 📝 收到了，核对后会答复您。
notice-stars-waiting = ⭐ 星级认定有 { $count } 件等您办。
notice-stars-nominate =
    ⭐ 您名下有 { $count } 人的时长够评星级。
    请看名单，没有问题就点〈都推荐〉。
notice-star-listed =
    ⭐ 您在{ $year }年度{ $star }志愿者的公示名单上。
    公示到{ $until_on }，没有异议就正式认定。
notice-star-awarded =
    🏅 恭喜！您被评为{ $year }年度{ $star }志愿者。
    谢谢您的每一个小时。
notice-star-held-back =
    您的时长够评星级，但{ $year }年度的名单上没有您：{ $reason }
    有疑问请找您的单位或市志愿服务联合会。时长不受影响。
notice-objection-answered =
    📝 您对星级名单的异议有了答复：
    { $answer }
    { $struck ->
        [yes] 他已不在名单上。
       *[no] 名单不变。
    }

# 我的星级和公示名单
button-own-stars = ⭐ 我的星级
button-star-notice = 看公示名单
button-object-list = 对名单有异议
own-star-award = 🏅 { $year }年度 · { $star }志愿者
own-star-none = ⭐ 还没有认定过星级。
own-star-quality = 服务对象评分平均 { $average }（{ $words } 次），下一级要 { $least } 以上。还没有人评分不影响。
own-star-top = 时长 { $counted_minutes }，够最高的{ $star }。
own-star-next = 时长 { $counted_minutes }，还差 { $next_minutes }可评{ $star }。
own-star-listed = { $year }年度认定（{ $state }）：您的时长够{ $star }。
star-list-head =
    📜 <b>{ $year }年度星级志愿者公示</b> · { $count } 人
    公示到{ $until_on }（含当天）
star-list-line = { $place }. { $name }{ $unit } · { $star } · { $minutes }
star-list-object = 有异议请点序号。

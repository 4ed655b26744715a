# 外地时长：在别的地方服务过的时长，凭证明转入
button-outside = 🧳 外地时长
button-outside-new = ➕ 交外地时长
button-outside-back = 撤回第 { $number } 项
button-outside-yes = 确认撤回
button-outside-queue = 🧳 外地时长（{ $count }）
button-outside-paper = 👁 看证明
button-outside-right = ✅ 属实
button-outside-wrong = ❌ 不符
button-outside-undo = ↩️ 更正
outside-fault-unclear = 证明看不清楚
outside-fault-other-name = 证明上不是本人
outside-fault-other-hours = 时长和证明不一样
outside-fault-counted = 已在本市记过
outside-none = 🧳 在别的城市服务过，可以凭证明把时长转进来。两位工作人员先后核对，才算服务时长；不能用来兑换。
outside-mine = 🧳 <b>外地时长</b>（算服务时长，不能兑换）
outside-line = { $number }. { $place } { $first_on }–{ $last_on } { $minutes }：{ $state ->
    [waiting] 等待核对
    [checked] 已有一位核对，等第二位
    [credited] ✅ 已转入
    [refused] 没有通过，{ $reason }
   *[taken_back] 已撤回 { $reason }
 }
outside-back-ask = 确定撤回吗？已经转入的时长会扣回。以后可以重新交。
outside-ask-place = 🧳 在哪里服务的？请打城市和组织，例如：昆明市盘龙区志愿者协会（最多 60 个字）。
outside-ask-hours = 一共多少时长？例如：36 或 36.5 或 36小时30分。
outside-ask-period = 从哪天到哪天？请打年月日，例如：2024-03-01 至 2025-06-30。
outside-ask-file = 📎 请发一份证明：原来组织开的服务证明，照片或者文件都行。一份证明只能用一次。
outside-summary =
    🧳 { $place }
    { $first_on }–{ $last_on }，{ $minutes }
    证明收到了。没有错就点〈提交〉；要换证明，再发一次。
outside-wrong = 没看懂，请照例子再打一次。
outside-file-wanted = 这里要一张照片或者一个文件（最大 20 MB）。
outside-handed-in = ✅ 交上去了。两位工作人员先后核对，核对好会在这里告诉您。
outside-queue-empty = 🧳 没有要核对的外地时长了。
outside-check =
    🧳 外地时长 · 还有 { $count } 件
    { $name } · { $number }
    { $place }
    { $first_on }–{ $last_on }，{ $minutes }
    { $asked_at }交的。{ $step ->
        [second] 已有一位同事核对过，您同意就转入。
       *[first] 请点〈看证明〉对一对；您同意以后，还要另一位同意。
    }
outside-checked = ✅ { $name }的这一件您核对好了，还要另一位同事同意。
outside-credited = ✅ { $name }转入 { $minutes }。以后发现不对，可以在这里更正。
outside-paper = 外地时长的证明。只供核对，请不要转发。
outside-why-not = 哪里不符？会告诉本人。
outside-refused = { $name }的这一件没有通过，已告诉本人。
outside-reversed = { $name }转入的时长已扣回，已告诉本人。
hours-outside = 🧳 其中外地转入 { $outside_minutes }，不能兑换{ $counts ->
    [yes] {""}
   *[no] ，不算星级
 }
refusal-outside-hours = 时长和日期对不上：每天最多 { $most_minutes }，日期也不能在今天以后。请重新交。
refusal-proof-used = 这份证明已经交过了，一份证明只能用一次。
notice-outside-waiting = 🧳 有 { $count } 件外地时长等您核对。
notice-outside-credited = ✅ 您在{ $place }的 { $minutes }转进来了，算服务时长，不能兑换。
notice-outside-refused = 您交的{ $place }的时长没有通过：{ $reason }。可以重新交。
notice-outside-reversed = 您从{ $place }转入的 { $minutes }已扣回：{ $reason }。可以按正确的重新交。

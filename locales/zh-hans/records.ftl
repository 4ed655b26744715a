# 补录时长、第二人核对、公示
button-backfill = ✍️ 补录时长
button-more-people = 再看几位
button-skip = 跳过
button-it-is-not = 不是
button-it-is = 是
button-papers-done = 发完了
button-same-again = 同样再补一位
backfill-who = 给谁补录？{ $count ->
        [0] 请输入
       *[other] 点名字，或者输入
    }志愿者编号（志愿服务卡上有）。
backfill-day =
    { $person } { $number }
    是哪一天服务的？点一下，或者输入日期（如 11-20）。
backfill-day-wrong = 没看懂日期，请写成 11-20 或 11月20日。
backfill-hours = { $served_on }，几点到几点？请这样写：9:00-11:30
backfill-hours-wrong = 没看懂时间，请写成 9:00-11:30，两头都要有。
backfill-late = ⏳ 过了{ $due_on }才补，要请两位工作人员先后核对。
backfill-why-late = ⏳ 过了{ $due_on }才补，为什么晚了？请写一句，核对的两位都会看到。
backfill-late-reason = 补得晚：{ $reason }
backfill-field-name = 活动名称？
backfill-field-place = 在哪里服务的？
backfill-field-recipients = 服务对象是谁？写哪类人就行，不写姓名（如“社区老人”）。
backfill-field-content = 做了什么？
backfill-field-leader = 活动负责人？
backfill-field-organizer = 活动组织单位？
backfill-field-quality = 服务做得怎么样？请写一句评价。
backfill-not-own-job = { $number }/{ $count } 是不是在上班时间做的、本来就是本职工作的事？
backfill-not-internal-duty = { $number }/{ $count } 是不是单位、学校自己的事？比如值日、例会、团建、打扫本班教室。
backfill-not-own-interest = { $number }/{ $count } 是不是为了自己？比如实习、参观、观影、夏令营、业委会选举。
backfill-not-unclear-purpose = { $number }/{ $count } 是不是说不上公益？比如听讲座、聚餐、排练。
backfill-not-paid = { $number }/{ $count } 是不是拿了报酬，比一般补贴高？
backfill-not-not-time = { $number }/{ $count } 是不是没有真的花这些时间？比如捐款、转发、奖励折算成时长。
backfill-press = 请点按钮回答。
backfill-papers = 📎 请发一张签到表或现场照片，文件也行。
backfill-papers-so-far = 📎 收到 { $count } 份。还有就接着发，没有了点〈发完了〉。
backfill-papers-many = 最多 { $count } 份，够了，请点〈发完了〉。
backfill-papers-large = 这个文件太大，聊天里收不了，请发小一点的。
backfill-reason = 为什么没有扫码？点一下，或者自己写。
backfill-reason-forgot = 忘了签到签退
backfill-reason-offline = 现场没有网络
backfill-reason-outside = 不在站点服务
backfill-summary =
    请核对：
    { $person } { $number }
    { $served_on } { $began }–{ $ended }
    { $lines }
    没有扫码：{ $reason }
    材料 { $count } 份
record-field = { $field }：{ $text }
record-name = 活动名称
record-place = 地点
record-recipients = 服务对象
record-content = 服务内容
record-leader = 活动负责人
record-organizer = 组织单位
record-quality = 服务评价
backfill-filed = ✅ { $person }的 { $spent_minutes }交上去了。另一位工作人员核对后公示，没有异议才计入，不能兑换。
backfill-filed-late = ✅ { $person }的 { $spent_minutes }交上去了。补得晚，要两位工作人员核对，再公示，没有异议才计入，不能兑换。
button-records-queue = 核对补录 { $count }
check-empty = ✅ 现在没有要核对的补录时长。
check-record =
    ✍️ 补录时长 · 待核对 { $waiting } 条
    { $volunteer } { $number }
    { $began_at }–{ $ended }，{ $spent_minutes }
    { $lines }
    没有扫码：{ $reason }
    { $typed_at } { $where }录入
check-typed-elsewhere = 工作人员
check-paper-gone = { $name } 已经找不到了。请不要凭空核对，请录入的人重交。
check-late = ⏳ 过了期限才补的（{ $reason }），要两位同意，已有 { $approvals } 位。
button-paper = 看材料 { $number }
button-record-yes = 属实
button-record-no = 不同意
check-why = 为什么不同意？点一下，或者自己写。会告诉录入的人。
check-no-paper = 材料证明不了
check-no-time = 时间对不上
check-no-no-service = 不算志愿服务
check-refused = 已退回：{ $volunteer } 的补录。录入的人会看到原因。
check-one-more = 👍 您同意了。{ $volunteer } 的这条还要另一位工作人员同意。
check-published = 👍 { $volunteer } 的时长开始公示，没有异议，{ $counts_on }计入。
button-published = 📢 时长公示
published-none = 📢 现在没有公示中的补录时长。
published-head = 📢 补录时长公示，共 { $count } 条。没有异议，到期才计入。
published-line = · { $volunteer }｜{ $name }｜{ $organizer }｜{ $began_at }，{ $spent_minutes }｜{ $counts_on }计入
button-page-back = ◀ 上一页
button-page-on = 下一页 ▶
notice-records-waiting = ✍️ 有补录的时长等您核对，{ $count } 条。
notice-record-deadline = ⏰ { $volunteer } { $served_on }的服务还没补录完。{ $due_on }前一位核对就行，之后要两位。
notice-record-published = 📢 有人替您补录了服务：{ $name }，{ $began_at }，{ $spent_minutes }。公示没有异议，{ $counts_on }计入。
notice-record-refused = ✍️ 您补录的 { $volunteer } { $began_at } 没有通过：{ $reason }
notice-record-credited = ✅ { $name }（{ $began_at }）公示期满，计 { $minutes }。您现在共有 { $total_minutes }。补录的时长不能兑换。
notice-record-struck = { $name }（{ $began_at }）的补录没有计入：那段时间后来查到已有服务，或者有人提了异议。
refusal-record-backwards = 结束要晚于开始，请重新输入。
refusal-record-two-days = 一条记录只能在同一天里，跨夜的请分两条。
refusal-record-future = 还没结束，等服务完了再录。
refusal-record-too-short = 太短了，至少要 { $minutes }。
refusal-record-overlaps = 这段时间已有服务了：{ $began_at } 到 { $ended_at }。
refusal-record-lacks = 还有一项没填：{ $field ->
        [name] 活动名称
        [place] 地点
        [recipients] 服务对象
        [content] 服务内容
        [leader] 活动负责人
        [organizer] 组织单位
       *[quality] 服务评价
    }。
refusal-record-no-service = 这样的不算志愿服务，按规定不能记，也不能开证明。
refusal-record-no-file = 还没有材料，请发一张签到表或现场照片。
refusal-record-why-late = 这条补得晚，请先写为什么晚。
refusal-record-another = 这条跟您有关，要由别人来办：本人、录入的人都不能核对，也不能核对两次。
refusal-volunteer-unknown = 没有找到这位志愿者，或者不归您这里管。请核对编号。

# 时长有异议：提出、说明、决定、更正
button-which-line = 哪条不对？
button-not-right = 不对？
button-unsay = 撤回异议
button-object = 有异议
button-own-word = 💬 我来说明
button-answer = 💬 回答异议
button-explain = 去说明
button-disputes-queue = 时长异议 { $count }
button-rule-kept = 维持
button-rule-corrected = 改时间
button-rule-struck = 不计
line-which = 点一条，看它的来龙去脉。
line-head =
    { $title }
    { $began_at }–{ $ended }
line-moved = · { $recorded_at } { $source } { $signed }
line-earlier = 更早还有 { $count } 次异议，这里不再列出。
line-nothing = · 还没有计时
line-raised = 💬 { $raised_at } 有人提出“{ $what }”：{ $words }
line-answered = 记录人说明：{ $words }
line-replied = 本人说明：{ $words }
said-raised = 等记录人说明
said-answered = 等工作人员决定
said-upheld = ✅ 已更正：{ $reason }
said-rejected = 维持原记录：{ $reason }
said-withdrawn = 已撤回
dispute-times = 时间不对
dispute-missing = 没有计时
dispute-not-me = 不是我服务的
dispute-other = 别的不对
dispute-objection = 公示异议
dispute-denied = 服务对象说不属实
dispute-pattern = 审核员看到异常
dispute-what = 哪里不对？
dispute-words = 请写清楚是怎么回事，比如真正的起止时间。
dispute-raised = ✅ 收到了。先请记录人说明，再由别的工作人员决定，结果会告诉您。
dispute-objected = ✅ 收到您的异议。这条时长先不计入，查清了再决定，结果会告诉您。
dispute-withdrawn = 已撤回，这条照原来的算。还在公示的，会多公示几天。
dispute-which = 对哪一条有异议？
own-word = 请写清当时的情况，会给做决定的人看。只能写一次。
own-word-kept = ✅ 已记下，做决定的人会看到。结果会告诉您。
counted-so-far = 已计 { $counted_minutes }
counted-nothing = 没有计时
answer-none = ✅ 现在没有要您说明的异议。
answer-one =
    💬 时长异议 · 等您说明 { $waiting } 条
    { $volunteer }｜{ $title }｜{ $began_at }–{ $ended }｜{ $counted }
    “{ $what }”：{ $words }
answer-words = 请写清当时的情况，会给提出的人和决定的人看。
answer-kept = ✅ 已记下，接下来由别的工作人员决定。
ruling-none = ✅ 现在没有要决定的时长异议。
ruling-one =
    ⚖️ 时长异议 · 待决定 { $waiting } 条
    { $volunteer }｜{ $title }｜{ $began_at }–{ $ended }｜{ $counted }
    “{ $what }”：{ $words }
ruling-answer = 记录人说明：{ $words }
ruling-mute = 记录人没有在期限内说明。
ruling-times = 那天正确的时间是？请写成 9:00-11:30
ruling-right = 改成 { $began_at }–{ $ended }。
ruling-reason = 理由？点一下，或者自己写。会告诉提出的人。
ruling-reason-register = 查了登记簿
ruling-reason-agreed = 双方说法一致
ruling-done-kept = 已维持：{ $volunteer }，{ $minutes }。
ruling-done-corrected = 已更正：{ $volunteer }，现在是 { $minutes }。
ruling-done-struck = 已不计：{ $volunteer }，现在是 { $minutes }。
notice-disputes-waiting = ⚖️ 有时长异议等您决定，{ $count } 条。
notice-dispute-to-answer = 💬 { $volunteer } 的“{ $title }”（{ $began_at }）有人提出异议，请说明情况。
notice-dispute-unanswered = ⚖️ { $volunteer } 的“{ $title }”有异议，记录人没有在期限内说明，请您决定。
notice-dispute-of-pattern =
    💬 审核员对您的“{ $title }”（{ $began_at }）提出异议：{ $words }
    先由记录人说明，再由另一位审核员决定；在那之前时长照算。您也可以说明情况。
notice-dispute-kept = 您关心的“{ $title }”（{ $began_at }）查过了，维持原记录：{ $reason }
notice-dispute-corrected = ✅ “{ $title }”（{ $began_at }）已更正，{ $counts ->
        [nothing] 这条不计时
        [later] 公示期满后计 { $minutes }
       *[now] 现在计 { $minutes }
    }：{ $reason }
refusal-dispute-open = 您对这条已经提出异议，正在处理，请等结果。
refusal-dispute-not-yet = 现在还不行：服务还没结束，或者记录人还在期限内，请再等等。
refusal-dispute-time = 要写那一天的起止时间，比如 9:00-11:30。

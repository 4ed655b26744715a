# 单位的待办、提交、回执；中心的收件和看板
duty-line-plan = { $number } { $year }年工作计划 · { $due_day }前（{ $how }）
duty-line-report = { $number } { $year }年度报告 · { $due_day }前（{ $how }）
duty-line-info = { $number } { $year }年信息报送 · 已收 { $accepted } 条，共 { $needed } 条（还差 { $missing } 条，{ $how }）
duty-line-statistics = { $number } { $year }年志愿者统计表 · { $opens_day }至{ $due_day }（{ $how }）
duty-left-days = 还有 { $days } 天
duty-left-today = 今天到期
duty-left-late = 已过 { $days } 天
duty-opens-days = { $days } 天后开始交
duty-all-in = 已交齐
button-duty-plan = 交计划
button-duty-report = 交报告
button-duty-info = 报信息
button-duty-statistics = 交统计表
notice-duty-digest =
    📌 { $unit } · { $count } 件待办
    { $lines }
unit-duties =
    📌 { $unit } · { $count } 件待办
    { $lines }
unit-nothing-owed = 📌 { $unit }：今年的都交齐了，谢谢！
unit-nothing-yet = 📌 { $unit }：现在没有要交的。{ $year }年志愿者统计表从{ $opens_on }起交。
unit-none = 现在没有要交的材料。
submit-which = 要交哪一件？
submit-send =
    📤 { $unit } · { $what }
    请发送文件或直接写正文，可以发多个。
statistics-send =
    📤 { $unit } · { $what }
    ① 下载预填好的表，核对后打印、盖章；
    ② 把盖了章的表扫描或拍照，发到这里。
button-statsheet = ⬇️ 下载统计表
button-statistics = 📋 统计表
statistics-none = 今年没有要收的统计表。
statistics-collected =
    📋 { $year }年志愿者统计表（{ $opens_on }至{ $due_on }）
    应收 { $count } 份：已收 { $accepted }，待看 { $waiting }，没交 { $missing }。
    { $missing ->
        [0] {""}
       *[other] 没交的：{ $who }
    }
statistics-county = { $how ->
    [done] 本县的汇总表，市志愿服务联合会已经收下了。
    [waiting] 本县的汇总表已交，等市志愿服务联合会看。
    [upcoming] 到时候请下载本县汇总表，盖章后交市志愿服务联合会。
   *[other] 收齐后请下载本县汇总表，核对、盖章，再交市志愿服务联合会。
}
statistics-made =
    📋 数字已按今天的记录填好，请核对。
    “—”的栏没有数据，可以手填；单位人数在〈👥 名册〉里填。
statistics-file = 志愿者统计表.pdf
statistics-title = { $city }志愿者统计表
statistics-subtitle = { $year }年 · 数据截至 { $day }
statistics-by = 填报单位
statistics-unit = 单位
statistics-people = 单位人数
statistics-registered = 注册志愿者
statistics-share = 注册比例
statistics-hours = 本年服务时长
statistics-average = 人均时长
statistics-projects = 服务项目
statistics-stars = 星级志愿者
statistics-together = 合计
statistics-foot = 单位人数由单位填报；注册、时长和星级按系统记录。
statistics-seal = 单位（盖章）：
statistics-head = 负责人：
statistics-filled-by = 填表人：
submit-so-far =
    { $files ->
        [0] 收到正文 { $letters } 字。
       *[other] { $letters ->
            [0] 收到 { $files } 个文件，共 { $size }。
           *[other] 收到 { $files } 个文件，共 { $size }；正文 { $letters } 字。
        }
    }
    还有就接着发，齐了请点〈提交〉。
submit-file-too-large =
    这个文件超过 { $most }，聊天里收不了。
    请压缩或拆成几个再发；也可以交到指导中心，先在这里发一句说明。
submit-too-many = 一次最多 { $count } 个文件，先提交这些，其余再交一次。
submit-not-a-file = 这种消息收不了，请发文件、图片，或者直接写字。
submit-nothing = 还没有收到内容，请先发文件或写正文。
submit-receipt =
    🧾 回执 { $receipt } · { $stamp }
    { $unit }：已交到{ $reader ->
        [federation] 市志愿服务联合会
        [county_office] 县文明办
       *[other] 市志愿服务发展指导中心
    }，看过后会告诉您。
submit-receipt-late =
    🧾 回执 { $receipt } · { $stamp }
    { $unit }：已收到，比期限晚 { $days } 天，记为迟交。
button-hand-in = 提交
button-start-over = 重新发
size-bytes = { $count } 字节
size-kilobytes = { $count } KB
size-megabytes = { $count } MB
what-plan = { $year }年工作计划
what-report = { $year }年度报告
what-info = { $year }年信息
what-statistics = { $year }年志愿者统计表
review-empty = ✅ 现在没有要看的材料。
review-count = 待看 { $count } 份。
review-one =
    📥 { $unit } · { $what }
    { $receipt } · { $handed_in_at } 交{ $late ->
        [0] {""}
       *[other] ，迟 { $late } 天
    }
    { $files ->
        [0] {""}
       *[other] 📎 { $files } 个文件，在上面
    }
    { $text }
review-long-text = （正文较长，全文在上面的文件里）
review-file-gone = （{ $name } 已经找不到了，请让单位重交）
review-accepted = ✅ 已收下 { $receipt }（{ $unit }，{ $accepted }/{ $needed }）。
review-sent-back = ↩️ 已退回 { $receipt }（{ $unit }），已告诉对方。
review-why = 为什么退回？点一个，或者直接写。
review-reason = { $reason ->
    [unreadable] 文件打不开，请重发
    [incomplete] 内容不全，请补充
    [wrong-file] 发错了文件，请核对
   *[other] { $reason }
}
button-accept = 收下
button-return = 退回
button-submissions = 📥 单位材料（{ $count }）
notice-submissions-waiting = 📥 有单位交来材料，待看 { $count } 份。
notice-submission-accepted = ✅ { $receipt } 已收下（已收 { $accepted } 件，要 { $needed } 件）。
notice-submission-sent-back =
    ↩️ { $receipt } 退回了：{ $reason ->
        [unreadable] 文件打不开，请重发
        [incomplete] 内容不全，请补充
        [wrong-file] 发错了文件，请核对
       *[other] { $reason }
    }
    改好后点下面的按钮再交一次。
board-title = { $city }志愿服务成员单位看板
board-subtitle = { $year }年 · { $stamp }
board-unit = 成员单位
board-plan = 工作计划
board-report = 年度报告
board-info = 信息
board-statistics = 统计表
board-done = 已收
board-waiting = 待看
board-late = 迟 { $days } 天
board-due = { $month }/{ $day }
board-none = —
board-legend-due = 该交了
board-legend-late = 已过期
board-caption =
    📊 { $year }年：应交 { $count } 件，已收 { $accepted } 件，待看 { $waiting } 件。
    { $late ->
        [0] 没有迟交的。
       *[other] 迟交 { $late } 件：{ $who }
    }
board-who = { $unit }（{ $days } 天）
board-empty = 今年的任务还没有排出来，过了年第一个工作日就有了。
refusal-duty-done = 这一件已经收下了，不用再交。
refusal-duty-not-open = 还没到交的时候，{ $opens_on }起交。

# 审核：一份一条消息。
approval-queue = 待审 { $count } 份，{ $days ->
    [0] 最早的是今天交的。
   *[other] 最早的等了 { $days } 天。
 }
approval-empty = 👍 现在没有待审的登记。
approval-unusual-same-phone = ⚠️ 还有 { $count } 个人用同一个手机号
approval-unusual-refused-before = ⚠️ 这个证件有 { $count } 次没通过
approval-unusual-other-document = ⚠️ 不是居民身份证，请核对证件
approval-application =
    { $name } · { $sex } · { $age } 岁
    { $document } { $number } · 手机尾号 { $tail }
    住{ $place }
    单位：{ $unit } · 服务队：{ $team }
    { $submitted_at }交来
approval-which-line = 哪一项要补正？
approval-why = 为什么？点一个，或者直接打字写给他（最多 200 字）。
approval-approved =
    ✅ 已通过：{ $name }，编号 { $number }。
    点错了可以在{ $undo_until_at }前撤销。
approval-sent-back =
    ↩️ 已退回补正：{ $name }。
    点错了可以在{ $undo_until_at }前撤销。
approval-refused =
    ✋ 没有通过：{ $name }。
    点错了可以在{ $undo_until_at }前撤销。
approval-undone = 已撤销，这一份回到待审。
decision-reason = { $reason ->
    [unclear] 看不清楚，请写完整
    [not-matching] 和证件对不上
    [ask-unit] 请先和单位核对
    [not-eligible] 不符合注册条件
    [duplicate] 已经登记过
    [not-genuine] 信息核实不了
   *[other] { $reason }
 }
button-approve = 通过
button-send-back = 退回补正
button-refuse = 不通过
button-full-name = 👁 看全名
button-next = 先看下一份
button-open-queue = 看待办
notice-applications-waiting =
    📋 有登记等您审核：一共 { $count } 份，{ $days ->
        [0] 都是今天交的。
       *[other] 最早的等了 { $days } 天。
    }
button-undo = 撤销

# 告诉申请人
notice-application-approved =
    🎉 { $name }，您好！您的登记通过了。
    您的志愿者编号：{ $number }
    到站点用相机扫屏幕上的码，就能签到。
notice-application-sent-back =
    您的登记有一项要补正：{ $line ->
    [name] 姓名
    [number] 证件
    [phone] 手机
    [place] 住地
    [unit] 单位
    [team] 服务队
    [interests] 想做的和会的
   *[times] 空闲时间
 }。
    原因：{ $reason ->
    [unclear] 看不清楚，请写完整
    [not-matching] 和证件对不上
    [ask-unit] 请先和单位核对
   *[other] { $reason }
 }
    点下面的按钮改这一项，再提交就行。
notice-application-refused =
    很抱歉，您的登记没有通过：{ $reason ->
    [not-eligible] 不符合注册条件
    [duplicate] 已经登记过
    [not-genuine] 信息核实不了
   *[other] { $reason }
 }。
    要是不对，请带证件到附近的服务站点，或者重新登记。
notice-new-menu =
    { $whose ->
        [volunteer] 👇 下面换成志愿者的按钮了。到了站点，点〈📷 签到签退〉。
        [none] 👇 下面的按钮换了。
       *[other] 👇 下面换成{ $role }的按钮了。
    }
notice-application-reopened = 您的登记回到审核中，有结果会马上告诉您。之前的答复请不用管。
button-correct = ✏️ 改这一项

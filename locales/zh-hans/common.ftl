# 时间的说法
length-hours-minutes = { $hours } 小时 { $rest } 分
length-hours = { $hours } 小时
length-minutes = { $rest } 分钟
day-today = 今天
day-yesterday = 昨天
day-tomorrow = 明天
day-of-year = { $month }月{ $day }日
day-of-any-year = { $year }年{ $month }月{ $day }日
weekday-0 = 周一
weekday-1 = 周二
weekday-2 = 周三
weekday-3 = 周四
weekday-4 = 周五
weekday-5 = 周六
weekday-6 = 周日

# 开始、帮助、语言
welcome =
    您好，这里是{ $city }志愿服务。
    登记以后，在站点扫码就能签到、签退，时长自动记好。
    第一次来，请点下面的〈开始登记〉。
welcome-back = { $name }，您好！要签到，用相机扫站点屏幕上的码就行。
welcome-waiting = 您的登记正在审核，有结果会马上告诉您。
welcome-staff = 您好！您是：{ $roles }。要做的事都在下面的按钮里。
help-volunteer =
    📷 到站点：用手机相机扫屏幕上的码，签到。
    走的时候：再扫一次，签退。
    🕒 看时长、星级：点〈我的时长〉。
    🪪 没法扫码：点〈我的码〉，给站点的人扫。
    其他命令：/language 换语言，/cancel 停下，/privacy 隐私。
help-clerk =
    📷 扫志愿者：发一张码的照片，或者输入 12 位码。
    📋 今天：谁在岗，谁忘了签退。
    🖥 站点码：给站点屏幕配对。
help-newcomer =
    这里可以登记成为志愿者，到站点扫码服务，时长自动记好。
    点〈开始登记〉，大约三分钟。
    其他命令：/language 换语言，/privacy 隐私。
help-merchant =
    📷 核销：发一张兑换券的照片，或者输入 12 位码。
    🧾 今天：看今天核销了哪些。
help-staff =
    要做的事都在下面的按钮里。
    /menu 换身份，/language 换语言，/cancel 停下。
language-ask = 请选择语言 / Choose a language
language-set = 好的，以后都用中文。
language-set-midway = 好的，以后都用中文。刚才的事接着办就行。
cancelled = 好，先停下。填过的都留着，下次从这里接着来。
cancelled-whole = 好，停下了，刚才填的没有留。要办的时候，从头再点一次就行。
draft-kept = 📝 没填完的“{ $what }”替您留着，随时可以接着来。
what-registration = 志愿者登记
button-go-on = 接着填
nothing-to-cancel = 现在没有正在填的内容。
unknown = 没看明白。您可以点下面的按钮，或者发 /help 看看能做什么。
edited = 改过的消息我不会再读，请把改好的重新发一条。
old-button = 这一步已经过去了，请看下面最新的消息。
too-fast = 您发得太快了：前面发来的我会一条一条看，从这里往后的没有看。请歇一分钟，再把没看到的重新发给我。
incident = 对不起，出了点问题，我们已经记下来了。编号 { $number }，请稍后再试；要是还不行，把编号告诉工作人员。
why-document = 根据{ $title }（{ $year }年），{ $article }：{ $text }
why-ours = 这一条是本市自己定的：{ $rule ->
    [checkin-display_slot_seconds] 码变得快，拍下来发给别人就来不及用了。
    [checkin-personal_slot_seconds] 码变得快，截图就没有用了。
    [checkin-repeat_scan_seconds] 刚签到又扫到一次，多半是手机没拿开，不是要走。
    [credit-min_visit_minutes] 时间太短的，多半是扫错了。
    [credit-max_visit_minutes] 一次服务的时间要合情合理；做得更久，请签退后再签到。
    [credit-max_day_minutes] 一天服务的时间要合情合理，也请您注意休息。
    [credit-max_pairs_day] 进进出出太多次，多半不是在服务；一天几次足够了。
    [credit-staff_end_days] 过得太久，就没有人记得清了。
    [redemption-voucher_days] 一个月里总有方便去的一天；到期没用，时长退回给您。
    [redemption-max_live_vouchers] 手里的券多了，别人就换不到了。
    [records-recipient_confirm] 服务好不好，被服务的人最清楚；要不要他们确认，由本市来定。
    [records-notice_days] 手工补录的时长，要让大家看几天，有异议就提出来。
    [stars-hours_source] 本市系统的每一小时都查得到；全国系统的要靠人补录，来得晚。
    [stars-notice_workdays] 五个工作日总有七天以上，够大家看清楚、提意见。
    [stars-quality_min] 服务好不好，被服务的人最清楚；光有时长，还说明不了做得好。
    [stations-class_minutes] 老师扫一次就替全班作证，时间太久，就说不准人还在不在了。
    [stations-offline_hours] 隔了一天以上，谁也没法核对了。
    [registration-undo_minutes] 点错了来得及发现，志愿者也还没开始用。
    [oddities-typed_soon_minutes] 在场的人一般事后才录；一结束就录的，是已经发现过的作假办法。
    [oddities-typist_records] 一个人替很多人常年录，最好有人看一看。
    [oddities-day_minutes] 一天站十个小时以上，常人做不到很多天。
    [oddities-travel_kmh] 按直线、按开车的速度算，还是来不及。
    [oddities-round_percent] 时长次次正好，多半不是自己走的时候扫的。
    [oddities-together_seconds] 次次同时到、同时走，可能是一个人拿着两部手机。
    [duties-annual_report_due_on] 文件要求报告，没有写是哪一天，日子由文明办来定。
    [redemption-deduct] 换东西用掉的时长要扣下来，不然一小时可以换两回。
    [teams-qualified_percent] 本市的文件没有对队伍提要求。
    [teams-units_percent] 本市的文件没有对队伍提要求。
    [coverage-groups] 只数自愿说的人，好知道哪些人还来得少。
    [coverage-target_percent] 有个数，才知道离目标还有多远。
    [credit-redeemable_sources] 能兑换的只有扫码的时长，别的时长要靠人录，容易出错。
    [honours-unit_categories] 文件没有定年度评选的名目，这里就不推荐。
    [qualifications-kinds] 这些本事要有证件才放心，所以请人看过证件才算。
    [registration-accompany_below] 孩子太小，身边要有大人照看。
    [registration-senior_above] 年纪大了，先看身体吃不吃得消。
    [families-most_members] 人太多，一个人就照看不过来，扫一次码也证明不了都到了。
    [guardians-most_children] 再多就照看不过来了；一个账号也不能凭空登记出许多人。
    [relocation-reasons] 户口、住处、单位变了，才换一个地方来管。
    [rights-leave_wait_days] 一时生气点了，还来得及反悔。
    [routing-city_units] 登记由熟悉当地情况的机构来审核。
    [routing-provincial_units] 登记由熟悉当地情况的机构来审核。
    [routing-central_units] 登记由熟悉当地情况的机构来审核。
    [routing-districts] 登记由熟悉当地情况的机构来审核。
    [routing-otherwise] 登记由熟悉当地情况的机构来审核。
    [stations-checklist] 站点该有的东西一样一样写清楚，来的人才放心。
    [stations-marks] 本市的文件没有提到这些标记。
    [stations-venues] 本市的文件没有要求站点出借场地。
    [stations-min_county] 本市的文件没有给各县定站点个数。
    [stations-community_percent] 本市的文件没有要求每个社区都有站点。
    [stations-min_hours_day] 站点每天有人值守，来的人才找得到人。
    [duties-statistics_due_on] 文件没有要求单位每年交统计表。
    [duties-statistics_opens_on] 文件没有要求单位每年交统计表。
    [duties-plan_due_on] 文件没有要求单位交年度计划。
    [duties-info_items_min] 文件没有要求单位报送多少条信息。
    [stars-chain] 推荐、核对、批准各由不同的人来做，星级才让人信服。
    [stations-location_fresh_seconds] 位置要当场用自己的手机发，才说明人就在这里。
    [checkin-deep_link] 相机扫到的链接能转给别人，所以请站点看一眼人到了没有。
    [stations-location_radius_metres] 人在站点附近才算到了；手机在屋里会偏几十米，所以留了余地。
   *[other] 文件里没有写，由本市来定。
}
why-norm = 根据全国的规定{ $title }（{ $year }年），{ $article }：{ $text }
commands-start = 开始
commands-help = 能做什么
commands-language = 换语言 Language
commands-cancel = 先停下
commands-privacy = 隐私

# 按钮
button-why = 为什么？
button-back = 返回
button-stop = 先停下
button-yes = 确认
button-no = 不了
menu-register = 📝 开始登记
menu-checkin = 📷 签到签退
menu-hours = 🕒 我的时长
menu-rewards = 🎁 兑换
menu-code = 🪪 我的码
menu-more = 更多
menu-scan = 📷 扫志愿者
menu-display = 🖥 站点码
menu-today = 📋 今天
menu-queue = ✅ 待办
menu-board = 📊 看板
menu-submit = 📤 提交
menu-duties = 📌 本单位待办
menu-honour = 📷 核销
menu-honoured = 🧾 今天
menu-invite = 👥 请人进来
queue-further = 还有这些等您：
queue-empty = 👍 现在没有待办。
more-is = 这里还可以：
button-language = 🌐 语言
button-help = ❓ 帮助
button-privacy = 🔏 隐私
button-profile = 👤 我的资料
button-card = 🪪 志愿服务卡
button-role = 🔀 换成{ $role }
role-switched = 好，现在是{ $role }。

# 身份
role-volunteer = 志愿者
role-clerk = 站点管理员
role-station_head = 站长
role-merchant = 商户
role-unit_contact = 单位联系人
role-county_office = 县文明办
role-federation = 市志愿服务联合会
role-centre = 市志愿服务发展指导中心
role-office = 市文明办
role-administrator = 系统管理员
invite-accepted = 🤝 好了，您现在是{ $role }。
invite-accepted-at = 🤝 好了，您现在是{ $role }：{ $place }。
invite-which = 要请谁进来？
invite-where = 请输入{ $role }所在的站点、单位、县或商户名称的一部分。
invite-found = 是哪一个？
invite-none = 没有找到“{ $typed }”，请换几个字再试。
invite-made =
    请把这个链接发给他本人。点开就是{ $role }，{ $days } 天内点开一次有效：
    { $link }

notice-silence = 从{ $since_at }起一条消息也没有收到，刚刚才又启动。要是这段时间停过机，24 小时以前的消息 Telegram 已经丢掉了：请问问各站点，有没有漏掉的签到、签退要补。

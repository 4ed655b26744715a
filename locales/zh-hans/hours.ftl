# 我的时长
hours-have = 🕒 服务时长 { $service_minutes } · 可兑换 { $redeemable_minutes }
hours-next = 还差 { $next_minutes }可评{ $star } · 今年 { $year_minutes }
hours-top = 时长已到最高的{ $star } · 今年 { $year_minutes }
hours-star = 时长够评{ $star }了，每年统一认定一次。
hours-awarded = 🏅 { $year }年度认定：{ $star }志愿者
hours-year = 今年 { $year_minutes }
hours-owed = 有 { $owed_minutes }更正前已经用掉，以后的可兑换时长先补上这一段。
hours-none = 到站点扫一次码，时长就从那里开始。
chart-title = 最近 12 个月
chart-unit = 小时
chart-empty = 还没有服务时长
chart-empty-hint = 到站点扫一次码，这里就会长出来。
chart-service = 服务时长
chart-redeemable = 可兑换
chart-this-year = 今年
chart-month = { $month }月
chart-year = { $year }

# 明细
records-none = 还没有记录。到站点扫一次码，这里就有了。
records-head = 📒 <b>{ $month }</b> · 合计 { $minutes }
records-redeemable = 可兑换时长变动 { $signed }
records-month-empty = 这个月没有记录。
records-month = { $year }年{ $month }月
records-day = { $month }月{ $day }日
records-line-visit = { $day } { $station } { $opened }–{ $closed } <b>{ $minutes }</b>（{ $source }）
records-line-uncounted = { $day } { $station } { $opened }–{ $closed }（{ $source }）
records-line-open = { $day } { $station } { $opened } 起（{ $source }）
records-line = { $day } { $source } <b>{ $signed }</b>
records-line-redeemable = { $day } { $source } 可兑换 { $signed }
records-at = { $station }
records-back = ◀ 第 { $page }/{ $pages } 页
records-on = 第 { $page }/{ $pages } 页 ▶

# 时长从哪里来、到哪里去
source-scan = 扫码
source-staff_scan = 站点扫码
source-staff_end = 站点确认
source-typed = 补录
source-imported = 导入
source-corrected = ↩️ 更正
source-redeem = 🎁 兑换
source-cancel = ↩️ 取消兑换
source-expire = ↩️ 券过期退回
source-open = 在岗
source-waiting = 待确认
source-uncounted = 未计时
source-checking = 补录，核对中
source-on-notice = 补录，公示中

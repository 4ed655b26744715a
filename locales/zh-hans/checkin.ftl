checkin-arrived =
    ✅ 已签到 · { $station }
    { $arrived_at } 开始。走的时候再扫一次屏幕上的码。
    忘了扫，{ $closes_at } 会自动结束，需站点确认才计时。
checkin-left =
    👋 已签退，本次 { $minutes }。
    累计 { $total_minutes }，再服务 { $next_minutes }可评{ $star }。
checkin-left-top =
    👋 已签退，本次 { $minutes }。
    累计 { $total_minutes }，时长已到最高的{ $star }。
checkin-left-plain =
    👋 已签退，本次 { $minutes }。
    累计 { $total_minutes }。
checkin-left-reduced =
    👋 已签退，在岗 { $stayed_minutes }，计 { $minutes }。
    { $reason }
    累计 { $total_minutes }。
reduction-rounding = 按规定的单位计时，零头不计。
reduction-too-short = 不到最短的服务时间，这次不计时。
reduction-visit-limit = 一次最多计到上限。
reduction-day-limit = 今天已经计满上限。
reduction-pair-limit = 同一个站点一天签到签退的次数已满，这次不计时。
checkin-clerk-asked =
    ⏳ 收到，{ $station }。
    站点的人确认后开始计时，从 { $arrived_at } 算起。
checkin-how =
    到站点后，打开手机相机，对准屏幕上的码，点弹出的链接就行。
    没有屏幕：点〈我的码〉，给站点的人扫。
    也可以把码拍下来，照片发到这里。
checkin-open-now = 您现在在 { $station }，{ $since_at } 开始的。走的时候再扫一次。
button-records = 看记录
button-move-here = 结束那边，在这里签到
button-scan = 📷 打开扫码
star-0 = 未评星
star-1 = 一星
star-2 = 二星
star-3 = 三星
star-4 = 四星
star-5 = 五星

# 我的码
code-mine =
    🪪 给站点的人扫，或念给他听：
    <b>{ $typed }</b>
    { $until_at } 前有效，用一次就换。
code-picture-line = { $until_at } 前有效，用一次就换
button-another-code = 换一个

# 站点管理员
clerk-how = 请发一张志愿者的码的照片，或者直接输入 12 位码。
clerk-arrived = ✅ { $volunteer } 已签到，{ $arrived_at }。
clerk-left = 👋 { $volunteer } 已签退，计 { $minutes }。
clerk-count = { $station }：今天 { $count } 人，在岗 { $inside } 人。
clerk-elsewhere = 这一条记在 { $station }。
clerk-at-work = 您现在在 { $station }，扫的都记在这里。
clerk-which-station = 🏠 您现在在 { $station }。要换到哪里？
clerk-station-changed = ✅ 换好了，从现在起您扫的都记在 { $station }。
button-change-station = 换站点
clerk-day =
    📋 { $station } · 今天 { $count } 人，在岗 { $inside } 人
    { $lines }
clerk-day-empty =
    📋 { $station } · 今天还没有人来。
    志愿者扫屏幕上的码就会出现在这里。
clerk-line-in = 🟢 { $volunteer }　{ $opened_at } 起在岗
clerk-line-left = ⚪️ { $volunteer }　{ $opened_at } – { $closed_at }　{ $minutes }
clerk-line-forgot = 🟠 { $volunteer }　{ $opened_at } 起，没签退
clerk-more-lines = …… 还有 { $count } 人
clerk-to-settle = 还有 { $count } 人忘记签退，请一个一个确认。
clerk-settle =
    { $volunteer }，{ $opened_at } 签到，没有签退。
    到几点离开的？
clerk-settle-none = 没有忘记签退的人了。
clerk-settled = 好，{ $volunteer }计 { $minutes }。
clerk-settled-none = 好，{ $volunteer }这次不计时。
clerk-settle-typed = 请输入离开的时间，像 11:30。
clerk-time-wrong = 看不出是几点，请像 11:30 这样输入。
button-settle-next = 确认签退（{ $count }）
button-nobody-came = 没来
button-other-time = 别的时间
button-back-to-day = 回到今天
display-link =
    🖥 { $station }：请在站点的屏幕上打开这个链接，{ $until_at } 前有效，只能用一次：
    { $link }
display-none = { $station } 现在还没有屏幕。
display-list = { $station } 正在用的屏幕：
display-line = 屏幕 { $number }，{ $paired_at } 起
display-revoked = 屏幕 { $number } 已停用，它的码从现在起作废。
display-no-pages = 这里还没有开通网页，用不了屏幕（管理员要设置 PUBLIC_URL）。志愿者可以点〈我的码〉，您来扫。
button-pair = 配一块新屏幕
button-revoke = 停用屏幕 { $number }
notice-visit-forgotten =
    🕰 { $since_at } 在{ $station }的签到没有签退，已经自动结束，先不计时。
    请跟站点的人说一声几点走的，他确认后就计上。
notice-visit-end-last-day =
    🕰 { $since_at } 在 { $station } 的那次还没有确认几点走的，站点最晚到 { $until_at } 还能确认。
    过了就只能在〈看记录〉里点〈哪条不对？〉提出来。
notice-end-confirmed = ✅ 站点已确认您{ $since_at } 那次服务，计 { $minutes }。
notice-end-refused = 站点看过了，{ $since_at } 那次没有计时。要是不对，请跟站点的人说。
notice-confirm-arrival =
    👀 { $volunteer } { $arrived_at } 在 { $station } 扫了码，请您看一眼。人到了吗？
    到了就点一下，从扫码时算起；没到不用点。
clerk-waiting = ⏳ 等您看一眼的有 { $count } 人，到了就点名字：
button-waiting = ✅ { $volunteer } { $scanned_at }
notice-arrival-confirmed = ✅ 站点确认您到了，从 { $since_at } 开始计时。走的时候再扫一次。
button-arrived-yes = 到了

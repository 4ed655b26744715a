# 网页：站点屏幕、扫码、我的码、查询卡
page-title = 志愿之城
page-wait = 请稍等……
page-offline = 网络断了，正在重试。
page-only-in-chat = 请从机器人的聊天里打开这个页面。
page-waiting-count = { $count } 条待上传，网络好了会自动传。
page-again = 再扫一个
page-close = 关闭
missing-title = 没有这个页面
missing-how = 请回到聊天里，点按钮重新打开。

# 站点屏幕
display-title = 站点签到码
display-how = 手机相机对准这个码，点开链接就签到。
display-leaving = 走的时候再扫一次，时长自动记好。
display-inside =
    { $count ->
        [0] 现在还没有人在岗
       *[other] 现在 { $count } 人在岗
    }
display-day = { $day } { $weekday }
display-unpaired = 这块屏幕还没有配对
display-unpaired-how = 请站点管理员在机器人里点〈站点码〉→〈配一块新屏幕〉，在这块屏幕上打开收到的链接。
display-code-used = 这个链接用过了，或者过期了
display-code-used-how = 请站点管理员在机器人里点〈站点码〉→〈配一块新屏幕〉，再要一个新链接。
display-cut-off = 这块屏幕已停用
display-cut-off-how = 要继续用，请站点管理员在机器人里点〈站点码〉，重新配对。
display-offline = 网络断了，码先不显示
display-offline-how = 连上以后会自己回来。急着签到，请点〈我的码〉给站点的人扫。
display-slow = 网络太慢，码先不显示

# 扫码
scan-title = 签到签退
scan-hint = 对准站点屏幕上的码
scan-how = 对准站点屏幕上的码，扫一次签到，走的时候再扫一次签退。
scan-open = 📷 扫码
scan-photo = 🖼 拍一张照片
scan-camera-off = 用不了相机，请拍一张照片。
scan-done = 好了
scan-move = 结束那边，在这里签到
scanner-title = 扫志愿者
scanner-hint = 对准志愿者手机上的码或卡
scanner-how = 对准志愿者手机上的码，或者他的志愿服务卡。
scanner-arrived = 已签到 { $arrived_at }
scanner-left = 已签退，计 { $minutes }
scanner-count = 今天 { $count } 人，在岗 { $inside } 人
scanner-nobody = 今天还没有人来
scanner-last = 刚才
scanner-line-in = { $opened_at } 签到
scanner-line-left = { $closed_at } 签退，{ $minutes }
scanner-line-forgot = { $opened_at } 起，没签退

# 我的码
code-title = 我的码
code-show = 请给站点的人扫
code-renews = 每 { $seconds } 秒自己换一次，截图没有用。
code-inside = { $since_at } 起在岗 · { $station }
code-outside = 现在没有在岗

# 查询卡
check-title = 志愿服务查询卡
check-valid = 有效
check-suspended = 已停用
check-number = 志愿者编号
check-since = 登记日期
check-city = 登记地
check-note = 这是查询卡，只说明持卡人是{ $city }登记的志愿者。签到要由站点的人扫。
check-unknown = 查不到这张卡
check-unknown-how = 请核对二维码是否完整。要是卡旧了，请志愿者在机器人里重新领一张。
check-too-many = 查得太多了，请过一会儿再来。

# 兑换券
voucher-page-title = 兑换券
voucher-page-show = 请给商户扫
honour-title = 核销兑换券
honour-hint = 对准客人手机上的兑换券码
honour-how = 对准客人手机上的兑换券码。
honour-done = 核销成功 · 今天第 { $count } 张
honour-count = 今天 { $count } 张
button-live-code = 🔄 自己会换的码

# 聊天左下角的按钮
menu-button-scan = 签到
menu-button-scanner = 扫码
menu-button-honour = 核销

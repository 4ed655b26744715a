# 到站点的第二道证明：位置、陪同的大人
location-asked =
    📍 { $station }要看一下您在不在附近，请点下面的〈发送位置〉。
    从 { $arrived_at } 算起。我们只记远近，不记您在哪里。
location-asked-on-page = 📍 { $station }要看一下您在不在附近：请回到聊天，点〈发送位置〉。
location-clerk-asked =
    ⏳ 收到，已请站点确认：{ $station }。
    确认后开始计时，从 { $arrived_at } 算起。
location-doubt = { $doubt ->
    [far] 您发来的位置离站点远了一点。要是人已经到了，不要紧，站点的人会看到您。
    [old] 您发来的位置不是刚才的。请下次扫完码就点〈发送位置〉。
    [not-own] 这个位置是转发来的，或者是在地图上选的。请下次点〈发送位置〉。
    [unknown] 这个位置看不出离站点有多远，所以请站点的人看一下。
   *[none] 没有位置，所以请站点的人看一下您到了没有。
}
menu-no-location = 发不了位置
menu-why-location = 为什么要位置
location-not-waited = 现在没有要发位置的签到。要签到，请再扫一次站点屏幕上的码。
button-locate = 📍 去发位置
notice-location-wanted =
    📍 { $station }要看一下您在不在附近，从 { $arrived_at } 算起。
    点一下，再点出现的〈发送位置〉。

# 没有网的时候扫的码
scanner-kept = 没有网，先记下了，有网会自动上传。
scanner-no-photo = 没有网的时候读不了照片，请直接扫码。
scanner-again = 页面开得太久了，请从聊天里重新打开。没传的都还在。
scanner-sent = 传好了 { $count } 条。
scanner-sent-odd = 传好了 { $count } 条，有 { $odd } 条要您看一下：在聊天的〈今天〉里。
clerk-odd = 📶 没有网时扫的有 { $count } 条没算上
button-odd = 看没算上的（{ $count }）
odd-list =
    📶 这些是没有网的时候扫的，传上来时没算上：
    { $lines }
    人确实在的，请在〈今天〉里处理，或请他再扫一次。
odd-none = 👍 没有要看的了。
odd-line = { $scanned_at } { $volunteer }：{ $doubt }
odd-somebody = 不知道是谁
odd-too-old = 超过一天才传上来
odd-clock-off = 手机的时间不对
odd-overlap = 和别的签到重叠
odd-code-unknown = 不是我们的码
odd-code-changed = 码和当时对不上
odd-code-used = 码已经用过
odd-code-revoked = 码已经作废
odd-code-not-for-clerk = 扫的是站点自己的码
odd-own-code = 是您自己的码
odd-open-elsewhere = 当时在别的站点
odd-station-closed = 站点当时不开门
odd-station-gone = 站点已停用
odd-other = 当时不能签到
button-odd-seen = 知道了
odd-needs-company = 要有陪同的大人一起

# 未满十四岁：大人陪着
company-asked =
    👪 { $station }：{ $below ->
        [0] 年纪小，
       *[other] 未满 { $below } 岁，
    }要有大人陪着。
    请家长（或老师）在 { $until_at } 前也扫一下屏幕上的码，两边都扫了才算签到。
company-asked-by-clerk = 👪 还没有签到，要有大人陪着：请家长或老师在 { $until_at } 前扫屏幕上的码
children-arrived = 👧 跟您来的孩子 { $count } 人也签到了，您签退时他们一起签退。
children-left = 👧 跟您来的孩子 { $count } 人也签退了。
accompanied-arrived =
    👧 { $station }：您陪的孩子 { $count } 人已签到。
    走的时候请您再扫一次，孩子就签退了。
accompanied-left = 👋 { $station }：您陪的孩子 { $count } 人已签退。
accompanied-waiting = 👪 { $station }：请孩子在几分钟内也扫一下屏幕上的码，或者请店员扫孩子的卡；都没有的，点〈带孩子签到〉。
notice-company-arrived = ✅ 大人也扫了，您在 { $station } 签到了，从 { $since_at } 开始。
notice-company-left = 👋 陪您的大人在 { $station } 签退了，您也签退了，本次 { $minutes }。
button-bring-class = 👧 带孩子签到
class-none = 还没有您可以陪同的孩子。家长在〈我的孩子〉里同意后，这里就有了。
class-scan-first = 请先扫站点屏幕上的码，您自己签到后，再点〈带孩子签到〉。
class-who = 👧 { $station }：谁来了？点一下名字可以去掉。一共 { $count } 人。
button-class-go = 签到（{ $count } 人）
class-done = ✅ 已签到 { $count } 人。您签退时他们一起签退。
class-refused = ⚠️ { $name }：{ $reason }
odd-card = 纸质证，要本人或者另一位站点管理员点头
odd-behind-card = 前面那次纸质证还没人点头
odd-not-me = 本人说那次不是他
odd-cards = 纸质证上没有时间，所以不自动算。您当时也看见他来了，就点下面他的名字。
odd-own-cards = 您自己扫的纸质证，要本人或另一位管理员点头；站点只有您一位、本人又没有手机的，请走〈补录时长〉。
button-odd-came = ✅ { $volunteer }来过
late-card-done =
    { $count ->
        [0] { $volunteer }：一次也没算上。
       *[other] ✅ { $volunteer }：算上了 { $count } 次。
    }
late-card-denied = 好的，没有算，站点会看到您说不是您。
late-card-line = · { $scanned_at }
notice-late-card =
    📶 { $station }没有网的时候扫过您的纸质证，刚传上来：
    { $lines }
    纸质证上没有时间，要您点一下才算数。是您本人去的吗？
notice-late-card-here = 📶 { $station }传来了没有网时扫的纸质证，本人没有手机。您当时在场的话，请看一看、点个头。
button-card-yes = 是我，算上
button-card-no = 不是我
clerk-guardian-in = ✅ 家长到了：{ $station }，带来的孩子 { $count } 人已签到。
notice-guardian-let-in = ✅ { $station }确认您到了，您陪的孩子 { $count } 人已签到。孩子还没扫的，请他现在扫；走的时候请您再扫一次。

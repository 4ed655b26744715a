# 到站点的第二道证明：位置、陪同的大人
location-asked =
    📍 { $station }要看一下您在不在附近，请点下面的〈发送位置〉。
    从 { $arrived_at } 算起。我们只记远近，不记您在哪里。
location-asked-on-page = 📍 { $station }要看一下您在不在附近：请回到聊天，点〈发送位置〉。
location-clerk-asked =
    ⏳ 位置没能说明您在 { $station } 附近，没关系，已请站点确认。
    确认后从 { $arrived_at } 算起。
menu-no-location = 发不了位置
button-locate = 📍 去发位置
notice-location-wanted =
    📍 { $station }要看一下您在不在附近，从 { $arrived_at } 算起。
    点一下，再点出现的〈发送位置〉。

# 没有网的时候扫的码
scanner-kept = 没有网，先记下了，有网会自动上传。
scanner-no-photo = 没有网的时候读不了照片，请直接扫码。
scanner-again = 登录过期了，请从聊天里重新打开。没传的都还在。
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
odd-somebody = 认不出的码
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

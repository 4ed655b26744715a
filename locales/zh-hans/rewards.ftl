# 兑换
rewards-head = 🎁 您可以兑换 { $has_minutes }：
rewards-none = 🎁 现在没有可以兑换的，过几天再来看看。您有 { $has_minutes }可兑换。
rewards-line = 🎟 { $title } · { $merchant } · { $price_minutes } · 剩 { $stock } 份
rewards-short = ▫️ { $title } · { $merchant } · { $price_minutes } · 还差 { $short_minutes }
button-offer = { $title } · { $price_minutes }
button-vouchers = 🎟 我的兑换券
button-catalogue = 去兑换
reward-head =
    🎟 <b>{ $title }</b> · { $merchant }（{ $kind }）
    { $address }
reward-terms = <i>{ $terms }</i>
reward-ask = 用 { $price_minutes }兑换，剩 { $left_minutes }。确认？
reward-short = 还差 { $short_minutes }，现在有 { $has_minutes }可兑换。
redeemed = ✅ 已兑换“{ $title }”，还剩 { $left_minutes }可兑换。券在下面。

# 兑换券
voucher-show =
    🎟 <b>{ $title }</b> · { $merchant }
    到店给店员扫，或念给他听：<b>{ $typed }</b>
    { $until_on }前有效，当天也算。{ $address }
voucher-until = { $until }前有效（含当天）
vouchers-head = 🎟 我的兑换券
vouchers-none = 您还没有兑换券。
voucher-line-live = 🎟 { $title } · { $merchant } · 用到{ $until_on }
voucher-line-honoured = ✔️ { $title } · { $merchant } · { $honoured_at } 已用
voucher-line-cancelled = ↩️ { $title } · { $merchant } · { $cancelled_at } 已取消
voucher-line-expired = ▫️ { $title } · { $merchant } · { $until_on }过期，时长已退回
voucher-cancel-ask = 取消后退回 { $price_minutes }，“{ $title }”这张券作废。确认取消？
voucher-cancelled = ↩️ 已取消“{ $title }”，退回 { $returned_minutes }。现在有 { $has_minutes }可兑换。
button-show-voucher = 出示 { $title }
button-cancel-voucher = 取消兑换
button-cancel-yes = 确认取消
notice-voucher-expired = “{ $title }”这张兑换券过期了，{ $minutes }已经退回给您，可以再换别的。

# 商户
merchant-how = 请发一张兑换券的照片，或者直接输入 12 位码。
merchant-honoured = ✅ { $title } 1 份，核销成功 · 今天第 { $count } 张
merchant-day-empty = 🧾 { $merchant } · 今天还没有核销。
merchant-day = 🧾 { $merchant } · 今天 { $count } 张
merchant-day-line = { $honoured_at } { $title }
merchant-day-more = 更早的还有 { $count } 张
merchant-culture = 公共文化设施
merchant-scenic = 景区景点
merchant-hotel = 宾馆酒店
merchant-guesthouse = 民宿客栈
merchant-shop = 超市商场
merchant-transport = 车站
merchant-hospital = 医院
merchant-cinema = 影院
merchant-services = 服务行业
merchant-law-firm = 律师事务所
merchant-restaurant = 饭店

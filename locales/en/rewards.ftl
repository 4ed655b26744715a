# Rewards
rewards-head = 🎁 You can spend { $has_minutes }:
rewards-none = 🎁 There is nothing to redeem right now; please look again in a few days. You have { $has_minutes } to spend.
rewards-line = 🎟 { $title } · { $merchant } · { $price_minutes } · { $stock } left
rewards-short = ▫️ { $title } · { $merchant } · { $price_minutes } · { $short_minutes } to go
button-offer = { $title } · { $price_minutes }
button-vouchers = 🎟 My vouchers
button-catalogue = See rewards
reward-head =
    🎟 <b>{ $title }</b> · { $merchant } ({ $kind })
    { $address }
reward-terms = <i>{ $terms }</i>
reward-ask = Redeem for { $price_minutes }? You keep { $left_minutes }.
reward-short = You need { $short_minutes } more; you have { $has_minutes } to spend.
redeemed = ✅ “{ $title }” is yours; { $left_minutes } left to spend. Here is the voucher.

# Vouchers
voucher-show =
    🎟 <b>{ $title }</b> · { $merchant }
    Let the staff scan it, or read out: <b>{ $typed }</b>
    Good until { $until_on }, that day included. { $address }
voucher-until = Good until { $until }
vouchers-head = 🎟 My vouchers
vouchers-none = You have no vouchers yet.
voucher-line-live = 🎟 { $title } · { $merchant } · until { $until_on }
voucher-line-honoured = ✔️ { $title } · { $merchant } · used { $honoured_at }
voucher-line-cancelled = ↩️ { $title } · { $merchant } · cancelled { $cancelled_at }
voucher-line-expired = ▫️ { $title } · { $merchant } · ran out { $until_on }, hours given back
voucher-cancel-ask = Cancel “{ $title }”? You get { $price_minutes } back and the voucher ends.
voucher-cancelled = ↩️ “{ $title }” is cancelled and { $returned_minutes } came back. You have { $has_minutes } to spend.
button-show-voucher = Show { $title }
button-cancel-voucher = Cancel it
button-cancel-yes = Yes, cancel
notice-voucher-expired = Your voucher “{ $title }” ran out. { $minutes } came back to you, to spend on something else.

# Merchant
merchant-how = Send a photo of the voucher, or type its 12 characters.
merchant-honoured = ✅ { $title }, 1 voucher honoured · number { $count } today
merchant-day-empty = 🧾 { $merchant } · No vouchers yet today.
merchant-day = 🧾 { $merchant } · { $count } today
merchant-day-line = { $honoured_at } { $title }
merchant-day-more = and { $count } earlier
merchant-culture = culture
merchant-scenic = sight
merchant-hotel = hotel
merchant-guesthouse = guesthouse
merchant-shop = shop
merchant-transport = station
merchant-hospital = hospital
merchant-cinema = cinema
merchant-services = services
merchant-law-firm = law firm
merchant-restaurant = restaurant

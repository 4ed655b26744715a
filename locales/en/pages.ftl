# Pages: station screen, scanners, my code, card check
page-title = Volunteer City
page-wait = One moment…
page-offline = No connection. Trying again.
page-only-in-chat = Please open this page from the chat with the bot.
page-waiting-count = { $count } waiting to be sent; it goes out by itself once you are online.
page-again = Scan another
page-close = Close
missing-title = There is no such page
missing-how = Please go back to the chat and open it again from a button there.

# Station screen
display-title = Check in here
display-how = Point your camera at the code and tap the link to check in.
display-leaving = Scan again when you leave. Your hours count by themselves.
display-inside =
    { $count ->
        [0] Nobody is in yet
        [one] 1 volunteer is in
       *[other] { $count } volunteers are in
    }
display-day = { $weekday }, { $day }
display-unpaired = This screen is not paired yet
display-unpaired-how = Ask the station's keeper to tap “Station screen”, then “Pair a new screen”, and open the link on this screen.
display-code-used = This link has been used, or is too old
display-code-used-how = Ask the station's keeper for a new one: “Station screen”, then “Pair a new screen”.
display-cut-off = This screen has been switched off
display-cut-off-how = To use it again, the station's keeper pairs it anew under “Station screen”.
display-offline = No connection, so there is no code for now
display-offline-how = It comes back by itself. In a hurry? Open “My code” and let the station scan you.
display-slow = The connection is too slow, so there is no code for now

# Scanners
scan-title = Check in or out
scan-hint = Point at the code on the station's screen
scan-how = Point at the code on the station's screen: once to check in, once more when you leave.
scan-open = 📷 Scan
scan-photo = 🖼 Take a photo
scan-camera-off = The camera is not available here. Please take a photo.
scan-done = Done
scan-move = End that one, check in here
scanner-title = Scan volunteers
scanner-hint = Point at the volunteer's code or card
scanner-how = Point at the code on the volunteer's phone, or at the card.
scanner-arrived = Checked in { $arrived_at }
scanner-left = Checked out, { $minutes } counted
scanner-count = { $count } today, { $inside } in now
scanner-nobody = Nobody has come yet today
scanner-last = Just now
scanner-line-in = in at { $opened_at }
scanner-line-left = out at { $closed_at }, { $minutes }
scanner-line-forgot = in at { $opened_at }, never checked out

# My code
code-title = My code
code-show = Let the station scan this
code-renews = It renews itself every { $seconds } seconds; a screenshot is of no use.
code-inside = In since { $since_at } · { $station }
code-outside = Not checked in at the moment

# Card check
check-title = Volunteer card check
check-valid = Valid
check-suspended = No longer valid
check-number = Volunteer number
check-since = Registered on
check-city = Registered in
check-note = This card only shows that its holder is a volunteer registered in { $city }. To check in, the station scans it.
check-unknown = This card is not known
check-unknown-how = Please check that the whole code was read. If the card is old, its holder can get a new one from the bot.
check-too-many = Too many look-ups. Please come back in a while.

# Vouchers
voucher-page-title = Voucher
voucher-page-show = Let the merchant scan this
honour-title = Honour vouchers
honour-hint = Point at the guest's voucher code
honour-how = Point at the voucher code on the guest's phone.
honour-done = Honoured · number { $count } today
honour-count = { $count } today
button-live-code = 🔄 Code that renews itself

# The button at the bottom left of the chat
menu-button-scan = Check in
menu-button-scanner = Scan
menu-button-honour = Honour

checkin-arrived =
    ✅ Checked in · { $station }
    Started { $arrived_at }. Scan the screen again when you leave.
    If you forget, it ends by itself at { $closes_at } and counts only once the station confirms it.
checkin-left =
    👋 Checked out: { $minutes } this time.
    { $total_minutes } in all; { $next_minutes } more for { $star }.
checkin-left-top =
    👋 Checked out: { $minutes } this time.
    { $total_minutes } in all, enough for { $star }, the highest there is.
checkin-left-plain =
    👋 Checked out: { $minutes } this time.
    { $total_minutes } in all.
checkin-left-reduced =
    👋 Checked out: present { $stayed_minutes }, counted { $minutes }.
    { $reason }
    { $total_minutes } in all.
reduction-rounding = Time counts in whole steps; the rest is dropped.
reduction-too-short = That is below the shortest stay, so it does not count.
reduction-visit-limit = One visit counts up to the limit.
reduction-day-limit = Today's limit is reached.
reduction-pair-limit = You have come and gone here as often as counts in a day; this time does not count.
checkin-clerk-asked =
    ⏳ Received, { $station }.
    It counts from { $arrived_at } as soon as the station confirms.
checkin-how =
    At the station, point your phone's camera at the code on the screen and tap the link.
    No screen? Tap “My code” and let the station scan you.
    You can also send a photo of the code here.
checkin-open-now = You are in at { $station } since { $since_at }. Scan again when you leave.
button-records = Records
button-move-here = End that one, check in here
button-scan = 📷 Open the scanner
star-0 = no star yet
star-1 = one star
star-2 = two stars
star-3 = three stars
star-4 = four stars
star-5 = five stars

# My code
code-mine =
    🪪 Let the station scan this, or read it out:
    <b>{ $typed }</b>
    Good until { $until_at }, once.
code-picture-line = Good until { $until_at }, once
button-another-code = Another one

# Station clerk
clerk-how = Send a photo of the volunteer's code, or type its 12 characters.
clerk-arrived = ✅ { $volunteer } checked in, { $arrived_at }.
clerk-left = 👋 { $volunteer } checked out: { $minutes }.
clerk-count = { $station }: { $count } today, { $inside } in now.
clerk-elsewhere = This one counts for { $station }.
clerk-at-work = You are working at { $station }; what you scan counts there.
clerk-which-station = 🏠 You are working at { $station }. Where to now?
clerk-station-changed = ✅ Done. What you scan from now on counts for { $station }.
button-change-station = Other station
clerk-day =
    📋 { $station } · { $count } today, { $inside } in now
    { $lines }
clerk-day-empty =
    📋 { $station } · Nobody has come yet today.
    Whoever scans the screen appears here.
clerk-line-in = 🟢 { $volunteer } · in since { $opened_at }
clerk-line-left = ⚪️ { $volunteer } · { $opened_at } – { $closed_at } · { $minutes }
clerk-line-forgot = 🟠 { $volunteer } · in at { $opened_at }, no check-out
clerk-more-lines = … and { $count } more
clerk-to-settle = { $count } forgot to check out. Please settle them one by one.
clerk-settle =
    { $volunteer } checked in { $opened_at } and never checked out.
    When did they leave?
clerk-settle-none = Nobody is left to settle.
clerk-settled = Right, { $volunteer } gets { $minutes }.
clerk-settled-none = Right, nothing counted for { $volunteer }.
clerk-settle-typed = Type the time they left, like 11:30.
clerk-time-wrong = I could not read that time. Please type it like 11:30.
button-settle-next = Settle check-outs ({ $count })
button-nobody-came = Did not come
button-other-time = Another time
button-back-to-day = Back to today
display-link =
    🖥 { $station }: open this link on the station's screen before { $until_at }. It works once:
    { $link }
display-none = { $station } has no screen yet.
display-list = Screens in use at { $station }:
display-line = Screen { $number }, since { $paired_at }
display-revoked = Screen { $number } is switched off; its codes no longer work.
display-no-pages = Pages are not set up here yet (the administrator sets PUBLIC_URL), so there is no screen. Volunteers can tap “My code” for you to scan.
button-pair = Pair a new screen
button-revoke = Switch off screen { $number }
notice-visit-forgotten =
    🕰 You did not check out of { $station } ({ $since_at }), so it ended by itself and does not count yet.
    Tell the station when you left; once they confirm, it counts.
notice-visit-end-last-day =
    🕰 Nobody has confirmed yet when you left { $station } ({ $since_at }). The station can do so until { $until_at }.
    After that, open your records and tap “Not right?”.
notice-end-confirmed = ✅ The station confirmed your visit of { $since_at }: { $minutes }.
notice-end-refused = The station looked at your visit of { $since_at } and counted nothing. If that is wrong, please talk to them.
notice-confirm-arrival =
    👀 { $volunteer } scanned at { $station }, { $arrived_at }; please have a look. Are they here?
    If so, press below: the time counts from the scan. If not, do nothing.
clerk-waiting = ⏳ Waiting for you to have a look: { $count }. Press the name of whoever is here:
button-waiting = ✅ { $volunteer } { $scanned_at }
notice-arrival-confirmed = ✅ The station confirmed that you are here; your time counts from { $since_at }. Scan again when you leave.
button-arrived-yes = They are here

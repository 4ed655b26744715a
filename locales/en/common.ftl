# How times are said
length-hours-minutes = { $hours } h { $rest } min
length-hours = { $hours } { $hours ->
    [one] hour
   *[other] hours
}
length-minutes = { $rest } min
day-today = today
day-yesterday = yesterday
day-tomorrow = tomorrow
day-of-year = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
day-of-any-year = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
weekday-0 = Mon
weekday-1 = Tue
weekday-2 = Wed
weekday-3 = Thu
weekday-4 = Fri
weekday-5 = Sat
weekday-6 = Sun

# Start, help, language
welcome =
    Hello, this is volunteering in { $city }.
    Once you are registered, scan the code at a station to check in and out; your hours add up by themselves.
    New here? Tap “Register” below.
welcome-back = Hello { $name }! To check in, point your camera at the code on the station's screen.
welcome-waiting = Your registration is being looked at. You will hear from us here.
welcome-staff = Hello! You are: { $roles }. Everything you need is in the buttons below.
help-volunteer =
    📷 At a station: scan the code on the screen with your camera to check in.
    When you leave: scan again to check out.
    🕒 Hours and stars: tap “My hours”.
    🪪 Cannot scan? Tap “My code” and let the station scan you.
    Also: /language, /cancel, /privacy.
help-clerk =
    📷 Scan a volunteer: send a photo of the code, or type its 12 characters.
    📋 Today: who is in, who forgot to check out.
    🖥 Station code: pair the station's screen.
help-newcomer =
    Register as a volunteer here, scan in at a station, and your hours add up.
    Tap “Register”; it takes about three minutes.
    Also: /language, /privacy.
help-merchant =
    📷 Honour a voucher: send a photo of it, or type its 12 characters.
    🧾 Today: what you have honoured so far.
help-staff =
    Everything you need is in the buttons below.
    /menu to change your role, /language, /cancel.
language-ask = 请选择语言 / Choose a language
language-set = Right, English from now on.
language-set-midway = Right, English from now on. Just carry on with what you were doing.
cancelled = Stopped. What you filled in is kept; next time you go on from here.
cancelled-whole = Stopped. Nothing from this was kept; begin again whenever you like.
draft-kept = 📝 Your unfinished { $what } is kept; go on whenever you like.
what-registration = registration
button-go-on = Go on
nothing-to-cancel = There is nothing to stop right now.
unknown = Sorry, I did not get that. Use the buttons below, or send /help to see what you can do.
edited = I do not read a message again after it was edited. Please send it as a new one.
old-button = That step is over. Please look at the newest message below.
too-fast = You are sending too fast. I will go through what you sent before; from here on I have not read it. Please wait a minute and send the rest again.
incident = Sorry, something went wrong; we have made a note of it. Number { $number }. Please try again in a while, and if it still fails give this number to the staff.
why-document = Under { $title } ({ $year }), { $article }: { $text }
why-ours = This is the city's own rule: { $rule ->
    [checkin-display_slot_seconds] the code changes quickly, so a photo passed on is too old to use.
    [checkin-personal_slot_seconds] the code changes quickly, so a screenshot is of no use.
    [checkin-repeat_scan_seconds] a second scan right after the first is a phone held still, not somebody leaving.
    [credit-min_visit_minutes] a stay this short is most likely a mistaken scan.
    [credit-max_visit_minutes] one visit should be of a reasonable length; if you serve longer, check out and in again.
    [credit-max_day_minutes] a day of service should be of a reasonable length; please take a rest.
    [credit-max_pairs_day] coming and going too often is seldom service; a few times a day are enough.
    [credit-staff_end_days] after too long nobody remembers for certain.
    [redemption-voucher_days] a month always has a good day to go; if it runs out, your hours come back.
    [redemption-max_live_vouchers] whoever holds many vouchers keeps others from getting one.
    [records-recipient_confirm] those who were served know best; whether they must confirm is for the city to say.
    [records-notice_days] hours that somebody typed are shown to everybody for some days, so that whoever knows better can object.
    [stars-hours_source] every hour of the city's own system can be proved; those of the national one are entered later and by hand.
    [stars-notice_workdays] five working days are always a week or more: time to look and to speak up.
    [stars-quality_min] Those who were served know best how good it was; hours alone do not say it.
    [stations-class_minutes] one scan of the teacher speaks for the whole class; long afterwards nobody knows whether the teacher is still there.
    [stations-offline_hours] after more than a day nobody can check it any more.
    [registration-undo_minutes] time to notice a wrong tap, before the volunteer begins to use it.
    [oddities-typed_soon_minutes] who was there writes it down later; entering at once is a known way to cheat.
    [oddities-typist_records] when one person types for many all year, somebody should have a look.
    [oddities-day_minutes] hardly anybody serves more than ten hours on many days.
    [oddities-travel_kmh] even in a straight line and by car there was not enough time.
    [oddities-round_percent] who scans when leaving does not leave on the dot each time.
    [oddities-together_seconds] coming and going together each time may be one person with two phones.
    [duties-annual_report_due_on] a report is asked for, but no document names the day, so the office sets it.
    [redemption-deduct] hours that were spent are taken off, or one hour could be spent twice.
    [teams-qualified_percent] this city’s documents ask nothing of teams.
    [teams-units_percent] this city’s documents ask nothing of teams.
    [coverage-groups] only those who want to are counted, to see who still comes seldom.
    [coverage-target_percent] a figure to aim at shows how far there is to go.
    [credit-redeemable_sources] only hours that a scan has seen can be spent; whatever people write down can be wrong.
    [honours-unit_categories] no document names an honour of the year, so there is nothing to nominate for.
    [qualifications-kinds] for these, people rely on a certificate, so somebody looks at it before it counts.
    [registration-accompany_below] a child this young needs an adult close by.
    [registration-senior_above] at that age it is worth asking first whether the work is not too hard.
    [families-most_members] one person cannot look after more, and one scan would prove little about them.
    [guardians-most_children] nobody looks after more, and one account may not make people up.
    [relocation-reasons] only a new home, household or employer makes another unit responsible.
    [rights-leave_wait_days] a tap in anger can still be taken back.
    [routing-city_units] a registration is decided by those who know the place.
    [routing-provincial_units] a registration is decided by those who know the place.
    [routing-central_units] a registration is decided by those who know the place.
    [routing-districts] a registration is decided by those who know the place.
    [routing-otherwise] a registration is decided by those who know the place.
    [stations-checklist] a plain list of what a station has lets everybody see what to expect.
    [stations-marks] this city’s documents name no such marks.
    [stations-venues] this city’s documents ask no station to lend out rooms.
    [stations-min_county] this city’s documents set no number of stations for a county.
    [stations-community_percent] this city’s documents do not ask for a station in every community.
    [stations-min_hours_day] a station that is staffed every day is a station where people find somebody.
    [duties-statistics_due_on] no document asks units for a yearly table.
    [duties-statistics_opens_on] no document asks units for a yearly table.
    [duties-plan_due_on] no document asks units for a yearly plan.
    [duties-info_items_min] no document says how many news items a unit owes.
    [stars-chain] different people nominate, check and approve, so that a star means something.
    [stations-location_fresh_seconds] a location sent on the spot from one’s own phone shows who is there.
    [checkin-deep_link] a link that a camera opened can be passed on, so somebody at the station looks.
    [stations-location_radius_metres] whoever is close by is there; phones indoors are off by tens of metres, so there is some room.
   *[other] no document says, so the city decides.
}
why-norm = Under the national rules, { $title } ({ $year }), { $article }: { $text }
commands-start = Start
commands-help = What you can do
commands-language = Language 换语言
commands-cancel = Stop here
commands-privacy = Privacy

# Buttons
button-why = Why?
button-back = Back
button-stop = Stop here
button-yes = Confirm
button-no = No, thanks
menu-register = 📝 Register
menu-checkin = 📷 Check in/out
menu-hours = 🕒 My hours
menu-rewards = 🎁 Rewards
menu-code = 🪪 My code
menu-more = More
menu-scan = 📷 Scan a volunteer
menu-display = 🖥 Station screen
menu-today = 📋 Today
menu-queue = ✅ To do
menu-board = 📊 Board
menu-submit = 📤 Hand in
menu-duties = 📌 What we owe
menu-honour = 📷 Honour a voucher
menu-honoured = 🧾 Today's vouchers
menu-invite = 👥 Invite staff
queue-further = Also waiting for you:
queue-empty = 👍 Nothing is waiting.
more-is = There is also:
button-language = 🌐 Language
button-help = ❓ Help
button-privacy = 🔏 Privacy
button-profile = 👤 My details
button-card = 🪪 Volunteer card
button-role = 🔀 Switch to { $role }
role-switched = Right, you are acting as { $role } now.

# Roles
role-volunteer = volunteer
role-clerk = station clerk
role-station_head = head of a station
role-merchant = merchant
role-unit_contact = unit contact
role-county_office = county office
role-federation = Volunteer Federation
role-centre = Guidance Centre
role-office = Civilization Office
role-administrator = administrator
invite-accepted = 🤝 Done. You are now: { $role }.
invite-accepted-at = 🤝 Done. You are now: { $role } ({ $place }).
invite-which = Who should come in?
invite-where = Type part of the name of the station, unit, county or merchant for this { $role }.
invite-found = Which one?
invite-none = Nothing found for “{ $typed }”. Try other words.
invite-made =
    Send this link to that person only. It gives the role of { $role } and works once, within { $days } days:
    { $link }

notice-silence = Nothing has come in since { $since_at }; the bot has only just started again. If it was down, Telegram has dropped what was sent more than 24 hours ago: please ask the stations for check-ins and check-outs that are missing.

# Stations: register, card, standard, staff, poster, duty
semicolon = {"; "}
button-station-register = 🏠 Stations
button-own-station = 🏠 My station
station-own-which = 🏠 You are the head of these stations. Which one?
button-station-new = ➕ New one
station-list = 🏠 { $count ->
    [one] One service station.
   *[other] { $count } service stations.
 } How long somebody was on duty there today:
station-none = 🏠 No stations yet. Press “New one” to open the first.
station-not-found = No station has “{ $typed }” in its name. Try a few other letters.
station-type-to-find = With many stations, type a part of the name to find one.
station-line = { $number } { $station } · { $duty }
station-duty-closed = closed today
station-duty-short = { $covered_minutes } ({ $missing_minutes } to go)
station-duty-free = { $covered_minutes }
station-duty-enough = { $covered_minutes } ✅
station-duty-head =
    The last seven days: how long somebody was on duty (several at once count once).
    It tells whether the station was staffed; nobody gets hours for it.
station-duty-line = { $when_on } { $duty }
station-no-hours = no fixed hours
station-every-day = Every day
station-day-range = { $first }–{ $last }
station-day-off = closed
station-plain = service station
station-kind-community = Community
station-kind-public-place = Public place
station-kind-scenic = Scenic spot
station-kind-service-window = Service desk
station-kind-culture = Culture
station-kind-hotel = Hotel
station-kind-compound = Compound
station-kind-new-village = New village
station-card = 🏠 { $station } · { $kind }
station-card-where = 📍 { $place }
station-card-hours = 🕘 { $hours }
station-card-unit = Run by { $unit }
station-card-services = Services: { $services }
station-card-workflow = How it works: { $workflow }
station-card-contact = Contact: { $person } { $way }
station-card-location = Checking in asks for your location (within { $metres } m)
station-how-to-check-in = To check in, point your camera at the code on the station’s screen.
button-station-edit = ✏️ Edit
button-station-standard = ☑️ Standard { $seen }/{ $asked }
button-station-staff = 👥 Staff
button-station-poster = 🖨 Poster
button-station-duty = 🕘 On duty
button-station-history = 📜 Changes
button-station-close = 🚫 Close it
button-station-close-yes = Yes, close it
station-ask-name = What is the station called? (40 characters at most)
station-ask-kind = What kind of station is it?
station-ask-county = In which county?
station-ask-township = In which township?
station-ask-address = The address? For example: Library, ground floor, 1 Renmin Road
station-ask-community = In which community or village?
station-ask-unit = Which unit runs it? Type a part of its name.
station-ask-opening =
    When is it open? Press one, or type, for example:
    Mon-Fri 9:00-12:00 14:00-18:00; Sat 10:00-16:00
station-ask-day =
    Which day is different? For example:
    10-01 closed, or 10-02 10:00-16:00
station-ask-radius = Should people send their location as well when they arrive? Nearby it counts; from further away the station is asked to confirm.
station-ask-workflow = How does it work here? This goes on the poster (300 characters at most).
station-ask-services = Which services are offered? One a line; this goes on the poster (300 characters at most).
station-menu = 🧾 What { $station } offers. Type to add, one service a line; ⬆️ moves one up, ✖️ takes it away.
station-menu-empty = 🧾 { $station } has no services yet. Type them, one a line; they go on the poster (300 characters at most).
station-menu-item = { $number } { $item }
button-menu-up = ⬆️ No. { $number }
button-menu-away = ✖️ No. { $number }
station-ask-contact-person = Who is the contact? This is public, for example: Ms Wang
station-ask-contact-way = How can people reach them? This is public, for example: 0879-2120000, weekdays 9–17
station-ask-position = Where is the station? If you are there, press “Send location” below. You can also attach a location or type the coordinates.
station-position-how = 👇 If you are at the station, press this:
station-ask-drawn = Type the coordinates that Amap or Tencent Maps shows, for example: 100.97720, 22.78650. We convert them.
station-position-unclear = We could not read that position. Send a location, or type coordinates such as 22.78650, 100.97720
station-drawn-unclear = We could not read that position. Type the coordinates on the map, such as 100.97720, 22.78650
station-placed = 📍 The position is kept.
station-edit-which = { $station }: which line would you like to change?
station-units-found = Which one is it?
station-unit-none = No such unit was found. Try other letters.
station-press-a-button = Please choose one of the buttons above.
station-changed = ✅ Changed.
station-opened = ✅ The station is open. The other details can follow.
station-hours-0 = Daily 9–18
station-hours-1 = Mon–Fri 9–18
station-hours-2 = Noon break
station-field-name = Name
station-field-kind = Kind
station-field-unit = Run by
station-field-township = Township
station-field-community = Community
station-field-address = Address
station-field-opening = Hours
station-field-day = One day
station-field-position = Position
station-field-radius = Location
station-field-workflow = Workflow
station-field-services = Services
station-field-contact_person = Contact
station-field-contact_way = Reach by
station-field-item = Standard
station-field-mark = Mark
station-field-venue = Venue
station-field-closed = Station
station-state = { $state ->
    [closed] closed
   *[open] in use
 }
button-location-on = Ask for it
button-location-off = Code only
button-chinese-map = From Amap or WeChat
button-location = 📍 Send location
station-no-history = Nothing has been changed yet.
station-change = { $changed_at } { $field }: { $was } → { $became }
station-within = within { $metres } m
station-close-ask =
    Close { $station }? Nobody can check in there any more, and its staff are told. It can be opened again.
    { $inside ->
        [0] Nobody is on duty now.
        [one] One person is on duty now, and is told to have “My code” scanned when leaving.
       *[other] { $inside } people are on duty now, and are told to have “My code” scanned when leaving.
    }
station-closed-now = 🚫 { $station } is closed; its staff are told.
button-station-reopen = ↩️ Open it again
button-stations-closed = 🗄 Closed { $count }
stations-gone = { $count ->
    [0] 🗄 No station is closed.
   *[other] 🗄 Closed stations, the latest first. Press below to open one again:
 }
station-gone-line = { $number } { $station } · closed { $closed_at }
button-reopen-one = ↩️ Open no. { $number } again
station-reopened-now = ✅ It is open again: people can check in from now on, and its staff are told.
notice-station-closed =
    🚫 { $station } has been closed: nobody can check in any more, and its screens are off.
    { $inside ->
        [0] Nobody is on duty now.
        [one] One person is still on duty: scan their “My code” when they leave, and they are checked out.
       *[other] { $inside } people are still on duty: scan their “My code” when they leave, and they are checked out.
    }
notice-station-closed-inside =
    🚫 { $station } has been closed and its screen shows no code. The time you have served counts:
    when you leave, press “My code” and let somebody at the station scan it.
notice-station-reopened = ✅ { $station } is open again: people can check in, and its staff and screens are as they were.
station-standard =
    ☑️ The standard: { $seen } of { $asked } items, { $photos } with a photo.
    Press an item to add a photo or a tick.
station-item-ask = { $item }: please send a photo, or just tick it.
station-item-seen = ✅ { $item }: seen { $seen_at }. A new photo replaces the old one.
station-photo-gone = This photo cannot be found any more; please take a new one.
station-photo-wanted = A photo is wanted here. Otherwise press “Tick” or “Back” above.
button-item-there = Tick
button-item-gone = Untick
button-item-photo = See photo
station-item-sign = Sign
station-item-name = Name
station-item-premises = Premises
station-item-team = Team
station-item-training = Training
station-item-services = Services
station-item-records = Records
station-item-rules = Rules
station-item-supervision = Inspection
station-item-stars = Stars
station-item-equipment = Equipment
button-station-marks = 🏷 Marks
button-marked = 🏷 { $mark }
button-station-goals = 📊 Targets
button-venues = 🏛 Venues
button-venue-none = Not any more
button-why-county = Why a number?
button-why-community = Why communities?
station-mark-studio = Studio
station-mark-model = Model
station-mark-brand = Brand
station-mark-venue = Venue
station-card-marks = 🏷 { $marks }
station-card-venue = 🏛 To borrow: { $words }
station-marks = 🏷 Which marks does { $station } have? Tap to add one, tap again to take it away. Everybody who opens the station’s page sees them.
station-venue-ask =
    🏛 What can people use at { $station }, and when? One line, 80 characters at most; everybody sees it. For example:
    Room on the first floor, seats 30, Mon–Fri 14:00–17:00, a day’s notice
station-marked = 🏷 { $mark }: { $count }
station-marked-line = <b>{ $station }</b> { $place }
venues-head = { $count ->
    [0] 🏛 No station lends out a room yet.
    [one] 🏛 One station has a place to lend. Open it to see whom to ask:
   *[other] 🏛 { $count } stations have a place to lend. Open one to see whom to ask:
 }
station-goals = 📊 Stations by county:
station-goals-enter = 📊 Stations by county. Tap a name to enter how many communities it has. A community counts once a station of the kind “Community” names it and every item of the standard is ticked:
station-goal-count = { $county }: { $stations } of at least { $least }{ $state ->
    [reached] {" "}✅
   *[below] {""}
 }
station-goal-communities = { $county }: { $stations ->
    [one] one station
   *[other] { $stations } stations
 }; { $state ->
    [unknown] { $covered } communities meet the standard, and nobody has entered how many there are
    [reached] { $covered } of { $communities } built-up communities, { $percent }% ✅
   *[below] { $covered } of { $communities } built-up communities, { $percent }%
 }
station-communities-ask = How many communities does the built-up area of { $county } have? Please type a number.
station-communities-wrong = Please type a whole number above 0, such as 36. How many communities does the built-up area of { $county } have?
station-staff = 👥 { $count ->
    [one] One person works here.
   *[other] { $count } people work here.
 }
station-clerk = { $number } { $name }, since { $since_at }
station-head = { $number } { $name } (head), since { $since_at }
station-clerk-unnamed = somebody without a registered name
button-dismiss = Let { $number } go
station-invite-made =
    Send this link to that person only. It gives the role of { $role } ({ $station }) and works once, within { $days } days:
    { $link }
station-dismiss-ask = Let { $name } (since { $since_at }) go from { $station }? They can scan nobody there any more.
button-step-down = { $number } head no more
notice-staff-dismissed = Your role ({ $role }) at { $station } has ended, and so have the links you gave out. If you have questions, ask the unit that runs the station.
notice-staff-stepped-down = You are no longer head of { $station }; you are still one of its clerks and can go on scanning.
button-dismiss-yes = Let them go
button-invite-clerk = ➕ Invite
button-invite-head = ➕ Add a head
station-poster-missing = A poster needs workflow, services, contact and how to reach them; { $count } to go.
station-poster-ready = 🖨 The A3 poster, to print and put up. Its code opens the station’s page here; it checks nobody in.
poster-title = Lei Feng Volunteer Service Station
poster-hours = Opening hours
poster-services = Services
poster-workflow = How it works
poster-contact-person = Contact
poster-contact-way = How to reach us
poster-scan-hint = Scan to see how we can help
poster-small-print = To check in, scan the code on the station’s screen
clerk-duty = 🕘 Somebody on duty today: { $duty }

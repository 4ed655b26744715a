# Headcount: the contact enters it, and shares are counted by it
button-headcount = 🔢 Headcount
button-to-roster = 👥 Roster
headcount-none = 🔢 No headcount yet; once entered, the share registered can be worked out.
headcount-line = 🔢 { $kind ->
    [school] { $staff } staff, { $pupils } pupils on the roll
    [community] { $staff } residents
   *[other] { $staff } staff
 } (entered { $entered_on })
headcount-ask = { $kind ->
    [school] How many staff has { $unit }, on the establishment or not? Type 0 for none.
    [community] How many people live in { $unit }?
   *[other] How many staff has { $unit }, on the establishment or not?
 } Please type a number. To correct it, enter it again: the newest counts.
headcount-ask-pupils = How many pupils are on the roll of { $unit }? Please type a number, 0 for none.
headcount-wrong = I could not read that, and nothing was kept. Please type one whole number, such as 120.

# Shares and averages: figures only; registering is up to each person
button-shares = 📈 Shares
button-share-units = 🏢 Units
button-share-book = 📄 Assessment data
button-share-year = See { $year }
button-population = 🔢 Population
button-why-share = Why this share?
button-why-average = Why these hours?
button-unit-outside = Set: outside town
button-unit-inside = Set: in town
shares-head =
    📈 <b>Shares and averages of { $year }</b> (counted to { $counted_on })
    Figures only, no names: registering is up to each person. Figures below { $least } people are not shown.
shares-no-document = This city's documents set no share and no average, so there are figures and no targets.
shares-place =
    {""}
    <b>{ $name }</b>
shares-counties =
    {""}
    <b>Registered by county</b> · targets: { $aims }
shares-county = · { $name }: { $state ->
    [hidden] fewer than { $least }
   *[shown] { $registered }
 }; { $shares }
shares-short = { $base ->
    [built_up] in town
   *[resident] all
 }{ $state ->
    [unknown] {" "}not entered
    [hidden] {" "}not shown
    [reached] {" "}{ $percent }% ✅
   *[below] {" "}{ $percent }%
 }
shares-main = The main goal speaks of: { $base }.
shares-whom-all = all staff
shares-whom-school = staff and pupils
shares-whom-staff = staff
shares-whom-pupils = pupils
shares-whom-built_up = residents in town
shares-whom-resident = all residents
shares-figure = · Of { $whom }: { $state ->
    [hidden] fewer than { $least } registered, not shown
    [unknown] { $registered } registered, the total is not entered yet
    [free] { $registered } of { $people } registered, { $percent }%; no document sets a share
    [reached] { $registered } of { $people } registered, { $percent }%, target { $target }% ✅
   *[below] { $registered } of { $people } registered, { $percent }%, target { $target }%
 }{ $marks ->
    [none] {""}
   *[other] {" "}(other documents mention { $marks })
 }
shares-average = · Average a year, { $base ->
    [active] over those who served
    [registered_daily_average] over the registered of an average day
   *[registered_at_year_end] over the registered
 }: { $state ->
    [hidden] fewer than { $least } registered, not shown
    [free] { $average_minutes }; no document sets one
    [reached] { $average_minutes }, target { $target } hours ✅
   *[below] { $average_minutes }, target { $target } hours
 }
shares-enter-population = 👉 Some populations are missing: press “🔢 Population”, and the shares can be worked out.
shares-units =
    {""}
    { $units ->
    [0] There are no units yet.
   *[other] 🏢 { $units } units, { $counted } with a headcount{ $counted ->
        [0] . Please let their contacts press “🔢 Headcount” at “👥 Roster”
       *[other] ; { $judged } can be measured by a target, { $reached } reach it
    }.
 }
shares-list = 🏢 <b>Units in { $year }</b> · press a number for the clauses and what it is used for
shares-unit = <b>{ $place }. { $name }</b>
shares-one = <b>{ $name }</b> · { $year } · { $built_up ->
    [True] in town
   *[False] outside town
 }
shares-no-headcount = 👉 No headcount yet: please let the unit's contact press “🔢 Headcount” at “👥 Roster”.
shares-headcount = Headcount: { $staff }{ $pupils ->
    [0] {""}
   *[other] {" "}and { $pupils } pupils
 }
shares-titles = Used to assess: { $titles }
title-city = Civilized City
title-county-town = Civilized County Town
title-unit = Civilized Unit
title-campus = Civilized Campus
title-trade = Civilized Trade
title-village-town = Civilized Village and Township
title-village = Civilized Village
title-community = Civilized Community
unit-kind-office = civilization office
unit-kind-party = party department
unit-kind-bureau = government department
unit-kind-people_group = people's group
unit-kind-federation = social organization
unit-kind-media = media
unit-kind-institution = public institution
unit-kind-college = college
unit-kind-senior_high = senior high school
unit-kind-basic_school = junior or primary school, kindergarten
unit-kind-enterprise = company
unit-kind-state_enterprise = state-owned company
unit-kind-community = community
unit-kind-township = township
unit-kind-village = village
unit-kind-other = other
population-where = 🔢 Whose population?
population-which = { $place }: residents in town { $built_up ->
    [0] not entered
   *[other] { $built_up }
 }, all residents { $resident ->
    [0] not entered
   *[other] { $resident }
 }. Which one? Earlier entries stay, the newest counts.
population-ask = How many { $whom } has { $place }? Please type a number, such as 2400000.
population-wrong = I could not read that, and nothing was kept. Please type one whole number above 0, such as 2400000.
sharebook-name = assessment-{ $year }
sharebook-title = Volunteer service, assessment data of { $year } (counted to { $day })
sharebook-note = Figures below { $least } people are not shown. Registering is up to each person; shares are statistics and ask nobody for anything.
sharebook-sent = 📄 Assessment data: a sheet of units and a sheet of places.
sharebook-units = Units
sharebook-places = Places
sharebook-no-target = none
sharebook-city = city level
sharebook-inside = in
sharebook-outside = outside
sharebook-elsewhere = see national system
sharebook-column-unit = Unit
sharebook-column-kind = Kind
sharebook-column-place = Place
sharebook-column-town = Town
sharebook-column-whom = Of whom
sharebook-column-people = People
sharebook-column-registered = Registered
sharebook-column-share = Share
sharebook-column-target = Target
sharebook-column-marks = Other documents
sharebook-column-hours = Hours
sharebook-base = Average hours: the year’s hours over { $base ->
    [active] those who served in it
    [registered_daily_average] the registered of an average day
   *[registered_at_year_end] those registered at its end
 }
sharebook-column-average = Average hours
sharebook-column-hours-target = Target hours
sharebook-column-projects = Projects
sharebook-column-titles = Used to assess

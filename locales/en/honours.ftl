# Honours: handed in with proof and checked; where the city has a yearly drive, nominated and awarded
button-my-honours = 🏅 My honours
button-honours = 🏅 Honours ({ $count })
button-honour-add = ➕ Add an honour
button-honour-year = 🏅 Honours of the year
button-honour-open = ▶️ Open nominations
button-honour-close = ⏹ Close nominations
button-honour-look = 👁 Nominations
button-honour-give = ✅ Award
button-honour-not = ❌ Do not award
button-honour-back = Take back no. { $number }
honour-category-advanced-organization = Advanced Organization of Lei Feng Service
honour-category-excellent-volunteer = Excellent Lei Feng Volunteer
honour-category-finest-volunteer = Finest Volunteer
honour-category-best-project = Best Project of Voluntary Service
honour-category-best-organization = Best Organization of Voluntary Service
honour-category-best-community-organization = Best Community Organization
honour-category-outstanding-contribution = Outstanding Contribution to Voluntary Service
paper-fault-other-honour = Another name or giver is on it
honours-none = 🏅 No honours yet. If you were given one, send its name, day, giver and a photo of the proof; once checked it is recorded.
honours-mine = 🏅 <b>My honours</b>
honour-line = { $number }. { $honour }, { $giver }, { $given_on }{ $state ->
    [waiting] : waiting to be checked
    [refused] : did not pass, { $reason }. You can send it again
   *[valid] {""}
 }
honour-ask-name = 🏅 What is the honour called? For example: Excellent Volunteer (60 characters at most).
honour-ask-giver = Who gave it? For example: Government of Pu'er (60 characters at most).
honour-ask-day = On which day was it given? Please type year, month and day, such as 2025-12-05.
honour-ask-photo = 📷 Please send a photo of the certificate or the document; name, title and day must be readable. We keep it encrypted, and for a while only after the check.
honour-photo-wanted = A photo is needed here (not a file).
honour-check =
    🏅 Honour to check · { $count } waiting
    { $holder } · { $number }
    { $honour }
    { $giver }, { $given_on }
    Sent { $asked_at }. Tap “See certificate” and compare name, title, day and giver.
honour-drive = 🏅 <b>Honours of { $year }</b>: { $state ->
    [none] not open yet. Once open, the contacts of all units are told and can nominate their unit or its volunteers.
    [open] nominations are open, { $nominated } so far. Close them to award one by one.
   *[closed] nominations are closed; { $nominated } undecided, { $awarded } awarded.
 }
honour-nominated = 🏅 Nominations, { $count } undecided:
honour-nomination = { $state ->
    [valid] ✅
    [refused] ▫️
   *[nominated] 🔸
 } <b>{ $category }</b>: { $whose ->
    [person] { $name } { $number } ({ $unit })
   *[unit] { $unit }
 }
    { $words }
honour-unit = 🏅 <b>Honours of { $year }</b> · { $unit }
    { $state ->
        [open] Nominations are open. For what do you nominate?
        [closed] Nominations are closed; the Office decides.
       *[none] Nominations are not open yet; you will be told.
    }
honour-unit-has = <b>Honours of the unit</b>
honour-has = 🏅 { $honour }, { $giver }, { $given_on }
honour-ask-who = Whom do you nominate? Please type the volunteer number of somebody of your unit.
honour-ask-words = Why does { $name } deserve “{ $category }”? The Office reads it ({ $most } characters at most, no telephone numbers).
honour-nominated-done = ✅ Nominated. You can take it back until nominations close.
refusal-honours-year = This year's honours were opened already; once a year.
refusal-honours-closed = Nominations are not open now. All units are told when they open.
refusal-nominated-already = That was nominated this year already.
notice-honours-waiting = 🏅 { $count ->
        [one] One honour waits
       *[other] { $count } honours wait
    } for your check.
notice-honour-valid = ✅ Your honour “{ $honour }” is checked and recorded.
notice-honour-refused = Your honour “{ $honour }” did not pass: { $reason }. You can send it again.
notice-honour-reopened = Your honour “{ $honour }” is checked once more; please wait.
notice-honours-open = 🏅 Nominations for the honours of { $year } are open: for your unit and its volunteers.
notice-honour-awarded = 🏅 Congratulations! { $whose ->
    [unit] Your unit is
   *[own] You are
 } “{ $category }” of { $year }, given by { $giver }. It is in the record.

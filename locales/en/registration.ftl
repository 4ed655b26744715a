# Registration: one question, one screen.
registration-progress = Step { $n } of { $m }
registration-consent =
    <b>First, what we keep</b>
    Kept: name, ID number, phone, where you live, unit, skills and free times.
    For: approving you, counting your hours, issuing certificates.
    Seen by: whoever approves you, and the stations you serve at. Nobody sees your ID number in a chat.
    For how long: { $days } days if you are not accepted; service records { $years } years.
registration-consent-identity-number = I agree to my ID number being kept
registration-consent-onward-entry = Pass me on to the national system (optional)
registration-consent-missing = The ID number needs your separate consent. Please tick that line first.
registration-full-text =
    <b>How we handle your data</b> (version { $version })
    <b>Who</b>: { $federation } and { $centre }. Reach us at any station or in this chat.
    <b>What and why</b>: Order 67 of the Ministry of Civil Affairs, Art. 5, asks for name, sex, birth date, ID number, area, contact, skills and kinds of service. We use them to know you are you, to find work that suits you, and to issue certificates.
    <b>Your ID number</b> is sensitive: it keeps one person from registering twice and stands on certificates. It is stored encrypted; pages and chats show its last two characters at most. Without it we cannot issue certificates, so we ask for it separately.
    <b>The national system</b>: we pass your data on only if you agree; you can register without.
    <b>For how long</b>: { $unfinished_days } days if unfinished, { $rejected_days } days if not accepted, service records { $years } years. Then they are deleted or made anonymous.
    <b>This chat</b> runs over Telegram, whose servers are abroad. Please never send a photo of an ID here.
    <b>Your rights</b>: send /privacy to see, correct, withdraw or have things deleted.
registration-declined = All right, nothing was kept. If you change your mind, tap “Register”.
registration-phone = Tap the button below to share your own phone number. Stations call it if something comes up.
registration-phone-button = 👇 The button is at the bottom of the screen
registration-phone-typed = Please use the button below instead of typing: it proves the number is yours.
registration-phone-kept = 📱 Noted, ending in { $tail }.
registration-going-back = All right, one step back.
registration-form =
    Enter { $whose ->
        [child] the child's
       *[own] your
    } name and document on our own page.
    The number is encrypted at once and never passes through the chat.
registration-in-the-form = Not here, please: tap “Name and document” below and fill in the page. What you sent has been deleted from the chat.
registration-name = What is { $whose ->
    [child] the child's
   *[own] your
 } name, as on the document?
registration-name-kept = Name noted.
registration-number =
    { $document }: please type its number.
    It is deleted from the chat at once and never shown again.
registration-number-line =
    { $document }: send its number, the birth date and the sex in one line, with blanks between.
    Like: NUMBER 1990-05-20 female. It is deleted from the chat at once.
button-keep-answer = Keep it, go on
registration-kind = Which document is it?
registration-document-kept = 🔒 { $document } registered.
registration-county = Where { $whose ->
    [child] does the child
   *[own] do you
 } live?
registration-township = Which township in { $county }?
registration-unit = Where { $whose ->
    [child] does the child go to school
   *[own] do you work or study
 }? Type part of the name.
registration-unit-found = Which one? If it is not here, type other words.
registration-unit-none = Nothing found. Try other words, or tap “No unit”.
registration-team = Which team would you like to join?
registration-categories = What would { $whose ->
    [child] the child
   *[own] you
 } like to do? Up to { $max }; { $count } chosen.
registration-categories-full = { $max } at most. Take one off first.
registration-skills = What { $whose ->
    [child] is the child
   *[own] are you
 } good at? { $count } chosen; none is fine too.
registration-times = When { $whose ->
    [child] is the child
   *[own] are you
 } usually free? Tap as many as you like, or none.
registration-oath =
    <b>The volunteer's oath</b>
    I am willing to be a volunteer. I promise to do what I can, without reward, to help others and serve society; to live the spirit of volunteering, to spread what is good in our culture, and to help build a society of solidarity, friendship and shared progress.

    I serve of my own will, in my spare time, and my health allows it.
registration-summary =
    <b>Please check; tap below to change a line</b>
    Name: { $name }
    Document: { $document }, registered
    Phone: ends in { $tail }
    Home: { $place }
    Unit: { $unit }
    Team: { $team }
    Would like to do: { $categories }
    Good at: { $skills }
    Free times: { $times }
registration-submitted =
    📨 Sent for approval: { $approver }, { $county }.
    You will usually hear within { $workdays } working days, by { $reply_by_on }. We will tell you here.
registration-correct = “{ $line }” needs correcting: { $reason }
registration-typed-only = Please type it: photos and voice messages cannot be read here.
registration-tap = This step only needs a tap, no typing.
ticked = ✅ { $text }
unticked = { $text }
none = none
comma = {", "}
day-part-morning = { $weekday } a.m.
day-part-afternoon = { $weekday } p.m.
day-part-evening = { $weekday } eve
line-name = name
line-form = name and document
line-number = document
line-phone = phone
line-place = home
line-unit = unit
line-team = team
line-interests = interests and skills
line-times = free times
button-agree = Agree, go on
button-disagree = Do not agree
button-full-text = Full text
button-contact = 📱 Use my number
button-form = 🔒 Name and document
button-other-document = Another document
button-no-unit = No unit
button-team-later = Decide later
button-to-skills = Next: your skills
button-chosen = Done
button-oath = I do
button-change = Change { $line }
button-submit = Submit

# Page: name and document
form-title = Name and document
form-why = This page is on our own server. The number is encrypted and never passes through the chat.
form-name = Name, as on the document
form-kind = Document
form-number = Number
form-born = Birth date
form-sex = Sex
form-birth-missing = This number does not tell birth date and sex. Please fill in the two fields above, then tap “Done”.
form-send = Done
form-sent = ✅ Registered. Please go on in the chat.

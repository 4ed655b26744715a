# Privacy: what is kept, taking back, a copy, leaving
privacy-title =
    <b>What we keep, and why</b>
    Kept by the volunteer service of { $city }, to approve you, count hours and issue certificates; for nothing else.
privacy-group = · { $why }. Seen by: { $seen_by }
privacy-nobody = only you
privacy-home-too = { $offices }; in a family, those at home too
privacy-home = you, and your family once you join one
privacy-why-registration = Your registration, photos of signed papers and of qualifications, to know that it is you; ID number, phone and photos are encrypted
privacy-why-guardians = Guardians and their consent, needed to register minors
privacy-why-family = Your family, for joint check-in
privacy-why-groups = Groups you named of your own will (encrypted): to count how many
privacy-why-visits = When you came and went, and how far from the station you were where it asks, to count hours
privacy-why-hours = Hours, and photos and papers behind typed hours and those from elsewhere (encrypted), for stars and certificates
privacy-why-trainings = Trainings you took and honours you were given, to be seen and printed in your record book
privacy-why-rewards = Vouchers, for merchants to honour
privacy-why-chat = Chat and notices, to finish what was begun and not to bother you twice
privacy-why-office = What you did in an office, so that it can be looked into
privacy-long =
    <b>What we keep, and for how long</b>
    Unfinished registrations { $unfinished_application_days } days, refused ones { $rejected_application_days } days, failed scans { $refused_scan_days } days, the words of the chat { $inbox_days } days, the numbers of messages { $update_key_days } days.
    How far from the station you were { $location_days } days, then only whether near or far. Photos and papers { $photo_days } days after they were dealt with, refused or taken back.
    A guardian's name and phone { $guardian_days } days after the child has come of age.
    Service records, hours, trainings, honours and issued certificates { $record_years } years, as the national standard asks; once your account is deleted they bear no name.
privacy-contact = Questions: { $contact }; or ask at any station, or use the buttons below.
privacy-contact-here = Questions: ask at any station, or use the buttons below.
privacy-national-yes = You agreed: your details are passed on to the national volunteer system.
privacy-national-guardian = You asked to be passed on to the national system; your guardian has not agreed, so nothing is.
privacy-national-no = You did not agree to passing on: nothing of you goes to the national system.
privacy-consent = { $n }. ✅ Agreed { $given_at }: { $kind }
privacy-children =
    <b>What is kept of minors</b>
    From { $youngest } to { $minor } a guardian must agree first; under { $child } everything is protected as sensitive, and an adult comes along each time.
    Only what registering and counting hours need; nothing is published or given to merchants. Each time staff look at a minor's details, who, when and which screen is kept, and the city's Civilization Office checks it.
    A guardian may refuse, and may take the consent back in their own chat at any time; the child then cannot check in, nothing more goes to the national system, and the hours stay. Passing on to that system needs a consent of its own.
    To see, correct or erase them, child or guardian, tap here, or ask any station to pass it on to the Office.
withdraw-registration = Without this we can neither register you nor count hours. Taking it back means deleting your account; the next step says first what goes and what stays.
withdraw-identity-number = The ID number makes sure that a person registers once; without it there is no registration. Taking it back means deleting your account; the next step says first what goes and what stays.
withdraw-onward-entry = Nothing more goes to the national system. What was passed on already: tell a station, and it is passed on to them. You serve and your hours count as before.
withdraw-family-scan = The head of your family no longer checks you in; you scan yourself. Your hours stay.
consent-again =
    Our explanation has changed. You agreed before to: { $kinds }.
    The new wording is what “Privacy” says. Agree to go on, or take things back one by one.
consent-renewed = Good, kept with the new wording.
notice-consent-again = 📄 We have changed what we say about personal data. Please read it and decide; until you answer, what you agreed to holds.
my-data-links =
    Your copy is ready. The links are good for { $minutes }, each for one download.
    It holds your whole ID number: keep it on your own phone and do not pass it on.
my-data-in-chat = Your data are in the two files below. A chat passes through other servers, so ID number and phone are shortened; for the whole of it bring your document to a station.
my-data-title = A copy of my data
my-data-ready = Your copy is ready
my-data-once = One tap downloads it, once. Nothing is shown here, so that nobody reads along.
my-data-fetch = Download
my-data-over = This link is no longer good
my-data-over-how = It was used, or its time is over. Go back to the chat and send /privacy for another.
my-data-about = About
my-data-made = As of { $made_at }
my-data-how = One sheet for each kind of record: all we keep, what is encrypted included. Times are UTC, eight hours behind China; lengths are in minutes.
my-data-table = { $table }: { $why }
leave-is =
    <b>Before you delete your account, please read</b>
    What goes: name, ID number, phone, birthday, address, what else you registered, chat and notices, files you sent, and the link to this chat.
    What stays: the figures of your service, under a code instead of a name, for { $years } years, because the national standard asks for it and books cannot be changed.
    It is done after { $days } days, and until then you can think again. Afterwards it cannot be undone; whoever registers again is a new volunteer, and the hours do not come back.
    Certificates are no longer found online; the signature inside the file can still be checked.
leave-hours = You have { $service_minutes } now. If you need a certificate, ask for it first.
leave-vouchers = Unused vouchers ({ $count }) are cancelled; their time goes back to the account and buys nothing any more.
leave-roles = The roles that you hold ({ $count }) are given back too.
leave-wards = Children for whom you agree ({ $count }) cannot check in afterwards unless another guardian agrees.
leave-asked = All right: your account is deleted { $due_at }. If you change your mind, tap “Keep my account” before then.
leave-undone = Good, your account stays; nothing was deleted.
notice-leaving-soon = ⏳ As you asked, your account is deleted { $due_at }; it cannot be undone afterwards. To keep it, tap below.
notice-leaving-now = Your data are being erased now; this is the last message. Thank you for your service. Send /start whenever you like to come back.
privacy-withdrawn = Taken back.
consent-registration = registering and counting hours
consent-identity-number = keeping the ID number
consent-onward-entry = passing on to the national system
button-withdraw = Withdraw { $n }
button-withdraw-yes = Yes, withdraw
button-agree-again = Agree
button-each-alone = One by one
button-my-data = Get a copy
button-my-data-json = Data file
button-my-data-xlsx = Workbook
button-children = Minors
button-leave = Delete my account
button-leave-yes = Yes, delete it
button-stay = Keep my account
button-look = Have a look
button-minor-looks = 👀 Who saw minors
button-older-looks = Older
minor-looks = <b>Who looked at minors' data</b>
minor-looks-none = Nobody has looked at a minor's data yet.
minor-look = · { $looked_at } { $roles } (account { $account }) looked at { $whom }: { $screen }
minor-look-volunteer = volunteer { $number }
minor-look-application = registration { $id }
minor-screen-application = the application
minor-screen-name = the full name
minor-screen-form = the registration form
minor-screen-scan = a scan
minor-screen-day = the station's list of today
minor-screen-record = a typed record
minor-screen-paper = a paper of a record
minor-screen-entry-sheet = the sheet for the national system
minor-screen-people = a search for volunteers
minor-screen-national = entering into the national system
minor-screen-roster = a unit's roster
minor-screen-register = a station's register
minor-screen-certificate = looking up a certificate
minor-screen-move = a transfer
minor-screen-recovery = getting an account back
minor-screen-stars = the list of stars
minor-screen-oddity = an odd pattern

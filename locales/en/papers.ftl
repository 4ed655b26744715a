# The certificate on paper
certificate-title = Certificate of Volunteer Service
certificate-number = Certificate no.
certificate-attest = This is to certify that
certificate-about = ({ $document } { $document_number }, volunteer number { $number }) served { $count ->
        [one] once
       *[other] { $count } times
    } as a volunteer from { $from_day } to { $until_day }, giving
certificate-full-stop = in all.
certificate-kinds = Of this { $recorded_minutes } recorded by check-in and check-out, { $typed_minutes } entered later, { $imported_minutes } brought along.
certificate-place = Service
certificate-unit = Recorded by
certificate-days = Dates
certificate-times = Times
certificate-length = Time served
certificate-span = { $first_day } – { $last_day }
paper-day = { $day } { $month ->
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
certificate-content-recorded = On duty at { $place }
certificate-content-typed = Service entered later
certificate-content-imported = Service brought along
certificate-content-other = Volunteer service
certificate-issuer = Issued by
certificate-responsible = Responsible
certificate-contact = Contact
certificate-handler = Handled by
certificate-by-system = the system
certificate-issued = Date of issue
certificate-seal = Seal
certificate-system-print = System print. Issued free of charge. Without a seal or a reliable electronic signature, what the code shows when it is scanned is decisive. Time served is time actually given; travel is not included.
certificate-check = Scan to verify
certificate-genuine = The file carries a digital signature: one changed letter breaks it.
certificate-page = Page
certificate-file = Certificate of service { $number }.pdf

# Asking for one
button-certificate = 📄 Certificate
certificate-which = 📄 A certificate is free and made at once. For which time?
button-cert-year = This year
button-cert-all = All
button-cert-months = Months
certificate-no-hours = There are no hours to certify yet. Scan once at a station and they begin there.
certificate-from = From which month?
certificate-until = From { $from_month }; until which month?
certificate-made =
    📄 Certificate { $number }: { $from_day } to { $until_day }, { $minutes } in all.
    Whoever gets it can verify it by the code. Please pass on this file itself, not a screenshot.
button-cert-stations = Choose what
button-cert-english = English
button-cert-chinese = 中文版
certificate-stations = Tap the stations and works that the certificate shall list, then “Certificate”.
refusal-certificate-empty = There are no hours to certify in this time. Please choose another.
refusal-certificate-period = That is no period. Please choose again under “Certificate”.
refusal-certificate-withdrawn = Certificate { $number }, which says the same, was withdrawn: { $kind ->
        [wrong-hours] the hours were wrong
        [wrong-person] it was somebody else's
       *[misused] it was misused
    }. Once the hours are corrected you can have a new one; the office that withdrew it answers questions.

# Looking one up, withdrawing it
button-cert-check = 📄 Check certificate
certificate-ask-number = Please type the certificate's number, for example ZM-2026-000123.
certificate-number-wrong = I see no number. It stands under the title, for example ZM-2026-000123.
certificate-found =
    📄 { $number } · { $name }
    { $from_day } to { $until_day }, { $minutes } in all
    Issued on { $issued_day } by { $issuer }.
certificate-found-withdrawn = ⛔ Withdrawn { $withdrawn_at } by { $role }: { $why }.
certificate-found-corrected = Hours of this time were corrected after it was issued.
button-cert-withdraw = Withdraw
certificate-withdraw-why = Why withdraw { $number }? It cannot be undone, and its holder is told.
certificate-why-wrong-hours = wrong hours
certificate-why-wrong-person = wrong person
certificate-why-misused = misused
certificate-withdrawn-done = { $number } is withdrawn; the page behind its code says so.
notice-certificate-withdrawn =
    Your certificate { $number } was withdrawn by { $role }: { $reason }.
    The page behind its code says so; please do not use it. After a correction you can have a new one under “My hours”.

# The page behind the code
certificate-page-title = Certificate check
certificate-page-genuine = Genuine
certificate-page-withdrawn = Withdrawn
certificate-page-unknown = This certificate is not known
certificate-page-unknown-how = Please check that the whole code or address was read. A certificate that is not known here was not issued here.
certificate-page-holder = Holder
certificate-page-hours = Time served
certificate-page-typed = Of this entered later
certificate-page-period = Period
certificate-page-issued = Date of issue
certificate-page-issuer = Issued by
certificate-page-span = { $from_day } to { $until_day }
certificate-page-withdrawn-how = Withdrawn on { $withdrawn_day } by { $role }; reason: { $why }.
certificate-page-corrected = Hours of this time were corrected after it was issued; it states what was recorded on its day.
certificate-page-note = Only what a check needs is shown, the name masked. Please compare number, period and time with the paper.
certificate-page-key = The signature inside the file can be checked without a network; public key:

# The registration form on paper
regform-title = { $city } Individual Volunteer Registration Form
regform-number = Volunteer number { $number }
regform-copy-filing = Copy 1 · for the approving and filing bodies
regform-copy-unit = Copy 2 · for the unit
regform-name = Name
regform-sex = Sex
regform-born = Date of birth
regform-phone = Telephone
regform-document = Document
regform-document-number = Number
regform-unit = Unit
regform-team = Team
regform-place = Home
regform-categories = Fields
regform-skills = Skills
regform-times = Free times
regform-oath = Declaration
regform-oath-text = I wish to be a volunteer of my own will, in my spare time and without reward, and my health allows it. What stands above is true. Handed in online on { $handed_in_day }.
regform-consent-text = { " " }Consent to the use of personal data given online on { $consented_day }.
regform-sign = Signature:
regform-guardian = Guardian's opinion
regform-guardian-text = { $name } agreed online on { $agreed_day }.
regform-health = Health (over 70)
regform-unit-opinion = Unit's opinion
regform-approver-opinion = Opinion of the approving body
regform-approved-text = Approved online on { $approved_day }.
regform-filing = Opinion of the filing body
regform-seal = (Seal)
regform-date = Date:
regform-foot = In two copies. Printed from the application; in force once signed and sealed.
regform-file = Registration form.pdf
regform-made = 📄 Both copies of the form, filled from your application. Document number and telephone are masked in the chat; the officer who approves prints it whole.
button-regform = 📄 Form
button-regform-open = Open and print
regform-link = 📄 The form has the whole document number and does not pass through the chat. Open it below: once, within { $lives_minutes }. That it was opened is recorded.
paper-waits-title = Your file is ready
paper-waits-how = It shows whole document numbers, so see that nobody reads along. It opens once.
paper-waits-open = Open the file
paper-gone-title = This link has been used, or is too old
paper-gone-how = Please ask for a new one in the chat.

# Record book and register on paper
book-title = Volunteer's Record Book
book-subtitle = Printed from the records; the last column is for the recipient's signature
book-day = Date
book-what = Service
recipients-residents = residents
book-on-duty = On duty
book-place = Place
book-recipients = For whom
book-content = Content
book-span = From–to
book-length = Time
book-source = Record
book-leader = Leader
book-unit = Organizer
book-quality = Quality
book-stars = { $stars } of 5
book-signature = Recipient's signature
book-total = { $count ->
        [one] Once
       *[other] { $count } times
    }, { $minutes } in all
book-trainings = Trainings
book-training = Training
book-learned = About
book-learning = Learning
book-organizer = Held by
book-trainings-total = { $count ->
        [one] One training
       *[other] { $count } trainings
    }, { $learning_minutes } of learning (no service)
book-honours = Honours
book-honour = Honour
book-giver = Given by
book-file = Record book.pdf
book-file-sheet = Record book.xlsx
book-made = 📒 Your record book: { $count ->
        [one] one service
       *[other] { $count } services
    }, { $minutes } in all. It is yours to print and keep.
book-none = There are no records yet. Scan once at a station and they begin here.
button-book = 📒 Record book
button-book-sheet = Excel
register-title = Register of Volunteer Service
register-station = Station
register-address = Address
register-nth = No.
register-name = Name
register-number = Number
register-signature = Signature
register-total = { $people ->
        [one] One person
       *[other] { $people } people
    }, { $count ->
        [one] once
       *[other] { $count } times
    }, { $minutes } in all
register-recorder = Recorded by:
register-responsible = Responsible for the station:
register-which = 📒 Which days of the register shall be printed?
register-made = 📒 Register of { $station }: { $people ->
        [one] one person
       *[other] { $people } people
    }, { $count ->
        [one] once
       *[other] { $count } times
    }, { $minutes } in all. Names are masked; people sign on the paper.
register-none = Nobody came to { $station } in this time.
register-file = Register.pdf
button-daybook = 📒 Visit register
button-register-today = Today only
button-register-yesterday = Yesterday
button-register-month = Month to date
button-register-last = Last month

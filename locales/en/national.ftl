# The national volunteer system: who is still to be entered
button-national = 📮 National system
button-national-waiting = 📮 To enter: { $count }
button-national-sheet = 📄 Entry sheet
button-national-hours = 🕒 Hours sheet
button-national-open = 📥 Download
button-national-enter = Fill in numbers
button-national-result = Fill in results
button-national-next = Next one first
button-national-accepted = ✅ Accepted
button-national-returned = Returned
national-standing =
    📮 National volunteer system
    { $open } to enter{ $returned ->
        [0] {""}
       *[other] {" "}({ $returned } of them returned)
    } · { $entered } entered, awaiting review · { $accepted } accepted
    Download the entry sheet, enter the people there, then come back for numbers and results.
national-sheet =
    📄 The sheet holds ID numbers, so it is downloaded from our own page and not sent in the chat.
    The link works once, within { $lives_minutes }; each download is recorded. Please delete the file afterwards.
national-no-pages = The sheet holds ID numbers and comes from our own page only, which this city does not have yet. Please ask the administrator.
national-ask-number =
    { $name } · { $number }
    Entered there? Type the national volunteer number.
national-was-returned = ⚠️ Returned last time: { $reason }
national-entered = ✅ { $name } is entered, national number { $national_number }.
national-all-entered = 👍 Nobody is left to enter.
national-ask-result =
    { $name } · { $number }
    National number { $national_number }, entered { $entered_on }. What was the result?
national-none-entered = 👍 Nobody is waiting for a result.
national-accepted = ✅ { $name } is accepted and has been told.
national-returned = ↩️ { $name } is marked as returned and to be entered again.
national-why = Why was it returned? Tap one, or type it (200 characters at most).
national-reason = { $reason ->
    [exists] already in the system
    [not-matching] name and document do not match
    [incomplete] details are missing
   *[other] { $reason }
 }
national-own = { $state ->
    [to_enter] 📮 National system: your unit is to enter you
    [entered] 📮 National system: entered { $entered_on }, awaiting review
    [accepted] 📮 National system: entered { $entered_on }, accepted { $settled_on }, number { $national_number }
   *[returned] 📮 National system: entered { $entered_on }, returned { $settled_on }; your unit is seeing to it
 }
notice-national-accepted = 🎉 You are registered in the national volunteer system. Your national number: { $number }.
refusal-national-number = That number cannot be right, or is somebody else's. Please check it in the national system (6 to 26 digits, with up to four letters in front).
national-which-month = 🕒 The hours of which month? Only people with a national number are listed, each service in a line.
hours-sheet-file = national-hours-sheet { $month }
hours-sheet-title = National-system hours sheet { $month } (for typing by hand, not an official template)
hours-sheet-how = { $block } lines to a sheet; what crosses midnight is split by day; the end is as far as hours were credited. Look up project and team numbers in the national system. Sensitive personal data: delete after use.
hours-sheet-area = Area number
hours-sheet-project = Project number
hours-sheet-team-id = Team number
hours-sheet-team = Team
hours-sheet-name = Name
hours-sheet-number = Volunteer number
hours-sheet-id = Document number
hours-sheet-remark = Remark
hours-sheet-type = Type
hours-sheet-began = Began
hours-sheet-ended = Ended
hours-sheet-hours = Hours
entry-sheet-file = national-entry-sheet
entry-sheet-title = National-system entry sheet (for typing by hand, not an official template)
entry-sheet-how = The national system takes { $block } people at a time, so { $block } to a sheet. Sensitive personal data: delete after use.
entry-sheet-nth = No.
entry-sheet-name = Name
entry-sheet-document = Document
entry-sheet-id = Document number
entry-sheet-phone = Mobile number
entry-sheet-area = Area
entry-sheet-unit = Unit
entry-sheet-team = Team
entry-sheet-number = Local number
entry-sheet-remark = Remark

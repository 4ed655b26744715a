# What units owe and hand in; the Centre's queue and board
duty-line-plan = { $number } Work plan { $year } · by { $due_day } ({ $how })
duty-line-report = { $number } Annual report { $year } · by { $due_day } ({ $how })
duty-line-info = { $number } Information items { $year } · { $accepted } of { $needed } accepted ({ $missing } to go, { $how })
duty-line-statistics = { $number } Volunteer statistics { $year } · { $opens_day } to { $due_day } ({ $how })
duty-left-days = { $days ->
    [one] 1 day left
   *[other] { $days } days left
}
duty-left-today = due today
duty-left-late = { $days ->
    [one] 1 day overdue
   *[other] { $days } days overdue
}
duty-opens-days = { $days ->
    [one] from tomorrow
   *[other] opens in { $days } days
}
duty-all-in = all handed in
button-duty-plan = Plan
button-duty-report = Report
button-duty-info = News item
button-duty-statistics = Statistics
notice-duty-digest =
    📌 { $unit } · { $count } to do
    { $lines }
unit-duties =
    📌 { $unit } · { $count } to do
    { $lines }
unit-nothing-owed = 📌 { $unit }: everything for this year is in. Thank you!
unit-nothing-yet = 📌 { $unit }: nothing to hand in now. The volunteer statistics of { $year } open { $opens_on }.
unit-none = There is nothing to hand in at the moment.
submit-which = What are you handing in?
submit-send =
    📤 { $unit } · { $what }
    Send the files, or simply write the text. As many as you need.
statistics-send =
    📤 { $unit } · { $what }
    ① Download the table, check the figures, print it and put the unit's seal on it.
    ② Send a scan or a photo of the sealed table here.
button-statsheet = ⬇️ The table
button-statistics = 📋 Statistics
statistics-none = No table of statistics is due this year.
statistics-collected =
    📋 Volunteer statistics { $year } ({ $opens_on } to { $due_on })
    { $count } due: { $accepted } accepted, { $waiting } to read, { $missing } missing.
    { $missing ->
        [0] {""}
       *[other] Missing: { $who }
    }
statistics-county = { $how ->
    [done] The county's own table has been accepted by the Federation.
    [waiting] The county's own table is with the Federation.
    [upcoming] When it opens, download the county's table, seal it and hand it in to the Federation.
   *[other] When all are in, download the county's table, check and seal it, and hand it in to the Federation.
}
statistics-made =
    📋 Filled in from today's records; please check the figures.
    A dash means that nothing is known: write it in by hand. How many people the unit has is entered under “👥 Roster”.
statistics-file = volunteer-statistics.pdf
statistics-title = Volunteer Statistics of { $city }
statistics-subtitle = { $year } · as of { $day }
statistics-by = Reported by
statistics-unit = Unit
statistics-people = People
statistics-registered = Registered
statistics-share = Share
statistics-hours = Hours of the year
statistics-average = Average
statistics-projects = Projects
statistics-stars = Star volunteers
statistics-together = Together
statistics-foot = The number of people is what the units say; the rest is from the system's records.
statistics-seal = Unit (seal):
statistics-head = Responsible:
statistics-filled-by = Filled in by:
submit-so-far =
    { $files ->
        [0] Text of { $letters } characters received.
       *[other] { $letters ->
            [0] Received: { $files ->
                [one] one file
               *[other] { $files } files
            }, { $size } in all.
           *[other] Received: { $files ->
                [one] one file
               *[other] { $files } files
            }, { $size } in all; text of { $letters } characters.
        }
    }
    Send more, or tap “Hand in” when that is all.
submit-file-too-large =
    This file is over { $most }, more than the chat can take.
    Please compress or split it; or bring it to the Guidance Centre and send a line about it here.
submit-too-many = At most { $count } files at a time. Hand these in first, then the others.
submit-not-a-file = This kind of message cannot be handed in. Please send a file, a picture or text.
submit-nothing = There is nothing yet. Please send a file or write the text first.
submit-receipt =
    🧾 Receipt { $receipt } · { $stamp }
    { $unit }: it is with the { $reader ->
        [federation] Federation
        [county_office] county office
       *[other] Guidance Centre
    }. You will hear when they have read it.
submit-receipt-late =
    🧾 Receipt { $receipt } · { $stamp }
    { $unit }: received { $days ->
        [one] one day
       *[other] { $days } days
    } after the due date, and marked late.
button-hand-in = Hand in
button-start-over = Start over
size-bytes = { $count } bytes
size-kilobytes = { $count } KB
size-megabytes = { $count } MB
what-plan = work plan { $year }
what-report = annual report { $year }
what-info = information item { $year }
what-statistics = volunteer statistics { $year }
review-empty = ✅ Nothing to read right now.
review-count = { $count } to read.
review-one =
    📥 { $unit } · { $what }
    { $receipt } · handed in { $handed_in_at }{ $late ->
        [0] {""}
       *[other] , { $late ->
            [one] one day
           *[other] { $late } days
        } late
    }
    { $files ->
        [0] {""}
       *[other] 📎 { $files ->
            [one] One file
           *[other] { $files } files
        } above
    }
    { $text }
review-long-text = (The text is long; all of it is in the file above.)
review-file-gone = ({ $name } cannot be found any more; please ask the unit for it again.)
review-accepted = ✅ Accepted { $receipt } ({ $unit }, { $accepted }/{ $needed }).
review-sent-back = ↩️ Sent back { $receipt } ({ $unit }); they have been told.
review-why = Why is it sent back? Tap one, or write it.
review-reason = { $reason ->
    [unreadable] the file does not open, please send it again
    [incomplete] something is missing, please add it
    [wrong-file] this is the wrong file, please check
   *[other] { $reason }
}
button-accept = Accept
button-return = Return
button-submissions = 📥 Papers of units ({ $count })
notice-submissions-waiting = 📥 { $count ->
    [one] A unit has handed something in; it waits to be read.
   *[other] Units have handed things in; { $count } wait to be read.
}
notice-submission-accepted = ✅ { $receipt } is accepted ({ $accepted } of { $needed }).
notice-submission-sent-back =
    ↩️ { $receipt } was sent back: { $reason ->
        [unreadable] the file does not open, please send it again
        [incomplete] something is missing, please add it
        [wrong-file] this is the wrong file, please check
       *[other] { $reason }
    }
    Tap below to hand it in again.
board-title = Member units of { $city }
board-subtitle = { $year } · { $stamp }
board-unit = Member unit
board-plan = Plan
board-report = Report
board-info = News
board-statistics = Statistics
board-done = in
board-waiting = to read
board-late = { $days } d late
board-due = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
board-none = —
board-legend-due = due soon
board-legend-late = overdue
board-caption =
    📊 { $year }: { $count } owed, { $accepted } accepted, { $waiting } to read.
    { $late ->
        [0] Nothing is late.
       *[other] { $late } late: { $who }
    }
board-who = { $unit } ({ $days } d)
board-empty = This year's duties are not written down yet; they will be on the first working day.
refusal-duty-done = This one has been accepted already; there is no need to hand it in again.
refusal-duty-not-open = It cannot be handed in yet; please come back { $opens_on }.

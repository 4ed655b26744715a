# Hours that are typed: recording, the second person, the notice
button-backfill = ✍️ Add hours
button-more-people = More people
button-skip = Skip
button-it-is-not = No
button-it-is = Yes
button-papers-done = That is all
button-same-again = Same for another
backfill-who = Whose hours? { $count ->
        [0] Type
       *[other] Tap a name, or type
    } the volunteer's number (it is on the card).
backfill-day =
    { $person } { $number }
    Which day was it? Tap one, or type it (such as 11-20 for 20 November).
backfill-day-wrong = That is no day we can read. Write it as 11-20.
backfill-hours = { $served_on }: from when to when? Write it like this: 9:00-11:30
backfill-hours-wrong = We could not read that. Write it as 9:00-11:30, with both ends.
backfill-late = ⏳ It comes after { $due_on }, so two officers have to check it one after the other.
backfill-why-late = ⏳ The deadline was { $due_on }. Why is it late? One sentence; both officers who check will read it.
backfill-late-reason = Late because: { $reason }
backfill-field-name = What was the activity called?
backfill-field-place = Where was it?
backfill-field-recipients = Who was served? Say what kind of people, without names (such as “elderly neighbours”).
backfill-field-content = What was done?
backfill-field-leader = Who was in charge?
backfill-field-organizer = Which body organised it?
backfill-field-quality = How well was it done? One sentence is enough.
backfill-not-own-job = { $number }/{ $count } Was it part of the job, done in working hours?
backfill-not-internal-duty = { $number }/{ $count } Was it an internal duty of the unit or school, such as a meeting, a team event, or cleaning one's own classroom?
backfill-not-own-interest = { $number }/{ $count } Was it for the volunteer's own benefit, such as an internship, a tour, a film, a camp, or an owners' election?
backfill-not-unclear-purpose = { $number }/{ $count } Is the public good unclear, as with a lecture, a dinner, or a rehearsal?
backfill-not-paid = { $number }/{ $count } Was it paid, beyond a usual allowance?
backfill-not-not-time = { $number }/{ $count } Was this time not really spent, such as hours for donating, for sharing posts, or as a reward?
backfill-press = Please answer with the buttons.
backfill-papers = 📎 Please send a photo of the sign-in sheet or of the work; a file is fine too.
backfill-papers-so-far = 📎 { $count } received. Send more, or tap “That is all”.
backfill-papers-many = { $count } is the most; tap “That is all”.
backfill-papers-large = This file is too large for the chat. Please send a smaller one.
backfill-reason = Why was no code scanned? Tap one, or write it yourself.
backfill-reason-forgot = Forgot to check in or out
backfill-reason-offline = No network there
backfill-reason-outside = Not at a station
backfill-summary =
    Please check:
    { $person } { $number }
    { $served_on } { $began }–{ $ended }
    { $lines }
    Not scanned: { $reason }
    Papers: { $count }
record-field = { $field }: { $text }
record-name = Activity
record-place = Place
record-recipients = Served
record-content = What was done
record-leader = In charge
record-organizer = Organised by
record-quality = Quality
backfill-filed = ✅ { $spent_minutes } for { $person } handed in. Another officer checks it, then it is shown to everybody; without objection it counts, but it cannot be redeemed.
backfill-filed-late = ✅ { $spent_minutes } for { $person } handed in. It is late: two officers check it, then it is shown to everybody; without objection it counts, but it cannot be redeemed.
button-records-queue = Typed hours: { $count }
check-empty = ✅ No typed hours wait for you.
check-record =
    ✍️ Typed hours · { $waiting } waiting
    { $volunteer } { $number }
    { $began_at }–{ $ended }, { $spent_minutes }
    { $lines }
    Not scanned: { $reason }
    Typed { $typed_at } by { $where }
check-typed-elsewhere = staff
check-paper-gone = { $name } cannot be found any more. Please do not decide without it; have it handed in again.
check-late = ⏳ Typed after the deadline ({ $reason }): two officers must agree; so far { $approvals }.
button-paper = Paper { $number }
button-record-yes = It is true
button-record-no = Not true
check-why = Why not? Tap one, or write it yourself. Whoever typed it will be told.
check-no-paper = The paper does not prove it
check-no-time = The time does not fit
check-no-no-service = This isn't volunteering
check-refused = Sent back: the record of { $volunteer }. Whoever typed it is told why.
check-one-more = 👍 You agreed. Another officer has to agree to this record of { $volunteer }.
check-published = 👍 The hours of { $volunteer } are shown to everybody now; without objection they count from { $counts_on }.
button-published = 📢 Hours on notice
published-none = 📢 No typed hours are on notice at present.
published-head = 📢 Typed hours on notice: { $count }. Without objection each counts from its day.
published-line = · { $volunteer } | { $name } | { $organizer } | { $began_at }, { $spent_minutes } | counts from { $counts_on }
button-page-back = ◀ Previous
button-page-on = Next ▶
notice-records-waiting = ✍️ Typed hours wait for you to check: { $count }.
notice-record-deadline = ⏰ The hours of { $volunteer } on { $served_on } are not finished. Until { $due_on } one officer is enough, after that it takes two.
notice-record-published = 📢 Somebody typed hours for you: { $name }, { $began_at }, { $spent_minutes }. Without objection they count from { $counts_on }.
notice-record-refused = ✍️ The hours you typed for { $volunteer }, { $began_at }, were sent back: { $reason }
notice-record-credited = ✅ { $name } ({ $began_at }) was on notice long enough: { $minutes } counted. You have { $total_minutes } now. Typed hours cannot be redeemed.
notice-record-struck = The typed hours { $name } ({ $began_at }) do not count: other service was found in that time, or somebody objected.
refusal-record-backwards = The end has to be after the beginning. Please type it again.
refusal-record-two-days = A record lies within one day. Please split what goes on past midnight.
refusal-record-future = It is not over yet. Record it afterwards.
refusal-record-too-short = That is too short: { $minutes } at least.
refusal-record-overlaps = There is service in that time already: { $began_at } to { $ended_at }.
refusal-record-lacks = Something is missing: { $field ->
        [name] the activity's name
        [place] the place
        [recipients] who was served
        [content] what was done
        [leader] who was in charge
        [organizer] the organising body
       *[quality] the quality
    }.
refusal-record-no-service = This is not volunteering; by the rules it is neither recorded nor certified.
refusal-record-no-file = There is no paper yet. Send a photo of the sign-in sheet or of the work.
refusal-record-why-late = This one comes late; please say why first.
refusal-record-another = This one concerns you, so somebody else has to do it: neither the volunteer nor whoever typed it can check it, and nobody checks it twice.
refusal-volunteer-unknown = There is no such volunteer, or none of yours. Please check the number.

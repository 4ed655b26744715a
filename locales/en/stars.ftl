# Recognising stars: nominate, check, approve, publish, award
button-stars = ⭐ Stars
button-queue-stars = ⭐ Stars ({ $count })
stars-none-here = This city's documents set no hours for stars, so none are given; your hours count all the same.
stars-not-open = ⭐ Stars have not been recognised here yet.
stars-head = ⭐ <b>Stars of { $year }</b> · { $state }
stars-state-nominating = being nominated
stars-state-checking = being checked
stars-state-approving = waiting for approval
stars-state-notice = published
stars-state-awarded = awarded
stars-state-withdrawn = withdrawn
stars-basis = By the hours of { $basis ->
    [lifetime] all years together
   *[calendar_year] the year alone
 }, as recorded { $source ->
    [local] in this city's own system
    [local_and_imported] in this city's own system, with checked hours from elsewhere
   *[national] in the national system
 }.
stars-counts =
    { $nominated } nominated, { $proposed } without an answer, { $dropped } held back
    { $by_star }
stars-of-a-star = { $star }: { $count }
stars-nobody = nobody has the hours for a star yet
stars-own = { $count ->
    [0] Nobody of yours has the hours for a star.
   *[other] Yours: { $count }; without an answer yet: { $unanswered }.
 }
stars-approvals = Approval still missing: { $missing }. The two approvals must come from different people.
stars-notice = Published until { $until_on } inclusive; { $objections ->
        [one] one objection
       *[other] { $objections } objections
    } without an answer.
stars-list =
    👥 { $year } · { $count } with the hours
    Tap a number to see one of them, or type the last digits of a volunteer number.
stars-line = { $place }. { $name } { $number } · { $star } · { $minutes }{ $state }
stars-one =
    <b>{ $name }</b> · { $number }
    Unit: { $unit }
    { $star } · { $minutes }{ $state }
stars-reason = Reason: { $reason }
candidate-proposed = {""} · no answer yet
candidate-nominated = {""} · nominated
candidate-held_back = {""} · held back
candidate-struck = {""} · struck off
candidate-awarded = {""} · awarded
stars-why-held = Why not nominate { $name }? Tap one, or write it yourself (they will be told when the list is published).
star-held-reason = { $reason ->
    [hours-doubtful] the hours have to be verified
    [left] no longer with this unit
    [own-wish] does not wish to take part
    [hours-corrected] hours were corrected meanwhile and are not enough any more
   *[other] { $reason }
 }
stars-nominated = { $count } nominated.
stars-open-sure =
    Open the stars of { $year }?
    Everybody with enough hours is listed and goes to the units for nomination. You can withdraw it until it is published.
stars-withdraw-sure = Withdraw this round? What was nominated and checked is void, and you can begin again.
stars-award-sure = Award the stars of this list and tell everybody on it? This cannot be taken back.
button-star-list = 👥 See the list
button-star-nominate = ✅ Nominate all
button-star-undo = Take back
button-star-close = Close nominations
button-star-reopen = Reopen nominations
button-star-checked = ✅ List is checked
button-star-approve = ✅ Approve this list
button-star-take-back = Take approval back
button-star-back = Return for a check
button-star-award = 🏅 Award
button-star-withdraw = Withdraw this round
button-star-open = Open { $year }
button-star-hold = Hold back
button-star-put-back = Put back
button-objections = Objections ({ $count })
button-objection-keep = Keep the list
button-objection-strike = Strike off
objections-none = 👍 No objection is waiting.
objection-one =
    📝 Objection, { $count } in all · { $objected_at }
    About: { $about }
    { $text }
objection-about = { $name } { $number } ({ $star })
objection-whole-list = the list as a whole
objection-ask-keep = Please write the answer; whoever objected will get it.
objection-ask-strike = Please write the reason; whoever objected gets it, and so does the person, who is off the list from then on.
objection-kept = Answered; the list stays as it is.
objection-struck = Answered; the person is off the list.
objection-what = What is wrong? Please be clear; the Federation will look into it and answer you. Your name is not published.
objection-what-list = What is wrong about the list – is somebody missing? Please be clear; the Federation will answer you.
objection-kept-by-us = 📝 We have it and will answer you.
notice-stars-waiting = ⭐ Stars: { $count ->
        [one] one thing waits
       *[other] { $count } things wait
    } for you.
notice-stars-nominate =
    ⭐ Of your people, { $count } with the hours for a star.
    Look at the list; if it is right, tap “Nominate all”.
notice-star-listed =
    ⭐ You are on the published list for { $year }: { $star }.
    It stands until { $until_on }; without objections it becomes final.
notice-star-awarded =
    🏅 Congratulations! You have been recognised for { $year }: { $star }.
    Thank you for every single hour.
notice-star-held-back =
    You have the hours for a star, but you are not on the list of { $year }: { $reason }
    Please ask your unit or the Federation. Your hours stay as they are.
notice-objection-answered =
    📝 Your objection to the list of stars was answered:
    { $answer }
    { $struck ->
        [yes] The person is off the list.
       *[no] The list stays as it is.
    }

# My stars and the published list
button-own-stars = ⭐ My stars
button-star-notice = See the list
button-object-list = The list is wrong
own-star-award = 🏅 { $year }: { $star }
own-star-none = ⭐ No star has been recognised yet.
own-star-quality = Recipients gave { $average } on average ({ $words } of them); the next star asks for { $least }. Having no rating does no harm.
own-star-top = { $counted_minutes } served, enough for { $star }, the highest there is.
own-star-next = { $counted_minutes } served; { $next_minutes } more for { $star }.
own-star-listed = Stars of { $year } ({ $state }): your hours are enough for { $star }.
star-list-head =
    📜 <b>Published: stars of { $year }</b> · { $count ->
        [one] 1 person
       *[other] { $count } people
    }
    Until { $until_on } inclusive
star-list-line = { $place }. { $name }{ $unit } · { $star } · { $minutes }
star-list-object = To object, tap a number.

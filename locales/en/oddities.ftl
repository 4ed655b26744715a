# Odd patterns: listed daily for a person to look at; nobody loses hours by them
button-oddities = ⚠️ To review: { $count }
button-odd-fine = No problem
button-odd-check = Look into it
button-odd-wrong = Problem confirmed
button-odd-object = ⚖️ Object to a line
button-odd-again = ⚖️ Another line
oddity-head = ⚠️ { $count ->
        [one] One odd pattern
       *[other] { $count } odd patterns
    } · listed { $found_at }
oddity-who = { $name } · { $number }
oddity-typed-soon = { $count ->
        [one] One record was
       *[other] { $count } records were
    } typed as soon as the service ended, the quickest { $gap ->
        [0] in the same minute
       *[other] { $spent_minutes } after it
    }.
oddity-typed-late = { $count ->
        [one] One record was
       *[other] { $count } records were
    } typed after the time allowed, the latest { $days ->
        [one] one day
       *[other] { $days } days
    } after.
oddity-one-typist = One person typed { $count } records for { $people } volunteers.
oddity-too-much = On { $count ->
        [one] one day
       *[other] { $count } days
    } more service than a person can do; the longest day was { $most_minutes }.
oddity-travel = { $count ->
        [one] Once
        [2] Twice
       *[other] { $count } times
    } too quick from one station to another: { $first } to { $then } { $gap ->
        [0] within a minute
       *[other] in { $gap_minutes }
    }.
oddity-round = { $count } of { $total } services lasted an exact multiple of half an hour.
oddity-one-phone = Registered with the same telephone as { $name } ({ $number }); { $count ->
        [one] once
        [2] twice
       *[other] { $count } times
    } both came and went together to the minute.
oddity-typist = Typed by: { $role }, account { $account }
oddity-checking = 🔎 Being looked into
oddity-none = There are no odd patterns to look at.
oddity-said-fine = Noted: no problem.
oddity-said-checking = Listed as being looked into.
oddity-said-confirmed = Noted: there is a problem.
odd-lines =
    To change hours, object to the line that is wrong: tap it.
    Another officer decides, never you.
odd-lines-none = No line is left to object to.
odd-words = What is wrong? The volunteer, the recorder and whoever decides will read it.
odd-objected = ✅ Noted, and the volunteer is told. The recorder is asked first, then another officer decides; you will hear what came of it.
notice-oddities-waiting = ⚠️ { $count ->
        [one] One odd pattern waits
       *[other] { $count } odd patterns wait
    } for you to look at.

# Transfers: asked, released, accepted, details confirmed; the school leavers' drive.
relocation-why = Why do you move? Your hours and your number go along.
relocation-reason-household = New registered residence
relocation-reason-address = Moved home
relocation-reason-employer = New employer
relocation-where = Where do you live now?
relocation-unit = Which unit are you with now? Type a part of its name.
relocation-summary =
    <b>Please check</b>
    Reason: { $reason }
    From: { $from_unit }
    To: { $to_unit }
    Home: { $place }
relocation-asked = 📨 Sent. Your old unit releases you, then the new one accepts you; you hear of each step, and until both have, nothing changes.
relocation-waits = { $state ->
    [asked] Your transfer waits for your old unit to release you.
   *[released] Your old unit has released you; the new one has yet to accept you.
 }
    To: { $unit }, { $place }
relocation-withdrawn = All right, withdrawn; you stay with your unit.
relocation-none = 👍 No transfers are waiting.
relocation-release =
    <b>Release</b> ({ $count } in all)
    { $name }, { $number }
    Reason: { $reason }
    From: { $from_unit }
    To: { $to_unit } · team: { $team } · { $place }
    Asked { $asked_at }. { $within ->
        [yes] It stays within your unit: nothing to take off in the national system.
       *[no] If you agree, please take the person off your list in the national system too.
    }
relocation-accept =
    <b>Accept</b> ({ $count } in all)
    { $name }, { $number }
    Reason: { $reason }
    From: { $from_unit }, released
    To: { $to_unit } · team: { $team } · { $place }
    Asked { $asked_at }. If you agree, please add the person in the national system too.
relocation-why-not = Why not? The volunteer will read it.
relocation-refusal-not-known = We do not know this person
relocation-refusal-not-agreed = Not agreed with us
relocation-refusal-open-work = Work not handed over yet
relocation-let-go = ✅ Released; the new unit has yet to accept.
relocation-done = ✅ Accepted: unit, team and home are updated.
relocation-refused = Refused; the volunteer is told why.
relocation-confirmed = Thank you, your details are confirmed.
notice-relocation-released = Your old unit has released you. The new one has yet to accept you.
notice-relocation-accepted = ✅ You have been transferred; hours and number are all there. Please check your details.
notice-relocation-refused = Your transfer was refused: { $reason ->
    [not-known] the unit does not know you; please get in touch first
    [not-agreed] the unit says it was not agreed with you
   *[open-work] your unit says that work is still to be handed over
 }. You stay where you were and can ask again.
notice-relocations-waiting = 🔁 { $count ->
        [one] One transfer waits
       *[other] { $count } transfers wait
    } for you.
notice-school-leaver =
    🎓 Leaving { $unit }? Your volunteer hours and number can go along.
    Tap below to move to your new school, employer or community; if you stay, there is nothing to do.
button-relocation = 🔁 Transfer
button-relocation-stop = Withdraw it
button-same-unit = Same unit
button-relocations = 🔁 Transfers { $count }
button-let-go = Release
button-take-in = Accept
button-details-right = All correct

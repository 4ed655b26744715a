# Hours from elsewhere: served in another place, brought along with proof
button-outside = 🧳 Hours elsewhere
button-outside-new = ➕ Hand in hours
button-outside-back = Take back no. { $number }
button-outside-yes = Yes, take back
button-outside-queue = 🧳 Hours from elsewhere ({ $count })
button-outside-paper = 👁 See proof
button-outside-right = ✅ Right
button-outside-wrong = ❌ Not right
button-outside-undo = ↩️ Correct
outside-fault-unclear = The proof is unclear
outside-fault-other-name = The proof is somebody else's
outside-fault-other-hours = The proof says other hours
outside-fault-counted = They count here already
outside-none = 🧳 If you have served in another city, you can bring those hours along with a proof. They count as service once two officers have checked them, and cannot be redeemed.
outside-mine = 🧳 <b>Hours from elsewhere</b> (they count as service and cannot be redeemed)
outside-line = { $number }. { $place }, { $first_on } to { $last_on }, { $minutes }: { $state ->
    [waiting] waiting to be checked
    [checked] checked by one officer, waiting for the second
    [credited] ✅ brought along
    [refused] not accepted: { $reason }
   *[taken_back] taken back { $reason }
 }
outside-back-ask = Take it back? Hours that were brought along are taken off again. You can hand them in anew.
outside-ask-place = 🧳 Where did you serve? Type city and organization, such as Kunming Volunteers' Association (60 characters at most).
outside-ask-hours = How many hours in all? For instance 36, 36.5 or 36 h 30 min.
outside-ask-period = From which day to which? For instance 2024-03-01 to 2025-06-30.
outside-ask-file = 📎 Please send a proof: what the organization there has certified, as a photo or a file. One proof is good once.
outside-summary =
    🧳 { $place }
    { $first_on } to { $last_on }, { $minutes }
    We have the proof. If all is right, hand it in; to change the proof, send another.
outside-wrong = We could not read that; please type it as in the example.
outside-file-wanted = A photo or a file is needed here (20 MB at most).
outside-handed-in = ✅ Handed in. Two officers check it one after the other; we tell you here.
outside-queue-empty = 🧳 No more hours from elsewhere to check.
outside-check =
    🧳 Hours from elsewhere · { $count } waiting
    { $name } · { $number }
    { $place }
    { $first_on } to { $last_on }, { $minutes }
    Sent { $asked_at }. { $step ->
        [second] A colleague has checked it; if you agree, the hours count.
       *[first] Tap “See proof” and compare; after you another officer has to agree.
    }
outside-checked = ✅ You have checked this one of { $name }; another officer has to agree.
outside-credited = ✅ { $minutes } brought along for { $name }. If they turn out wrong, correct them here.
outside-paper = A proof of hours from elsewhere. For checking only; please do not pass it on.
outside-why-not = What is not right? The volunteer will be told.
outside-refused = Not accepted; { $name } has been told.
outside-reversed = The hours of { $name } are taken off again; the volunteer has been told.
hours-outside = 🧳 { $outside_minutes } of it from elsewhere, not for redeeming{ $counts ->
    [yes] {""}
   *[no] {" "}nor for stars
 }
refusal-outside-hours = Hours and days do not fit: { $most_minutes } a day at most, and no day after today. Please hand it in anew.
refusal-proof-used = This proof has been handed in already; each is good once.
notice-outside-waiting = 🧳 { $count } claims of hours from elsewhere wait for your check.
notice-outside-credited = ✅ Your { $minutes } from { $place } are brought along: they count as service and cannot be redeemed.
notice-outside-refused = Your hours from { $place } were not accepted: { $reason }. You can hand them in again.
notice-outside-reversed = { $minutes } that you brought along from { $place } were taken off again: { $reason }. You can hand in the right ones.

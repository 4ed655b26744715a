# Qualifications: certificates handed in by volunteers, checked by an officer, ending by themselves
button-quals = 🎓 Qualifications
button-qual-add = ➕ Add one
button-qual-remove = Remove no. { $number }
button-qual-no-number = It has no number
button-qual-no-day = It never ends
button-paper-look = 👁 See certificate
button-paper-valid = ✅ Valid
button-paper-invalid = ❌ Not right
button-qualifications = 🎓 Qualifications ({ $count })
qualification-doctor = doctor
qualification-nurse = nurse
qualification-first-aid = first aid
qualification-psychologist = counsellor
qualification-lawyer = lawyer
qualification-teacher = teacher
qualification-social-worker = social worker
qualification-sign-language = sign language interpreter
paper-fault-unclear = The photo is unclear
paper-fault-other-name = Another name is on it
paper-fault-other-kind = It is of another kind
paper-fault-other-day = Its day is another
quals-none = 🎓 You have not handed in a qualification yet. Send a certificate, and once it is checked you can be found when somebody like you is needed.
quals-mine = 🎓 <b>My qualifications</b>
qual-line = { $number }. { $qualification }: { $state ->
    [waiting] waiting to be checked
    [refused] not right: { $reason }. You can send it again
    [over] ended on { $expires_on }, no longer counts
    [lasting] valid for good
   *[valid] valid until { $expires_on }
 }
qual-which = 🎓 What kind of certificate is it?
qual-ask-number =
    What is the number of your certificate ({ $qualification })?
    We delete it from the chat at once and keep it encrypted.
qual-ask-photo =
    📷 Please send a photo of your certificate ({ $qualification }); name and last day must be readable.
    We delete it from the chat at once, keep it encrypted, and for a while only after the check.
qual-ask-day = Until which day is it valid? Please type year, month and day, such as 2028-05-31.
qual-number-wrong = Please type the number, { $most } characters at most; if there is none, tap “It has no number”.
qual-photo-wanted = A photo of the certificate is needed here (not a file).
qual-day-wrong = We could not read that day.
qual-handed-in = ✅ Handed in. We tell you here when it is checked.
paper-queue-empty = ✅ Nothing more to check here.
qual-check =
    🎓 Qualification to check · { $count } waiting
    { $name } · { $number }
    { $qualification }, certificate number ends in { $tail }
    { $lasting ->
        [yes] valid for good
       *[no] valid until { $expires_on }
    }
    Sent { $asked_at }. Tap “See certificate” and compare name, kind and last day.
paper-photo = The certificate. For the check only; please do not pass it on.
paper-photo-gone = The photo of the certificate is no longer there.
paper-why-not = What is not right? The volunteer will be told.
paper-is-valid = ✅ This one of { $name } is valid. You can undo this until { $undo_until_at }.
paper-is-not = This one of { $name } is not right; the volunteer has been told. You can undo this until { $undo_until_at }.
paper-undone = Undone; it waits to be checked again.
refusal-qualification-over = This certificate has ended; send the new one once you have it.
notice-qualifications-waiting = 🎓 { $count ->
        [one] One qualification waits
       *[other] { $count } qualifications wait
    } for your check.
notice-qualification-valid = ✅ Your qualification ({ $qualification }) is checked and valid.
notice-qualification-refused = Your qualification ({ $qualification }) did not pass: { $reason }. You can send it again.
notice-qualification-reopened = Your qualification ({ $qualification }) is checked once more; please wait.
notice-qualification-ends = 🎓 Your qualification ({ $qualification }) is valid until { $expires_on } and counts no longer after that. Send the new certificate once you have it.

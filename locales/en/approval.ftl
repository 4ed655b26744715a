# Approval: one application a message.
approval-queue = { $count ->
    [one] One registration waits
   *[other] { $count } registrations wait
 }; { $days ->
    [0] the oldest came today.
    [one] the oldest has waited a day.
   *[other] the oldest has waited { $days } days.
 }
approval-empty = 👍 No registrations are waiting.
approval-unusual-same-phone = ⚠️ { $count ->
    [one] Somebody else uses
   *[other] { $count } others use
 } the same phone number
approval-unusual-refused-before = ⚠️ This document was refused { $count ->
    [one] once
   *[other] { $count } times
 } before
approval-unusual-other-document = ⚠️ Not a resident ID card; please look at the document
approval-application =
    { $name } · { $sex } · { $age }
    { $document } { $number } · phone ends in { $tail }
    Lives in { $place }
    Unit: { $unit } · Team: { $team }
    Handed in { $submitted_at }
approval-which-line = Which line needs correcting?
approval-why = Why? Tap one, or type it to the applicant (200 characters at most).
approval-approved =
    ✅ Approved: { $name }, number { $number }.
    A wrong tap can be undone until { $undo_until_at }.
approval-sent-back =
    ↩️ Sent back: { $name }.
    A wrong tap can be undone until { $undo_until_at }.
approval-refused =
    Refused: { $name }.
    A wrong tap can be undone until { $undo_until_at }.
approval-undone = Undone; this one is waiting again.
decision-reason = { $reason ->
    [unclear] unclear, please write it out
    [not-matching] does not match the document
    [ask-unit] please check with your unit first
    [not-eligible] does not meet the conditions
    [duplicate] registered already
    [not-genuine] could not be verified
   *[other] { $reason }
 }
button-approve = Approve
button-send-back = Send back
button-refuse = Refuse
button-full-name = 👁 Full name
button-next = Next one
button-open-queue = Open
notice-applications-waiting =
    📋 { $count ->
        [one] One registration waits
       *[other] { $count } registrations wait
    } for your decision; { $days ->
        [0] the oldest came today.
        [one] the oldest has waited a day.
       *[other] the oldest has waited { $days } days.
    }
button-undo = Undo

# Telling the applicant
notice-application-approved =
    🎉 Hello { $name }! Your registration is approved.
    Your volunteer number: { $number }
    Point your camera at the code on a station's screen to check in.
notice-application-sent-back =
    One line of your registration needs correcting: { $line ->
    [name] name
    [number] document
    [phone] phone
    [place] home
    [unit] unit
    [team] team
    [interests] interests and skills
   *[times] free times
 }.
    Why: { $reason ->
    [unclear] unclear, please write it out
    [not-matching] does not match the document
    [ask-unit] please check with your unit first
   *[other] { $reason }
 }
    Tap below to change it, then submit again.
notice-application-refused =
    Sorry, your registration was not accepted: { $reason ->
    [not-eligible] it does not meet the conditions
    [duplicate] registered already
    [not-genuine] it could not be verified
   *[other] { $reason }
 }.
    If that is wrong, take your document to a station, or register again.
notice-new-menu =
    { $whose ->
        [volunteer] 👇 Below are a volunteer’s buttons now. At a station, press “📷 Check in/out”.
        [none] 👇 The buttons below have changed.
       *[other] 👇 Below are the buttons of your other role now: { $role }.
    }
notice-application-reopened = Your registration is being looked at again; you will hear from us here. Please ignore the answer before.
button-correct = ✏️ Change this line

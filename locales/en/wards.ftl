# A guardian registers a child without a telephone, and acts for it afterwards
button-child = 👶 Register a child
button-child-anew = Another child
button-child-submit = I agree, submit
button-ward-of = 👶 { $name }
line-relation = what you are
line-guardian = your name
what-child = child's registration
child-begins = 👶 For a child without a phone: please read and fill this in together. A child who has a phone registers on it and sends you the link.
child-goes-on = 👶 Going on with the child's registration.
child-or-another = Is it for another child? What was filled in for this one is dropped.
child-consent =
    <b>A child would like to volunteer and needs your consent</b>
    What is kept: the child's name, ID number, township, school, skills and free times, your name and phone; later when and where the child served.
    What for: approving the registration, counting hours, certificates. It is not published.
    Who sees it: the approving office and the stations the child goes to; every look at a minor's details is recorded.
    How long: { $days } days if not approved; records of service { $years } years.
    The national volunteer system is a separate matter: tick it if the child wants it and you agree; without a tick nothing is passed on.
    You can take your consent back at any time, as easily as you give it.
child-consent-identity-number = I agree to my child's ID number being kept
child-consent-onward-entry = Pass my child on to the national system (optional)
child-declined = All right, nothing is kept. Should you want to register a child later: “More”, then “Register a child”.
child-oath = Please read this out to the child, and tap if the child is willing.
child-known = This document is registered already; there is nothing more to do. If the child has a phone of their own by now, tap “Recover my account” on it; if this cannot be right, please contact the approving office.
approval-typed-guardian = 👶 The child has no phone: filled in and agreed to by the guardian in their own chat
notice-child-decided = { $outcome ->
    [approved] 🎉 { $name } is approved: number { $number }. As the child has no phone, please print the card; the child comes to the station with you, or with a teacher you agreed to.
    [sent_back] ↩️ { $name }'s registration: one line is to be corrected, { $line ->
        [name] the name
        [number] the document
        [phone] the phone
        [place] the home
        [unit] the school
        [team] the team
        [interests] interests and skills
       *[times] free times
     }. Reason: { $reason ->
        [unclear] unclear, please write it out
        [not-matching] does not match the document
        [ask-unit] please check with the school first
       *[other] { $reason }
     }
    [refused] { $name }'s registration was not approved: { $reason ->
        [not-eligible] the conditions are not met
        [duplicate] registered already
        [not-genuine] the details could not be confirmed
       *[other] { $reason }
     }.
   *[reopened] Your child's registration is being reviewed again; please disregard the earlier answer.
 }
ward-menu =
    👶 <b>{ $name }</b> · { $number }
    Hours of service { $service_minutes }, of which { $redeemable_minutes } can be redeemed. They are the child's own.
ward-card = 🪪 Print it for the child. The station scans it to check in and out; where an adult has to come along, the adult scans too.
ward-new-card = 🪪 Print the new card for the child. Older cards are worthless.
ward-copy = The links to a copy of the child's data work for { $minutes } and once each. The whole ID number is in it: keep it safe.
ward-disputed = ✅ Noted. The station explains first, then somebody else decides; you will hear of it.
ward-leave = Deleting { $name }'s registration: after { $days } days the child's name, document and phone are erased for good. The service records stay { $years } years without identity.
refusal-of-age = At { $adult_age } people register themselves; for somebody without a phone the staff of a station type.
refusal-too-many-children = One account registers { $most } children at most. For another child, use the child's own phone or ask the other parent.

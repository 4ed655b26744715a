# My details, privacy, the card
card-title = Volunteer card
card-number = Volunteer number
card-unit = Unit
card-team = Team
card-registered = Registered on
card-scan = For the station's staff to scan
card-small-print = For look-up only; the official card is printed by the national system.
card-caption = 🪪 Your volunteer card. Printed, it lets a station scan you without your phone.
profile-mine =
    <b>{ $name }</b> · { $number }
    { $document } { $id_tail } · phone ends in { $tail }
    Lives in { $place }
    Unit: { $unit } · Team: { $team }
    Would do: { $categories }
    Good at: { $skills }
    Free: { $times }
    Volunteer since { $approved_on }. To change something, ask at a station.
privacy-kept =
    <b>What we keep, and for how long</b>
    Your registration: ID number and phone are encrypted; deleted after { $unfinished_days } days if unfinished, { $rejected_days } if not accepted.
    Scans that failed: { $scan_days } days.
    Service records and hours: { $years } years, as the national standard asks.
    Used to approve you, count hours and issue certificates; for nothing else.
privacy-consent = ✅ Agreed { $given_at }: { $kind }
privacy-rights =
    To correct, copy or erase your data, take your document to any station and ask about “personal data”; it reaches the Federation, and you will be answered.
    Service records that must be kept are made anonymous.
privacy-withdrawn = Withdrawn; nothing more is passed on.
consent-registration = registering and counting hours
consent-identity-number = keeping the ID number
consent-onward-entry = passing on to the national system
button-withdraw = Withdraw: national system

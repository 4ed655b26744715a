# My details, privacy, the card
card-title = Volunteer card
card-number = Volunteer number
card-unit = Unit
card-team = Team
card-registered = Registered
card-star = Star
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
    Volunteer since { $approved_on }.

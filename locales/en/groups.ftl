# Groups that people say they belong to, of their own will, for counting only
button-groups = 👥 My groups
button-group-agree = ✅ I agree
button-coverage = 📊 Coverage
groups-none = There are no groups for you to name here (nobody under 18 need name any).
groups-ask =
    👥 Which of these are you? It is up to you; leaving all blank changes nothing.
    It only serves to count how many of each group are registered and have served. Nobody sees what you said; it is kept encrypted.
    Tap once to say so, once more to take it back.
groups-consent =
    Do you agree to be counted among the { $group }?
    Only numbers are counted. Nobody is shown it, and registration, hours, stars and rewards do not depend on it. Take it back at any time in /privacy or here; it is deleted at once.
groups-gone = Deleted; you are no longer counted.
group-party-on-duty = party members at work
group-party-community = party members of communities
group-league = youth league members
group-civil-servant = civil servants
group-state-employee = staff of state bodies
group-teacher = teachers
group-student = students
group-homeowner = homeowners
coverage-none = This city counts no groups.
coverage-head =
    📊 <b>Groups registered and active in { $year }</b>
    Only those who said so themselves; the target is { $target }%. Figures below { $least }, or from which such a figure would follow, are not shown.
    Tap a group to enter how many people it has.
coverage-line = { $group }: { $registered } registered, { $active } active this year, of { $people }{ $share ->
    [none] {""}
    [reached] {" "}· { $percent }% ✅
    [open] {" "}· { $percent }% (no target)
   *[below] {" "}· { $percent }%
 }
coverage-hidden = not shown
coverage-ask = How many { $group } are there in the whole city? Please type a number.
coverage-wrong = Please type a whole number above 0, such as 12500.
consent-person-group = Being counted among { $group }
consent-again-group = being counted in your groups
withdraw-person-group = What you said is deleted at once and you are no longer counted there. Nothing else changes.

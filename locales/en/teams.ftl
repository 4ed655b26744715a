# Teams: opened, marked, and how many members are qualified
button-teams = 🤝 Teams
button-team-new = ➕ New team
button-team-unit = Unit
button-team-city = The whole city’s
button-why-qualified = Why members?
button-why-units = Why units?
team-mark-professional = Professional
team-mark-model = Model people
teams-none = 🤝 There are no teams yet. Press “New team” to open one; whoever registers can then choose it.
teams-head =
    🤝 <b>{ $count ->
        [one] One volunteer team
       *[other] { $count } volunteer teams
    }</b>
    In a professional team more than { $above }% of the members should hold a valid qualification. Figures below { $least }, or from which one could guess who is meant, are not shown.
teams-nobody = Nobody has chosen a team yet: people can when they register and when they ask for a transfer.
teams-units = Units with a professional team: { $having } of { $units }, { $percent }% (target { $target }%){ $state ->
    [reached] {" "}✅
   *[below] {""}
 }
team-line = <b>{ $team }</b>{ $marks ->
    [none] {""}
   *[other] {" "}🏷 { $marks }
 } · { $members ->
    [hidden] number not shown
   *[other] { $members } members
 }{ $state ->
    [unasked] {""}
    [hidden] , share of qualified ones not shown
    [reached] , { $percent }% qualified ✅
   *[below] , { $percent }% qualified
 }
team-unit = Belongs to: { $unit }
team-of-the-city = the whole city
team-ask-name = 🤝 What is the team called? (40 characters at most)
team-ask-unit = Which unit does the team belong to? Type a part of its name.
team-opened = ✅ The team is open; people who register or transfer can choose it.

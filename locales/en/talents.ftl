# Changing one's own details, finding people
button-profile-edit = ✏️ Change details
button-other-county = Another county
button-profile-save = 💾 Save
profile-which = What would you like to change? Name, phone and document change once your office has seen the document; the rest at once.
profile-line-categories = Would do
profile-line-skills = Good at
profile-line-free_times = Free times
profile-line-place = Home
profile-changed =
    ✅ “{ $line }” is changed.
    You can undo it until { $undo_until_at }.
profile-same = “{ $line }” stays as it was.
profile-undone = Undone; “{ $line }” is as it was.
button-talents = 🔎 Find volunteers
button-talent-category = Field
button-talent-skill = Skill
button-talent-place = Place
button-talent-proven = Qualification
button-talent-anew = Start over
button-talent-list = 👥 Show them
button-talent-contact = 📞 Contact
talents-head =
    🔎 <b>Find volunteers</b> · { $count } fit
    Field: { $field }
    Skill: { $skill }
    Qualification: { $proven }
    Place: { $place }
talents-any = any
talents-pick-category = Which field of service?
talents-pick-skill = What should they be good at?
talents-pick-proven = Which checked qualification?
talents-pick-place = Where?
talents-list = 👥 { $count } fit; tap a number to see one of them.
talents-line = { $place }. { $name } { $number } · { $where }
talents-line-minor = { $place }. a minor (opening leaves a record)
talents-one =
    <b>{ $name }</b> · { $number }
    Lives in { $place }
    Unit: { $unit } · Team: { $team }
    Would do: { $categories }
    Good at: { $skills }
    Qualifications: { $proven }
    Free: { $times }
talents-minor =
    A minor · { $number }
    Unit: { $unit }
    Details and phone are not shown here; please go through the unit or the guardian. That you looked has been recorded.
refusal-minor-protected = The phone of a minor is not shown here; please go through the unit or the guardian.

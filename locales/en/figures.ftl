# Headcount: the contact enters it, and shares are counted by it
button-headcount = 🔢 Headcount
button-to-roster = 👥 Roster
headcount-none = 🔢 No headcount yet; once entered, the share registered can be worked out.
headcount-line = 🔢 { $kind ->
    [school] { $staff } staff, { $pupils } pupils on the roll
    [community] { $staff } residents
   *[other] { $staff } staff
 } (entered { $entered_on })
headcount-ask = { $kind ->
    [school] How many staff has { $unit }, on the establishment or not? Type 0 for none.
    [community] How many people live in { $unit }?
   *[other] How many staff has { $unit }, on the establishment or not?
 } Please type a number. To correct it, enter it again: the newest counts.
headcount-ask-pupils = How many pupils are on the roll of { $unit }? Please type a number, 0 for none.
headcount-wrong = I could not read that, and nothing was kept. Please type one whole number, such as 120.

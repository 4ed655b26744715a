# Trainings: entered once for several people by units, heads of stations and officers
button-trainings = 📚 Trainings
button-training-new = ➕ Enter a training
button-training-save = 💾 Save
button-training-fix = ✏️ Correct
button-training-one = Strike one person
button-training-all = Strike all
button-training-yes = Yes, strike it
button-my-trainings = 📚 My trainings
training-field-name = name
training-field-content = content
training-field-learning_minutes = length
training-field-organizer = organizer
training-field-place = place
training-field-held_on = day
training-fault-unknown = no such number, or not yours to enter
training-fault-own = let a colleague enter your own
training-fault-twice = already on the list
training-fault-has-it = this training is recorded already
training-fault-too-many = the list is full; save it and enter the others after it
trainings-none = 📚 No trainings entered yet. Enter one for everybody who took part; time of learning stands apart and is no service.
trainings-entered = 📚 <b>Trainings</b> (time of learning is no service). Tap a number to see or correct one.
training-line = { $number }. { $name }, { $held_on }, { $people ->
        [one] one person
       *[other] { $people } people
    }
training-ask-name = 📚 What is the training called? For example: First aid (60 characters at most).
training-ask-content = What was it about? For example: resuscitation, dressing of wounds (300 characters at most).
training-ask-learning_minutes = How long was it? For example: 2 or 1.5 or 2 hours 30 min.
training-ask-organizer = Who held it?
training-ask-place = Where was it? If it was online, type “online”.
training-ask-held_on = On which day? Please type month and day, such as 11-20 or 2026-11-20.
training-ask-people = Send the volunteer numbers of those who took part, one a line, in as many messages as you like; { $most } people at most.
training-wrong = That could not be read; please type it as in the example, and no telephone or ID numbers.
training-summary =
    📚 <b>{ $name }</b>
    { $held_on } · { $place } · { $organizer }
    { $content }
    { $learning_minutes } of learning
training-bad-line = ❌ { $typed }: { $why }
training-more-faults = … and { $count } more lines that cannot be used.
training-listed = 👥 { $count ->
        [one] One person:
       *[other] { $count } people:
    }
training-names = { $names }
training-saved = ✅ “{ $name }” is recorded for { $people ->
        [one] one person, who has
       *[other] { $people } people, who have
    } been told.
training-before = <s>{ $name } · { $held_on } · { $place } · { $organizer } · { $content } · { $learning_minutes }</s>
training-fix = What is to be corrected? Both wordings stay visible, and everybody concerned is told.
training-corrected = ✅ Corrected; { $people ->
        [one] one person has
       *[other] { $people } people have
    } been told.
training-strike-ask = Strike “{ $name }” from the records of { $people ->
        [one] one person
       *[other] { $people } people
    }? They will be told.
training-ask-one = From whose record is it to be struck? Please type the volunteer number.
training-not-there = That number is not in this training; please type it again.
training-struck = Struck from the records of { $people ->
        [one] one person, who has
       *[other] { $people } people, who have
    } been told.
my-trainings-none = 📚 No trainings yet. Whoever holds one enters it for you.
my-trainings = 📚 <b>My trainings</b>: { $count }, with { $learning_minutes } of learning (which is no service). If one is wrong, tell whoever entered it.
my-training = { $state ->
    [struck] <s>{ $name } · { $held_on } · { $learning_minutes }</s> (struck)
    [corrected] <s>{ $name } · { $held_on } · { $learning_minutes } · { $organizer } · { $place }</s> (corrected)
   *[stands] <b>{ $name }</b>, { $held_on }, { $learning_minutes } of learning
    { $organizer } · { $place }
    { $content }
 }
refusal-training-twice = This training is recorded already; nothing was added.
notice-training = 📚 { $what ->
    [entered] A training of yours is recorded: { $training }, { $held_on }, { $learning_minutes } of learning.
    [corrected] One of your trainings was corrected. It now reads: { $training }, { $held_on }, { $learning_minutes } of learning.
   *[struck] One of your trainings was struck: { $training }, { $held_on }.
 } If that is wrong, tell whoever entered it.

# Missing: served without a scan; the station is asked to type it
button-omitted = ✍️ Something missing
button-omissions = ✍️ Missing service
button-omission-type = Type it
button-omission-no = Do not type
omission-where = At which station did you serve?
omission-nowhere = There is no station in your county yet. Please ask your unit to type it.
omission-when = On which day, from when to when? Please write 11-20 9:00-11:30
omission-when-wrong = That was not understood. Day and hours with a blank between, such as 11-20 9:00-11:30
omission-words = { $began_at }–{ $ended }. What did you do, and who was there? One sentence for the staff of the station.
omission-asked = ✅ The station is asked to type it. That takes a proof, a second person and a public notice; such hours count as service and cannot be redeemed. We will tell you.
omission-none = ✅ Nobody misses anything now.
omission-one =
    ✍️ Missing service · { $count }
    { $name } { $number }｜{ $began_at }–{ $ended }
    “{ $words }”
omission-why-not = Why not? The volunteer will be told.
omission-fault-unknown = Nobody at the station knows of it
omission-fault-counted = That time is recorded already
omission-fault-no-service = It is no voluntary service
omission-refused = All right, the volunteer is told.
notice-omission-asked = ✍️ A volunteer misses service at your station ({ $began_at }). Please have a look: type it, or say why not.
notice-omission-filed = ✍️ The service that you missed ({ $station }, { $began_at }) has been typed; it is checked and shown publicly next.
notice-omission-refused = The service that you missed ({ $station }, { $began_at }) was not typed: { $reason }. With a proof such as a sign-in sheet you can ask again.

# Errands: served at a station, for volunteers without a phone, with their word each time
button-errand = 👵 For someone
button-errand-card = 🪪 New card
button-errand-copy = 📄 Copy of data
button-errand-consents = ↩️ Withdraw consent
button-errand-wrong = ⚖️ Hours are wrong
button-errand-leave = 🚪 Leave
button-errand-stay = Stay after all
button-errand-leavings = 🚪 To leave { $count }
button-errand-confirm = True, confirm
button-errand-refuse = Do not confirm
errand-who =
    👵 For a volunteer without a phone: send a photo of the volunteer card, or type the number.
    Without the card, type name and last four digits of the phone, with a blank between. It is deleted from the chat at once.
errand-nobody =
    Not found. Here you find people without a phone whom your station registered or has seen; please try again.
    Who has a phone uses it, or taps “Recover my account”.
errand-which = Which one?
errand-proof =
    { $name } · { $number }
    How does the person agree?
    📷 Ask for a signature on a mandate and send a photo of it (without any document);
    or a relative's phone: it scans the code, the person agrees there, and you type the 12 characters that are read out to you.
errand-office = the approving office
errand-asked =
    🤝 { $name } is being served at { $station }: a new card, a copy of the data, withdrawing a consent, objecting to hours, or leaving.
    Please show this to the person, who decides; it is good for today only.
errand-menu = 👵 { $name } · { $number }: what is to be done today?
errand-leaves = ⏳ Leaves { $due_at }; until then it can be taken back.
errand-stays = Good, they stay; nothing has been deleted.
errand-confirmed = ✅ Confirmed: it is done { $due_at }, and whoever typed it is told. Until then the person can take it back.
errand-leave-waits = ⏳ Wants to leave; waits for the approving office.
errand-card = 🪪 Print the new card and hand it over. Older cards are no longer valid.
errand-copy =
    The links to the copy are good for { $minutes }, each once.
    It holds the whole document number: please print it in front of the person, hand it over and keep nothing.
errand-consents = Which one? A tap withdraws it; hours stay as they are.
errand-no-consents = There is no consent to withdraw by itself. Withdrawing what registering needs is leaving.
errand-lines = Which one is wrong?
errand-no-lines = There is no service yet to object to.
errand-line = { $opened_at } { $station } { $minutes }
errand-disputed = ✅ Received. The station explains first, then another officer decides; please tell the person here.
errand-leave-second = The days begin once another person, of the approving office, has confirmed it.
errand-leavings-none = 👍 Nobody waits to leave.
errand-leaving-check =
    <b>Leaving</b> ({ $count } in all)
    { $name } · { $number }, typed at { $station }
    { $asked_at }; agreed by { $proof ->
        [paper] a signed paper
       *[code] a relative's phone
    }
    Please ask the person or a relative first.
errand-leaving-refused = Noted: nothing is deleted, and whoever typed it is told.
notice-errand-leavings-waiting = 🚪 { $count ->
        [one] One leaving waits
       *[other] { $count } leavings wait
    } for you to confirm.
notice-errand-leaving-decided = { $outcome ->
    [confirmed] 🚪 Leaving of { $name } is confirmed and done { $due_at }. Until then it can be taken back: tap “For someone”.
   *[refused] Leaving of { $name } was not confirmed; nothing has changed. Please tell the person.
 }
proxy-known = This document is registered already. For a new card, the data, a consent or leaving, tap “For someone”.

# Registering for others: the person agrees, the staff type
button-proxy = 🤝 Register someone
button-proxy-anew = Someone else, anew
button-proxy-relative = 📱 A relative's phone
button-proxy-agree = I agree
button-proxy-card = 🪪 Print the card
button-proxy-fix = ✏️ Correct this
button-proxy-paper = 👁 Signed paper
proxy-read-out =
    🤝 For somebody in front of you who has no phone. Read the following out; the person decides.
    Nobody under age is typed for: the child registers on their own phone, and a guardian agrees by a link; for a child without a phone the guardian taps “Register a child” under “More” in their own chat.
proxy-goes-on = 🤝 Going on with the one before.
proxy-or-another = Is it for somebody else? What was filled in for the one before is dropped.
proxy-proof =
    How does the person agree?
    📷 On paper: write “I wish to register as a volunteer and agree that my ID number is kept”, have it signed and dated, and send a photo (no ID card in it), or
    on a relative's phone: it scans a code, the person reads and agrees, and the 12 characters shown are read out to you.
proxy-proof-neither = That is neither a photo nor 12 characters. Send a picture as a photo, not as a file.
proxy-scan-me = Scan this with the relative's camera
proxy-relative =
    📱 The relative's camera scans the code in the picture, or opens:
    { $link }
    It works once, within { $minutes }. Then type the 12 characters here.
proxy-asked =
    🤝 Somebody is being registered as a volunteer at { $station }, with the staff typing.
    Please hand the phone to that person, who decides.
proxy-code =
    ✅ Noted. Read this out to the staff:
    <b>{ $typed }</b>
    It works once, until { $until_at }.
proxy-declined = All right, not agreed; nothing is kept.
proxy-agreed = ✅ The code is right and the consent is noted.
proxy-signed = ✅ The photo of the signed paper is here and kept encrypted.
proxy-phone =
    Type a phone number that reaches the person, a relative's if need be.
    It is deleted from the chat at once.
proxy-card = 🪪 Print it for the volunteer. At a station this card is scanned to check in and out.
proxy-paper = The signed consent. For this review only; please do not pass it on.
proxy-paper-gone = The photo of the signed paper is no longer there.
approval-typed = ⚠️ Typed by the staff of { $station }; consent: { $proof ->
    [paper] photo of a signed paper
   *[code] given on a relative's phone
 }
notice-proxy-decided = { $outcome ->
    [approved] 🎉 { $name }, whom you registered, is approved: number { $number }. Please print the card.
    [sent_back] ↩️ { $name }, whom you registered: one line is to be corrected, { $line ->
        [name] the name
        [number] the document
        [phone] the phone
        [place] the home
        [unit] the unit
        [team] the team
        [interests] interests and skills
       *[times] free times
     }. Reason: { $reason ->
        [unclear] unclear, please write it out
        [not-matching] does not match the document
        [ask-unit] please check with the unit first
       *[other] { $reason }
     }
    [refused] { $name }, whom you registered, was not approved: { $reason ->
        [not-eligible] the conditions are not met
        [duplicate] registered already
        [not-genuine] the details could not be confirmed
       *[other] { $reason }
     }. Please pass it on.
   *[reopened] A registration that you typed is being reviewed again; please disregard the earlier answer.
 }
refusal-paper-used = This photo was used before ({ $used_at }), for { $used ->
        [errand] another errand
       *[proxy] a registration
    }. Please let the person sign a paper for this one, and take a new photo.
refusal-proof-missing = The person's consent is missing: send a photo of the signed paper, or type the code from the relative's phone.
refusal-typed-yourself = You typed this one, or confirmed it on your phone. Please let a colleague decide.
what-proxy = registration for somebody else

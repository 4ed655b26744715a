# Minors and guardians: the one-use link, consent, taking it back; the declaration above seventy.
registration-minor = Under { $adult_age }, a parent or guardian has to agree. At the end you get a link to pass on to them.
registration-child = Under { $accompany_below }, an adult comes along every time: your guardian, or a teacher your guardian agrees to.
registration-with-guardian = ✍️ Your part is done. Your registration goes to the office once your guardian has agreed.
registration-health =
    <b>Over { $max_age }: one more question</b>
    I declare that I am fit to volunteer at present, that I get about and look after myself, and that I will stop at once when I feel unwell.
    Only the day of your declaration is kept, nothing about your health. The officer will ask you again.
guardian-link =
    👨‍👩‍👧 Please send this link to your parent or guardian:
    { $link }
    It is good for { $days } days, and once. They have to open it on their own phone.
guardian-link-anew = If the link is lost or too old, ask for a new one below; the old one ends.
guardian-not-needed = You do not need a guardian's consent any more. Your registration goes on.
welcome-with-guardian = Your registration is filled in and waits for your guardian.
welcome-guardian = Hello! You have agreed here to a child's volunteering. To see it or take it back: “More”, then “My children”.
guardian-asked =
    <b>A child would like to volunteer and needs your consent</b>
    The child: { $name }, aged { $age }.
    What is kept: name, ID number, phone, township, school, skills and free times; later when and where the child served.
    What for: approving the registration, counting hours, certificates. It is not published. The national volunteer system gets it only if you agree to that separately, and nobody else gets it.
    Who sees it: the approving office and the stations the child goes to; every look at a minor's details is recorded.
    How long: { $days } days if not approved; records of service { $years } years.
    You can take your consent back at any time, as easily as you give it. You need not agree: the child just cannot register for now. (version { $version })
guardian-asked-onward =
    The child has asked to be passed on to the national volunteer system: name, ID number, phone and hours are entered there. You decide about that separately further on; the child can register either way.
guardian-asked-company = The child is under { $accompany_below }: an adult comes along and scans at the station every time, you or a teacher you agree to.
guardian-asked-relation = What are you to the child? Your name and phone are kept too, for the approving office only.
guardian-relation-51 = Father
guardian-relation-52 = Mother
guardian-relation-other = Other guardian
guardian-name = Please type your own name, as on your document.
guardian-phone = Please tap the button below to share your own phone number.
guardian-stopped = All right. The link stays good; open it again when you like.
guardian-consent =
    I am { $guardian }, { $name }'s { $relation ->
        [51] father
        [52] mother
       *[guardian] guardian
    }.
    I have read the above. I agree that the child registers as a volunteer and serves as fits their age, and that their personal data is kept.
guardian-consent-onward = Passing on to the national volunteer system is a separate matter: tap to tick it if you agree; without a tick nothing is passed on. You can take it back by itself later.
guardian-tick-onward = Pass the child on to the national system (optional)
guardian-thanks = ✅ Thank you! The registration goes on. Under “More”, “My children” you can see it and take it back.
guardian-thanks-waits = ✅ Thank you. Another guardian agreed for this child before you, so the office checks first that you are one too. You will hear from us when your consent counts.
guardian-declined = All right: not agreed, and nothing of you is kept. The child is told. If you change your mind, let the child register again and send you the new link.
wards-list = <b>My children</b>
wards-none = No child needs your consent now. Once of age, they decide for themselves.
wards-ward = { $name }, { $age }: { $state ->
    [registered] registered, with your consent
    [waiting] being looked at, with your consent
    [confirming] you have agreed, the office checks that you are a guardian
   *[ended] without your consent, cannot check in
 }
wards-company = An adult has to come along. Teachers you agreed to: { $teachers }
wards-onward = 　National volunteer system: { $state ->
    [yes] you agreed to passing on
   *[no] the child asks for it, you have not agreed, nothing is passed on
 }
wards-onward-agreed = ✅ Agreed: the child will be entered in the national volunteer system. You can take this back by itself under “My children”.
wards-onward-ended = Taken back: nothing more of the child goes to the national volunteer system; all else stays. What was passed on already: tell a station, and it is passed on to them.
wards-teacher = { $name } ({ $unit })
wards-no-teacher = none yet
wards-withdraw = Without your consent the child cannot check in any more, nothing more goes to the national system, and a registration that waits stops. Hours stay. You can agree again at any time.
wards-withdrawn = Taken back. The child's hours stay; they just cannot check in.
wards-agreed-again = ✅ Agreed again: the child can go on.
teacher-link =
    To take pupils along you need their guardians' consent. Please send them this link:
    { $link }
    They open it and tap the child's name.
teacher-asked =
    Teacher { $name } ({ $unit }) would like to take your child along to volunteer.
    If you agree, the child can check in together with the teacher. Tap the child's name to agree.
teacher-allowed = ✅ This teacher may take the child along. You can take it back under “My children”.
approval-unusual-needs-company = ⚠️ Under { $count }: an adult comes along every time
approval-unusual-needs-consent = ⚠️ Under { $count }, the guardian has agreed (see the last line)
approval-unusual-over-age = ⚠️ Over { $count }, declared to be fit: please ask the person before you approve; you are recorded as the reviewer
approval-guardian = 👪 { $relation } { $name } (phone ending { $tail }), agreed { $given_at }
approval-guardian-another = ⚠️ Another guardian had agreed before and took it back: please ask before you approve
later-guardian =
    <b>👪 Is this a guardian? ({ $count } waiting)</b>
    Child: { $child }, aged { $age }, { $number }
    { $relation } { $name } (phone ending { $tail }), agreed { $given_at }
later-guardian-held-back = ⚠️ The guardian before took the consent back { $ended_at }; the child cannot check in now
later-guardian-look = Somebody else had agreed before. Please see the household register or birth certificate and ask the guardian before, then tap.
later-guardian-confirmed = ✅ Confirmed as a guardian; the consent counts and both are told.
later-guardian-refused = Noted as not a guardian: this consent does not count, and both are told.
later-guardian-none = 👍 No guardian waits to be checked.
notice-guardian-agreed = ✅ Your guardian has agreed. Your registration is with the office; you will hear from us.
notice-guardian-agreed-again = ✅ Your guardian has agreed again. You can check in as before.
notice-guardian-declined = Your guardian did not agree. Your registration was not sent, and nothing is kept. You can register again once you have talked it over.
notice-guardian-withdrew = Your guardian has taken the consent back, so you cannot check in for now. Your hours are all there; once your guardian agrees again, you can go on.
notice-guardian-another = ⚠️ Another account has also agreed, as a guardian, for { $name }. If you know nothing of this, please talk to the approving office.
notice-guardian-confirmed = ✅ The office has checked: your consent for { $name } counts now.
notice-guardian-not-confirmed = The office did not find that you are a guardian of { $name }, so your consent does not count. If that is wrong, please bring the household register.
notice-ward-consent-again = 📄 We have changed what we say to guardians. Please read it and decide; until you answer, what you agreed to holds.
wards-reworded = This is what it says now. Agree to go on; if you would rather not, take your consent back under “My children”.
notice-ward-approved = 🎉 { $name } is registered as a volunteer now. You can follow the hours under “My children”.
notice-ward-refused = The registration of { $name } was not approved; the child has been told why. Your consent is not used any further.
notice-guardian-not-taken = The office did not find that the person who agreed is your guardian. Ask your guardian of before, or let your guardian bring the household register to the office.
notice-guardians-waiting = 👪 { $count ->
        [one] One guardian waits
       *[other] { $count } guardians wait
    } for your check.
button-later-guardians = 👪 Guardians { $count }
button-is-guardian = A guardian
button-no-guardian = Not one
button-guardian-link = Guardian's link
button-guardian-no = I do not agree
button-guardian-yes = I agree
button-wards = 👨‍👩‍👧 My children
button-ward-withdraw = Withdraw: { $name }
button-ward-agree = Agree again: { $name }
button-ward-sure = Take it back
button-ward-onward = Pass on: { $name }
button-ward-no-onward = Do not pass on: { $name }
button-teacher-yes = Agree: { $name }
button-teacher-stop = No longer with { $name }
button-pupils = 🎒 My pupils
button-fit = I confirm this

# Families: they come together, the hours stay each person's own
button-family = 👪 My family
button-family-found = Start a family
button-family-invite = ➕ Invite
button-family-child = ➕ { $name }
button-family-join = Join
button-family-decline = Not now
button-family-leave = Leave family
button-family-end = End family
button-family-off = Remove { $name }
button-family-scan-on = Agree to joint check-in
button-family-scan-off = No joint check-in
button-together = 👪 All together
button-together-arrive = ✅ Check { $count } in
button-together-leave = 👋 Check { $count } out
family-none =
    👪 Volunteering as a family: start one here, the others join by a link.
    At a station one scan of yours can check everybody in. The hours stay each person's own.
family-home = 👪 My family, { $count } in all. Only the family sees these hours.
family-member = { $name }{ $place ->
        [head] {" "}(head)
        [agreed] {""}
       *[member] {" "}(has not agreed to joint check-in)
    } · { $minutes }{ $inside ->
        [yes] {" "}· on duty
       *[no] {""}
    }
family-link =
    ➕ Send this link to one relative. It works once, within { $days } days:
    { $link }
    One link a person. Everybody registers as a volunteer first; children join their guardian's family only.
family-invited =
    👪 { $name } asks you to join the family.
    You will see each other's hours. They stay each person's own, and you can leave at any time.
family-declined = All right, you have not joined.
family-scan-ask =
    One thing is asked apart: that the head of the family may check you in and out when you come together.
    You need not agree, your own scan does the same. You can take it back at any time.
family-child-in = The child has no phone: your scan takes it along, and its hours stay its own.
family-end-ask = When the family ends, nobody sees the others' hours any more. Everybody keeps their own. Sure?
family-leave-ask = When you leave, the others do not see your hours, nor you theirs. You keep yours. Sure?
family-ended = The family has ended; everybody keeps their hours.
family-left = You have left the family and keep your hours.
family-removed = { $name } is no longer in the family.
together-scan-first = First scan the code on the station's screen yourself, in or out, then tap “All together”.
together-nobody = Nobody has agreed to joint check-in yet ({ $names }). They can do so under “My family”.
together-arrive = 👪 { $station }: who has come along? Tap to leave somebody out.
together-leave = 👪 { $station }: who is leaving too? Tap to leave somebody out.
together-others = Have not agreed to joint check-in and scan for themselves: { $names }
together-none = Nobody was chosen, nothing was recorded.
together-arrived = ✅ { $name }: checked in { $arrived_at }
together-left = 👋 { $name }: { $minutes } this time
together-in-already = { $name }: is on duty already
together-not-in = { $name }: is not checked in here
together-clerk-asked = ⏳ { $name }: the station has to confirm
together-refused = ✋ { $name }: not done. { $reason }
notice-family-arrived = 👪 The head of your family has checked you in at { $station }, { $since_at }. If that is wrong, tell the station's staff.
notice-family-joined = 👪 { $name } has joined your family.
notice-family-left = 👪 The head of your family has checked you out at { $station }: { $minutes } this time.
refusal-family-already = You are in a family already. To change, leave it first under “My family”.
refusal-family-full = A family has { $max } members at most, and this one is full.
refusal-family-guardian = Somebody under age can join the guardian's family only. Ask your guardian to start one and send you the link.
consent-family-scan = being checked in by the head of the family

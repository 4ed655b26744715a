# The second proof of an arrival: a location, an accompanying adult
location-asked =
    📍 { $station } wants to see that you are nearby. Please press “Send location” below.
    Your time counts from { $arrived_at }. We keep how far it was, not where you are.
location-asked-on-page = 📍 { $station } wants to see that you are nearby: go back to the chat and press “Send location”.
location-clerk-asked =
    ⏳ Received; the station has been asked to confirm: { $station }.
    Then your time counts from { $arrived_at }.
location-doubt = { $doubt ->
    [far] The location you sent is a little too far from the station. If you are there, never mind: somebody will see you.
    [old] The location you sent is not from just now. Next time press “Send location” right after scanning.
    [not-own] That location was forwarded, or picked on a map. Next time please press “Send location”.
    [unknown] That location does not show how far the station is, so somebody there will look.
   *[none] There is no location, so somebody at the station will look whether you are there.
}
menu-no-location = I can’t send it
menu-why-location = Why?
location-not-waited = No check-in is waiting for your location now. To check in, scan the code on the station’s screen again.
button-locate = 📍 Send it
notice-location-wanted =
    📍 { $station } wants to see that you are nearby; your time counts from { $arrived_at }.
    Press here, then “Send location”.

# Codes scanned without a network
scanner-kept = No network. It is kept here and will be sent by itself.
scanner-no-photo = Without a network photos cannot be read. Please scan the code.
scanner-again = Your session has ended. Please open the page from the chat again; what is not sent yet stays here.
scanner-sent = { $count } sent.
scanner-sent-odd = { $count } sent; { $odd } need a look: see “Today” in the chat.
clerk-odd = 📶 { $count } scanned without a network did not count
button-odd = Not counted ({ $count })
odd-list =
    📶 Scanned without a network, and not counted when they came in:
    { $lines }
    If somebody was there, settle it under “Today” or let them scan again.
odd-none = 👍 Nothing left to look at.
odd-line = { $scanned_at } { $volunteer }: { $doubt }
odd-somebody = Somebody
odd-too-old = sent more than a day later
odd-clock-off = the phone’s clock was wrong
odd-overlap = overlaps another visit
odd-code-unknown = no code of ours
odd-code-changed = the code was not of that time
odd-code-used = the code was used before
odd-code-revoked = the code is void
odd-code-not-for-clerk = it was the station’s own code
odd-own-code = it was your own code
odd-open-elsewhere = was checked in elsewhere
odd-station-closed = the station was closed
odd-station-gone = the station is out of use
odd-other = could not check in then
button-odd-seen = Noted
odd-needs-company = needs an accompanying adult

# Under fourteen: together with an adult
company-asked =
    👪 { $station }: { $below ->
        [0] at your age
       *[other] under { $below }
    } an adult has to come along.
    Ask your parent (or teacher) to scan the code on the screen before { $until_at }; both scans together count.
company-asked-by-clerk = 👪 Not checked in yet, an adult has to come along: parent or teacher, please scan the screen before { $until_at }
children-arrived = 👧 { $count ->
    [one] The child who came with you is checked in too, and leaves when you do.
   *[other] { $count } children who came with you are checked in too, and leave when you do.
 }
children-left = 👧 { $count ->
    [one] The child who came with you is checked out too.
   *[other] { $count } children who came with you are checked out too.
 }
accompanied-arrived =
    👧 { $station }: { $count ->
        [one] your child is checked in.
       *[other] { $count } children with you are checked in.
    }
    Scan once more when you leave; that checks them out.
accompanied-left = 👋 { $station }: { $count ->
    [one] your child is checked out.
   *[other] { $count } children with you are checked out.
 }
accompanied-waiting = 👪 { $station }: now let your child scan the code on the screen within a few minutes, or the staff the child's card. With neither, tap “Bring kids”.
notice-company-arrived = ✅ The adult with you has scanned too: you are checked in at { $station } since { $since_at }.
notice-company-left = 👋 The adult with you has checked out of { $station }, and so have you: { $minutes } this time.
button-bring-class = 👧 Bring kids
class-none = There is no child yet whom you may accompany. Once a parent agrees, the child is listed here.
class-scan-first = Please scan the station’s screen first. When you are checked in, press “Bring kids”.
class-who = 👧 { $station }: who has come? Tap a name to take it off. { $count } in all.
button-class-go = Check in ({ $count })
class-done = ✅ { $count } checked in. They leave when you do.
class-refused = ⚠️ { $name }: { $reason }
odd-card = a printed card: its holder or another clerk has to say yes
odd-behind-card = the card scanned before it waits for a yes
odd-not-me = the holder says that it was somebody else
odd-cards = A printed card carries no time, so it does not count by itself. If you saw the person come too, tap the name below.
odd-own-cards = Of a card that you scanned yourself, its holder or another clerk has to say yes. If you are the only clerk and they have no phone, please record the hours instead.
button-odd-came = ✅ { $volunteer } came
late-card-done =
    { $count ->
        [0] { $volunteer }: nothing could be counted.
       *[other] ✅ { $volunteer }: { $count } counted.
    }
late-card-denied = Nothing was counted. The station sees what you said.
late-card-line = · { $scanned_at }
notice-late-card =
    📶 { $station } scanned your printed card while it had no network:
    { $lines }
    A card carries no time, so this counts when you say so. Was that you?
notice-late-card-here = 📶 { $station } has sent printed cards that were scanned without a network, of people without a phone. If you were there, please have a look and say yes.
button-card-yes = It was me
button-card-no = Not me
clerk-guardian-in = ✅ The guardian is here: { $station }, children checked in: { $count }.
notice-guardian-let-in = ✅ { $station } has confirmed that you are there; children checked in: { $count }. A child who has not scanned yet can scan now; scan again when you leave.

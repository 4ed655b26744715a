# The second proof of an arrival: a location, an accompanying adult
location-asked =
    📍 { $station } wants to see that you are nearby. Please press “Send location” below.
    Your time counts from { $arrived_at }. We keep how far it was, not where you are.
location-asked-on-page = 📍 { $station } wants to see that you are nearby: go back to the chat and press “Send location”.
location-clerk-asked =
    ⏳ Your location does not show that you are near { $station }. Never mind, the station has been asked to confirm.
    Then your time counts from { $arrived_at }.
menu-no-location = I can’t send it
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
odd-somebody = An unknown code
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

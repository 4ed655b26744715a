# Each says what happened first, then what to do.
refusal-not-registered = You are not registered yet. Tap “Register”; it takes about three minutes.
refusal-not-yet-approved = Your registration is still being looked at. Once it is approved you can check in; you will hear from us here.
refusal-not-allowed = This is for somebody with another role. If you hold several, switch under “More” and try again.
refusal-invite-invalid = This link was used already or has run out. Ask whoever sent it for a new one.
refusal-page-over = This page has been open for too long. Please open it again from the chat.
refusal-last-administrator = You are the only administrator. Invite another one first, then leave.
refusal-code-unknown = We do not know this code. Scan the code on the station's screen again; if you typed it, check its 12 characters.
refusal-code-changed = This code changed { $seconds } seconds ago. Please scan the new one on the screen.
refusal-code-used = This code was used already. Please scan a fresh one.
refusal-code-revoked = This screen or card is out of use. Please ask the station's staff for another.
refusal-code-needs-clerk = This is a volunteer's own code; the station's staff scan it. To check in, scan the code on the station's screen.
refusal-code-not-for-clerk = This is not a volunteer's code. Ask them to tap “My code”.
refusal-own-code = This is your own code, and nobody checks themselves in or out. Scan the code on the station's screen, or ask a colleague to scan yours.
refusal-too-many-tries = Too many wrong codes. Please try again in { $seconds } seconds.
refusal-station-closed = The station is closed today. It is open: { $opening }.
refusal-station-gone = This station is out of use, so nobody can check in here. Whoever is still in can check out.
refusal-hours-unclear = We could not read that. Please type it as in the examples: Mon-Fri 9:00-18:00, or 10-01 closed.
refusal-class-too-late = Your own scan ({ $since_at }) is more than { $minutes } ago and takes nobody along any more. Let each child scan, or ask the station to scan its card.
refusal-needs-company = A child comes with an adult: let the parent or teacher check in here first.
refusal-position-missing = We do not know yet where the station is. Please give its position first.
refusal-open-elsewhere = You have not checked out of { $station } yet (since { $since_at }).
refusal-just-arrived = You are checked in already ({ $since_at }). Scan again when you leave.
refusal-visit-gone = This one is settled already, or belongs to another station.
refusal-end-outside-visit = The time has to lie between { $opened_at } and { $closed_at }. Please type it again.
refusal-end-too-late = After { $days } days the station cannot settle it any more. Please ask the Federation to correct it.
refusal-hours-short = You need { $minutes } more; you have { $has_minutes }.
refusal-key-reused = This does not fit what was done before. Please start over.
refusal-offer-ended = This offer has ended. Please look at the others.
refusal-offer-changed = This offer has just changed. Please open it again before you redeem.
refusal-stock-gone = The last one has just gone. Please look at the others; your hours are untouched.
refusal-too-many-vouchers = You can hold { $max } vouchers at a time. Use or cancel one first.
refusal-voucher-unknown = We do not know this voucher. Ask the guest to open “My vouchers” and show it again; if you typed it, check its 12 characters.
refusal-voucher-used = This voucher was honoured by { $merchant }: { $honoured_at }.
refusal-voucher-expired = This voucher was good until { $until_on }. It has run out, and the hours go back to its holder.
refusal-voucher-cancelled = This voucher was cancelled ({ $cancelled_at }), and the hours went back to its holder.
refusal-voucher-elsewhere = This voucher belongs to { $merchant } and is honoured there.
refusal-voucher-needs-merchant = This is a voucher; the merchant scans it. Please show it at the shop.
refusal-name-taken = There is a “{ $name }” already. Please choose another name.
refusal-already-decided = Somebody has dealt with this already.
refusal-step-gone = That step is over. Please look at the newest message below.
refusal-not-found = Not found; it may have changed. Please open it again.
picture-too-large = The picture is too large. Please send a smaller one.
picture-not-a-picture = This file cannot be opened. Please send a photo.
picture-no-code = There is no code in the photo. Move closer, hold still, and send another.
picture-many-codes = There are several codes in the photo. Please show only one.
picture-took-too-long = Reading this photo took too long. Please take another.
refusal-needs-guardian = Under { $adult_age }, a guardian has to agree. Send the “Guardian's link” under your details to yours; your hours are all there.
refusal-needs-declaration = Over { $max_age }, a declaration of health is needed as well. Please go back and add it.
refusal-link-invalid = This link was used, is too old, or there is a newer one. Please ask the child for a new one.
refusal-own-ward = This account is the guardian's and cannot be the child's own too. Please recover it on the child's own phone.
refusal-other-county = In another county other officers answer for you: please ask for a “Transfer” under “More”.
refusal-own-link = Your guardian has to open this link on their own phone. Please pass it on.
refusal-guardian-too-young = Who is under { $adult_age } cannot agree for somebody else, nor take children along.
refusal-id-birth-missing = The number of this document does not tell birth date and sex. Please add them after the number, with blanks between.
refusal-already-registered = This document is registered already. If that was not you, or you changed accounts, take the document to a station and the staff will look into it.
refusal-too-many-categories = { $max } kinds of service at most. Take some off, then submit.
refusal-contact-not-own = That is somebody else's contact. Tap the button below to share your own number.
refusal-consent-missing = Your consent is missing, so this cannot be sent. Go back to the first step.
refusal-answer-missing = One answer is missing. Please check, change it, then submit.
refusal-nothing-changes = That would change nothing. For a new employer choose another unit, for a move another home.
refusal-nothing-new = That is what is registered already; nothing to correct.
refusal-relocation-open = A transfer of yours is still open. Take it back first.
refusal-application-decided = A colleague of the { $role ->
    [county_office] county office
    [office] Civilization Office
   *[federation] Federation
 } has { $outcome ->
    [approved] approved
    [refused] refused
    [sent_back] sent back
   *[submitted] reopened
 } this one already ({ $decided_at }).
refusal-undo-too-late = It cannot be undone: more than { $minutes } have passed, or it has changed since.

# Recognising stars
refusal-stars-none = This city's documents set no hours for stars, so there is nothing to recognise.
refusal-stars-national = This city counts the hours of the national system, and only the city's own are here, so it cannot begin.
refusal-stars-year = The stars of { $year } cannot be opened now: they are recognised already, or another round is not over.
refusal-stars-unanswered = Without an answer yet: { $count }. Please nominate them or say why not.
refusal-notice-runs = The list stands until { $until_on } inclusive; you can award from the day after.
refusal-objections-open = { $count ->
        [one] One objection has
       *[other] { $count } objections have
    } no answer yet; please answer first.
refusal-objected-already = You have made this objection already; the answer will come to you.
refusal-second-person = This step belongs to another person.

# Those who were served confirm and rate
button-recipient = Ask them
button-signed-page = Signed page
button-untrue = Not true
recipient-required = Here it counts only once those who were served have confirmed it: tap “Ask them”.
recipient-link =
    Send this link to whoever was served; opening it is enough to confirm and rate, without registering. It works once, until { $until_at }.
    { $link }
    Or let them sign on paper and tap “Signed page”.
recipient-page = 📎 Please send a photo of the signed page.
recipient-page-seen = 📎 Received. Tap “Hand in”, or send a better photo.
check-word = 👀 This record is checked already; only what those served say waits for your eyes.
check-word-seen = 👍 The confirmation for { $volunteer } counts now.
check-word-dismissed = The confirmation for { $volunteer } does not count; whoever typed it may ask again.
notice-recipient-dismissed = The confirmation for the service of { $volunteer } on { $began_at } was not taken as genuine. Please ask those who were served again.
recipient-page-kept = ✅ The signed page is kept. It counts once whoever checks the hours has seen it.
recipient-asked =
    Hello! Did { $volunteer } serve you?
    { $name } | { $place } | { $began_at }–{ $ended }
    { $content }
    If so, please rate it with one to five stars.
recipient-words = Thank you! Would you like to add a word? Write it, or tap “Skip”.
recipient-untrue = What is not true? One sentence is enough; the officers will look into it.
recipient-thanks = ✅ Thank you!
recipient-said-confirmed = Confirmed by those served { $stars ->
        [0] (signed page)
       *[other] { $stars } ⭐️
    }: { $words }
recipient-said-denied = ⚠️ Those served say it is not true: { $words }
notice-rated = ⭐ “{ $title }” ({ $began_at }): whom you served gave you { $stars ->
    [one] one star
   *[other] { $stars } stars
 }, and it counts.
button-rate-me = ⭐ Ask for stars
button-ratings = ⭐ Ratings
button-rating-true = ✅ { $number } is theirs
button-rating-false = ✖️ { $number } is not
button-rating-ask = ⭐ { $opened_at } { $volunteer }
rating-link =
    Send this link to the person who was served. They can give stars and a word without registering. It works once, until { $until_at }.
    It never changes hours, and it counts once somebody else has seen it.
    { $link }
rating-unseen = Nobody has seen this word yet; it counts once somebody has.
rating-for-another = (It concerns you, so a colleague or the office has to see it.)
ratings-head = { $count ->
    [0] ⭐ Nobody has said anything about the visits here yet.
    [one] ⭐ One word of those who were served. It counts once you say that it is theirs:
   *[other] ⭐ { $count } words of those who were served, unseen ones first. One counts once you say that it is theirs:
 }
ratings-ask = Visits of the last days: tap one to ask who was served for a word:
rating-line = { $number } { $opened_at } { $volunteer } | { $station }

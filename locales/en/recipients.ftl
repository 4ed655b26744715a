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

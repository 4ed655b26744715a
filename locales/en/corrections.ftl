# Correcting name, phone and document: the approving office looks at the document first.
profile-line-name = Name
profile-line-phone = Phone
profile-line-document = Document
correction-name = What should the name be? Please write it as on the document; it is deleted from the chat at once.
correction-phone = What is the new phone number? Share it with the button below, or type it; what you type is deleted from the chat at once.
correction-why = Why should the document change?
correction-why-renewed = Renewed, with a new number
correction-why-mistaken = Mistyped when registering
correction-left = All right, nothing was changed.
correction-asked =
    📨 { $line }: your correction went to { $approver }, { $county }.
    Please show your document there. It changes once they have seen it, and we will tell you.
correction-withdrawn = { $line }: taken back, nothing changes.
correction-none = 👍 No correction is waiting.
correction-check =
    <b>Somebody wants a correction</b> ({ $count } in all)
    { $name } · { $number }
    Asked { $asked_at }
correction-fact-name = Name: { $before } → { $after }
correction-fact-phone = Phone ending: { $before } → { $after }
correction-fact-number = Document number: { $before } → { $after }
correction-kind = The new document: { $document }
correction-is-renewed = Renewed: the old number goes on leading to the same person
correction-is-mistaken = ⚠️ Said to be mistyped: the old number will not count as this person’s any more
correction-minor = { $consented ->
    [yes] 👧 Under age: a guardian’s consent stands, and the guardian is told of the change
   *[no] ⚠️ Under age, and no guardian’s consent stands now
    }
correction-look = Please look at the original document before you tap.
correction-done = ✅ Changed; the volunteer is told.
correction-why-not = What is not right? The volunteer will be told.
correction-fault-unseen = The original was not shown
correction-fault-differs = The document says otherwise
correction-fault-not-his = The document is somebody else's
correction-not-done = All right, nothing changed; the volunteer is told.
notice-corrections-waiting = ✏️ { $count ->
        [one] One correction waits
       *[other] { $count } corrections wait
    } for you to look at a document.
notice-correction-accepted = ✅ { $line }: corrected. What stood before is not kept{ $about ->
    [document] ; the old number only serves to recognise you
   *[other] { "" }
 }.
notice-correction-refused = { $line }: not changed. { $reason }. You can ask again; please bring the original document.
notice-correction-ward = Your child { $name } has corrected: { $line }. The office has checked it. Your consent stands; if this is wrong, please contact the office at once.
button-correct-details = ✏️ Correct my details
button-correction-stop = Take back: { $line }
button-corrections = ✏️ Corrections { $count }
button-correction-yes = Right, change it
button-correction-no = Not right

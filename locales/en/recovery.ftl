# Getting an account back: an officer looks at the document in person.
recovery-begin = To get your account back we need your phone and your document. Please go through the registration up to the document; once it is recognised, tap “Recover my account”.
recovery-taken = This document is registered already. If you have a new phone or account, tap “Recover my account”; if you mistyped, please enter it again.
recovery-filed =
    📨 Sent to: { $approver }, { $county }.
    Please take your document there and show it. Then your number, hours and vouchers are yours again.
recovery-withdrawn = All right, taken back.
recovery-none = 👍 Nobody is waiting to recover an account.
recovery-claim =
    <b>Somebody wants an account back</b> ({ $count } in all)
    Registered: { $name }, { $document } { $number }, phone ending { $tail }
    Asked { $asked_at }
recovery-other-name-masked = ⚠️ The name given differs from the registered one in a sign that is masked here
recovery-other-name = ⚠️ The name given differs: { $name }
recovery-other-phone = ⚠️ Another phone, ending { $tail }
recovery-other-account = ⚠️ Another account: the old one loses this identity and is told
recovery-waiting-only = ⚠️ Not a volunteer yet, only an unfinished registration: it ends, and a new one is handed in
recovery-look = Please look at the original document before you tap.
recovery-done = ✅ Moved to the new account; both accounts are told.
recovery-not-done = Noted: not the same person. The registration stays as it was, and whoever asked is told.
notice-recovery-asked = ⚠️ Somebody has asked to move your registration to another account, with your document. If that was not you, please contact your approving office at once; nobody moves it without showing the document.
notice-recovery-accepted = ✅ Done. Your number, hours and vouchers are in this account now; old codes and cards are void, please print yours again.
notice-recovery-moved = Your registration has moved to another account and cannot be used here any more. If that was not you, please take your document to your approving office at once.
notice-recovery-refused = The office has looked at the document and found that it is not the same person, so nothing was moved. If that is wrong, please go there again with your document.
notice-recovery-register = ✅ Done. The unfinished registration of before has ended; please tap “Register” and hand in a new one.
notice-recoveries-waiting = 🔑 { $count ->
        [one] One person waits
       *[other] { $count } people wait
    } for you to look at a document and give an account back.
button-recover = 🔑 Recover my account
button-recover-stop = Never mind
button-recoveries = 🔑 Recoveries { $count }
button-same-person = Same person
button-not-same = Not the same

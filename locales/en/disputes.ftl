# Disputed hours: raised, answered, decided, corrected
button-which-line = Not right?
button-not-right = Dispute
button-unsay = Withdraw
button-object = Object
button-own-word = 💬 Say your word
button-answer = 💬 Answer disputes
button-explain = Explain
button-disputes-queue = Disputes: { $count }
button-rule-kept = Keep it
button-rule-corrected = New time
button-rule-struck = Strike
line-which = Tap a line to see all that happened to it.
line-head =
    { $title }
    { $began_at }–{ $ended }
line-moved = · { $recorded_at }: { $source } { $signed }
line-earlier = Earlier objections, not shown: { $count }.
line-nothing = · nothing counted so far
line-raised = 💬 { $raised_at }: disputed as “{ $what }”: { $words }
line-answered = The recorder says: { $words }
line-replied = The volunteer says: { $words }
said-raised = The recorder has not answered yet
said-answered = An officer has not decided yet
said-upheld = ✅ Corrected: { $reason }
said-rejected = Left as it was: { $reason }
said-withdrawn = Withdrawn
dispute-times = Wrong time
dispute-missing = Not counted
dispute-not-me = That was not me
dispute-other = Something else
dispute-objection = Objection
dispute-denied = Denied by those served
dispute-pattern = Raised by an officer, because of a pattern
dispute-what = What is not right?
dispute-words = Please say what happened, for example the real times.
dispute-raised = ✅ Noted. The recorder is asked first, then another officer decides; you will hear what came of it.
dispute-objected = ✅ Your objection is noted. These hours do not count until it is cleared up; you will hear what came of it.
dispute-withdrawn = Withdrawn. The line stands as it was; if it is still on notice, it stays there some days longer.
dispute-which = Which one do you object to?
own-word = Please say how it was. Whoever decides will read it. You can do this once.
own-word-kept = ✅ Noted. Whoever decides will read it; you will hear what came of it.
counted-so-far = counted: { $counted_minutes }
counted-nothing = not counted
answer-none = ✅ No dispute waits for your answer.
answer-one =
    💬 Disputed hours · { $waiting } waiting for you
    { $volunteer } | { $title } | { $began_at }–{ $ended } | { $counted }
    “{ $what }”: { $words }
answer-words = Please say how it was. Whoever disputes it and whoever decides will read it.
answer-kept = ✅ Noted. Another officer decides now.
ruling-none = ✅ No disputed hours wait for you.
ruling-one =
    ⚖️ Disputed hours · { $waiting } waiting
    { $volunteer } | { $title } | { $began_at }–{ $ended } | { $counted }
    “{ $what }”: { $words }
ruling-answer = The recorder says: { $words }
ruling-mute = The recorder did not answer in time.
ruling-times = What were the right times on that day? Write them as 9:00-11:30
ruling-right = It becomes { $began_at }–{ $ended }.
ruling-reason = Why? Tap one, or write it yourself. Whoever disputed it will read it.
ruling-reason-register = The register shows it
ruling-reason-agreed = Both sides agree
ruling-done-kept = Left as it was: { $volunteer }, { $minutes }.
ruling-done-corrected = Corrected: { $volunteer }, now { $minutes }.
ruling-done-struck = Struck: { $volunteer }, now { $minutes }.
notice-disputes-waiting = ⚖️ Disputed hours wait for you to decide: { $count }.
notice-dispute-to-answer = 💬 Somebody disputes “{ $title }” of { $volunteer } ({ $began_at }). Please say how it was.
notice-dispute-unanswered = ⚖️ “{ $title }” of { $volunteer } is disputed and the recorder did not answer in time. Please decide.
notice-dispute-of-pattern =
    💬 An officer disputes your “{ $title }” ({ $began_at }): { $words }
    The recorder is asked, then another officer decides; until then the hours count. You can say your word too.
notice-dispute-kept = “{ $title }” ({ $began_at }) was looked into and stands as it was: { $reason }
notice-dispute-corrected = ✅ “{ $title }” ({ $began_at }) is corrected and { $counts ->
        [nothing] counts nothing
        [later] will count { $minutes } after its notice period
       *[now] counts { $minutes } now
    }: { $reason }
refusal-dispute-open = You have disputed this one already; please wait for the outcome.
refusal-dispute-not-yet = Not yet: the service still goes on, or the recorder still has days to answer.
refusal-dispute-time = Write the times of that day, such as 9:00-11:30.

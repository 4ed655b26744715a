# Where no document speaks, people still hear why it is done so.
why-house = No document asks for this. It is done here because { $rule ->
    [roles] every task has its own people, so that somebody can answer for it.
    [no-numbers] telephone and document numbers are for those who need them, and here others read along.
    [link-once] a link works once and for a few days only: whoever gets hold of it later cannot use it.
    [page] whoever picks up your phone later must not go on where you stopped.
    [somebody-stays] there must always be one administrator, or nobody could invite anybody.
    [own-codes] every code is signed and made for one purpose; a code from elsewhere does not fit.
    [code-once] a code works once, so a photo of it is of no use to anybody else.
    [out-of-use] once it is out of use, nobody can go on using an old code or screen.
    [two-people] hours and registrations count only when a second person has seen them; nobody decides about themselves.
    [guessing] whoever keeps trying would one day hit somebody else's code.
    [opening] the station sets its own hours; only then is somebody there who can say that you came.
    [format] whoever works with it later has to be able to read it.
    [decided-once] each matter is settled once, and the first decision stands.
    [own-people] you are shown only the people and matters in your charge; “not found” and “not yours” sound alike, so that nothing leaks.
    [one-family] whoever belonged to two families could not be checked in with either for certain.
    [once] pressing twice or much later must not do the same thing twice.
    [offer] the merchant decides what there is, how many, and where it is used.
    [names] two of the same name would be mixed up.
   *[one-at-a-time] only one at a time keeps the units from working against each other.
}

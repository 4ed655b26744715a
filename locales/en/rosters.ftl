# A unit's roster: invitations, never registrations
menu-roster = 👥 Roster
roster-which-unit = Which unit's roster?
roster-standing =
    👥 { $unit } · roster
    { $registered } registered · { $waiting } awaiting approval · { $invited } not here yet{ $withdrawn ->
        [0] {""}
       *[other] {" "}· { $withdrawn } taken off
    }
    Send the filled roster (an Excel file) here. To find somebody, type part of the name.
    A roster only invites; everybody registers in person. Invitations not taken up in { $days } days are deleted.
roster-template =
    📄 The roster template. Name and mobile number are needed, department and note are not.
    Please leave ID numbers out. Send the file back when it is filled in.
roster-template-name = volunteer-roster
roster-problems-name = rows-to-correct
roster-sheet = Roster
roster-sheet-how = How to fill it in
roster-column-name = Name
roster-column-phone = Mobile number
roster-column-department = Department
roster-column-note = Note
roster-column-problem = Problem
roster-also-name = Full name/Volunteer
roster-also-phone = Mobile/Phone/Phone number/Telephone/Cell
roster-also-department = Dept/Section/Class
roster-also-note = Notes/Remark/Remarks
roster-example-name = Zhang Example
roster-example-department = Office
roster-example-note = An example; this row may stay
roster-instructions =
    One person a row. Name and mobile number are needed, department and note are not.
    Give the number the person really uses: whoever registers with it is recognised as one of yours.
    Leave ID numbers out; a row with one is not taken.
    { $rows } rows at most; send two files if there are more.
    Send the file back in the chat. As often as you like: one mobile number is one person.
    A roster only invites. Nobody is registered except by themselves.
roster-link =
    🔗 Your unit's registration link, to pass on in your work group:
    { $link }
    It opens the registration with your unit filled in. It does not expire.
roster-reading = 📥 Got it, reading…
roster-send-file = Send the filled roster (Excel, .xlsx or .xls), or type part of a name to look for.
roster-unread-too-large = This file is too large or damaged inside. Use the template, { $rows } rows at most, no pictures.
roster-unread-not-a-workbook = This is no spreadsheet I can read, or it is damaged. Fill in the template (.xlsx or .xls, { $rows } rows at most) and send it again.
roster-unread-too-many-rows = Too many rows: { $rows } at most. Split it into several files. Nothing was kept.
roster-unread-took-too-long = Reading this file took too long, so I stopped. Fill in the template ({ $rows } rows at most) and send it again.
roster-unread-no-columns = I found no columns “Name” and “Mobile number”. Use the template and leave its headings as they are ({ $rows } rows at most).
roster-taken =
    ✅ { $added } newly invited, { $known } already on the list{ $renewed ->
        [0] {""}
       *[other] , { $renewed } invited again
    }.
roster-bad-rows = ⚠️ { $count ->
        [one] One row
       *[other] { $count } rows
    } not taken:
roster-problem-line = Row { $line }: { $why }
roster-problem-name-empty = no name
roster-problem-name-characters = a character that is in no name
roster-problem-name-length = the name is too short or too long
roster-problem-phone-empty = no mobile number
roster-problem-phone-shape = not a mobile number
roster-problem-phone-twice = the same mobile number as row { $line }
roster-problem-id-number = an ID number stands in it; please delete it
roster-problems = The rows to correct, each with its problem. Put them right and send this file back.
roster-nobody = Nobody of that name on the roster. Try other letters.
roster-line = { $name } · ends in { $tail } · { $standing }
roster-is-registered = registered
roster-is-waiting = awaiting approval
roster-is-invited = not here yet
roster-withdrawn = { $name } is off the roster; name and number are deleted.
roster-link-welcome = 👋 { $unit } invites you to register as a volunteer. Your unit is filled in.
roster-link-registered = You are a volunteer already. To move to { $unit }, ask your present unit's contact for a transfer.
button-roster-template = 📄 Template
button-roster-link = 🔗 Our link
button-roster-off = Remove { $name }
registration-unit-proposed =
    A unit has you on its roster. Is it this one?
    If not, type part of your unit's name.

# When a name, document, phone or text does not fit. Never any digit of a number.
refusal-id-characters = There is a character in it that no document number has. Please use digits and letters only.
refusal-id-length = It should have { $expected } characters and has { $got }. Please check it.
refusal-id-checksum = The last character does not fit the others, so one of them is probably mistyped. Please compare it with your card.
refusal-id-date = The birth date inside the number cannot be right. Please compare it with your card.
refusal-id-shape = That does not look like a number of this document. Please check it, or choose another document.
refusal-name-empty = Please write your name as it stands on your document.
refusal-name-characters = A name has letters, blanks and “·” only. Please write it as it stands on your document.
refusal-name-length = A name has { $min } to { $max } characters; this one has { $got }.
refusal-phone-shape = That does not look like a phone number. Please type the 11 digits of a mobile, or + and the country code.
refusal-text-empty = There is nothing in it yet. Please write a few words.
refusal-text-length = Too long: { $max } characters at most, and this has { $got }.
refusal-text-number = Others will read this: please leave out telephone and document numbers, and send it again.
refusal-too-young = { $years ->
    [one] From the age of { $min_age } you can register together with a parent: one more year to go.
   *[other] From the age of { $min_age } you can register together with a parent: { $years } more years to go.
  }

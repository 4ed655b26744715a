# 姓名、证件、电话、文字填得不对时的话。不提号码里的任何一位。
refusal-id-characters = 证件号码里有认不出的字符，请只用数字和字母再输一次。
refusal-id-length = 应该是 { $expected } 位，现在是 { $got } 位，请再核对一下。
refusal-id-checksum = 号码对不上校验位，可能有一位输错了，请对照证件再输一次。
refusal-id-date = 号码里的出生日期不对，请对照证件再输一次。
refusal-id-shape = 这不像这种证件的号码。请核对号码，或者换一种证件。
refusal-name-empty = 还没有填姓名，请按证件上的写。
refusal-name-characters = 姓名里只能有文字、空格和“·”，请按证件上的写。
refusal-name-length = 姓名要有 { $min } 到 { $max } 个字，现在是 { $got } 个。
refusal-phone-shape = 这不像手机号码。请输 11 位手机号，境外号码以 + 开头。
refusal-text-empty = 还没有内容，请写几个字。
refusal-text-length = 太长了：最多 { $max } 个字，现在是 { $got } 个。
refusal-text-number = 这里写的别人看得到，请不要写手机号、证件号码。去掉再发一次就行。
refusal-too-young = 满 { $min_age } 周岁就可以由家长带着登记，还要等 { $years } 年。

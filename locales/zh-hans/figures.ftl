# 人数：联系人自己填，比例用它来算
button-headcount = 🔢 填人数
button-to-roster = 👥 名册
headcount-none = 🔢 还没填单位人数；填了才算得出登记比例。
headcount-line = 🔢 { $kind ->
    [school] 教职工 { $staff } 人，在册学生 { $pupils } 人
    [community] 常住人口 { $staff } 人
   *[other] 干部职工 { $staff } 人
 }（{ $entered_on }填）
headcount-ask = { $kind ->
    [school] { $unit }有多少教职工？在编、非在编都算；没有就打 0。
    [community] { $unit }有多少常住人口？
   *[other] { $unit }有多少干部职工？在编、非在编都算。
 }请打一个数字。填错了再填一次就行，以最新的为准。
headcount-ask-pupils = { $unit }在册学生有多少人？请打一个数字，没有就打 0。
headcount-wrong = 没看明白，什么也没记下。请只打一个整数，例如：120。

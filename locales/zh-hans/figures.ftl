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

# 比例与人均：只有数字，登记全凭自愿
button-shares = 📈 比例与人均
button-share-units = 🏢 各单位
button-share-book = 📄 测评数据
button-share-year = 看 { $year } 年
button-population = 🔢 填人口
button-why-share = 为什么这个比例？
button-why-average = 为什么这个时数？
button-unit-outside = 改成不在建城区
button-unit-inside = 改成在建城区
shares-head =
    📈 <b>{ $year } 年 · 比例与人均</b>（数到{ $counted_on }）
    只有数字，不点名：登记全凭自愿。少于 { $least } 人的数字不显示。
shares-no-document = 本市的文件没有定登记比例和人均时长，这里只有数字，没有目标。
shares-place =
    {""}
    <b>{ $name }</b>
shares-counties =
    {""}
    <b>各县（区）登记</b>　目标：{ $aims }
shares-county = · { $name }{ $state ->
    [hidden] 不足 { $least }
   *[shown] {" "}{ $registered }
 } 人：{ $shares }
shares-short = { $base ->
    [built_up] 建城区
   *[resident] 全部
 }{ $state ->
    [unknown] 没填人口
    [hidden] 不显示
    [reached] {" "}{ $percent }% ✅
   *[below] {" "}{ $percent }%
 }
shares-main = 主要看：{ $base }（主要目标里写的口径）。
shares-whom-all = 干部职工
shares-whom-school = 师生
shares-whom-staff = 教职工
shares-whom-pupils = 学生
shares-whom-built_up = 建城区常住人口
shares-whom-resident = 全部常住人口
shares-figure = · { $whom }：{ $state ->
    [hidden] 登记不足 { $least } 人，不显示
    [unknown] 登记 { $registered } 人，还没填总数
    [free] 登记 { $registered } / { $people } 人，{ $percent }%，文件没定比例
    [reached] 登记 { $registered } / { $people } 人，{ $percent }%，目标 { $target }% ✅
   *[below] 登记 { $registered } / { $people } 人，{ $percent }%，目标 { $target }%
 }{ $marks ->
    [none] {""}
   *[other] （另有文件提到 { $marks }）
 }
shares-average = · 年人均（{ $base ->
    [active] 除以服务过的人
    [registered_daily_average] 除以平均每天登记的人数
   *[registered_at_year_end] 除以登记的人
 }）：{ $state ->
    [hidden] 登记不足 { $least } 人，不显示
    [free] { $average_minutes }，文件没定时数
    [reached] { $average_minutes }，目标 { $target } 小时 ✅
   *[below] { $average_minutes }，目标 { $target } 小时
 }
shares-enter-population = 👉 还有地方没填人口：点 〈🔢 填人口〉，填了才算得出比例。
shares-units =
    {""}
    { $units ->
    [0] 还没有单位。
   *[other] 🏢 单位 { $units } 个，{ $counted } 个填了人数{ $counted ->
        [0] 。请单位联系人在 〈👥 名册〉 里点 〈🔢 填人数〉
       *[other] ；算得出又有目标的 { $judged } 个，达到的 { $reached } 个
    }。
 }
shares-list = 🏢 <b>{ $year } 年 · 各单位</b>　点号码看条款和用途
shares-unit = <b>{ $place }. { $name }</b>
shares-one = <b>{ $name }</b>　{ $year } 年　{ $built_up ->
    [True] 在建城区
   *[False] 不在建城区
 }
shares-no-headcount = 👉 还没填人数：请单位联系人在 〈👥 名册〉 里点 〈🔢 填人数〉。
shares-headcount = 人数：{ $staff } 人{ $pupils ->
    [0] {""}
   *[other] {" "}，学生 { $pupils } 人
 }
shares-titles = 用于测评：{ $titles }
title-city = 文明城市
title-county-town = 文明县城
title-unit = 文明单位
title-campus = 文明校园
title-trade = 文明行业
title-village-town = 文明村镇
title-village = 文明村
title-community = 文明社区
unit-kind-office = 文明办
unit-kind-party = 党委部门
unit-kind-bureau = 政府部门
unit-kind-people_group = 人民团体
unit-kind-federation = 社会组织
unit-kind-media = 新闻单位
unit-kind-institution = 事业单位
unit-kind-college = 大中专院校
unit-kind-senior_high = 高中
unit-kind-basic_school = 初中、小学、幼儿园
unit-kind-enterprise = 公司企业
unit-kind-state_enterprise = 国有企业
unit-kind-community = 社区
unit-kind-township = 乡镇（街道）
unit-kind-village = 村
unit-kind-other = 其他
population-where = 🔢 填哪里的人口？
population-which = { $place }：建城区常住 { $built_up ->
    [0] 没填
   *[other] { $built_up } 人
 }，全部常住 { $resident ->
    [0] 没填
   *[other] { $resident } 人
 }。填哪一个？以前填的都留着，以最新的为准。
population-ask = { $place }的{ $whom }有多少？请打一个数字，例如：2400000。
population-wrong = 没看明白，什么也没记下。请只打一个大于 0 的整数，例如：2400000。
sharebook-name = 测评数据{ $year }
sharebook-title = { $year } 年志愿服务测评数据（数到{ $day }）
sharebook-note = 少于 { $least } 人的数字不显示。登记全凭自愿，比例只是统计，不是对个人的要求。
sharebook-sent = 📄 测评数据：一张单位表，一张地方表。
sharebook-units = 单位
sharebook-places = 地方
sharebook-no-target = 没有
sharebook-city = 市本级
sharebook-inside = 在
sharebook-outside = 不在
sharebook-elsewhere = 见全国系统
sharebook-column-unit = 单位
sharebook-column-kind = 类别
sharebook-column-place = 所在地
sharebook-column-town = 建城区
sharebook-column-whom = 口径
sharebook-column-people = 总人数
sharebook-column-registered = 登记人数
sharebook-column-share = 比例
sharebook-column-target = 目标
sharebook-column-marks = 另有文件
sharebook-column-hours = 全年小时
sharebook-base = 年人均 = 全年时长 ÷ { $base ->
    [active] 当年服务过的人数
    [registered_daily_average] 平均每天登记的人数
   *[registered_at_year_end] 年末登记的人数
 }
sharebook-column-average = 人均小时
sharebook-column-hours-target = 人均目标
sharebook-column-projects = 项目
sharebook-column-titles = 用于测评

# 荣誉：志愿者凭证明交上来，工作人员核对；市里有年度评选的，由单位推荐、文明办授予
button-my-honours = 🏅 我的荣誉
button-honours = 🏅 荣誉待核对（{ $count }）
button-honour-add = ➕ 交一项荣誉
button-honour-year = 🏅 年度评选
button-honour-open = ▶️ 开始推荐
button-honour-close = ⏹ 结束推荐
button-honour-look = 👁 看推荐
button-honour-give = ✅ 授予
button-honour-not = ❌ 不授予
button-honour-back = 撤回第 { $number } 项
honour-category-advanced-organization = 学雷锋志愿服务先进组织
honour-category-excellent-volunteer = 学雷锋优秀志愿者
honour-category-finest-volunteer = 最美志愿者
honour-category-best-project = 最佳志愿服务项目
honour-category-best-organization = 最佳志愿服务组织
honour-category-best-community-organization = 最佳社区志愿服务组织
honour-category-outstanding-contribution = 志愿服务杰出贡献奖
paper-fault-other-honour = 名称或授予单位和证书不一样
honours-none = 🏅 还没有荣誉记录。得过表彰，可以把名称、日期、授予单位和证书照片交上来，核对以后就记上。
honours-mine = 🏅 <b>我的荣誉</b>
honour-line = { $number }. { $honour }，{ $giver }，{ $given_on }{ $state ->
    [waiting] ：等待核对
    [refused] ：没有通过，{ $reason }。可以重新交
   *[valid] {""}
 }
honour-ask-name = 🏅 荣誉叫什么名称？例如：优秀志愿者（最多 60 个字）。
honour-ask-giver = 哪个单位授予的？例如：普洱市人民政府（最多 60 个字）。
honour-ask-day = 哪一天授予的？请打年月日，例如：2025-12-05。
honour-ask-photo = 📷 请把证书或者表彰文件拍照发来，姓名、名称、日期要看得清。加密保存，核对后只留一段时间。
honour-photo-wanted = 这里要一张照片（不要发文件）。
honour-check =
    🏅 荣誉核对 · 还有 { $count } 件
    { $holder } · { $number }
    { $honour }
    { $giver }，{ $given_on }
    { $asked_at }交的。请点〈看证书〉，对一对姓名、名称、日期和授予单位。
honour-drive = 🏅 <b>{ $year } 年度评选</b>：{ $state ->
    [none] 还没有开始。开始后，各单位联系人会收到通知，可以推荐本单位或者本单位的志愿者。
    [open] 推荐中，已有 { $nominated } 项。结束推荐以后，逐项授予。
   *[closed] 推荐已结束，还有 { $nominated } 项没有决定，已授予 { $awarded } 项。
 }
honour-nominated = 🏅 推荐，还有 { $count } 项没有决定：
honour-nomination = { $state ->
    [valid] ✅
    [refused] ▫️
   *[nominated] 🔸
 } <b>{ $category }</b>：{ $whose ->
    [person] { $name } { $number }（{ $unit }）
   *[unit] { $unit }
 }
    { $words }
honour-unit = 🏅 <b>{ $year } 年度评选</b> · { $unit }
    { $state ->
        [open] 正在推荐。推荐什么？
        [closed] 推荐已结束，等文明办决定。
       *[none] 今年还没有开始推荐，开始后会通知您。
    }
honour-unit-has = <b>本单位的荣誉</b>
honour-has = 🏅 { $honour }，{ $giver }，{ $given_on }
honour-ask-who = 推荐哪一位？请打他的志愿者编号（本单位的志愿者）。
honour-ask-words = 推荐{ $name }为“{ $category }”，理由是什么？文明办会看到（最多 { $most } 个字，不写电话）。
honour-nominated-done = ✅ 推荐好了。结束推荐以前可以撤回。
refusal-honours-year = 今年的评选已经开始过了，一年一次。
refusal-honours-closed = 现在不在推荐期间。开始推荐时会通知各单位。
refusal-nominated-already = 这一项今年已经推荐过了。
notice-honours-waiting = 🏅 有 { $count } 件荣誉等您核对。
notice-honour-valid = ✅ 您的荣誉“{ $honour }”核对好了，已记上。
notice-honour-refused = 您交的荣誉“{ $honour }”没有核对通过：{ $reason }。可以重新交。
notice-honour-reopened = 您的荣誉“{ $honour }”要再核对一次，请再等等。
notice-honours-open = 🏅 { $year } 年度评选开始推荐了，可以推荐本单位和本单位的志愿者。
notice-honour-awarded = 🏅 祝贺！{ $whose ->
    [unit] 您的单位
   *[own] 您
 }被评为 { $year } 年度“{ $category }”，{ $giver }授予。已经记上。

# 志愿服务队伍：开队、标记、有资质的人占多少
button-teams = 🤝 志愿队伍
button-team-new = ➕ 新队伍
button-team-unit = 所属单位
button-team-city = 全市的队伍
button-why-qualified = 为什么看资质？
button-why-units = 为什么看单位？
team-mark-professional = 专业队伍
team-mark-model = 先进典型队伍
teams-none = 🤝 还没有队伍。点〈新队伍〉开一支，登记的人就能选它。
teams-head =
    🤝 <b>志愿服务队伍 { $count } 支</b>
    专业队伍里，持有效资质的队员要超过 { $above }%。不足 { $least } 人、或者能猜出是谁的，不显示。
teams-nobody = 还没有人选队伍：登记时、办〈关系转接〉时都可以选。
teams-units = 有专业队伍的行业、群团和社会组织：{ $having }/{ $units }，{ $percent }%（目标 { $target }%）{ $state ->
    [reached] {" "}✅
   *[below] {""}
 }
team-line = <b>{ $team }</b>{ $marks ->
    [none] {""}
   *[other] {" "}🏷 { $marks }
 } · { $members ->
    [hidden] 人数不显示
   *[other] { $members } 人
 }{ $state ->
    [unasked] {""}
    [hidden] ，资质占比不显示
    [reached] ，有资质的 { $percent }% ✅
   *[below] ，有资质的 { $percent }%
 }
team-unit = 所属：{ $unit }
team-of-the-city = 全市
team-ask-name = 🤝 队伍叫什么名字？（最多 40 个字）
team-ask-unit = 是哪个单位的队伍？请打名字里的几个字。
team-opened = ✅ 队伍开好了，登记和转接的人可以选它了。

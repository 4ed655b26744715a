# 身份类别：自愿说，只用来数人数
button-groups = 👥 身份类别
button-group-agree = ✅ 同意
button-coverage = 📊 身份覆盖
groups-none = 这里没有要您说的身份类别（未满 18 岁也不用说）。
groups-ask =
    👥 您是下面哪些人？自愿说，不说也什么都不影响。
    只用来数各类人员有多少人登记、多少人服务过；没有人能看到您说了什么，加密保存。
    点一下就能说，再点一下就收回。
groups-consent =
    同意把您算进“{ $group }”吗？
    只数人数，不给任何人看，也不影响登记、时长、星级和兑换。随时可以在 /privacy 或这里收回，马上删掉。
groups-gone = 已删掉，不再统计您。
group-party-on-duty = 在职党员
group-party-community = 社区党员
group-league = 共青团员
group-civil-servant = 公务员
group-state-employee = 国企事业员工
group-teacher = 教师
group-student = 大中专学生
group-homeowner = 小区业主
coverage-none = 本市没有要统计的身份类别。
coverage-head =
    📊 <b>各类人员登记和服务（{ $year }年）</b>
    只数自愿说明身份的人，目标 { $target }%。不足 { $least } 人、或者能倒推出来的，不显示。
    单位是人；要填全市一共有多少，点下面。
coverage-line = { $group }：登记 { $registered }，今年服务过 { $active }，全市 { $people }{ $share ->
    [none] {""}
    [reached] ，{ $percent }% ✅
    [open] ，{ $percent }%（不设目标）
   *[below] ，{ $percent }%
 }
coverage-hidden = 不显示
coverage-ask = “{ $group }”在全市一共有多少人？请打一个数字。
coverage-wrong = 请打一个大于 0 的整数，例如：12500。
consent-person-group = 统计身份类别（{ $group }）
consent-again-group = 统计身份类别
withdraw-person-group = 撤回以后，您说过的这一项马上删掉，也不再统计您。别的都不变。

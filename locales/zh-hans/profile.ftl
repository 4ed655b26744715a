# 我的资料、隐私、志愿服务卡
card-title = 志愿者查询卡
card-number = 志愿者编号
card-unit = 所在单位
card-team = 服务队
card-registered = 注册日期
card-star = 认定星级
card-scan = 请站点工作人员扫码
card-small-print = 本卡为查询卡；正式《志愿服务证》由全国志愿服务信息系统打印。
card-caption = 🪪 这是您的志愿服务卡。忘带手机时，打印出来给站点扫也行。
profile-mine =
    <b>{ $name }</b> · { $number }
    { $document } { $id_tail } · 手机尾号 { $tail }
    住{ $place }
    单位：{ $unit } · 服务队：{ $team }
    想做：{ $categories }
    会的：{ $skills }
    有空：{ $times }
    { $approved_on }成为志愿者。

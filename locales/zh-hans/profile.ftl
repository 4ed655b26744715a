# 我的资料、隐私、志愿服务卡
card-title = 志愿者查询卡
card-number = 志愿者编号
card-unit = 所在单位
card-team = 服务队
card-registered = 注册日期
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
    { $approved_on }成为志愿者。要改，请到服务站点。
privacy-kept =
    <b>我们记什么，记多久</b>
    登记资料：证件号码、手机号加密保存；没填完的 { $unfinished_days } 天、没通过的 { $rejected_days } 天后删。
    扫码没成功的记录：{ $scan_days } 天。
    服务记录和时长：{ $years } 年，这是国家标准要求的。
    用来审核、记时长、开证明，不作别的用。
privacy-consent = ✅ { $given_at }同意：{ $kind }
privacy-rights =
    要更正、拿一份副本，或者要求删除：带证件到任何服务站点，说“个人信息”，或者请站点转给联合会，会给您答复。
    删除后，按国家标准要留的服务记录会去掉身份。
privacy-withdrawn = 已撤回，不再往外报。
consent-registration = 登记和记服务时长
consent-identity-number = 登记证件号码
consent-onward-entry = 报到全国系统
button-withdraw = 撤回：报全国系统

# 家长给没有手机的孩子登记，以后替孩子办事
button-child = 👶 为孩子登记
button-child-anew = 换一个孩子
button-child-submit = 同意并提交
button-ward-of = 👶 { $name }
line-relation = 您是谁
line-guardian = 您的姓名
what-child = 孩子的登记
child-begins = 👶 给没有手机的孩子登记：请和孩子一起看、一起填。孩子自己有手机的，请用孩子的手机登记，再把链接发给您。
child-goes-on = 👶 接着给孩子填。
child-or-another = 要给别的孩子登记吗？这一份没填完的就不要了。
child-consent =
    <b>孩子想当志愿者，要您同意</b>
    记什么：孩子的姓名、证件号码、住的乡镇、学校、特长和空闲时间，您的姓名和手机号；以后还有每次服务的时间和地点。
    用来：审核登记、记服务时长、开服务证明。不公开。
    谁看：审核的机构、孩子去服务的站点；看未成年人的资料都有记录。
    留多久：没通过的 { $days } 天后删掉，服务记录留 { $years } 年。
    报到全国志愿服务信息系统是另外一项：孩子想报、您也同意，就打勾；不打勾不报。
    您随时可以撤回，撤回和同意一样容易。
child-consent-identity-number = 单独同意：登记孩子的证件号码
child-consent-onward-entry = 同意孩子报到全国系统（可不选）
child-declined = 好的，什么也没有留下。以后想给孩子登记，点〈更多〉里的〈为孩子登记〉就行。
child-oath = 请念给孩子听，孩子愿意再点。
child-known = 这个证件已经登记过了，不用再登记。孩子有了自己的手机，请用那个手机点〈找回我的账号〉；对不上的，请联系审核的机构。
approval-typed-guardian = 👶 孩子没有手机，由家长在自己的账号上填写，同意也在那里给的
notice-child-decided = { $outcome ->
    [approved] 🎉 { $name }的登记通过了，编号 { $number }。孩子没有手机，请打印卡片带着：每次和您（或者您同意的老师）一起到站点。
    [sent_back] ↩️ { $name }的登记有一项要补正：{ $line ->
        [name] 姓名
        [number] 证件
        [phone] 手机
        [place] 住地
        [unit] 学校
        [team] 服务队
        [interests] 想做的和会的
       *[times] 空闲时间
     }。原因：{ $reason ->
        [unclear] 看不清楚，请写完整
        [not-matching] 和证件对不上
        [ask-unit] 请先和学校核对
       *[other] { $reason }
     }
    [refused] { $name }的登记没有通过：{ $reason ->
        [not-eligible] 不符合注册条件
        [duplicate] 已经登记过
        [not-genuine] 信息核实不了
       *[other] { $reason }
     }。
   *[reopened] 您孩子的登记回到审核中，之前的答复请不用管。
 }
ward-menu =
    👶 <b>{ $name }</b> · { $number }
    服务时长 { $service_minutes }，其中可兑换 { $redeemable_minutes }。时长是孩子自己的。
ward-card = 🪪 打印出来给孩子带着。到站点扫这张卡就能签到、签退；要大人陪的，大人也要扫码。
ward-new-card = 🪪 新卡打印出来给孩子带着。以前的卡都作废了。
ward-copy = 孩子资料副本的链接 { $minutes }内有效，每个只能下载一次。里面有完整的证件号码，请收好。
ward-disputed = ✅ 收到了。先请站点说明，再由别的工作人员决定，结果会告诉您。
ward-leave = 注销{ $name }的登记：等 { $days } 天，到时候删掉孩子的姓名、证件、手机和联系方式，不能找回。服务记录去掉身份后留 { $years } 年。
refusal-of-age = 满 { $adult_age } 岁了，要本人自己登记；没有手机的，请到站点由工作人员代填。
refusal-too-many-children = 一个账号最多给 { $most } 个孩子登记。还有孩子要登记，请用孩子自己的手机，或者请另一位家长来填。

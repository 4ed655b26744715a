# 帮人登记：本人同意，工作人员代填
button-proxy = 🤝 帮人登记
button-proxy-anew = 换一位，重新填
button-proxy-relative = 📱 用家属的手机
button-proxy-agree = 本人同意
button-proxy-card = 🪪 打印卡
button-proxy-fix = ✏️ 改这一项
button-proxy-paper = 👁 看签字
proxy-read-out =
    🤝 给坐在您面前、没有手机的人登记。请把下面的话念给对方听，由本人决定。
    未成年人不能代填：请孩子在自己的手机上登记，再由家长点链接同意；孩子没有手机的，请家长在自己的手机上点〈更多〉里的〈为孩子登记〉。
proxy-goes-on = 🤝 接着给上一位填。
proxy-or-another = 要给别人登记吗？上一位没填完的就不要了。
proxy-proof =
    怎么留下本人的同意？
    📷 在纸上写“我愿意登记为志愿者，同意登记我的证件号码”，请本人签名、写上日期，拍照发来（不要拍到证件）；
    或者用家属的手机：让家属扫码，本人看过后同意，再把 12 位码念给您输入。
proxy-proof-neither = 这不是照片，也不是 12 位码。照片请直接发，不要当文件发。
proxy-scan-me = 请家属用手机相机扫这个码
proxy-relative =
    📱 请家属用手机相机扫图里的码，或者打开：
    { $link }
    { $minutes }内有效，只能用一次。本人同意后，会显示一个 12 位码，请输入在这里。
proxy-asked =
    🤝 有人正在{ $station }登记成为志愿者，由工作人员代填。
    请把手机给要登记的本人看，由本人决定。
proxy-code =
    ✅ 记下了。请把这个码念给工作人员：
    <b>{ $typed }</b>
    { $until_at }前有效，只能用一次。
proxy-declined = 好的，没有同意，什么也没有留下。
proxy-agreed = ✅ 码对了，本人的同意记下了。
proxy-signed = ✅ 签字的照片收到了，加密保存。
proxy-phone =
    请输入能找到本人的手机号，本人没有就填家属的。
    收到后马上从聊天里删掉。
proxy-card = 🪪 打印出来交给本人。以后到站点，扫这张卡就能签到、签退。
proxy-paper = 签字的同意书。只供审核，请不要转发。
proxy-paper-gone = 签字的照片已经不在了。
approval-typed = ⚠️ 工作人员代填（{ $station }），同意方式：{ $proof ->
    [paper] 签字的照片
   *[code] 在家属手机上确认
 }
notice-proxy-decided = { $outcome ->
    [approved] 🎉 您代填的{ $name }通过了，编号 { $number }。请打印卡片交给本人。
    [sent_back] ↩️ 您代填的{ $name }有一项要补正：{ $line ->
        [name] 姓名
        [number] 证件
        [phone] 手机
        [place] 住地
        [unit] 单位
        [team] 服务队
        [interests] 想做的和会的
       *[times] 空闲时间
     }。原因：{ $reason ->
        [unclear] 看不清楚，请写完整
        [not-matching] 和证件对不上
        [ask-unit] 请先和单位核对
       *[other] { $reason }
     }
    [refused] 您代填的{ $name }没有通过：{ $reason ->
        [not-eligible] 不符合注册条件
        [duplicate] 已经登记过
        [not-genuine] 信息核实不了
       *[other] { $reason }
     }。请转告本人。
   *[reopened] 您代填的一份登记回到审核中，之前的答复请不用管。
 }
refusal-paper-used = 这张照片 { $used_at } 已经用过，是为{ $used ->
        [errand] 一次代办
       *[proxy] 一次登记
    }拍的。请本人为这次的事再签一张，重新拍。
refusal-proof-missing = 还没有留下本人的同意：请拍签了字的那张纸，或者输入家属手机上的码。
refusal-typed-yourself = 这一份是您代填或者在您手机上确认的，请让另一位同事审核。
what-proxy = 帮人登记

# 每一条：先说怎么了，再说怎么办。
refusal-not-registered = 您还没有登记。点〈开始登记〉，大约三分钟。
refusal-not-yet-approved = 您的登记还在审核，通过后就能签到。有结果会马上告诉您。
refusal-not-allowed = 这件事要由负责的人来办。您要是有几个身份，请点〈更多〉换一个再试。
refusal-invite-invalid = 这个链接用过了，或者过期了。请向给您链接的人再要一个。
refusal-page-over = 这个页面开得太久了，请回到聊天里重新打开。
refusal-last-administrator = 您是唯一的管理员。请先请一位接手的管理员进来，再注销。
refusal-code-unknown = 认不出这个码。请对准站点屏幕上的码再扫一次；输入的话，请核对 12 位字母和数字。
refusal-code-changed = 这个码 { $seconds } 秒前换了，请再扫一次屏幕上的新码。
refusal-code-used = 这个码已经用过了，请扫新的码。
refusal-code-revoked = 这块屏幕或这张卡已经停用，请找站点的人换一个。
refusal-code-needs-clerk = 这是志愿者的个人码，要由站点的人来扫。您签到请扫站点屏幕上的码。
refusal-code-not-for-clerk = 这不是志愿者的码。请让他点〈我的码〉。
refusal-own-code = 这是您自己的码。自己不能给自己签到签退：请扫站点屏幕上的码，或者请同事来扫。
refusal-too-many-tries = 输错太多次了，请过 { $seconds } 秒再试。
refusal-station-closed = 站点今天不开放。开放时间：{ $opening }。
refusal-station-gone = 这个站点已经停用，不能再签到。还在里面的人可以签退。
refusal-hours-unclear = 没看懂这个时间。请照着例子打，例如：周一至周五 9:00-18:00，或者 10月1日 休息。
refusal-class-too-late = 您扫码（{ $since_at }）已经过了 { $minutes }，不能再用它带孩子签到。请让孩子自己扫码，没有手机的请站点扫孩子的证。
refusal-needs-company = 年纪小，要有大人陪着：请家长或老师先扫这里的码签到。
refusal-position-missing = 还不知道站点在哪里，请先记下〈位置〉。
refusal-open-elsewhere = 您在 { $station } 还没签退（{ $since_at } 开始）。
refusal-just-arrived = 您刚刚已经签到了（{ $since_at }），不用再扫。走的时候再扫一次。
refusal-visit-gone = 这一条已经处理过了，或者不是您站点的。
refusal-end-outside-visit = 时间要在 { $opened_at } 和 { $closed_at } 之间，请重新输入。
refusal-end-too-late = 过了 { $days } 天，站点不能再补了，请找联合会更正。
refusal-hours-short = 还差 { $minutes }，现在有 { $has_minutes }。
refusal-key-reused = 这一步和刚才的对不上，请从头再来一次。
refusal-offer-ended = 这一项已经结束了，请看看别的。
refusal-offer-changed = 这一项刚刚改过，请重新打开看一下再兑换。
refusal-stock-gone = 刚刚换完了，请看看别的。您的时长没有动。
refusal-too-many-vouchers = 手里的券最多 { $max } 张，先用掉或取消一张再来换。
refusal-voucher-unknown = 认不出这张券。请客人打开〈我的兑换券〉再出示一次；输入的话，请核对 12 位字母和数字。
refusal-voucher-used = 这张券 { $honoured_at } 已在{ $merchant }核销过。
refusal-voucher-expired = 这张券只到{ $until_on }，已经过期，时长退回给本人。
refusal-voucher-cancelled = 这张券 { $cancelled_at } 已取消，时长退回给本人了。
refusal-voucher-elsewhere = 这张券是{ $merchant }的，要到那里用。
refusal-voucher-needs-merchant = 这是兑换券，要由商户来扫。请到店出示给店员。
refusal-name-taken = 已经有“{ $name }”了，请换一个名称。
refusal-already-decided = 这一件已经有人办了。
refusal-step-gone = 这一步已经过去了，请看下面最新的消息。
refusal-not-found = 没有找到，可能已经变了。请重新打开。
picture-too-large = 图片太大了，请发小一点的照片。
picture-not-a-picture = 这个文件打不开，请发一张照片。
picture-no-code = 照片里没找到码。请靠近一点、拍清楚，再发一次。
picture-many-codes = 照片里有好几个码，请只拍一个。
picture-took-too-long = 这张照片读得太久了，请重新拍一张。
refusal-needs-guardian = 未满 { $adult_age } 岁要有家长同意。请把〈我的资料〉里的〈家长链接〉发给家长；您的时长都在。
refusal-needs-declaration = 过了 { $max_age } 岁，还要声明身体情况。请点〈返回〉补上这一步。
refusal-link-invalid = 这个链接用过了、过期了，或者已经有了新的。请让孩子再发一个。
refusal-own-ward = 这个账号是孩子家长的，不能再当孩子自己的账号。请用孩子自己的手机来找回。
refusal-other-county = 搬到别的县区，审核您的机构也会换，要走〈关系转接〉：在〈更多〉里。
refusal-own-link = 这个链接要家长在自己的手机上点开。请发给家长。
refusal-guardian-too-young = 未满 { $adult_age } 岁的人不能替别人同意，也不能带孩子。
refusal-id-birth-missing = 这种证件的号码里看不出出生日期和性别，请写在号码后面，中间空一格。
refusal-already-registered = 这个证件已经登记过了。要是不是您本人办的，或者换了账号，请带证件到服务站点，工作人员帮您查。
refusal-too-many-categories = 服务类别最多选 { $max } 类，请点掉几个再提交。
refusal-contact-not-own = 这是别人的名片。请点下面的按钮，发您自己的手机号。
refusal-consent-missing = 还没有您的同意，没法提交。请点〈返回〉回到第一步。
refusal-answer-missing = 还有一项没填好，请看一遍，点〈改〉补上再提交。
refusal-nothing-changes = 这样转和现在没有什么不同。换单位请选别的单位，搬家请选新的住地。
refusal-nothing-new = 和登记的一样，不用改。
refusal-relocation-open = 您有一件转接还没办好。先撤回那一件，才能再申请。
refusal-application-decided = 这一份{ $decided_at }已经由{ $role ->
    [county_office] 县文明办的同事
    [office] 市文明办的同事
   *[federation] 联合会的同事
 }{ $outcome ->
    [approved] 通过
    [refused] 定为不通过
    [sent_back] 退回补正
   *[submitted] 重新处理
 }了。
refusal-undo-too-late = 过了 { $minutes }，或者后来又有了变化，不能撤销了。

# 星级认定
refusal-stars-none = 本市的文件没有规定星级要多少小时，没有可以认定的。
refusal-stars-national = 本市的文件要求按全国系统的时长认定，这里只有本市系统的时长，开始不了。
refusal-stars-year = { $year }年度现在不能开始：已经认定过，或者另一批还没办完。
refusal-stars-unanswered = 还有 { $count } 人没有答复，请先推荐或者写明不推荐的原因。
refusal-notice-runs = 公示到{ $until_on }（含当天）才满，第二天起可以授予。
refusal-objections-open = 还有 { $count } 件异议没有答复，请先答复。
refusal-objected-already = 您已经提过这一条异议了，答复会发给您。
refusal-second-person = 这一步要由另一个人来办。

# 隐私：记什么、撤回、副本、注销
privacy-title =
    <b>我们记什么，为什么记</b>
    由{ $city }志愿服务组织记录，只用来审核、记时长、开证明，不作别的用。
privacy-group = · { $why }。看得到：{ $seen_by }
privacy-nobody = 只有您自己
privacy-home-too = { $offices }；加入了家庭，家里人也看得到
privacy-home = 您自己；加入了家庭，家里人也看得到
privacy-why-registration = 登记资料、签字纸和资质证书的照片，用来确认是您本人；证件号码、手机号和照片加密保存
privacy-why-guardians = 监护人和同意，未成年人登记要用
privacy-why-family = 家庭成员，一起签到时要用
privacy-why-groups = 您自愿说的身份类别（加密）：只数人数
privacy-why-visits = 到站、离站记录和位置证明（只记离站点多远），用来算时长
privacy-why-hours = 服务时长，补录和转入时长的照片、证明（加密），用来评星、开证明
privacy-why-trainings = 参加过的培训、得过的荣誉，用来查看和印记录本
privacy-why-rewards = 兑换券，给商户核销
privacy-why-chat = 聊天和通知，用来把话说完、不重复打扰
privacy-why-office = 您在岗位上办的事，出了问题好查
privacy-long =
    <b>记多久</b>
    没填完的登记 { $unfinished_application_days } 天，没通过的 { $rejected_application_days } 天，没成功的扫码 { $refused_scan_days } 天，聊天原文 { $inbox_days } 天，消息编号 { $update_key_days } 天。
    位置证明里离站点多远记 { $location_days } 天，以后只留远近。交来的照片和证明，办完、没通过或者撤回以后 { $photo_days } 天。
    家长的姓名和电话，孩子成年以后 { $guardian_days } 天。
    服务记录、时长、培训、荣誉和开过的证明 { $record_years } 年，这是国家标准要求的；注销以后，留下的记录不再有姓名。
privacy-contact = 有问题找谁：{ $contact }；也可以问任何服务站点，或者在这个对话里点下面的按钮。
privacy-contact-here = 有问题找谁：任何服务站点，或者在这个对话里点下面的按钮。
privacy-national-yes = 您同意过：资料会报到全国志愿服务信息系统。
privacy-national-guardian = 您选了往全国系统报，家长没有同意，所以不会报。
privacy-national-no = 您没有同意往外报，资料不会报到全国系统。
privacy-consent = { $n }. ✅ { $given_at }同意：{ $kind }
privacy-children =
    <b>未成年人的资料</b>
    { $youngest } 到 { $minor } 岁要监护人同意才登记；不满 { $child } 岁的，资料都按敏感信息保护，每次服务要有大人陪着。
    只记登记和算时长必需的，不公开，不给商户。工作人员每看一次未成年人的资料，都会留下记录：是谁、什么时候、看了哪一页，由市文明办检查。
    监护人可以不同意，也可以随时在自己的聊天里撤回；撤回后孩子不能再签到，也不再往全国系统报，已有的时长还在。报到全国系统要监护人另外同意。
    要查、要改、要删，孩子或监护人在这里点就行，也可以请任何服务站点转给市文明办。
withdraw-registration = 没有这项同意，就不能登记、也不能记时长。要撤回，就是注销：下一步会先说清楚删什么、留什么。
withdraw-identity-number = 证件号码用来确认一个人只登记一次，没有它不能登记。要撤回，就是注销：下一步会先说清楚删什么、留什么。
withdraw-onward-entry = 撤回以后，您的资料不再往全国系统报；已经报过的，请告诉站点，会转请全国系统处理。您照样可以服务、记时长。
withdraw-family-scan = 撤回以后，家长扫码不再替您签到，要自己扫。已有的时长不变。
consent-again =
    说明文字更新了。您以前同意过：{ $kinds }。
    新的说明就是〈隐私〉里写的这些。愿意继续就点同意；不愿意的，可以一项一项撤回。
consent-renewed = 好，按新的说明记下了。
notice-consent-again = 📄 我们更新了个人信息说明。请您看一看，再决定是否继续同意；您回答之前，以前同意的照旧。
my-data-links =
    您的资料备好了，链接 { $minutes }内有效，每个只能下载一次。
    里面有完整的证件号码，请下载到自己的手机里，别转给别人。
my-data-in-chat = 您的资料在下面两个文件里。聊天会经过别处的服务器，所以证件号码和手机号只留了头尾；要看完整的，请带证件到服务站点。
my-data-title = 我的资料副本
my-data-ready = 您的资料备好了
my-data-once = 点一下就下载，只能下载一次。页面上不显示内容，免得旁人看见。
my-data-fetch = 下载
my-data-over = 这个链接不能用了
my-data-over-how = 已经下载过，或者过了时间。请回到聊天，发 /privacy 再取一次。
my-data-about = 说明
my-data-made = { $made_at }的资料
my-data-how = 每一类资料一页，我们存的都在里面，加密的也写出来了。时间是世界标准时间，比北京时间晚 8 小时；时长以分钟计。
my-data-table = { $table }：{ $why }
leave-is =
    <b>注销前，请看清楚</b>
    会删掉：姓名、证件号码、手机号、生日、住址、单位以外的登记资料、聊天和通知、您上传的文件，还有和这个聊天账号的联系。
    会留下：服务记录和时长的数目，去掉姓名只剩代号，留 { $years } 年，因为国家标准要求，账也不能改。
    等 { $days } 天才真的删，这几天里随时可以反悔。删了以后不能恢复；再来登记就是新的志愿者，以前的时长不会回来。
    开过的证明，网上查不到了；文件里的签名仍能核对。
leave-hours = 您现在有 { $service_minutes }。要证明的，请先开好证明。
leave-vouchers = 没用的兑换券（{ $count } 张）会作废，时间退回账上，不能再换东西。
leave-roles = 您手上的岗位（{ $count } 个）也会一起交回。
leave-wards = 您同意的孩子（{ $count } 个）要有别的家长同意，才能再签到。
leave-asked = 好，{ $due_at }注销。在那之前想留下，点〈不注销了〉就行。
leave-undone = 好，您留下了，什么都没有删。
notice-leaving-soon = ⏳ 您要求的注销会在{ $due_at }完成，完成后不能恢复。想留下，点下面的按钮。
notice-leaving-now = 您的资料现在开始删除，这是最后一条消息。谢谢您做过的志愿服务；想再来，随时发 /start。
privacy-withdrawn = 已撤回。
consent-registration = 登记和记服务时长
consent-identity-number = 登记证件号码
consent-onward-entry = 报到全国系统
button-withdraw = 撤回第{ $n }项
button-withdraw-yes = 确认撤回
button-agree-again = 同意
button-each-alone = 一项一项看
button-my-data = 要一份副本
button-my-data-json = 数据文件
button-my-data-xlsx = 表格
button-children = 未成年人规则
button-leave = 注销
button-leave-yes = 确认注销
button-stay = 不注销了
button-look = 看一看
button-minor-looks = 👀 谁看过未成年人
button-older-looks = 更早的
minor-looks = <b>谁看过未成年人的资料</b>
minor-looks-none = 还没有人看过未成年人的资料。
minor-look = · { $looked_at } { $roles }（账号 { $account }）看了{ $whom }：{ $screen }
minor-look-volunteer = 志愿者 { $number }
minor-look-application = 第 { $id } 号登记
minor-screen-application = 登记申请
minor-screen-name = 完整姓名
minor-screen-form = 登记表
minor-screen-scan = 扫码
minor-screen-day = 站点今天的名单
minor-screen-record = 补录的记录
minor-screen-paper = 记录的附件
minor-screen-entry-sheet = 报全国系统的表
minor-screen-people = 找志愿者的名单
minor-screen-national = 报全国系统的录入
minor-screen-roster = 单位的名册
minor-screen-register = 站点的登记簿
minor-screen-certificate = 查证明
minor-screen-move = 关系转接
minor-screen-recovery = 找回账号
minor-screen-stars = 星级认定的名单
minor-screen-oddity = 异常的记录

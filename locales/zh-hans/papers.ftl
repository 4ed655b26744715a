# 服务证明（纸面）
certificate-title = 志愿服务记录证明
certificate-number = 证明编号
certificate-attest = 兹证明
certificate-about = （{ $document } { $document_number }，志愿者编号 { $number }）自{ $from_day }至{ $until_day }参加志愿服务 { $count } 次，服务时间合计
certificate-full-stop = 。
certificate-kinds = 其中签到签退记录 { $recorded_minutes }，补录 { $typed_minutes }，转入 { $imported_minutes }。
certificate-place = 服务内容
certificate-unit = 记录单位
certificate-days = 起止日期
certificate-times = 次数
certificate-length = 服务时间
certificate-span = { $first_day } – { $last_day }
paper-day = { $year }年{ $month }月{ $day }日
certificate-content-recorded = 在{ $place }值守服务
certificate-content-typed = 补录的志愿服务
certificate-content-imported = 转入的志愿服务
certificate-content-other = 志愿服务
certificate-issuer = 出具单位
certificate-responsible = 负责人
certificate-contact = 联系方式
certificate-handler = 经办
certificate-by-system = 系统自动出具
certificate-issued = 出具日期
certificate-seal = 盖章处
certificate-system-print = 系统打印件。本证明免费出具；未加盖印章、未附可靠电子签名的，以扫码核验的结果为准。服务时间是实际付出的时间，不含往返路上的时间。
certificate-check = 扫码核验真伪
certificate-genuine = 文件内附数字签名，改动一个字就核验不过。
certificate-page = 第
certificate-file = 志愿服务证明 { $number }.pdf

# 开证明
button-certificate = 📄 开证明
certificate-which = 📄 免费开证明，马上就好。要开哪一段时间的？
button-cert-year = 今年
button-cert-all = 全部
button-cert-months = 选月份
certificate-no-hours = 还没有能证明的时长。到站点扫一次码，就从那里开始。
certificate-from = 从哪个月开始？
certificate-until = { $from_month }开始，到哪个月为止？
certificate-made =
    📄 证明 { $number }：{ $from_day }至{ $until_day }，合计 { $minutes }。
    对方扫纸上的码就能核验；转发时请发这个文件本身，不要截图。
button-cert-stations = 选站点、活动
button-cert-english = English
button-cert-chinese = 中文版
certificate-stations = 点选要写进证明的站点和活动，选好了点〈开证明〉。
refusal-certificate-empty = 这段时间还没有能证明的时长。请换一段时间。
refusal-certificate-period = 这段时间不对，请从〈开证明〉重新选。
refusal-certificate-withdrawn = 内容相同的证明 { $number } 已被撤销：{ $kind ->
        [wrong-hours] 时长有误
        [wrong-person] 不是本人
       *[misused] 被用在了不该用的地方
    }。时长更正以后可以重新开；不明白的，请问撤销的机构。

# 查证明、撤销
button-cert-check = 📄 查证明
certificate-ask-number = 请输入证明编号，比如 ZM-2026-000123。
certificate-number-wrong = 没有看到编号。编号在证明的标题下面，比如 ZM-2026-000123。
certificate-found =
    📄 { $number } · { $name }
    { $from_day }至{ $until_day }，合计 { $minutes }
    { $issued_day }由{ $issuer }出具。
certificate-found-withdrawn = ⛔ { $withdrawn_at }被{ $role }撤销：{ $why }。
certificate-found-corrected = 出具以后，这段时间的时长有过更正。
button-cert-withdraw = 撤销证明
certificate-withdraw-why = 为什么撤销 { $number }？撤销以后不能恢复，持有人会收到通知。
certificate-why-wrong-hours = 时长有误
certificate-why-wrong-person = 不是本人
certificate-why-misused = 使用不当
certificate-withdrawn-done = 已撤销 { $number }，核验页面已经写明。
notice-certificate-withdrawn =
    您的证明 { $number } 已被{ $role }撤销：{ $reason }。
    核验页面已经写明，请不要再用。更正以后可以从〈🕒 我的时长〉重新开。

# 核验页面
certificate-page-title = 志愿服务证明核验
certificate-page-genuine = 真实有效
certificate-page-withdrawn = 已撤销
certificate-page-unknown = 查不到这份证明
certificate-page-unknown-how = 请核对二维码或网址是否完整。查不到的证明，不是这里出具的。
certificate-page-holder = 持有人
certificate-page-hours = 服务时间
certificate-page-typed = 其中补录
certificate-page-period = 时段
certificate-page-issued = 出具日期
certificate-page-issuer = 出具单位
certificate-page-span = { $from_day } 至 { $until_day }
certificate-page-withdrawn-how = { $withdrawn_day }由{ $role }撤销，原因：{ $why }。
certificate-page-corrected = 出具以后，这段时间的时长有过更正；本证明写的是出具那天的记录。
certificate-page-note = 这里只显示核验要用的内容，姓名有遮盖。请核对纸面上的编号、时段和时间是否与这里一致。
certificate-page-key = 不联网也能核验文件里的数字签名，公钥：

# 登记表（纸面）
regform-title = { $city }个人志愿者注册登记表
regform-number = 志愿者编号 { $number }
regform-copy-filing = 第一联 · 审批机构报中心和联合会备案
regform-copy-unit = 第二联 · 所在单位留存
regform-name = 姓名
regform-sex = 性别
regform-born = 出生年月
regform-phone = 联系方式
regform-document = 证件类型
regform-document-number = 证件号码
regform-unit = 所在单位
regform-team = 服务队
regform-place = 居住区域
regform-categories = 服务类别
regform-skills = 服务技能
regform-times = 服务时间
regform-oath = 本人承诺
regform-oath-text = 本人自愿成为志愿者，利用业余时间参加服务，不以获得报酬为目的，身体条件适合参加；以上内容真实。{ $handed_in_day }在线提交。
regform-consent-text = { $consented_day }在线同意处理个人信息。
regform-sign = 签名：
regform-guardian = 监护人意见
regform-guardian-text = { $name }已于{ $agreed_day }在线同意。
regform-health = 健康说明（70 岁以上）
regform-unit-opinion = 单位意见
regform-approver-opinion = 审批机构意见
regform-approved-text = { $approved_day }在线审核通过。
regform-filing = 备案意见
regform-seal = （盖章）
regform-date = 日期：
regform-foot = 一式两份。按申请内容打印；签名、盖章后生效。
regform-file = 注册登记表.pdf
regform-made = 📄 登记表两联，照着申请填好了。证件号码和手机号有遮盖，聊天里不显示；要完整的，由审批的工作人员打印。
button-regform = 📄 登记表
button-regform-open = 打开并打印
regform-link = 📄 登记表有完整的证件号码，不经过聊天。请点下面打开。{ $lives_minutes }内有效，只能打开一次；谁打开过都有记录。
paper-waits-title = 文件准备好了
paper-waits-how = 里面有完整的证件号码，请先看看旁边有没有人。只能打开一次。
paper-waits-open = 打开文件
paper-gone-title = 这个链接用过了，或者过期了
paper-gone-how = 请回到聊天里再要一个。

# 记录本、登记簿（纸面）
book-title = 志愿者服务记录本
book-subtitle = 按记录打印；签名盖章一栏由服务对象填写
book-day = 日期
book-what = 名称
recipients-residents = 居民群众
book-on-duty = 站点值守
book-place = 地点
book-recipients = 服务对象
book-content = 服务内容
book-span = 起止
book-length = 服务时间
book-source = 记录
book-leader = 负责人
book-unit = 组织单位
book-quality = 质量评价
book-stars = { $stars } 星
book-signature = 服务对象签名盖章
book-total = 共 { $count } 次，合计 { $minutes }
book-trainings = 培训情况
book-training = 培训名称
book-learned = 主要内容
book-learning = 学习时长
book-organizer = 举办单位
book-trainings-total = 共 { $count } 次，学习 { $learning_minutes }（不算服务时间）
book-honours = 表彰奖励情况
book-honour = 荣誉名称
book-giver = 授予单位
book-file = 服务记录本.pdf
book-file-sheet = 服务记录本.xlsx
book-made = 📒 这是您的服务记录本：{ $count } 次，合计 { $minutes }。打印出来由您本人保管。
book-none = 还没有服务记录。到站点扫一次码，这里就有了。
button-book = 📒 记录本
button-book-sheet = Excel 表格
register-title = 志愿者服务记录登记簿
register-station = 站点
register-address = 地址
register-nth = 序号
register-name = 姓名
register-number = 志愿者编号
register-signature = 本人签名
register-total = { $people } 人，{ $count } 次，合计 { $minutes }
register-recorder = 记录人：
register-responsible = 站点负责人：
register-which = 📒 要打印哪几天的登记簿？
register-made = 📒 { $station }登记簿：{ $people } 人，{ $count } 次，合计 { $minutes }。姓名有遮盖，请本人在纸上签名。
register-none = { $station }这段时间没有人来。
register-file = 服务记录登记簿.pdf
button-daybook = 📒 登记簿
button-register-today = 当天
button-register-yesterday = 前一天
button-register-month = 本月
button-register-last = 上月

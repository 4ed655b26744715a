# 站点：登记、资料、标准、人员、海报、值守
semicolon = ；
button-station-register = 🏠 服务站点
button-own-station = 🏠 本站
station-own-which = 🏠 您是这几个站点的站长。看哪一个？
button-station-new = ➕ 新站点
station-list = 🏠 服务站点 { $count } 个。后面是今天有人值守的时间：
station-none = 🏠 还没有站点。点〈新站点〉开一个。
station-not-found = 没有找到名字里有“{ $typed }”的站点，换几个字再试试。
station-type-to-find = 站点多的时候，直接打名字里的几个字来找。
station-line = { $number } { $station } · { $duty }
station-duty-closed = 今天不开门
station-duty-short = { $covered_minutes }（还差 { $missing_minutes }）
station-duty-free = { $covered_minutes }
station-duty-enough = { $covered_minutes } ✅
station-duty-head =
    最近七天，站点有人值守的时间（几个人同时在，只算一份）。
    只看站点有没有人，不给任何人加时长。
station-duty-line = { $when_on } { $duty }
station-no-hours = 没有固定时间
station-every-day = 每天
station-day-range = { $first }至{ $last }
station-day-off = 休息
station-plain = 服务站点
station-kind-community = 社区（村）
station-kind-public-place = 公共场所
station-kind-scenic = 景区景点
station-kind-service-window = 服务窗口
station-kind-culture = 文化设施
station-kind-hotel = 宾馆酒店
station-kind-compound = 小区工作点
station-kind-new-village = 新村工作站
station-card = 🏠 { $station } · { $kind }
station-card-where = 📍 { $place }
station-card-hours = 🕘 { $hours }
station-card-unit = 承办：{ $unit }
station-card-services = 服务：{ $services }
station-card-workflow = 流程：{ $workflow }
station-card-contact = 联系：{ $person } { $way }
station-card-location = 签到要发一次位置（{ $metres } 米以内）
station-how-to-check-in = 要签到，请用相机扫站点屏幕上的码。
button-station-edit = ✏️ 改资料
button-station-standard = ☑️ 标准 { $seen }/{ $asked }
button-station-staff = 👥 人员
button-station-poster = 🖨 海报
button-station-duty = 🕘 值守
button-station-history = 📜 改动
button-station-close = 🚫 撤销站点
button-station-close-yes = 确认撤销
station-ask-name = 站点叫什么名字？（最多 40 个字）
station-ask-kind = 是哪一类站点？
station-ask-county = 在哪个县（区）？
station-ask-township = 在哪个乡镇（街道）？
station-ask-address = 详细地址？例如：人民中路 1 号图书馆一楼
station-ask-community = 在哪个社区（村）？
station-ask-unit = 承办单位是哪家？请打名字里的几个字。
station-ask-opening =
    每周什么时候开门？点一个，或者直接打，例如：
    周一至周五 9:00-12:00 14:00-18:00；周六 10:00-16:00
station-ask-day =
    哪一天和平时不一样？例如：
    10月1日 休息，或者 10月2日 10:00-16:00
station-ask-radius = 签到时要不要再发一次位置？在附近才算，离得远就请站点确认。
station-ask-workflow = 工作流程怎么写？会印在海报上（最多 300 个字）。
station-ask-services = 提供哪些服务？一行写一项，会印在海报上（最多 300 个字）。
station-menu = 🧾 { $station }的服务项目。要加就直接打，一行一项；⬆️ 往前移，✖️ 去掉。
station-menu-empty = 🧾 { $station }还没有服务项目。请打出来，一行一项，会印在海报上（最多 300 个字）。
station-menu-item = { $number } { $item }
button-menu-up = ⬆️ 第 { $number } 项
button-menu-away = ✖️ 第 { $number } 项
station-ask-contact-person = 联系人是谁？会公开，例如：王女士
station-ask-contact-way = 怎么联系？会公开，例如：0879-2120000，工作日 9:00-17:00
station-ask-position = 站点在哪里？人在站点就点下面的〈发送位置〉；也可以用回形针发一个位置，或者打经纬度。
station-position-how = 👇 在站点的话，点这个：
station-ask-drawn = 请打高德、腾讯地图上看到的经纬度，例如：100.97720, 22.78650。我们会换算。
station-position-unclear = 没看懂这个位置。请发送位置，或者打经纬度，例如：22.78650, 100.97720
station-drawn-unclear = 没看懂这个位置。请打地图上的经纬度，例如：100.97720, 22.78650
station-placed = 📍 位置记下了。
station-edit-which = { $station }：要改哪一项？
station-units-found = 是哪一家？
station-unit-none = 没有找到这个单位，换几个字再试试。
station-press-a-button = 请点上面的按钮来选。
station-changed = ✅ 改好了。
station-opened = ✅ 站点开好了，其余的资料可以慢慢补。
station-hours-0 = 每天 9–18
station-hours-1 = 一至五 9–18
station-hours-2 = 一至五 午休
station-field-name = 名称
station-field-kind = 类别
station-field-unit = 承办单位
station-field-township = 乡镇街道
station-field-community = 社区（村）
station-field-address = 地址
station-field-opening = 开门时间
station-field-day = 某一天
station-field-position = 位置
station-field-radius = 签到定位
station-field-workflow = 工作流程
station-field-services = 服务内容
station-field-contact_person = 联系人
station-field-contact_way = 联系方式
station-field-item = 标准
station-field-mark = 标记
station-field-venue = 可借场所
station-field-closed = 站点
station-state = { $state ->
    [closed] 已撤销
   *[open] 使用中
 }
button-location-on = 要发位置
button-location-off = 只扫码
button-chinese-map = 从高德/微信选点
button-location = 📍 发送位置
station-no-history = 还没有改动过。
station-change = { $changed_at } { $field }：{ $was } → { $became }
station-within = { $metres } 米以内
station-close-ask =
    确定撤销{ $station }吗？撤销后不能再签到，站点的人会收到通知。撤错了可以恢复。
    { $inside ->
        [0] 现在没有人在岗。
       *[other] 现在还有 { $inside } 人在岗，会通知他们走的时候给站点的人扫〈我的码〉。
    }
station-closed-now = 🚫 { $station }已撤销，站点的人都会收到通知。
button-station-reopen = ↩️ 恢复站点
button-stations-closed = 🗄 已撤销 { $count }
stations-gone = { $count ->
    [0] 🗄 没有已撤销的站点。
   *[other] 🗄 已撤销的站点，最近的在前面。要恢复就点下面：
 }
station-gone-line = { $number } { $station } · { $closed_at }撤销
button-reopen-one = ↩️ 恢复第 { $number } 个
station-reopened-now = ✅ 恢复了，从现在起又能签到，站点的人会收到通知。
notice-station-closed =
    🚫 { $station }撤销了，从现在起不能再签到，站点的屏幕也停了。
    { $inside ->
        [0] 现在没有人在岗。
       *[other] 还有 { $inside } 人在岗，走的时候请扫他们的〈我的码〉，就签退了。
    }
notice-station-closed-inside =
    🚫 { $station }撤销了，屏幕上没有码了。您已经服务的时间照算：
    走的时候请点〈我的码〉，给站点的人扫一下，就签退了。
notice-station-reopened = ✅ { $station }恢复了，又能签到了，人员和屏幕都和原来一样。
station-standard =
    ☑️ 建设标准：已有 { $seen } 项，共 { $asked } 项；照片 { $photos } 张。
    点一项，拍照上传或者打勾。
station-item-ask = { $item }：请发一张照片；没有照片也可以先打勾。
station-item-seen = ✅ { $item }：{ $seen_at }看过。发一张照片可以换掉原来的。
station-photo-gone = 这张照片已经找不到了，请重拍一张。
station-photo-wanted = 这里要一张照片；不发的话点上面的〈打勾〉或〈返回〉。
button-item-there = 打勾
button-item-gone = 取消打勾
button-item-photo = 看照片
station-item-sign = 统一标识
station-item-name = 站点名称
station-item-premises = 场地设备
station-item-team = 志愿队伍
station-item-training = 有培训
station-item-services = 服务内容
station-item-records = 服务记录
station-item-rules = 管理制度
station-item-supervision = 监督检查
station-item-stars = 星级激励
station-item-equipment = 设施
button-station-marks = 🏷 标记
button-marked = 🏷 { $mark }
button-station-goals = 📊 达标情况
button-venues = 🏛 可借场所
button-venue-none = 不再开放
button-why-county = 为什么看个数？
button-why-community = 为什么看社区？
station-mark-studio = 工作室
station-mark-model = 示范站点
station-mark-brand = 品牌站点
station-mark-venue = 可借场所
station-card-marks = 🏷 { $marks }
station-card-venue = 🏛 可借：{ $words }
station-marks = 🏷 { $station }有哪些标记？点一下加上，再点一下去掉。谁打开站点介绍都看得到。
station-venue-ask =
    🏛 { $station }有什么场地可以借，什么时候可以？请写一句（最多 80 个字），大家都看得到，例如：
    二楼活动室，坐 30 人，周一至周五 14:00-17:00，提前一天说
station-marked = 🏷 { $mark }：{ $count } 个
station-marked-line = <b>{ $station }</b> { $place }
venues-head = { $count ->
    [0] 🏛 还没有哪个站点开放场地。
   *[other] 🏛 这 { $count } 个站点有场地可以借，点开看怎么联系：
 }
station-goals = 📊 各县市的站点：
station-goals-enter = 📊 各地的站点。社区数点下面填；站点要是“社区（村）”类、写了社区、标准各项都打了勾，那个社区才算有：
station-goal-count = { $county }：{ $stations } 个，至少要 { $least } 个{ $state ->
    [reached] {" "}✅
   *[below] {""}
 }
station-goal-communities = { $county }：{ $stations } 个；{ $state ->
    [unknown] { $covered } 个社区达到标准，建成区有多少社区还没填
    [reached] 建成区社区 { $covered }/{ $communities }，{ $percent }% ✅
   *[below] 建成区社区 { $covered }/{ $communities }，{ $percent }%
 }
station-communities-ask = { $county }的建成区一共有多少个社区？请打一个数字。
station-communities-wrong = 请打一个大于 0 的整数，例如：36。{ $county }的建成区有多少个社区？
station-staff = 👥 这个站点有 { $count } 位工作人员。
station-clerk = { $number } { $name }，{ $since_at }起
station-head = { $number } { $name }（站长），{ $since_at }起
station-clerk-unnamed = 没有登记姓名的
button-dismiss = 请 { $number } 离岗
station-invite-made =
    请把这个链接发给他本人。点开就是{ $station }的{ $role }，{ $days } 天内点开一次有效：
    { $link }
station-dismiss-ask = 请 { $name }（{ $since_at }起）离开{ $station }吗？离岗以后，他不能再替这个站点扫码。
button-step-down = { $number } 不再任站长
notice-staff-dismissed = 您不再是{ $station }的{ $role }了，您给出的链接也不能再用。有疑问请找站点所在的单位。
notice-staff-stepped-down = 您不再是{ $station }的站长，仍是站点管理员，照常可以扫码。
button-dismiss-yes = 确认离岗
button-invite-clerk = ➕ 请人来
button-invite-head = ➕ 请站长来
station-poster-missing = 海报要有流程、服务内容、联系人和联系方式，还差 { $count } 项。
station-poster-ready = 🖨 A3 海报，打印后贴在门口。上面的码打开站点介绍，不能用来签到。
poster-title = 学雷锋志愿服务站点
poster-hours = 开放时间
poster-services = 服务内容
poster-workflow = 工作流程
poster-contact-person = 联系人
poster-contact-way = 联系方式
poster-scan-hint = 扫一扫，看看这里能帮您什么
poster-small-print = 签到请扫站点屏幕上的码
clerk-duty = 🕘 今天有人值守 { $duty }

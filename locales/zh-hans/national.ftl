# 全国志愿服务信息系统：待录入
button-national = 📮 全国系统
button-national-waiting = 📮 待录入 { $count }
button-national-sheet = 📄 录入单
button-national-hours = 🕒 时长录入单
button-national-open = 📥 下载录入单
button-national-enter = 填全国编号
button-national-result = 填审核结果
button-national-next = 先看下一位
button-national-accepted = ✅ 审核通过
button-national-returned = 被退回
national-standing =
    📮 全国志愿服务信息系统
    待录入 { $open } 人{ $returned ->
        [0] {""}
       *[other] （其中退回 { $returned } 人）
    } · 已录入等审核 { $entered } 人 · 已通过 { $accepted } 人
    先下载录入单，在全国系统里录好，再回来填编号和审核结果。
national-sheet =
    📄 录入单里有证件号码，所以不在聊天里发，从我们自己的页面下载。
    链接 { $lives_minutes }内有效，只能打开一次；谁下载过都有记录。用完请删除文件。
national-no-pages = 录入单里有证件号码，只能从我们自己的页面下载，本市还没有开通页面。请找管理员。
national-ask-number =
    { $name } · { $number }
    在全国系统里录好了吗？请输入他的全国志愿者编号。
national-was-returned = ⚠️ 上次被退回：{ $reason }
national-entered = ✅ { $name }已录入，全国编号 { $national_number }。
national-all-entered = 👍 没有要录入的人了。
national-ask-result =
    { $name } · { $number }
    全国编号 { $national_number }，{ $entered_on }录入。审核结果是什么？
national-none-entered = 👍 没有等审核结果的人了。
national-accepted = ✅ { $name }已通过，已经告诉本人。
national-returned = ↩️ { $name }记为退回，改好后再录入一次。
national-why = 为什么退回？点一个，或者直接打字（最多 200 字）。
national-reason = { $reason ->
    [exists] 系统里已有这个人
    [not-matching] 姓名和证件对不上
    [incomplete] 资料不全
   *[other] { $reason }
 }
national-own = { $state ->
    [to_enter] 📮 全国系统：等单位录入
    [entered] 📮 全国系统：{ $entered_on }录入，等审核
    [accepted] 📮 全国系统：{ $entered_on }录入，{ $settled_on }审核通过，编号 { $national_number }
   *[returned] 📮 全国系统：{ $entered_on }录入，{ $settled_on }退回，单位正在处理
 }
notice-national-accepted = 🎉 您在全国志愿服务信息系统注册成功，全国志愿者编号：{ $number }。
refusal-national-number = 这个编号不对，或者已经是别人的了。请对照全国系统再输一次（6 到 26 位数字，前面最多 4 个字母）。
national-which-month = 🕒 要哪个月的时长录入单？只列在全国系统里有编号的人，每次服务一行。
hours-sheet-file = 全国系统时长录入单 { $month }
hours-sheet-title = 全国系统时长录入单 { $month }（手工录入用，非官方模板）
hours-sheet-how = 每 { $block } 行一页；跨过零点的按天分开；结束时间按计入的时长填。项目编号、队伍编号请在全国系统里查。含个人敏感信息，用完请删除。
hours-sheet-area = 区域编号
hours-sheet-project = 项目编号
hours-sheet-team-id = 队伍编号
hours-sheet-team = 队伍名称
hours-sheet-name = 姓名
hours-sheet-number = 志愿者编号
hours-sheet-id = 证件号码
hours-sheet-remark = 备注
hours-sheet-type = 类型
hours-sheet-began = 开始时间
hours-sheet-ended = 结束时间
hours-sheet-hours = 时长（小时）
entry-sheet-file = 全国系统录入单
entry-sheet-title = 全国系统录入单（手工录入用，非官方模板）
entry-sheet-how = 全国系统一次最多录 { $block } 人，每 { $block } 人一页。含个人敏感信息，用完请删除。
entry-sheet-nth = 序号
entry-sheet-name = 姓名
entry-sheet-document = 证件类型
entry-sheet-id = 证件号码
entry-sheet-phone = 手机号
entry-sheet-area = 服务区域
entry-sheet-unit = 单位
entry-sheet-team = 队伍名称
entry-sheet-number = 本地编号
entry-sheet-remark = 备注

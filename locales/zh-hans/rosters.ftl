# 单位名册：邀请，不代替本人登记
menu-roster = 👥 名册
roster-which-unit = 看哪个单位的名册？
roster-standing =
    👥 { $unit } · 名册
    已登记 { $registered } 人 · 在审核 { $waiting } 人 · 还没来 { $invited } 人{ $withdrawn ->
        [0] {""}
       *[other] {" "}· 已撤下 { $withdrawn } 人
    }
    把填好的名册（Excel 文件）直接发来就行；要找人，输入姓名的一部分。
    名册只是邀请，每个人都要自己登记；{ $days } 天没来的会自动删掉。
roster-template =
    📄 名册模板。填姓名和手机号，部门、备注可以不填。
    请不要写证件号码。填好后直接发回来。
roster-template-name = 志愿者名册模板
roster-problems-name = 要改的行
roster-sheet = 名册
roster-sheet-how = 怎么填
roster-column-name = 姓名
roster-column-phone = 手机号
roster-column-department = 部门
roster-column-note = 备注
roster-column-problem = 问题
roster-also-name = 名字/志愿者姓名/人员姓名/职工姓名
roster-also-phone = 手机/电话/手机号码/联系电话/电话号码/联系方式
roster-also-department = 科室/处室/所在部门/班级
roster-also-note = 说明
roster-example-name = 张示例
roster-example-department = 办公室
roster-example-note = 这一行是例子，留着也没关系
roster-instructions =
    一行一个人，姓名和手机号必填，部门和备注可以不填。
    手机号要是本人在用的：本人登记时用这个号，就会自动认出是贵单位的人。
    请不要写证件号码，写了的那一行不收。
    一次最多 { $rows } 行，多的请分两个文件。
    填好后，在聊天里直接把文件发回来。发几次都可以，同一个手机号只算一个人。
    名册只是邀请：没有本人自己登记，谁也不会被注册。
roster-link =
    🔗 这是贵单位的登记链接，可以发到工作群：
    { $link }
    点开就能登记，单位已经填好。链接一直有效。
roster-reading = 📥 收到，正在看……
roster-send-file = 请把填好的名册文件发来（Excel 的 .xlsx 或 .xls），或者输入要找的人的名字。
roster-unread-too-large = 这个文件太大，或者里面有问题，没法看。请用模板，一次最多 { $rows } 行，不要带图片。
roster-unread-not-a-workbook = 这不是能看的表格文件，或者文件坏了。请用模板填好（.xlsx 或 .xls，最多 { $rows } 行），再发一次。
roster-unread-too-many-rows = 行数太多：一次最多 { $rows } 行，请分成几个文件发。什么也没有记下。
roster-unread-took-too-long = 这个文件看得太久，停下了。请用模板填好（最多 { $rows } 行），再发一次。
roster-unread-no-columns = 没找到“姓名”和“手机号”两列。请用模板，不要改表头（最多 { $rows } 行）。
roster-taken =
    ✅ 新邀请 { $added } 人，原来就有 { $known } 人{ $renewed ->
        [0] {""}
       *[other] ，重新邀请 { $renewed } 人
    }。
roster-bad-rows = ⚠️ 有 { $count } 行没收：
roster-problem-line = 第 { $line } 行：{ $why }
roster-problem-name-empty = 没写姓名
roster-problem-name-characters = 姓名里有不该有的字符
roster-problem-name-length = 姓名太短或太长
roster-problem-phone-empty = 没写手机号
roster-problem-phone-shape = 手机号不对
roster-problem-phone-twice = 和第 { $line } 行的手机号一样
roster-problem-id-number = 写了证件号码，请删掉
roster-problems = 要改的行都在这里，“问题”一列写了原因。改好后把这个文件直接发回来就行。
roster-nobody = 名册里没有这个人，请换几个字再找。
roster-line = { $name } · 尾号 { $tail } · { $standing }
roster-is-registered = 已登记
roster-is-waiting = 在审核
roster-is-invited = 还没来
roster-withdrawn = 已把{ $name }从名册上撤下，姓名和手机号都删了。
roster-link-welcome = 👋 { $unit }邀请您登记成为志愿者，单位已经替您填好。
roster-link-registered = 您已经是志愿者了，不用再登记。要把单位换成{ $unit }，请找原单位的联系人办转接。
button-roster-template = 📄 要模板
button-roster-link = 🔗 登记链接
button-roster-off = 撤下 { $name }
registration-unit-proposed =
    有单位把您列在名册里了，是这个单位吗？
    不是的话，请输入您单位名称的一部分。

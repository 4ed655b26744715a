# 登记：一问一屏。
registration-progress = 第 { $n } 步，共 { $m } 步
registration-consent =
    <b>先说清楚我们记什么</b>
    记：姓名、证件号码、手机号、住的乡镇、单位、特长和空闲时间。
    用来：审核登记、记服务时长、开服务证明。
    谁看：审核您的机构、您去服务的站点。证件号码谁也不能在聊天里看到。
    留多久：没通过的 { $days } 天后删掉，服务记录留 { $years } 年。
registration-consent-identity-number = 单独同意：登记证件号码
registration-consent-onward-entry = 同意报到全国系统（可不选）
registration-consent-missing = 证件号码要您单独同意。请先点上面那一行，打上勾。
registration-full-text =
    <b>个人信息处理说明</b>（{ $version } 版）
    <b>谁来处理</b>：{ $federation }、{ $centre }。有事可在任何服务站点或在这个对话里找我们。
    <b>处理什么、为什么</b>：《志愿服务记录与证明出具办法（试行）》第五条要求登记姓名、性别、出生日期、证件号码、居住区域、联系方式、专业技能、服务类别；这些用来确认您是本人、安排合适的服务、记时长和开证明。
    <b>证件号码</b>是敏感信息：只用来防止一人登记两次和开证明，加密保存，任何页面和聊天都只显示最后两位。不登记证件号码，就没法给您开证明，所以要您单独同意。
    <b>报到全国系统</b>：您同意了，我们才把资料报到全国志愿服务信息系统；不同意也可以登记。
    <b>保存多久</b>：没填完的 { $unfinished_days } 天；没通过的 { $rejected_days } 天；服务记录 { $years } 年。到期删除或去掉身份。
    <b>这个聊天</b>经过 Telegram，服务器在境外；请不要在聊天里发证件照片。
    <b>您的权利</b>：发 /privacy 随时查看、更正、撤回同意、要求删除。
registration-declined = 好的，什么也没有留下。以后想登记，点〈开始登记〉就行。
registration-phone = 请点下面的按钮，把您自己的手机号告诉我们。站点有事会打这个电话。
registration-phone-button = 👇 按钮在屏幕最下面
registration-phone-typed = 请用下面的按钮，不用打字：这样才知道号码是您本人的。
registration-phone-kept = 📱 记下了，尾号 { $tail }。
registration-going-back = 好，回到上一步。
registration-form =
    请在我们自己的页面上填{ $whose ->
        [child] 孩子的
       *[own] { "" }
    }姓名和证件。
    证件号码直接加密保存，不经过聊天。
registration-in-the-form = 这里不用打字：请点下面的〈填写姓名和证件〉，在页面上填。您刚才发的已经从聊天里删掉了。
registration-name = 请输入{ $whose ->
    [child] 孩子
   *[own] 您
 }的姓名，和证件上一样。
registration-name-kept = 姓名记下了。
registration-number =
    请输入{ $document }号码。
    收到后马上从聊天里删掉，也不会再显示。
registration-number-line =
    请发一行：{ $document }号码、出生日期、性别，中间空一格。
    比如：号码 1990-05-20 女。收到后马上从聊天里删掉。
button-keep-answer = 不改，继续
registration-kind = 用哪一种证件？
registration-document-kept = 🔒 { $document }已登记。
registration-county = { $whose ->
    [child] 孩子
   *[own] 您
 }住在哪里？
registration-township = { $county }的哪个乡镇（街道）？
registration-unit = { $whose ->
    [child] 孩子在哪个学校
   *[own] 您在哪个单位或者学校
 }？请输入名称的一部分，比如“教育”“中学”。
registration-unit-found = 是哪一个？没有的话，换几个字再输。
registration-unit-none = 没找到，请换几个字再输，或者点〈没有单位〉。
registration-team = 想加入哪个服务队？
registration-categories = { $whose ->
    [child] 孩子
   *[own] { "" }
 }想做哪些服务？最多选 { $max } 类，已选 { $count } 类。
registration-categories-full = 最多 { $max } 类。要换，先点掉一个。
registration-skills = { $whose ->
    [child] 孩子
   *[own] 您
 }会什么？点一点，已选 { $count } 项，也可以不选。
registration-times = { $whose ->
    [child] 孩子
   *[own] { "" }
 }一般什么时候有空？点一点，可以多选，也可以不选。
registration-oath =
    <b>志愿者誓词</b>
    我愿意成为一名光荣的志愿者。我承诺：尽己所能，不计报酬，帮助他人，服务社会。践行志愿精神，传播先进文化，为建设团结互助、平等友爱、共同前进的美好社会贡献力量。

    我自愿利用业余时间服务，身体条件适合参加。
registration-summary =
    <b>请看一遍，哪里不对点下面改</b>
    姓名：{ $name }
    证件：{ $document }，已登记
    手机：尾号 { $tail }
    住地：{ $place }
    单位：{ $unit }
    服务队：{ $team }
    想做：{ $categories }
    会的：{ $skills }
    有空：{ $times }
registration-submitted =
    📨 已交{ $county }（{ $approver }）审核。
    一般 { $workdays } 个工作日内答复，最晚{ $reply_by_on }。有结果会马上告诉您。
registration-correct = 「{ $line }」要补正：{ $reason }
registration-typed-only = 请打字：照片、语音里的内容这里读不到。
registration-tap = 这一步点按钮就行，不用打字。
ticked = ✅ { $text }
unticked = { $text }
none = 没填
comma = 、
day-part-morning = { $weekday }上午
day-part-afternoon = { $weekday }下午
day-part-evening = { $weekday }晚上
line-name = 姓名
line-form = 姓名和证件
line-number = 证件
line-phone = 手机
line-place = 住地
line-unit = 单位
line-team = 服务队
line-interests = 想做的和会的
line-times = 空闲时间
button-agree = 同意，继续
button-disagree = 不同意
button-full-text = 全文
button-contact = 📱 用我的手机号
button-form = 🔒 填写姓名和证件
button-other-document = 换一种证件
button-no-unit = 没有单位
button-team-later = 以后再选
button-to-skills = 下一页：会什么
button-chosen = 选好了
button-oath = 我愿意
button-change = 改{ $line }
button-submit = 提交

# 网页：填写姓名和证件
form-title = 姓名和证件
form-why = 这一页在我们自己的服务器上。证件号码加密保存，不经过聊天。
form-name = 姓名（和证件上一样）
form-kind = 证件
form-number = 证件号码
form-born = 出生日期
form-sex = 性别
form-birth-missing = 这个号码里看不出出生日期和性别，请填上面的两栏，再点〈填好了〉。
form-send = 填好了
form-sent = ✅ 已登记，请回到聊天里接着填。

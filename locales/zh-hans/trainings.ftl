# 培训：单位、站长和工作人员一次录入几个人，志愿者在自己的资料里看
button-trainings = 📚 培训记录
button-training-new = ➕ 录入培训
button-training-save = 💾 保存
button-training-fix = ✏️ 更正
button-training-one = 划掉一人
button-training-all = 全部划掉
button-training-yes = 确认划掉
button-my-trainings = 📚 我的培训
training-field-name = 名称
training-field-content = 内容
training-field-learning_minutes = 学习时长
training-field-organizer = 举办单位
training-field-place = 地点
training-field-held_on = 日期
training-fault-unknown = 没有这个编号，或者不归您录入
training-fault-own = 自己的请同事录入
training-fault-twice = 名单里已经有了
training-fault-has-it = 这次培训已经记过
training-fault-too-many = 名单满了，请先保存，剩下的再录一次
trainings-none = 📚 还没有录入过培训。参加过的人，一次就能全记上；学习时长单独计算，不算服务时长。
trainings-entered = 📚 <b>培训记录</b>（学习时长不算服务时长）。点号码看详情、更正。
training-line = { $number }. { $name }，{ $held_on }，{ $people } 人
training-ask-name = 📚 培训叫什么名称？例如：急救知识培训（最多 60 个字）。
training-ask-content = 主要内容是什么？例如：心肺复苏、止血包扎（最多 300 个字）。
training-ask-learning_minutes = 学了多久？例如：2 或 1.5 或 2小时30分。
training-ask-organizer = 哪个单位举办的？
training-ask-place = 在哪里举办的？线上的请打“线上”。
training-ask-held_on = 哪一天？请打月日，例如：11-20 或 2026-11-20。
training-ask-people = 请发参加的人的志愿者编号，一行一个，可以分几次发，一次培训最多 { $most } 人。
training-wrong = 没看懂，请照例子再打一次；这里也不写手机号、证件号。
training-summary =
    📚 <b>{ $name }</b>
    { $held_on } · { $place } · { $organizer }
    { $content }
    学习 { $learning_minutes }
training-bad-line = ❌ { $typed }：{ $why }
training-more-faults = ……还有 { $count } 行也不对。
training-listed = 👥 { $count } 人：
training-names = { $names }
training-saved = ✅ “{ $name }”记好了，{ $people } 人，都告诉本人了。
training-before = <s>{ $name } · { $held_on } · { $place } · { $organizer } · { $content } · { $learning_minutes }</s>
training-fix = 哪一项要更正？更正前后都看得到，也会告诉本人。
training-corrected = ✅ 更正了，已告诉 { $people } 人。
training-strike-ask = 把“{ $name }”从 { $people } 人的记录里全部划掉？会告诉本人。
training-ask-one = 从谁的记录里划掉？请打他的志愿者编号。
training-not-there = 这次培训里没有这个编号，请再打一次。
training-struck = 已从 { $people } 人的记录里划掉，并告诉了本人。
my-trainings-none = 📚 还没有培训记录。参加培训后，由举办的单位录入。
my-trainings = 📚 <b>我的培训</b>：{ $count } 次，共学习 { $learning_minutes }（不算服务时长）。哪条不对，请告诉录入的单位。
my-training = { $state ->
    [struck] <s>{ $name } · { $held_on } · { $learning_minutes }</s>（已划掉）
    [corrected] <s>{ $name } · { $held_on } · { $learning_minutes } · { $organizer } · { $place }</s>（已更正）
   *[stands] <b>{ $name }</b>，{ $held_on }，学习 { $learning_minutes }
    { $organizer } · { $place }
    { $content }
 }
refusal-training-twice = 这次培训已经记过了，没有再记。
notice-training = 📚 { $what ->
    [entered] 您参加的培训记上了：{ $training }，{ $held_on }，学习 { $learning_minutes }。
    [corrected] 您的一条培训记录更正了，现在是：{ $training }，{ $held_on }，学习 { $learning_minutes }。
   *[struck] 您的一条培训记录划掉了：{ $training }，{ $held_on }。
 }不对的话，请告诉录入的单位。

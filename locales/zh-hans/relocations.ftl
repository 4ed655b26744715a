# 关系转接：申请、转出、接收、核对资料；毕业生转接。
relocation-why = 您的志愿服务关系为什么要转？时长和编号都跟着您走。
relocation-reason-household = 户籍变了
relocation-reason-address = 搬家了
relocation-reason-employer = 换了单位
relocation-where = 现在住在哪里？
relocation-unit = 现在是哪个单位？请输入名称的一部分。
relocation-summary =
    <b>请看一遍</b>
    原因：{ $reason }
    从：{ $from_unit }
    到：{ $to_unit }
    住地：{ $place }
relocation-asked = 📨 已交出去。原单位先转出，新单位再接收；每一步都会告诉您，两边办好以前什么也不变。
relocation-waits = { $state ->
    [asked] 您的转接在等原单位转出。
   *[released] 原单位已经转出，在等新单位接收。
 }
    到：{ $unit }，{ $place }
relocation-withdrawn = 好，已撤回，还在原来的单位。
relocation-none = 👍 现在没有要办的转接。
relocation-release =
    <b>转出</b>（共 { $count } 件）
    { $name }，{ $number }
    原因：{ $reason }
    从：{ $from_unit }
    到：{ $to_unit } · 服务队：{ $team } · { $place }
    { $asked_at }申请。{ $within ->
        [yes] 还在本单位，全国系统里不用移出。
       *[no] 同意转出的，请在全国系统里也把他移出。
    }
relocation-accept =
    <b>接收</b>（共 { $count } 件）
    { $name }，{ $number }
    原因：{ $reason }
    从：{ $from_unit }，已转出
    到：{ $to_unit } · 服务队：{ $team } · { $place }
    { $asked_at }申请。接收的，请在全国系统里也把他加进来。
relocation-why-not = 为什么不办？原因会告诉本人。
relocation-refusal-not-known = 不认识这个人
relocation-refusal-not-agreed = 和我们没有说好
relocation-refusal-open-work = 还有工作没交接
relocation-let-go = ✅ 已转出，在等新单位接收。
relocation-done = ✅ 已接收，他的单位、服务队和住地都更新了。
relocation-refused = 好，这件不办，已经把原因告诉本人。
relocation-confirmed = 谢谢，资料核对好了。
notice-relocation-released = 原单位已经把您转出，在等新单位接收。
notice-relocation-accepted = ✅ 转接办好了，时长和编号都在。请看一下您的资料对不对。
notice-relocation-refused = 您的转接没有办成：{ $reason ->
    [not-known] 对方单位不认识您，请先联系一下
    [not-agreed] 对方单位说还没有和您说好
   *[open-work] 原单位说还有工作没有交接
 }。您还在原来的单位，可以再申请。
notice-relocations-waiting = 🔁 有 { $count } 件关系转接等您办。
notice-school-leaver =
    🎓 要从{ $unit }毕业了吗？志愿服务的时长和编号可以跟着您走。
    去了新学校、新单位或者回了社区，点下面转过去；还在原来的学校就不用管。
button-relocation = 🔁 关系转接
button-relocation-stop = 撤回转接
button-same-unit = 单位不变
button-relocations = 🔁 关系转接 { $count }
button-let-go = 同意转出
button-take-in = 接收
button-details-right = 资料没错

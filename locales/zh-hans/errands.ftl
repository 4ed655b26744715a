# 代办：给没有手机的志愿者办事，每次都要本人同意
button-errand = 👵 代办
button-errand-card = 🪪 补新卡
button-errand-copy = 📄 资料副本
button-errand-consents = ↩️ 撤回同意
button-errand-wrong = ⚖️ 时长不对
button-errand-leave = 🚪 注销
button-errand-stay = 不注销了
button-errand-leavings = 🚪 代办注销 { $count }
button-errand-confirm = 属实，同意
button-errand-refuse = 不同意
errand-who =
    👵 给没有手机的志愿者代办：拍他的志愿服务卡发来，或者输入编号。
    卡丢了，输入姓名和手机号后四位，中间空一格。收到后马上从聊天里删掉。
errand-nobody =
    没有找到。这里只能找到没有手机、在您站点登记过或者服务过的人；请再输一次。
    他要是自己有手机，请用自己的账号办，或者点〈找回我的账号〉。
errand-which = 是哪一位？
errand-proof =
    { $name } · { $number }
    怎么留下本人的同意？
    📷 请本人在委托书上签字，拍照发来（不要拍到证件）；
    或者用家属的手机：让家属扫码，本人看过后同意，再把 12 位码念给您输入。
errand-office = 审核机构
errand-asked =
    🤝 { $name }正在{ $station }请工作人员代办：补卡、资料副本、撤回同意、对时长有异议，或者注销。
    请把手机给本人看，由本人决定；只在今天有效。
errand-menu = 👵 { $name } · { $number }：今天要办什么？
errand-leaves = ⏳ { $due_at }注销，在那之前随时可以不注销。
errand-stays = 好，不注销了，什么都没有删。
errand-confirmed = ✅ 已确认，{ $due_at }注销，会告诉代办的人。在那之前本人随时可以不注销。
errand-leave-waits = ⏳ 要求注销，等审核机构确认。
errand-card = 🪪 新卡打印出来交给本人。以前的卡都作废了。
errand-copy =
    资料副本的链接 { $minutes }内有效，每个只能下载一次。
    里面有完整的证件号码：请当着本人的面打印，交给本人，不要留存。
errand-consents = 撤回哪一项？点了就撤回，已有的时长不变。
errand-no-consents = 没有可以单独撤回的同意。登记需要的同意，撤回就是注销。
errand-lines = 哪一次不对？
errand-no-lines = 还没有可以提异议的服务记录。
errand-line = { $opened_at } { $station } { $minutes }
errand-disputed = ✅ 收到了。先请站点说明，再由别的工作人员决定；结果请在这里告诉本人。
errand-leave-second = 审核机构的另一位同事确认以后，才开始等这几天。
errand-leavings-none = 👍 现在没有要确认的代办注销。
errand-leaving-check =
    <b>代办注销</b>（共 { $count } 件）
    { $name } · { $number }，由{ $station }代办
    { $asked_at }，同意方式：{ $proof ->
        [paper] 签字的照片
       *[code] 在家属手机上确认
    }
    请先和本人或家属核实。
errand-leaving-refused = 好，没有注销，会告诉代办的人。
notice-errand-leavings-waiting = 🚪 有 { $count } 件代办注销等您确认。
notice-errand-leaving-decided = { $outcome ->
    [confirmed] 🚪 您代办的{ $name }注销已确认，{ $due_at }完成。在那之前可以不注销：再点〈代办〉。
   *[refused] 您代办的{ $name }注销没有通过，资料没有动。请转告本人。
 }
proxy-known = 这个证件已经登记过了，不用再登记。要补卡、查资料、撤回同意或者注销，请点〈代办〉。

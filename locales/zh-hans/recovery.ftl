# 找回账号：换了手机或 Telegram 账号的人，由工作人员当面核对证件。
recovery-begin = 找回账号要核对手机号和证件。请照着登记的步骤填到证件那一步，认出来以后再点〈找回我的账号〉。
recovery-taken = 这个证件已经登记过了。要是您换了手机或者账号，点〈找回我的账号〉；填错了，请重新填。
recovery-filed =
    📨 已交{ $county }（{ $approver }）核对。
    请带上证件到那里，让工作人员当面看一下。核对好了，时长、券和编号都会回到您手上。
recovery-withdrawn = 好，不找了。
recovery-none = 👍 现在没有要核对的找回申请。
recovery-claim =
    <b>有人要找回账号</b>（共 { $count } 件）
    登记的是：{ $name }，{ $document } { $number }，手机尾号 { $tail }
    { $asked_at }提出
recovery-other-name-masked = ⚠️ 他报的姓名和登记的有一个字不一样（遮住的那个字）
recovery-other-name = ⚠️ 他报的姓名不一样：{ $name }
recovery-other-phone = ⚠️ 换了手机：现在尾号 { $tail }
recovery-other-account = ⚠️ 换了账号：原来的账号会失去这个身份，也会收到通知
recovery-waiting-only = ⚠️ 还不是志愿者，只有一份没办完的登记：核对后那份作废，请他重新登记
recovery-look = 请当面核对证件原件，再点。
recovery-done = ✅ 已转到新账号，两边都会收到通知。
recovery-not-done = 好，记下不是本人了。登记没有动，已经告诉申请的人。
notice-recovery-asked = ⚠️ 有人用您的证件申请把您的登记转到另一个账号。要是不是您，请马上联系审核您的机构；没有当面核对证件，谁也转不走。
notice-recovery-accepted = ✅ 核对好了。您的编号、时长和券都在这个账号里了；旧的码和卡都作废了，请重新打印。
notice-recovery-moved = 您的登记已经转到另一个账号，这里不能再用它签到。要是不是您，请马上带证件联系审核您的机构。
notice-recovery-refused = 工作人员核对了证件，看着不是同一个人，所以没有转。要是弄错了，请带证件再去一次。
notice-recovery-register = ✅ 核对好了。原来那份没办完的登记已经作废，请点〈开始登记〉重新交一份。
notice-recoveries-waiting = 🔑 有 { $count } 个人等您当面核对证件、找回账号。
button-recover = 🔑 找回我的账号
button-recover-stop = 不找了
button-recoveries = 🔑 找回账号 { $count }
button-same-person = 是本人
button-not-same = 不是

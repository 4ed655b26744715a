# 更正资料：姓名、手机号、证件，由审核机构核对证件后才改。
profile-line-name = 姓名
profile-line-phone = 手机号
profile-line-document = 证件
correction-name = 姓名应该是什么？请照证件上的写。收到后马上从聊天里删掉。
correction-phone = 新的手机号是多少？点下面的按钮分享，或者直接打字；打的字马上从聊天里删掉。
correction-why = 证件为什么要改？
correction-why-renewed = 换了新证，号码不同
correction-why-mistaken = 登记时填错了
correction-left = 好，没有改。
correction-asked =
    📨 「{ $line }」的更正已交{ $county }（{ $approver }）核对。
    请带上证件，让工作人员当面看一下；核对好了才改，结果会告诉您。
correction-withdrawn = 好，「{ $line }」不改了。
correction-none = 👍 现在没有要核对的更正。
correction-check =
    <b>有人要更正资料</b>（共 { $count } 件）
    { $name } · { $number }
    { $asked_at }提出
correction-fact-name = 姓名：{ $before } → { $after }
correction-fact-phone = 手机尾号：{ $before } → { $after }
correction-fact-number = 证件号码：{ $before } → { $after }
correction-kind = 新证件：{ $document }
correction-is-renewed = 换了新证：旧号码以后还是找到他本人
correction-is-mistaken = ⚠️ 他说登记时填错了：旧号码以后不再算他的
correction-minor = { $consented ->
    [yes] 👧 未成年：监护人同意有效，改好会告诉监护人
   *[no] ⚠️ 未成年：现在没有监护人同意
    }
correction-look = 请当面核对证件原件，再点。
correction-done = ✅ 已改好，会告诉本人。
correction-why-not = 哪里不对？会告诉本人。
correction-fault-unseen = 没看到证件原件
correction-fault-differs = 和证件不一样
correction-fault-not-his = 证件不是本人的
correction-not-done = 好，没有改，会告诉本人。
notice-corrections-waiting = ✏️ 有 { $count } 件资料更正等您核对证件。
notice-correction-accepted = ✅ 「{ $line }」已经改好了。以前的内容不再保存{ $about ->
    [document] ；旧号码只用来认出您本人
   *[other] { "" }
 }。
notice-correction-refused = 「{ $line }」没有改：{ $reason }。可以再申请一次，带上证件原件。
notice-correction-ward = 您的孩子{ $name }更正了「{ $line }」，审核机构核对过了。您的同意继续有效；不对的话，请马上联系审核机构。
button-correct-details = ✏️ 更正资料
button-correction-stop = 撤回更正：{ $line }
button-corrections = ✏️ 更正 { $count }
button-correction-yes = 证件对，改
button-correction-no = 不对

# 志愿家庭：一起来，时长各是各的
button-family = 👪 我的家庭
button-family-found = 建一个家庭
button-family-invite = ➕ 请家人加入
button-family-child = ➕ { $name }
button-family-join = 加入
button-family-decline = 不加入
button-family-leave = 退出家庭
button-family-end = 解散家庭
button-family-off = 请 { $name } 退出
button-family-scan-on = 同意一起签到
button-family-scan-off = 不再一起签到
button-together = 👪 一家一起
button-together-arrive = ✅ 签到 { $count } 人
button-together-leave = 👋 签退 { $count } 人
family-none =
    👪 一家人一起做志愿：建一个家庭，家人点链接就能加入。
    一起到站点时，您扫一次码，全家都能签到；时长各记各的。
family-home = 👪 我的家庭，{ $count } 人。这里的时长只有家里人能看到。
family-member = { $name }{ $place ->
        [head] （家长）
        [agreed] {""}
       *[member] （还没同意一起签到）
    } · { $minutes }{ $inside ->
        [yes] {" "}· 在岗
       *[no] {""}
    }
family-link =
    ➕ 把这个链接发给一位家人，{ $days } 天内有效，只能用一次：
    { $link }
    每位家人一个链接。家人要先登记成为志愿者；孩子只能加入监护人的家庭。
family-invited =
    👪 { $name }请您加入家庭。
    加入以后，家里人能看到彼此的时长；时长各记各的，随时可以退出。
family-declined = 好的，没有加入。
family-scan-ask =
    还有一件要您单独同意：一起到站点时，由家长替您签到、签退。
    不同意也没关系，自己扫码一样。同意了随时可以收回。
family-child-in = 孩子没有手机，由您扫码时带上；时长还是孩子自己的。
family-end-ask = 解散以后，家人不再能看到彼此的时长。每个人的时长都还在。确定吗？
family-leave-ask = 退出以后，家人看不到您的时长，您也看不到他们的。您的时长都还在。确定吗？
family-ended = 家庭已解散，每个人的时长都还在。
family-left = 您已退出家庭，您的时长都还在。
family-removed = { $name }已不在家庭里。
together-scan-first = 请您先扫站点屏幕上的码，自己签到（或者签退），再点〈一家一起〉。
together-nobody = 还没有家人同意一起签到（{ $names }）。请他们在〈我的家庭〉里点〈同意一起签到〉。
together-arrive = 👪 { $station }：哪些家人也来了？点一下可以去掉。
together-leave = 👪 { $station }：哪些家人也走了？点一下可以去掉。
together-others = 还没同意一起签到，请自己扫码：{ $names }
together-none = 没有选人，什么也没有记。
together-arrived = ✅ { $name }：{ $arrived_at }签到
together-left = 👋 { $name }：本次 { $minutes }
together-in-already = { $name }：已经在岗，不用再签
together-not-in = { $name }：没有在这里签到，没法签退
together-clerk-asked = ⏳ { $name }：等站点确认
together-refused = ✋ { $name }：没签上。{ $reason }
notice-family-arrived = 👪 家长替您在{ $station }签到了，{ $since_at }开始。不对的话，请找站点的工作人员。
notice-family-joined = 👪 { $name }加入了您的家庭。
notice-family-left = 👪 家长替您在{ $station }签退了，本次 { $minutes }。
refusal-family-already = 您已经在一个家庭里了。要换，请先在〈我的家庭〉里退出。
refusal-family-full = 一个家庭最多 { $max } 人，已经满了。
refusal-family-guardian = 未成年人只能加入监护人的家庭。请让监护人建一个家庭，再发链接给您。
consent-family-scan = 由家长一起签到、签退

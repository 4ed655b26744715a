# 未成年人和家长：一次性链接、同意、撤回；70 岁以上的声明。
registration-minor = 未满 { $adult_age } 岁要家长同意：填完会给您一个链接，发给家长点开就行。
registration-child = 未满 { $accompany_below } 岁，每次服务都要有大人陪着：家长，或者家长同意的老师。
registration-with-guardian = ✍️ 您这边填完了，还差家长同意。家长同意以后，登记才会交去审核。
registration-health =
    <b>过了 { $max_age } 岁，多问一句身体情况</b>
    我声明：目前身体状况适合参加志愿服务，能自己走动、自己照顾自己；不舒服会马上停下来，不勉强。
    只记您声明的日期，不记任何病情。审核的人会再向您确认。
guardian-link =
    👨‍👩‍👧 请把下面这个链接发给家长（微信、短信都行）：
    { $link }
    { $days } 天内有效，只能用一次。要家长在自己的手机上点开。
guardian-link-anew = 链接丢了或者过期了，点下面重新要一个，旧的就作废了。
guardian-not-needed = 您不用家长同意了，登记会接着往下走。
welcome-with-guardian = 您的登记填好了，正在等家长同意。
welcome-guardian = 您好！您在这里为孩子参加志愿服务表示过同意。要看、要撤回，点〈更多〉里的〈我的孩子〉。
guardian-asked =
    <b>孩子想当志愿者，要您同意</b>
    孩子：{ $name }，{ $age } 岁。
    记什么：姓名、证件号码、手机号、住的乡镇、学校、特长和空闲时间；以后还有每次服务的时间和地点。
    用来：审核登记、记服务时长、开服务证明。不公开。报到全国志愿服务信息系统要您另外同意，此外不给别人。
    谁看：审核的机构、孩子去服务的站点；看未成年人的资料都有记录。
    留多久：没通过的 { $days } 天后删掉，服务记录留 { $years } 年。
    您随时可以撤回，撤回和同意一样容易。不同意也没关系，只是孩子暂时不能登记。（{ $version } 版）
guardian-asked-onward =
    孩子自己选了“报到全国系统”：就是把姓名、证件号码、手机号和服务时长录进全国志愿服务信息系统。这一项您单独决定，后面会问您，不同意也照样能登记。
guardian-asked-company = 孩子不满 { $accompany_below } 岁：每次去服务都要有大人一起到站点扫码，您自己或者您同意的老师。
guardian-asked-relation = 您是孩子的什么人？您的姓名和手机号也会记下，只给审核的机构看。
guardian-relation-51 = 父亲
guardian-relation-52 = 母亲
guardian-relation-other = 其他监护人
guardian-name = 请输入您自己的姓名，和证件上一样。
guardian-phone = 请点下面的按钮，把您自己的手机号告诉我们。
guardian-stopped = 好，先停下。链接还能用，想好了再点开。
guardian-consent =
    我是{ $guardian }，{ $name }的{ $relation ->
        [51] 父亲
        [52] 母亲
       *[guardian] 监护人
    }。
    我看了上面的说明，同意孩子登记为志愿者、参加适合年龄的服务，也同意登记孩子的个人信息。
guardian-consent-onward = 报到全国志愿服务信息系统是另外一项，您同意就点一下打勾，不点就不报。以后可以单独撤回。
guardian-tick-onward = 同意孩子报到全国系统（可不选）
guardian-thanks = ✅ 谢谢！登记已经往下走了。以后在〈更多〉→〈我的孩子〉可以看，也可以随时撤回。
guardian-thanks-waits = ✅ 谢谢！孩子以前有别的家长同意过，审核机构要先核对您是不是家长，核对好了再生效，会告诉您。
guardian-declined = 好的，没有同意，您的资料什么也没留下。孩子会收到一句话；以后改主意，请孩子再登记一次，把新的链接发给您。
wards-list = <b>我的孩子</b>
wards-none = 现在没有需要您同意的孩子。孩子成年以后，就由自己决定了。
wards-ward = { $name }，{ $age } 岁：{ $state ->
    [registered] 已登记，您已同意
    [waiting] 登记在审核，您已同意
    [confirming] 您同意了，等审核机构核对您是家长
   *[ended] 您没有同意，不能签到
 }
wards-company = 　去服务要大人陪。您同意的老师：{ $teachers }
wards-onward = 　报到全国志愿服务信息系统：{ $state ->
    [yes] 您同意了
   *[no] 孩子想报，您没有同意，不报
 }
wards-onward-agreed = ✅ 同意了，孩子会报到全国志愿服务信息系统。在〈我的孩子〉里可以单独撤回。
wards-onward-ended = 已撤回，孩子的资料不再往全国志愿服务信息系统报，别的都不变。已经报过的，请告诉站点，会转请全国系统处理。
wards-teacher = { $name }（{ $unit }）
wards-no-teacher = 还没有
wards-withdraw = 撤回以后，孩子不能再签到，也不再往全国系统报；正在审核的登记会停下。已经记下的时长都留着。您随时可以再同意。
wards-withdrawn = 已撤回。孩子的时长都在，只是不能再签到。
wards-agreed-again = ✅ 又同意了，孩子可以照常参加。
teacher-link =
    您带学生参加服务，要先有家长同意。请把这个链接发给家长（班级群也行）：
    { $link }
    家长点开、点一下孩子的名字就好。
teacher-asked =
    { $name }老师（{ $unit }）想带您的孩子参加志愿服务。
    同意以后，老师到站点扫码，孩子就能一起签到。点孩子的名字表示同意。
teacher-allowed = ✅ 好，这位老师可以带孩子去了。在〈我的孩子〉里可以撤回。
approval-unusual-needs-company = ⚠️ 不满 { $count } 岁：每次服务要大人陪
approval-unusual-needs-consent = ⚠️ 不满 { $count } 岁，家长已同意（写在最后）
approval-unusual-over-age = ⚠️ { $count } 岁以上，本人声明身体适合：请向本人确认再通过，通过就记您为审核人
approval-guardian = 👪 { $relation }{ $name }（手机尾号 { $tail }），{ $given_at }同意
approval-guardian-another = ⚠️ 之前同意的是另一位家长，后来撤回了：请问清楚再通过
later-guardian =
    <b>👪 核对家长（共 { $count } 位）</b>
    孩子：{ $child }，{ $age } 岁，{ $number }
    { $relation }{ $name }（手机尾号 { $tail }），{ $given_at }同意
later-guardian-held-back = ⚠️ { $ended_at }，之前的家长撤回了同意，孩子现在不能签到
later-guardian-look = 之前同意的是别人。请看户口本或者出生证明，再问问之前的家长，然后点。
later-guardian-confirmed = ✅ 已核对是家长，同意生效，双方都会收到通知。
later-guardian-refused = 好，记下不是家长了：这次同意不算数，双方都会收到通知。
later-guardian-none = 👍 现在没有要核对的家长。
notice-guardian-agreed = ✅ 家长同意了，您的登记已经交去审核，有结果会马上告诉您。
notice-guardian-agreed-again = ✅ 家长又同意了，您可以照常签到。
notice-guardian-declined = 家长没有同意，登记没有交上去，也什么都没留下。和家长商量好了，可以再登记一次。
notice-guardian-withdrew = 家长撤回了同意，您暂时不能签到。您的时长都在；家长再同意一次，就能接着来。
notice-guardian-another = ⚠️ 另一个账号以家长的身份，也对{ $name }表示了同意。要是您不知道这件事，请联系审核的机构。
notice-guardian-confirmed = ✅ 审核机构核对好了，您对{ $name }的同意已经生效。
notice-guardian-not-confirmed = 审核机构没有认定您是{ $name }的家长，这次同意不算数。有疑问请带户口本去问。
notice-ward-consent-again = 📄 给家长的说明更新了。请您看一看，再决定是否继续同意；您回答之前，以前同意的照旧。
wards-reworded = 说明更新了，现在是这样写的。愿意继续就点同意；不愿意的，在〈我的孩子〉里撤回。
notice-ward-approved = 🎉 { $name }的登记通过了，以后在〈我的孩子〉里能看到孩子的时长。
notice-ward-refused = { $name }的登记没有通过，原因已经告诉孩子。您的同意不再用到。
notice-guardian-not-taken = 审核机构没有认定这次同意的人是您的家长。请让原来的家长同意，或者请家长带户口本去审核的机构。
notice-guardians-waiting = 👪 有 { $count } 位家长等您核对。
button-later-guardians = 👪 核对家长 { $count }
button-is-guardian = 是家长
button-no-guardian = 不是
button-guardian-link = 家长链接
button-guardian-no = 不同意
button-guardian-yes = 同意
button-wards = 👨‍👩‍👧 我的孩子
button-ward-withdraw = 撤回：{ $name }
button-ward-agree = 再同意：{ $name }
button-ward-sure = 撤回同意
button-ward-onward = 报全国：{ $name }
button-ward-no-onward = 不报全国：{ $name }
button-teacher-yes = 同意：{ $name }
button-teacher-stop = 不要{ $name }老师带
button-pupils = 🎒 我带学生
button-fit = 身体没问题，我声明

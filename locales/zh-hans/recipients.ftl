# 服务对象确认和评价
button-recipient = 请对方确认
button-signed-page = 拍签字页
button-untrue = 不属实
recipient-required = 这里要服务对象确认过才计入：请点〈请对方确认〉。
recipient-link =
    请把下面的链接发给服务对象，点开就能确认和评价，不用登记。{ $until_at }前有效，只能用一次。
    { $link }
    也可以请对方在纸上签字，点〈拍签字页〉。
recipient-page = 📎 请发签字页的照片。
recipient-page-seen = 📎 收到了。看清楚了就点〈提交〉，不清楚就再发一张。
check-word = 👀 这条已经核对过，只请您看看服务对象的确认是不是真的。
check-word-seen = 👍 { $volunteer } 这条的服务对象确认算数了。
check-word-dismissed = 已退回：{ $volunteer } 这条的确认不算，录入的人可以再请对方确认。
notice-recipient-dismissed = { $volunteer } { $began_at }的服务，服务对象的确认没通过核对，请再请对方确认一次。
recipient-page-kept = ✅ 签字页收到了，要等核对的人看过才算数。
recipient-asked =
    您好！{ $volunteer } 为您服务过吗？
    { $name }｜{ $place }｜{ $began_at }–{ $ended }
    { $content }
    属实就请打分，一星到五星。
recipient-words = 谢谢！想说一句吗？直接写，或者点〈跳过〉。
recipient-untrue = 哪里不属实？请写一句，工作人员会查。
recipient-thanks = ✅ 谢谢您！
recipient-said-confirmed = 服务对象已确认 { $stars ->
        [0] （签字页）
       *[other] { $stars } ⭐️
    }：{ $words }
recipient-said-denied = ⚠️ 服务对象说不属实：{ $words }
notice-rated = ⭐ “{ $title }”（{ $began_at }）：服务对象给您打了 { $stars } 星，已经算数。
button-rate-me = ⭐ 请对方评价
button-ratings = ⭐ 服务评价
button-rating-true = ✅ 第 { $number } 条属实
button-rating-false = ✖️ 第 { $number } 条不算
button-rating-ask = ⭐ { $opened_at } { $volunteer }
rating-link =
    请把下面的链接发给服务对象，点开就能打星、写一句，不用登记。{ $until_at }前有效，只能用一次。
    时长不会因为评价改变；评价要别人看过才算数。
    { $link }
rating-unseen = 这条评价还没有人看过，看过才算数。
rating-for-another = （这条跟您有关，要由站点的另一位或审批单位来看。）
ratings-head = { $count ->
    [0] ⭐ 还没有人评价过这里的服务。
   *[other] ⭐ 服务对象的评价 { $count } 条，没看过的在前面。看着是真的就点〈属实〉，才算数：
 }
ratings-ask = 最近几天服务过的，点一个，请服务对象评价：
rating-line = { $number } { $opened_at } { $volunteer }｜{ $station }

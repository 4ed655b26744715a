# 资质：志愿者交证书，工作人员核对，到期自动不算
button-quals = 🎓 我的资质
button-qual-add = ➕ 加一项资质
button-qual-remove = 删掉第 { $number } 项
button-qual-no-number = 没有编号
button-qual-no-day = 长期有效
button-paper-look = 👁 看证书
button-paper-valid = ✅ 有效
button-paper-invalid = ❌ 不符
button-qualifications = 🎓 资质待核对（{ $count }）
qualification-doctor = 医师
qualification-nurse = 护士
qualification-first-aid = 急救
qualification-psychologist = 心理咨询
qualification-lawyer = 律师
qualification-teacher = 教师
qualification-social-worker = 社会工作
qualification-sign-language = 手语翻译
paper-fault-unclear = 照片看不清楚
paper-fault-other-name = 证书上不是本人姓名
paper-fault-other-kind = 证书不是这一类
paper-fault-other-day = 日期和证书不一样
quals-none = 🎓 您还没有交过资质。有证书可以交上来，核对以后，需要这样的人时能找到您。
quals-mine = 🎓 <b>我的资质</b>
qual-line = { $number }. { $qualification }：{ $state ->
    [waiting] 等待核对
    [refused] 不符，{ $reason }。可以重新交
    [over] { $expires_on }已到期，不再算
    [lasting] 长期有效
   *[valid] 有效到{ $expires_on }
 }
qual-which = 🎓 是哪一类证书？
qual-ask-number =
    { $qualification }证书的编号是多少？
    收到后马上从聊天里删掉，加密保存。
qual-ask-photo =
    📷 请把{ $qualification }证书拍照发来，姓名和有效期要看得清。
    收到后马上从聊天里删掉，加密保存，核对后只留一段时间。
qual-ask-day = 证书有效到哪一天？请打年月日，例如：2028-05-31。
qual-number-wrong = 请打编号，最多 { $most } 个字；没有编号，点〈没有编号〉。
qual-photo-wanted = 这里要一张证书的照片（不要发文件）。
qual-day-wrong = 没看懂这个日期。
qual-handed-in = ✅ 交上去了。核对完，我们在这里告诉您。
paper-queue-empty = ✅ 这里没有要核对的了。
qual-check =
    🎓 资质核对 · 还有 { $count } 件
    { $name } · { $number }
    { $qualification }，证书编号尾号 { $tail }
    { $lasting ->
        [yes] 长期有效
       *[no] 有效到{ $expires_on }
    }
    { $asked_at }交的。请点〈看证书〉，对一对姓名、类别和有效期。
paper-photo = 证书照片。只供核对，请不要转发。
paper-photo-gone = 证书照片已经不在了。
paper-why-not = 哪里不符？会告诉本人。
paper-is-valid = ✅ { $name }的这一件有效。点错了可以在{ $undo_until_at }前撤销。
paper-is-not = { $name }的这一件不符，已告诉本人。点错了可以在{ $undo_until_at }前撤销。
paper-undone = 已撤销，这一件重新等待核对。
refusal-qualification-over = 这张证书已经过了有效期，换了新证再交就行。
notice-qualifications-waiting = 🎓 有 { $count } 件资质等您核对。
notice-qualification-valid = ✅ 您的{ $qualification }资质核对好了，有效。
notice-qualification-refused = 您的{ $qualification }资质没有核对通过：{ $reason }。可以重新交。
notice-qualification-reopened = 您的{ $qualification }资质要再核对一次，请再等等。
notice-qualification-ends = 🎓 您的{ $qualification }资质有效到{ $expires_on }，过了这天就不再算。换了新证请交上来。

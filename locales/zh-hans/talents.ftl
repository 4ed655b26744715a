# 改自己的资料、查人
button-profile-edit = ✏️ 改资料
button-other-county = 搬到外县区
button-profile-save = 💾 保存
profile-which = 要改哪一项？姓名、手机号、证件要审核机构看过证件才改，别的马上改。
profile-line-categories = 想做的
profile-line-skills = 会的
profile-line-free_times = 有空的时间
profile-line-place = 住地
profile-changed =
    ✅ “{ $line }”改好了。
    点错了可以在{ $undo_until_at }前撤销。
profile-same = “{ $line }”没有变化。
profile-undone = 已撤销，“{ $line }”和原来一样。
button-talents = 🔎 找志愿者
button-talent-category = 选领域
button-talent-skill = 选特长
button-talent-place = 选地方
button-talent-proven = 选资质
button-talent-anew = 重新找
button-talent-list = 👥 看名单
button-talent-contact = 📞 联系方式
talents-head =
    🔎 <b>找志愿者</b> · 符合 { $count } 人
    领域：{ $field }
    特长：{ $skill }
    资质：{ $proven }
    地方：{ $place }
talents-any = 不限
talents-pick-category = 哪个服务领域？
talents-pick-skill = 要会什么？
talents-pick-proven = 要有哪种核对过的资质？
talents-pick-place = 在哪里？
talents-list = 👥 符合 { $count } 人，点序号看一个人。
talents-line = { $place }. { $name } { $number } · { $where }
talents-line-minor = { $place }. 未成年志愿者（点开会留下记录）
talents-one =
    <b>{ $name }</b> · { $number }
    住{ $place }
    单位：{ $unit } · 服务队：{ $team }
    想做：{ $categories }
    会的：{ $skills }
    资质：{ $proven }
    有空：{ $times }
talents-minor =
    未成年志愿者 · { $number }
    单位：{ $unit }
    资料和电话不在这里显示，请通过单位或监护人联系。这次查看已经留下记录。
refusal-minor-protected = 未成年志愿者的电话不在这里显示，请通过单位或监护人联系。

# 异常：每天列出来请工作人员看一看，不直接扣谁的时长
button-oddities = ⚠️ 异常 { $count }
button-odd-fine = 没问题
button-odd-check = 去核实
button-odd-wrong = 确有问题
button-odd-object = ⚖️ 提出异议
button-odd-again = ⚖️ 再提一条
oddity-head = ⚠️ 异常 { $count } 件 · { $found_at }列出
oddity-who = { $name } · { $number }
oddity-typed-soon = { $count } 条补录是活动一结束就录的，{ $gap ->
        [0] 最快的同一分钟就录了
       *[other] 最快的只隔 { $spent_minutes }
    }。
oddity-typed-late = { $count } 条补录过了期限才录，最晚的在 { $days } 天以后。
oddity-one-typist = 同一个人录了 { $count } 条，涉及 { $people } 名志愿者。
oddity-too-much = 有 { $count } 天服务得比常人能做到的还多，最多的一天 { $most_minutes }。
oddity-travel = { $count } 次在两个站点之间走得太快：从{ $first }到{ $then }{ $gap ->
        [0] 在同一分钟里
       *[other] 只隔 { $gap_minutes }
    }。
oddity-round = { $total } 次服务里有 { $count } 次，时长正好是半小时的整数倍。
oddity-one-phone = 与{ $name }（{ $number }）登记了同一个手机号，{ $count } 次几乎同时签到、同时签退。
oddity-typist = 录入人：{ $role }，账号 { $account }
oddity-checking = 🔎 正在核实
oddity-none = 现在没有要看的异常。
oddity-said-fine = 好，没问题。
oddity-said-checking = 好，列为正在核实。
oddity-said-confirmed = 好，记下有问题了。
odd-lines =
    要改时长，先对有问题的那一条提出异议，点一下。
    由另一位审核员决定，您自己不能决定。
odd-lines-none = 没有可以提出异议的记录了。
odd-words = 哪里不对？请写清楚，会给志愿者、记录人和做决定的人看。
odd-objected = ✅ 已提出异议，也告诉了志愿者。先请记录人说明，再由另一位审核员决定，结果会告诉您。
notice-oddities-waiting = ⚠️ 有 { $count } 件异常等您看一看。

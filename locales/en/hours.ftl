# My hours
hours-have = 🕒 Service { $service_minutes } · to redeem { $redeemable_minutes }
hours-next = { $next_minutes } more for { $star } · this year { $year_minutes }
hours-top = Your hours reach { $star }, the highest there is · this year { $year_minutes }
hours-star = Your hours reach { $star }; stars are recognised once a year.
hours-awarded = 🏅 Recognised for { $year }: { $star }
hours-year = This year { $year_minutes }
hours-owed = { $owed_minutes } had been spent before they were corrected; your next redeemable hours repay them first.
hours-none = Scan the code at a station once, and your hours begin.
chart-title = The last 12 months
chart-unit = hours
chart-empty = No service hours yet
chart-empty-hint = Scan the code at a station once and they will grow here.
chart-service = Service
chart-redeemable = To redeem
chart-this-year = This year
chart-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
chart-year = { $year }

# Statement
records-none = There are no records yet. Scan the code at a station once and they begin here.
records-head = 📒 <b>{ $month }</b> · { $minutes } in all
records-redeemable = Redeemable hours { $signed }
records-month-empty = Nothing this month.
records-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
} { $year }
records-day = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
records-line-visit = { $day } { $station } { $opened }–{ $closed } <b>{ $minutes }</b> ({ $source })
records-line-uncounted = { $day } { $station } { $opened }–{ $closed } ({ $source })
records-line-open = { $day } { $station } since { $opened } ({ $source })
records-line = { $day } { $source } <b>{ $signed }</b>
records-line-redeemable = { $day } { $source }: redeemable { $signed }
records-at = { $station }
records-back = ◀ Page { $page }/{ $pages }
records-on = Page { $page }/{ $pages } ▶

# Where hours come from and where they go
source-scan = scanned
source-staff_scan = scanned by the station
source-staff_end = confirmed by the station
source-typed = added by hand
source-imported = imported
source-corrected = ↩️ corrected
source-redeem = 🎁 redeemed
source-cancel = ↩️ voucher cancelled
source-expire = ↩️ voucher ran out
source-open = here now
source-waiting = to be confirmed
source-uncounted = not counted
source-checking = typed, being checked
source-on-notice = typed, on notice

print(os.time({ year = 2026, month = 11, day = 22 }), os.time({ year = 2026, month = 14, day = 32, hour = 0 }))
print(os.date("%Y-%m-%d %H:%M:%S", 0), os.date("!%F %X", 86399), os.date("%a %A %b %B %d %I %p %y %Z %w %%", 0))
local t = os.date("*t", 1700000000) print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst)
print(os.difftime(10, 4), type(os.clock()), os.time() > 1700000000, pcall(os.time, {}))

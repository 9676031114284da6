local t = { 5, 2, 8 }
table.insert(t, 1)
table.insert(t, 1, 9)
print(table.concat(t, " "), #t, table.getn(t), table.maxn({ 1, 2, [10] = 3 }))
print(table.remove(t), table.remove(t, 1), table.concat(t, " "))
table.sort(t) print(table.concat(t, " "))
table.sort(t, function(a, b) return a > b end) print(table.concat(t, " "))
print(unpack({ 1, 2, 3 }), select("#", unpack({}, 1, 3)))
print(table.remove({}), #table.move({ 1, 2, 3 }, 1, 3, 2))
print(pcall(table.concat, { 1, {}, 3 }))
print(pcall(table.insert, nil, 1))
local seen = {}
for k, v in pairs({ a = 1, b = 2, 10, 20 }) do seen[#seen + 1] = tostring(k) .. "=" .. v end
table.sort(seen) print(table.concat(seen, " "))
print(next({}), rawequal(t, t), rawget(setmetatable({}, { __index = { x = 1 } }), "x"))
for i, v in ipairs({ 1, 2, nil, 4 }) do io_free = i end print(io_free)
local proxy = setmetatable({}, { __call = function(self, a) return a * 2 end, __tostring = function() return "proxy" end })
print(proxy(21), tostring(proxy), string.format("%s", proxy))

for i = 1, 3 do
  if i == 2 then goto continue end
  print("i", i)
  ::continue::
end
local function vararg(...) local a, b = ... return select("#", ...), a, b end
print(vararg(1, nil, 3))
local f = loadstring("return 1 + ...") print(f(41))
print(loadstring("x ="))
print(type(load(function() return nil end)))
local env = { print = print }
local g = loadstring("y = 5 return y") setfenv(g, env) print(g(), env.y, y, getfenv(g) == env)
local function own() setfenv(1, { inside = 1 }) return inside end
print(own(), getfenv(1) == _G, getfenv(0) == _G)
print(pcall(error, { code = 1 }), select(2, pcall(error, "m", 0)), pcall(function() error("p") end))
print(xpcall(function() error("x", 0) end, function(e) return "handled " .. e end))
print(xpcall(function(...) return ... end, print, 1, 2))
print(bit32.band(0xFF, 0x0F), bit32.bor(1, 2, 4), bit32.bxor(5, 3), bit32.bnot(0), bit32.lshift(1, 31), bit32.rshift(0x80000000, 31))
print(bit32.arshift(0x80000000, 4), bit32.lrotate(0x80000001, 1), bit32.rrotate(1, 1), bit32.extract(0xABCD, 4, 8), bit32.replace(0, 7, 4, 3))
print(bit32.btest(1, 2), bit32.band(-1), bit32.bnot(-1), bit32.lshift(1, 32))
package.preload.mine = function(name) return { name = name } end
print(require("mine").name, require("mine") == require("mine"), package.loaded.string == string)
print(pcall(require, "missing"))
module("shapes", package.seeall)
function area() return 12 end
print(shapes.area(), _NAME)

-- The library bit32.
local _, _ENV = ...
local select, error, tointeger, floor = select, error, tointeger, floor

local function bits(value)
  local whole = tointeger(value)
  if not whole then whole = tointeger(floor((value + 0.0) % 4294967296.0)) or 0 end
  return whole & 0xFFFFFFFF
end

local function shift(value, by)
  if by <= -32 or by >= 32 then return 0 end
  if by >= 0 then return (value << by) & 0xFFFFFFFF end
  return value >> -by
end

local function rotate(value, by)
  by = by % 32
  return ((value << by) | (value >> (32 - by))) & 0xFFFFFFFF
end

local function mask_of(field, width)
  width = width or 1
  if field < 0 or width < 1 or field + width > 32 then error("trying to access non-existent bits", 3) end
  return (1 << width) - 1
end

local bit32 = {
  band = function(...)
    local result = 0xFFFFFFFF
    for i = 1, select("#", ...) do result = result & bits((select(i, ...))) end
    return result
  end,
  bor = function(...)
    local result = 0
    for i = 1, select("#", ...) do result = result | bits((select(i, ...))) end
    return result
  end,
  bxor = function(...)
    local result = 0
    for i = 1, select("#", ...) do result = result ~ bits((select(i, ...))) end
    return result
  end,
  bnot = function(value) return ~bits(value) & 0xFFFFFFFF end,
  lshift = function(value, by) return shift(bits(value), by) end,
  rshift = function(value, by) return shift(bits(value), -by) end,
  arshift = function(value, by)
    value = bits(value)
    if by <= 0 or value < 0x80000000 then return shift(value, -by) end
    if by >= 31 then return 0xFFFFFFFF end
    return (value >> by) | (0xFFFFFFFF << (32 - by)) & 0xFFFFFFFF
  end,
  lrotate = function(value, by) return rotate(bits(value), by) end,
  rrotate = function(value, by) return rotate(bits(value), -by) end,
  extract = function(value, field, width) return (bits(value) >> field) & mask_of(field, width) end,
  replace = function(value, with, field, width)
    local mask = mask_of(field, width)
    return (bits(value) & ~(mask << field) | (bits(with) & mask) << field) & 0xFFFFFFFF
  end,
}
bit32.btest = function(...) return bit32.band(...) ~= 0 end
return bit32
